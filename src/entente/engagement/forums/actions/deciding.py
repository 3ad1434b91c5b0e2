"""The steps of a candidacy. What was said with each of them is kept for good."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from entente.foundation.notices import actions as notices
from entente.foundation.trail import actions as trail
from entente.kit.notice import day, pair

from .. import notices as words
from .. import rules
from ..models import Candidacy
from ..policy import CANDIDACIES, exercised_for
from ..queries import candidacies as asked
from ..workflow import life_of
from .bodies import _obey, _say, add_seat
from .candidacies import _kept, _locked, _paper, _step


@transaction.atomic
def propose_candidacy(candidacy: Candidacy, *, by: Any, reason: str = "") -> Candidacy:
    """Hand the proposal to the vice-president of the lead branch. ``reason`` is a covering word, if any.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: FOR-11 to FOR-14 refuse: every obstacle at once.
    """
    candidacy = _move(candidacy, "propose_candidacy", by=by, reason=reason)
    decider = asked.decider(candidacy, timezone.localdate())
    _tell([decider] if decider else [], words.CANDIDACY_PROPOSED, candidacy, due_on=candidacy.closes_on)
    return candidacy


@transaction.atomic
def send_back(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """Give the proposal back to the lead branch, with the reason."""
    candidacy = _move(candidacy, "send_back", by=by, reason=reason)
    _tell(asked.keepers(candidacy), words.CANDIDACY_SENT_BACK, candidacy, reason=reason)
    return candidacy


@transaction.atomic
def refuse_candidacy(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """Refuse the proposal, with the reason; we do not stand."""
    candidacy = _move(candidacy, "refuse_candidacy", by=by, reason=reason)
    _tell(asked.keepers(candidacy), words.CANDIDACY_REFUSED, candidacy, reason=reason)
    return candidacy


@transaction.atomic
def approve_candidacy(candidacy: Candidacy, *, by: Any, reason: str = "") -> Candidacy:
    """Approve the proposal and inform the President, whom the organisation chart names, in the same step.

    Where the chart names nobody, the day on which the President was informed is recorded by hand.

    Raises:
        PermissionDenied: ``by`` holds no such authority over the lead branch today.
        ValidationError: it is not with the vice-president, or FOR-11 to FOR-14 refuse.
    """
    today = timezone.localdate()
    candidacy = _move(candidacy, "approve_candidacy", by=by, reason=reason, approved_at=timezone.now(), approved_by=by)
    president = asked.president(candidacy, today)
    if president is not None:
        _informed(candidacy, today, by=by, comment="")
        _tell([president], words.PRESIDENT_INFORMED, candidacy)
    _tell(asked.keepers(candidacy), words.CANDIDACY_APPROVED, candidacy, due_on=candidacy.closes_on)
    return candidacy


@transaction.atomic
def inform_president(candidacy: Candidacy, *, by: Any, informed_on: date, reason: str) -> Candidacy:
    """Record the day on which the President was informed otherwise, and how.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing says how, or FOR-20 or FOR-28 refuses.
    """
    candidacy = _locked(candidacy)
    CANDIDACIES.require(by, "inform_president", candidacy)
    approved_on = timezone.localtime(candidacy.approved_at).date() if candidacy.approved_at else None
    _obey(
        rules.reason_given(reason),
        rules.has_come(informed_on, "informed_on", timezone.localdate()),
        rules.informed_after_approval(candidacy, informed_on, approved_on),
    )
    _informed(candidacy, informed_on, by=by, comment=reason)
    return candidacy


@transaction.atomic
def lodge(candidacy: Candidacy, *, by: Any, lodged_on: date, reason: str = "") -> Candidacy:
    """Record that the candidacy was lodged. Raises ``ValidationError`` by FOR-15, FOR-16 or FOR-20."""
    return _move(candidacy, "lodge", by=by, reason=reason, lodged_on=lodged_on)


@transaction.atomic
def win_seat(  # noqa: PLR0913 - the result, the term and the word that goes with it
    candidacy: Candidacy, *, by: Any, decided_on: date, term_starts_on: Any, term_ends_on: Any, reason: str = ""
) -> Candidacy:
    """Record that it was won: the seat is held from the first to the last day of the term.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: FOR-17 or FOR-20 refuses, or the seat cannot stand beside the others (FOR-1, FOR-6).
    """
    term = {"term_starts_on": term_starts_on, "term_ends_on": term_ends_on}
    candidacy = _move(candidacy, "win_seat", by=by, reason=reason, decided_on=decided_on, **term)
    candidacy.seat = add_seat(
        candidacy.body,
        by=by,
        kind=candidacy.kind,
        title_en=candidacy.title_en,
        title_fr=candidacy.title_fr,
        holder=candidacy.candidate,
        starts_on=term_starts_on.isoformat(),
        ends_on=term_ends_on.isoformat(),
    )
    candidacy.save()
    _tell(asked.keepers(candidacy), words.SEAT_WON, candidacy, until=day(term_ends_on))
    return candidacy


@transaction.atomic
def lose_seat(candidacy: Candidacy, *, by: Any, decided_on: date, reason: str = "") -> Candidacy:
    """Record that it was lost. Raises ``ValidationError`` by FOR-20."""
    return _move(candidacy, "lose_seat", by=by, reason=reason, decided_on=decided_on)


@transaction.atomic
def stand_down(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """Stand no more, or let the call pass, with the reason."""
    return _move(candidacy, "stand_down", by=by, reason=reason)


@transaction.atomic
def support_candidacy(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """Decide that we support a partner’s candidacy, and why."""
    candidacy = _move(candidacy, "support_candidacy", by=by, reason=reason)
    _tell(asked.keepers(candidacy), words.SUPPORT_DECIDED, candidacy, reason=reason)
    return candidacy


@transaction.atomic
def decline_support(candidacy: Candidacy, *, by: Any, reason: str) -> Candidacy:
    """Decide that we do not support a partner’s candidacy, and why."""
    candidacy = _move(candidacy, "decline_support", by=by, reason=reason)
    _tell(asked.keepers(candidacy), words.SUPPORT_DECLINED, candidacy, reason=reason)
    return candidacy


@transaction.atomic
def move_term(candidacy: Candidacy, *, by: Any, term_ends_on: date, reason: str) -> Candidacy:
    """Move the end of a term that was won; the old end is kept, with the reason, and the seat follows.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: no seat was won, nothing changes, no reason, or FOR-2 or FOR-17 refuses.
    """
    candidacy = _locked(candidacy)
    CANDIDACIES.require(by, "move_term", candidacy)
    before = candidacy.term_ends_on
    candidacy.term_ends_on = term_ends_on
    _obey(rules.reason_given(reason), rules.something_changes(before != term_ends_on), rules.term_dated(candidacy))
    if candidacy.seat is not None:
        _say(candidacy.seat, {"ends_on": term_ends_on.isoformat()}, reason=reason, by=by)
    _kept(candidacy)
    _step(candidacy, "move_term", candidacy.state, by=by, comment=reason)
    trail.record(by=by, verb="move_term", subject=candidacy, reason=reason, term_ends_on=[before, term_ends_on])
    return candidacy


@transaction.atomic
def report_term(candidacy: Candidacy, *, by: Any, report_en: str, report_fr: str, reason: str = "") -> Candidacy:
    """Close a term with the report on what it brought. Raises ``ValidationError`` by FOR-18 or FOR-19."""
    today = timezone.localdate()
    report = {"report_en": report_en, "report_fr": report_fr, "reported_on": today}
    return _move(candidacy, "report_term", by=by, reason=reason, **report)


def _move(candidacy: Candidacy, name: str, *, by: Any, reason: str = "", **given: Any) -> Candidacy:
    """Take one step of its life with the values it brings, and keep what was said with it."""
    candidacy, today = _locked(candidacy), timezone.localdate()
    CANDIDACIES.require(by, name, candidacy)
    life, before = life_of(candidacy), candidacy.state
    decides = name in DECISIONS
    behalf = exercised_for(by, candidacy) if decides else None
    approver = given.pop("approved_by", None)
    for field, value in given.items():
        setattr(candidacy, field, value)
    if approver is not None:
        candidacy.approved_by = approver.username
    days = [rules.has_come(value, field, today) for field, value in given.items() if field in HAPPENED]
    _obey(*days, *map(_beside_its_question, _obstacles(life, candidacy, name, reason)))
    candidacy.state = life.moves[name].target
    paper = _paper(candidacy) if name in ("propose_candidacy", "approve_candidacy") else None
    _kept(candidacy)
    _step(candidacy, name, before, by=by, comment=reason, behalf=behalf, paper=paper)
    said = {field: value for field, value in given.items() if field in HAPPENED}
    trail.record(by=by, verb=name, subject=candidacy, reason=reason, state=[before, candidacy.state], **said)
    return candidacy


DECISIONS = ("approve_candidacy", "send_back", "refuse_candidacy", "support_candidacy", "decline_support")
HAPPENED = ("lodged_on", "decided_on", "reported_on")


def _obstacles(life: Any, candidacy: Candidacy, name: str, reason: str) -> list[ValidationError]:
    if problem := rules.step_of_its_side(candidacy, name in life.moves):
        return [problem]
    found: list[ValidationError] = life.obstacles(candidacy, name, reason=reason)
    return found


def _beside_its_question(problem: ValidationError) -> ValidationError:
    """The missing reason stands beside the box for it."""
    is_reason = getattr(problem, "code", "") == "reason_missing"
    return ValidationError({"reason": problem}) if is_reason else problem


def _informed(candidacy: Candidacy, on: date, *, by: Any, comment: str) -> None:
    candidacy.informed_on = on
    _kept(candidacy)
    _step(candidacy, "inform_president", candidacy.state, by=by, comment=comment)
    trail.record(by=by, verb="inform_president", subject=candidacy, reason=comment, informed_on=on)


def _tell(people: Any, word: Any, candidacy: Candidacy, *, due_on: Any = None, **values: Any) -> None:
    """Tell people of the step that was just taken, once."""
    notices.tell(
        people,
        word,
        key=f"{candidacy.key}:{candidacy.revision}",
        address=("forums:candidacy", candidacy.key),
        due_on=due_on,
        marking=candidacy.marking,
        seat=words.seat_of(candidacy),
        body=pair(candidacy.body, "name"),
        key_of=candidacy.key,
        **values,
    )
