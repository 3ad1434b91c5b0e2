"""How a negotiation goes on: steps, rounds, texts, bracketed points, reviews, the urgency exception.

Steps, movements and opinions are added and never overwritten.
"""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail import actions as trail
from entente.kit.days import PartialDate

from .. import rules
from ..models import STATUS_OF, Agreement, Bracket, Movement, Review, Round, Step, TableText, Tabling
from ..policy import AGREEMENTS
from ..workflow import COARSE
from ..workflow import NEGOTIATION as NEGOTIATION  # read by panels, which may not open the table themselves
from ..workflow import standing_in_the_way as standing_in_the_way
from .register import _keep, _locked, _refuse, carry_out

STEPS = {
    "ask": _("We ask for it"),
    "receive": _("The partner asks for it"),
    "screen": _("Screen it"),
    "prioritise": _("Put it among the year’s priorities"),
    "mandate": _("Record the mandate"),
    "set_aside": _("Set it aside"),
    "revive": _("Take it up again"),
    "open_rounds": _("Open the rounds"),
    "initial": _("Initial the text"),
    "reopen_text": _("Reopen the text"),
    "send_for_review": _("Send it for review"),
    "conclude": _("Sign it"),
    "table_treaty": _("Table it in the House"),
    "ratify": _("Ratify it"),
    "notify_sides": _("Both sides have notified"),
    "enter_into_force": _("The treaty enters into force"),
    "take_effect": _("The arrangement takes effect"),
    "implement": _("It is put to use"),
    "begin_review": _("Begin a review of how it works"),
    "close_review": _("Close the review"),
    "amend": _("Begin to amend it"),
    "close_amendment": _("The amendment is done"),
    "renegotiate": _("Renegotiate it"),
    "close_renegotiation": _("The renegotiation is done"),
    "lay_dormant": _("Nobody uses it"),
    "wake": _("It is used again"),
    "stop_applying": _("Suspend it"),
    "apply_again": _("It applies again"),
    "terminate": _("Terminate it"),
    "expire": _("It has expired"),
    "abandon": _("Abandon it"),
}
"""What each step is called, as a button says it."""
DUE = {"ask": rules.REPLY_DAYS, "receive": rules.REPLY_DAYS, "send_for_review": rules.REVIEW_DAYS}
"""Days after which what follows a step is due when nobody says otherwise."""
SAID = {
    "sign": "signed_on", "bring_into_force": "in_force_on", "end": "ended_on", "suspend": "suspended_on",
    "resume": "resumed_on",
}  # fmt: skip
"""Which day of the register a step between statuses tells."""


# ── Steps ─────────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def move(  # noqa: PLR0913 - what a step is told
    agreement: Agreement, name: str, *, by: Any, on: str = "", reason: str = "", reference: str = "",
    due_on: date | None = None,
) -> Step:  # fmt: skip
    """Take one step of the table NEGOTIATION on a day (``on``, a partial date; today unless said).

    A step between two statuses takes the register's own move along, with its rules and its days.

    Raises:
        PermissionDenied: ``by`` may not take this step.
        ValidationError: with every obstacle at once.
    """
    locked, today = _locked(agreement), timezone.localdate()
    AGREEMENTS.require(by, name, locked)
    day = str(PartialDate(on)) if on else today.isoformat()
    if due_on is None and name in DUE:
        due_on = PartialDate(day).last + timedelta(days=DUE[name])
    was, row = locked.stage_now, NEGOTIATION.moves[name]
    said = {"reason": reason, "reference": reference}
    found = standing_in_the_way(locked, name, on=day, today=today, due_on=due_on, **said)
    coarse = COARSE.get((STATUS_OF.get(was, ""), STATUS_OF[row.target]))
    if was not in row.sources or not coarse:
        _refuse(found)
    else:
        now = coarse in ("suspend", "resume") and day == today.isoformat()
        days = {SAID[coarse]: "" if now else day} if coarse in SAID else {}
        carry_out(locked, coarse, found, by=by, reason=reason or str(STEPS[name]), **days)
    if name in ("ask", "receive"):
        _ask_on(locked, day, by=by, reason=reason or str(STEPS[name]))
    if name == "table_treaty":
        Tabling.objects.create(agreement=locked, tabled_on=PartialDate(day).first)
    return _kept(locked, name, was, str(row.target), on=day, due_on=due_on, reason=reason, reference=reference, by=by)


def _kept(locked: Agreement, name: str, was: str, now: str, *, by: Any, **said: Any) -> Step:
    Agreement.objects.filter(pk=locked.pk).update(stage=now)
    by_whom = getattr(by, "username", None) or str(by)
    one = Step(agreement=locked, move=name, from_stage=was, to_stage=now, at=timezone.now(), by=by_whom, **said)
    one.full_clean()
    one.save()
    told = {"stage": [was, now], "on": one.on, "due_on": str(one.due_on or ""), "cites": one.reference}
    said = {key: value for key, value in told.items() if value}
    trail.record(by=by, verb=name, subject=locked, reason=one.reason, **said)
    return one


def _ask_on(locked: Agreement, day: str, *, by: Any, reason: str) -> None:
    """The register tells since when it is asked for."""
    before = {"requested_on": locked.requested_on}
    locked.requested_on = day
    _keep(locked, before, verb="describe", reason=reason, by=by)


@transaction.atomic
def move_due(agreement: Agreement, *, by: Any, due_on: date, reason: str) -> Step:
    """Give what follows another day. Raises ``PermissionDenied``, or ``ValidationError`` without a reason (AGR-90) or
    where no stage is known.
    """
    locked, day = _locked(agreement), timezone.localdate().isoformat()
    AGREEMENTS.require(by, "move_due", locked)
    _refuse(rules.all_of([rules.slip_has_reason(reason), rules.stage_known(locked)]))
    return _kept(locked, "move_due", locked.stage_now, locked.stage_now, on=day, due_on=due_on, reason=reason, by=by)


@transaction.atomic
def except_urgency(agreement: Agreement, *, by: Any, reason: str, approved_by: str, approved_on: date) -> Tabling:
    """Record that a treaty may go on without the wait: why, who approved it, when.

    Raises ``PermissionDenied``, or ``ValidationError`` for an arrangement (AGR-80), a day to come (AGR-98), or when
    something is missing.
    """
    locked = _locked(agreement)
    AGREEMENTS.require(by, "except_urgency", locked)
    _refuse(rules.all_of([rules.treaty_path(locked), rules.has_come(approved_on, today=timezone.localdate())]))
    one = Tabling(
        agreement=locked, urgent=True, reason=reason.strip(), approved_by=approved_by.strip(), approved_on=approved_on
    )
    one.full_clean()
    one.save()
    said = {"approved_by": one.approved_by, "approved_on": str(approved_on)}
    trail.record(by=by, verb="except_urgency", subject=locked, reason=one.reason, **said)
    return one


# ── Rounds and texts ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def hold_round(agreement: Agreement, *, by: Any, **said: Any) -> Round:
    """Record a round: ``first_on``, ``last_on``, ``place``, heads as offices, summary. It takes the next number.

    Raises ``PermissionDenied``, or ``ValidationError`` when the days do not fit.
    """
    locked = _locked(agreement)
    AGREEMENTS.require(by, "hold_round", locked)
    one = Round(agreement=locked, number=_next(Round, locked), **said)
    one.full_clean()
    _refuse(rules.all_of([rules.has_come(one.first_on, today=timezone.localdate())]))
    one.save()
    trail.record(
        by=by, verb="hold_round", subject=locked, number=one.number, days=[str(one.first_on), str(one.last_on)]
    )
    return one


@transaction.atomic
def add_text(agreement: Agreement, *, by: Any, **said: Any) -> TableText:
    """Keep a version of the text: ``round``, ``side``, ``on``, ``body``, ``note``. It takes the next number.

    Raises ``PermissionDenied``, or ``ValidationError`` (AGR-96: it says nothing).
    """
    locked = _locked(agreement)
    AGREEMENTS.require(by, "add_text", locked)
    one = TableText(agreement=locked, number=_next(TableText, locked), **said)
    one.full_clean()
    _refuse(rules.all_of([rules.draft_says_something(one.body, one.note)]))
    one.save()
    trail.record(by=by, verb="add_text", subject=locked, number=one.number, side=one.side)
    return one


def _next(model: Any, agreement: Agreement) -> int:
    last = model.objects.filter(agreement=agreement).order_by("-number").values_list("number", flat=True).first()
    return int(last or 0) + 1


# ── Bracketed points ──────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def open_bracket(  # noqa: PLR0913 - what a point is told
    agreement: Agreement, *, by: Any, article: str, topic: str, side: str, round: Round | None = None, **texts: str
) -> Bracket:
    """Put a point between brackets: ``our_text``, ``their_text``; ``side`` is who put it there.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    locked = _locked(agreement)
    AGREEMENTS.require(by, "open_bracket", locked)
    one = Bracket(agreement=locked, number=_next(Bracket, locked), article=article, topic=topic, **texts)
    one.full_clean()
    one.save()
    _moved(one, side=side, round=round, note="", by=by)
    trail.record(by=by, verb="open_bracket", subject=locked, number=one.number, article=article)
    return one


@transaction.atomic
def move_bracket(  # noqa: PLR0913 - what a movement is told
    bracket: Bracket, *, by: Any, seen: int, side: str, status: str, round: Round | None = None, note: str = "",
    **texts: str,
) -> Movement:  # fmt: skip
    """Record that a side moved: how both texts read now, and whether the point is agreed or dropped.

    ``seen`` is the key of the last movement the writer saw. Every movement is kept.

    Raises ``PermissionDenied``, or ``ValidationError`` (AGR-92, AGR-97, AGR-99; every obstacle at once).
    """
    locked = Bracket.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=bracket.pk)
    AGREEMENTS.require(by, "move_bracket", locked.agreement)
    last = Movement.objects.filter(bracket=locked).order_by("-id").values_list("pk", flat=True).first() or 0
    was = locked.status
    _refuse(
        rules.all_of(
            [
                rules.seen_last(seen, last),
                rules.settled_in_words(status, texts.get("agreed_text", ""), note),
                rules.opened_again_with_reason(was, status, note),
            ]
        )
    )
    for name, value in {**texts, "status": status}.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save()
    one = _moved(locked, side=side, round=round, note=note, by=by)
    told = {"number": locked.number, "side": side, "point": [was, status]}
    trail.record(by=by, verb="move_bracket", subject=locked.agreement, reason=note, **told)
    return one


def _moved(bracket: Bracket, *, side: str, round: Round | None, note: str, by: Any) -> Movement:
    one = Movement(
        bracket=bracket,
        round=round,
        side=side,
        status=bracket.status,
        our_text=bracket.our_text,
        their_text=bracket.their_text,
        note=note,
        on=round.last_on if round else timezone.localdate(),
        by=getattr(by, "username", None) or str(by),
    )
    one.full_clean()
    one.save()
    return one


# ── Reviews ───────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def ask_review(agreement: Agreement, *, by: Any, kind: str, office: str, due_on: date | None = None) -> Review:
    """Ask an office for its legal or privacy review; due in thirty days unless said. Raises ``PermissionDenied`` or
    ``ValidationError``.
    """
    locked, today = _locked(agreement), timezone.localdate()
    AGREEMENTS.require(by, "ask_review", locked)
    due = due_on or today + timedelta(days=rules.REVIEW_DAYS)
    one = Review(agreement=locked, kind=kind, office=office, asked_on=today, asked_at=timezone.now(), due_on=due)
    one.full_clean()
    _refuse(rules.all_of([rules.due_after(today.isoformat(), due)]))
    one.save()
    trail.record(by=by, verb="ask_review", subject=locked, kind=kind, office=office, due_on=str(due))
    return one


@transaction.atomic
def give_opinion(review: Review, *, by: Any, opinion: str, given_on: date, **said: str) -> Review:
    """Record what a reviewing office answered: ``conditions``, ``reference`` (of the privacy impact assessment).

    An opinion is given once; another review is asked for anew.

    Raises ``PermissionDenied``, or ``ValidationError`` (AGR-93, AGR-98, or it was given before).
    """
    locked = _review(review)
    AGREEMENTS.require(by, "give_opinion", locked.agreement)
    if locked.opinion:
        raise ValidationError(_("The opinion was given. Ask for another review to have another."), code="given")
    for name, value in {**said, "opinion": opinion, "given_on": given_on}.items():
        setattr(locked, name, value)
    locked.full_clean()
    _refuse(rules.all_of([rules.opinion_complete(locked), rules.has_come(given_on, today=timezone.localdate())]))
    locked.save()
    told = {"kind": locked.kind, "opinion": opinion, "cites": locked.reference}
    trail.record(by=by, verb="give_opinion", subject=locked.agreement, reason=locked.conditions, **told)
    return locked


@transaction.atomic
def meet_conditions(review: Review, *, by: Any, met: str) -> Review:
    """Say how the conditions of a review are met. Raises ``PermissionDenied``, or ``ValidationError`` without words."""
    locked = _review(review)
    AGREEMENTS.require(by, "meet_conditions", locked.agreement)
    if not met.strip():
        raise ValidationError({"met": _("Say how the conditions are met.")}, code="met")
    locked.met = met.strip()
    locked.save()
    trail.record(by=by, verb="meet_conditions", subject=locked.agreement, reason=locked.met, kind=locked.kind)
    return locked


def _review(review: Review) -> Review:
    return Review.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=review.pk)
