"""A call for a seat and the proposal that answers it, while it is being written."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.numbers import actions as numbers
from entente.foundation.trail import actions as trail

from .. import rules, search
from ..models import Candidacy, Side, Step
from ..policy import CANDIDACIES
from ..queries import candidacies as asked
from .bodies import _obey

PAPER = ("rationale_en", "rationale_fr", "returns_en", "returns_fr", "trips", "travel")
"""The fields of a proposal, as the lead branch hands it in."""


@transaction.atomic
def open_call(*, by: Any, comment: str = "", **given: Any) -> Candidacy:
    """Put a call for a seat on record: ours to answer, or a partner’s candidacy that asks for our support.

    Everything but the body may still be missing. Without a ``candidate`` it is our own agency.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or not cleared.
        ValidationError: a value cannot stand, or FOR-7, FOR-20 or FOR-21 refuses.
    """
    today = timezone.localdate()
    given = {"called_on": today} | given
    candidate = given.pop("candidate", None) or asked.own_agency()
    candidacy = Candidacy(candidate=candidate, changed_at=timezone.now(), **given)
    CANDIDACIES.require(by, "open_call", candidacy)
    candidacy.key = numbers.take("CAN", year=candidacy.called_on.year)
    _obey(
        rules.not_above_own_clearance(candidacy, by),
        rules.has_come(candidacy.called_on, "called_on", today),
        rules.stands_once(candidacy, asked.others_standing(candidacy)),
    )
    candidacy.full_clean()
    candidacy.save()
    _step(candidacy, "open_call", "", by=by, comment=comment)
    trail.record(by=by, verb="open_call", subject=candidacy, side=candidacy.side, body=candidacy.body.key)
    index.put([search.candidacy_entry(candidacy)])
    return candidacy


@transaction.atomic
def describe_candidacy(candidacy: Candidacy, *, by: Any, seen: int | None = None, **given: Any) -> Candidacy:
    """Write the proposal: rationale, expected returns, further travel, lead. Anything may still be missing.

    ``seen`` is the revision the writer started from.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, or FOR-22 or FOR-23 refuses.
    """
    candidacy = _locked(candidacy)
    CANDIDACIES.require(by, "describe_candidacy", candidacy)
    moved = {name: value for name, value in given.items() if getattr(candidacy, name) != value}
    _obey(
        rules.is_being_written(candidacy),
        rules.nobody_changed_it(candidacy, seen),
        rules.something_changes(moved),
    )
    for name, value in moved.items():
        setattr(candidacy, name, value)
    _kept(candidacy)
    trail.record(by=by, verb="describe_candidacy", subject=candidacy, fields=sorted(moved))
    return candidacy


@transaction.atomic
def move_closing(candidacy: Candidacy, *, by: Any, closes_on: date | None, reason: str) -> Candidacy:
    """Move the day on which the call closes; the old one is kept, with the reason."""
    candidacy = _locked(candidacy)
    CANDIDACIES.require(by, "move_closing", candidacy)
    before = candidacy.closes_on
    _obey(rules.reason_given(reason), rules.something_changes(before != closes_on))
    candidacy.closes_on = closes_on
    _kept(candidacy)
    _step(candidacy, "move_closing", candidacy.state, by=by, comment=reason)
    trail.record(by=by, verb="move_closing", subject=candidacy, reason=reason, closes_on=[before, closes_on])
    return candidacy


@transaction.atomic
def comment(candidacy: Candidacy, *, by: Any, comment: str) -> Step:
    """Say something on a candidacy. It stays. Raises ``ValidationError`` when nothing is said."""
    candidacy = _locked(candidacy)
    CANDIDACIES.require(by, "comment", candidacy)
    _obey(rules.reason_given(comment))
    step = _step(candidacy, "comment", candidacy.state, by=by, comment=comment)
    trail.record(by=by, verb="comment", subject=candidacy, reason=comment)
    return step


def _locked(candidacy: Candidacy) -> Candidacy:
    """The row as it stands now, held until the transaction ends, with what it points at."""
    rows = Candidacy.objects.select_for_update(of=("self",)).select_related(*asked.RELATED)
    return rows.get(pk=candidacy.pk)


def _kept(candidacy: Candidacy) -> None:
    candidacy.revision += 1
    candidacy.changed_at = timezone.now()
    candidacy.full_clean()
    candidacy.save()
    index.put([search.candidacy_entry(candidacy)])


def _step(  # noqa: PLR0913 - what a step keeps
    candidacy: Candidacy, verb: str, before: str, *, by: Any, comment: str = "", behalf: Any = None, paper: Any = None
) -> Step:
    """Add one line to the life of a candidacy."""
    return Step.objects.create(
        candidacy=candidacy,
        verb=verb,
        before=before,
        after=candidacy.state,
        comment=comment.strip(),
        by=by.username,
        behalf=str(behalf) if behalf is not None and behalf.pk != by.pk else "",
        paper=paper or {},
        at=timezone.now(),
    )


def _paper(candidacy: Candidacy) -> dict[str, Any]:
    """The proposal as it is handed in, to be kept whatever is written later."""
    said = {name: getattr(candidacy, name) for name in PAPER}
    return {name: str(value) for name, value in said.items() if value not in (None, "")} if _is_ours(candidacy) else {}


def _is_ours(candidacy: Candidacy) -> bool:
    return candidacy.side == Side.OURS
