"""What can be done with amendments: begun from the clauses of a day, changed by several people, merged, dropped.

Where the stage of an instrument is kept, an amendment takes the steps ``amend`` and ``close_amendment`` along.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import SAYS, Agreement, Amending, Amendment, Choice, Clause, Draft, said_by
from ..policy import AGREEMENTS
from ..workflow import NEGOTIATION
from .clauses import _stop
from .negotiation import move
from .register import _as_of_today, _locked, _refuse, _save


@transaction.atomic
def begin_amendment(
    agreement: Agreement, *, by: Any, title_en: str, title_fr: str = "", taken_on: date | None = None
) -> Amendment:
    """Copy the clauses that count on a day (today) as a draft. Raises ``PermissionDenied`` or ``ValidationError``.

    An instrument whose kept stage allows it is being amended from now on; any other stays where it stands.
    """
    agreement = _locked(agreement)
    AGREEMENTS.require(by, "begin_amendment", agreement)
    day = taken_on or timezone.localdate()
    made = Amendment(
        agreement=agreement, title_en=title_en, title_fr=title_fr, taken_on=day, started_by=by.username,
        started_at=timezone.now(),
    )  # fmt: skip
    _save(made)
    counting = queries.terms([agreement.pk], queries.midnight(day)).get(agreement.pk, ())
    copied = Clause.objects.filter(pk__in=[one.pk for one in counting]).order_by("id")
    Draft.objects.bulk_create(Draft(amendment=made, origin=one, base=said_by(one), **said_by(one)) for one in copied)
    trail.record(by=by, verb="begin_amendment", subject=agreement, title=title_en, copied=len(copied))
    _step("amend", agreement, reason=title_en or title_fr, by=by)
    return made


@transaction.atomic
def change_draft(draft: Draft, *, by: Any, revision: int, gone: bool = False, **says: Any) -> Draft:
    """Give one clause of a draft other words, or take it out; ``revision`` is the one that was read.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: AGR-78: somebody changed it meanwhile, and nothing is overwritten; AGR-61 to AGR-65 refuse;
            the amendment is closed.
    """
    amendment = _open_amendment(draft.amendment, by=by)
    locked = _locked(draft)
    stale = rules.nobody_changed_it_meanwhile(revision, locked.revision, locked.changed_by)
    _refuse([stale] if stale else [])
    was = said_by(locked) | {"gone": locked.gone}
    for name in SAYS:
        setattr(locked, name, says.get(name, getattr(locked, name)))
    locked.gone, locked.revision, locked.changed_by = gone, locked.revision + 1, by.username
    _refuse([] if gone else rules.against_clause(Clause(**said_by(locked))))
    _save(locked)
    now = said_by(locked) | {"gone": locked.gone}
    moved = {name: [was[name], now[name]] for name in now if was[name] != now[name]}
    trail.record(by=by, verb="change_draft", subject=amendment.agreement, amendment=amendment.title_en, **moved)
    return locked


@transaction.atomic
def add_draft(amendment: Amendment, *, by: Any, **says: Any) -> Draft:
    """Write a new clause into a draft. Raises ``PermissionDenied`` or ``ValidationError`` (AGR-61 to AGR-65)."""
    open_one = _open_amendment(amendment, by=by)
    made = Draft(amendment=open_one, changed_by=by.username, **says)
    _refuse(rules.against_clause(Clause(**said_by(made))))
    _save(made)
    said = {"amendment": open_one.title_en, "article": made.article, "clause": made.kind, "code": made.code}
    trail.record(by=by, verb="add_draft", subject=open_one.agreement, **said)
    return made


@transaction.atomic
def choose_draft(draft: Draft, *, by: Any, chosen: str) -> Draft:
    """Decide which counts where a clause changed meanwhile: the draft, or what counts now. Raises as above."""
    amendment = _open_amendment(draft.amendment, by=by)
    if chosen not in Choice.values:
        raise ValidationError(_("Choose one of the two."), code="choice")
    locked = _locked(draft)
    (found,) = [one for one in queries.compared(amendment) if one.draft.pk == locked.pk]
    locked.chosen, locked.chosen_against = chosen, found.counts or {}
    _save(locked)
    said = {"amendment": amendment.title_en, "article": locked.article, "chosen": chosen}
    trail.record(by=by, verb="choose_draft", subject=amendment.agreement, **said)
    return locked


@transaction.atomic
def merge_amendment(
    amendment: Amendment, *, by: Any, counts_from: date, reason: str, shown: date | None = None
) -> Amendment:
    """Let the changes count from a day: what they replace ends on it, what they write begins; nothing is erased.

    ``shown`` is the past day ``by`` was warned of; the trail keeps that the day was past.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: closed already, no reason, AGR-76 (a conflict nobody decided), AGR-77 (the day) or AGR-117 (a
            past day nobody was warned of).
    """
    locked, today = _open_amendment(amendment, by=by, act="merge_amendment"), timezone.localdate()
    results = [
        (one, rules.merging(one.base, one.wanted, one.counts, chosen=one.chosen)) for one in queries.compared(locked)
    ]
    written = [one for one, result in results if result == "write"]
    undecided = sum(result == "conflict" for _one, result in results)
    beginnings = [one.current.from_on for one in written if one.current]
    found = [
        rules.every_conflict_is_decided(undecided),
        rules.day_follows_what_it_replaces(counts_from, beginnings),
        rules.past_day_was_shown(counts_from, shown, today=today),
        None if reason.strip() else ValidationError(_("Give the reason for this step."), code="reason_missing"),
    ]
    _refuse(one for one in found if one)
    for one in written:
        _write(one, counts_from, reason=reason, by=by)
    _close(locked, Amending.MERGED, reason=reason, counts_from=counts_from)
    said = {"amendment": locked.title_en, "counts_from": counts_from, "written": len(written)}
    if counts_from < today:
        said["past_day"] = counts_from
    trail.record(by=by, verb="merge_amendment", subject=locked.agreement, reason=reason, **said)
    _done(locked.agreement, reason=reason, by=by)
    return locked


@transaction.atomic
def drop_amendment(amendment: Amendment, *, by: Any, reason: str) -> Amendment:
    """Give a draft up; its words stay readable. Raises without a reason."""
    locked = _open_amendment(amendment, by=by)
    if not reason.strip():
        raise ValidationError(_("Give the reason for this step."), code="reason_missing")
    _close(locked, Amending.DROPPED, reason=reason)
    trail.record(by=by, verb="drop_amendment", subject=locked.agreement, reason=reason, amendment=locked.title_en)
    _done(locked.agreement, reason=reason, by=by)
    return locked


def _open_amendment(amendment: Amendment, *, by: Any, act: str = "change_draft") -> Amendment:
    """The amendment, locked after its instrument, so that two merges of one instrument take turns."""
    agreement = _locked(amendment.agreement)
    locked: Amendment = _locked(amendment)
    AGREEMENTS.require(by, act, agreement)
    if locked.state != Amending.DRAFT:
        raise ValidationError(_("This amendment is closed."), code="closed")
    return locked


def _step(name: str, agreement: Agreement, *, reason: str, by: Any) -> None:
    """Take a step of the stages along, where a stage is kept and the table has the step from it."""
    kept = agreement.stage and agreement.stage == agreement.stage_now
    if kept and agreement.stage in NEGOTIATION.moves[name].sources:
        move(agreement, name, by=by, reason=reason)


def _done(agreement: Agreement, *, reason: str, by: Any) -> None:
    """It is being amended as long as one of its amendments is open."""
    if not Amendment.objects.filter(agreement=agreement, state=Amending.DRAFT).exists():
        _step("close_amendment", _locked(agreement), reason=reason, by=by)


def _write(one: queries.Compared, day: date, *, reason: str, by: Any) -> None:
    if one.current is not None:
        _stop(_locked(one.current), day.isoformat(), reason=reason, by=by)
    if one.wanted is not None:
        given = _as_of_today(one.wanted | {"from_on": day.isoformat()})
        clause = Clause(agreement_id=one.draft.amendment.agreement_id, **given)
        _save(clause)
        one.draft.made = clause
        one.draft.save(update_fields=["made"])


def _close(amendment: Amendment, state: str, *, reason: str, counts_from: date | None = None) -> None:
    amendment.state, amendment.reason, amendment.counts_from = state, reason, counts_from
    amendment.closed_at = timezone.now()
    _save(amendment)
