"""What follows a release: receipt, use, requests to pass on, the end of retention, outcomes, closing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.engagement.agreements import queries as agreements
from entente.foundation.people.roles import Rank
from entente.foundation.trail import actions as trail

from .. import notices as words
from .. import queries, rules
from ..models import Exchange, OnwardRequest, Outcome, Receipt, Release, Retention, State, UseReport
from ..policy import EXCHANGES, head_behind
from .keeping import _keep, _locked, _obey, _step, _tell


@transaction.atomic
def acknowledge(exchange: Exchange, *, by: Any, on: date, reference: str) -> Receipt:
    """The other side says that it arrived.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing was released, or EXC-25 or EXC-45 refuses.
    """
    exchange, release = _released(exchange, "acknowledge", by)
    _obey(rules.received_once(release))
    made = Receipt(release=release, on=on, reference=reference, by=by.username, at=timezone.now())
    _keep(made, rules.after_its_release(release, on, timezone.localdate()))
    if exchange.state == State.RELEASED:
        _step(exchange, "acknowledge", by=by, reference=reference)
    else:
        trail.record(by=by, verb="acknowledge_exchange", subject=exchange, reference=reference)
    return made


@transaction.atomic
def report_use(exchange: Exchange, *, by: Any, use: str, on: date, reference: str, note: str = "") -> UseReport:
    """Record what it was used for. A use that was not agreed needs to be told in words (EXC-35); the head of the office
    that decides, whoever recorded it and who keeps the instruments are told.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing was released, or EXC-25 or EXC-35 refuses.
    """
    exchange, release = _released(exchange, "report_use", by)
    made = UseReport(release=release, use=use, on=on, reference=reference, note=note, by=by.username, at=timezone.now())
    _keep(made, rules.after_its_release(release, on, timezone.localdate()), rules.breach_is_told(made))
    if exchange.state in (State.RELEASED, State.ACKNOWLEDGED):
        _step(exchange, "report_use", by=by, use=use)
    else:
        trail.record(by=by, verb="report_use_exchange", subject=exchange, use=use)
    if use == UseReport.Use.OTHERWISE:
        head = queries.head_at(exchange, Rank.EXPERT, timezone.localdate())
        people = [head, exchange.officer, *agreements.agreements_officers()]
        _tell(people, words.BREACH, exchange, key=f"breach:{made.pk}")
    return made


@transaction.atomic
def ask_onward(exchange: Exchange, *, by: Any, purpose: str, asked_on: date, **given: Any) -> OnwardRequest:
    """Somebody asks to pass on what was released: to whom and for what. Nothing passes until the originator answers.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing was released, or EXC-25 refuses.
    """
    exchange, release = _released(exchange, "ask_onward", by)
    made = OnwardRequest(release=release, purpose=purpose, asked_on=asked_on, by=by.username, **given)
    _keep(made, rules.after_its_release(release, asked_on, timezone.localdate(), "asked_on"))
    trail.record(by=by, verb="ask_onward", subject=exchange, to=str(made), purpose=purpose)
    return made


@transaction.atomic
def answer_onward(  # noqa: PLR0913 - the answer, its day, its paper, its reason
    asked: OnwardRequest, *, by: Any, given: bool, answered_on: date, reference: str, reason: str = ""
) -> OnwardRequest:
    """Record the originator's answer. Nobody else can give it, and it stands (EXC-26).

    What we released is ours: then whoever consents holds the authority to release, and consents to what may go now.

    Raises:
        PermissionDenied: ``by`` may not, or consents to what is ours without the authority to release.
        ValidationError: EXC-21 (a denial), EXC-25, EXC-26, EXC-54 or EXC-55 refuses.
    """
    asked = OnwardRequest.objects.select_for_update(of=("self",)).select_related("release__exchange").get(pk=asked.pk)
    exchange = asked.release.exchange = _locked(asked.release.exchange)
    EXCHANGES.require(by, "answer_onward", exchange)
    _obey(rules.answered_once(asked.answer), None if given else rules.reason_given(reason))
    said = _consented(asked, exchange, by=by) if given and exchange.is_ours else {}
    asked.answer = OnwardRequest.Answer.GIVEN if given else OnwardRequest.Answer.DENIED
    asked.answered_on, asked.answer_reference, asked.reason = answered_on, reference, reason
    asked.answered_by = by.username
    _keep(asked, rules.after_its_release(asked.release, answered_on, timezone.localdate(), "answered_on"))
    trail.record(by=by, verb="answer_onward", subject=exchange, reason=reason, answer=asked.answer, **said)
    return asked


def _consented(asked: OnwardRequest, exchange: Exchange, *, by: Any) -> dict[str, Any]:
    """We consent: by whoever may, to what may be passed on now. What was found, for the trail."""
    EXCHANGES.require(by, "consent_onward", exchange)
    at, head = timezone.now(), head_behind(by, exchange)
    decision = rules.judged_onward(asked, exchange, queries.standing_onward(asked, at), at)
    rank = queries.rank_of(by, timezone.localdate(at))
    _obey(rules.another_consents(asked, by), rules.may_be_passed_on(decision, rank))
    said: dict[str, Any] = {"verdicts": {one.element: one.verdict.value for one in decision.rulings}}
    return said if head == by else said | {"on_behalf_of": str(head.username)}


@transaction.atomic
def settle(exchange: Exchange, *, by: Any, end: str, on: date, reference: str, **given: Any) -> Retention:
    """Retention ends in return or destruction, or is extended to a later day with the reason.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing was released, or EXC-25, EXC-27 or EXC-44 refuses.
    """
    exchange, release = _released(exchange, "settle", by)
    _obey(rules.not_ended_yet(release))
    made = Retention(release=release, end=end, on=on, reference=reference, by=by.username, at=timezone.now(), **given)
    until = made.until if end == Retention.End.EXTENDED else None
    made.until = until
    problems = (
        rules.after_its_release(release, on, timezone.localdate()),
        rules.extended_to_a_later_day(release, until, on),
    )
    _keep(made, *problems)
    if until:
        before, release.keep_until = release.keep_until, until
        _keep(release)
        trail.record(by=by, verb="extend_retention", subject=exchange, reason=made.reason, until=[before, until])
    elif exchange.state in (State.RELEASED, State.ACKNOWLEDGED, State.USED):
        _step(exchange, "settle", by=by, end=end, reference=reference)
    else:
        trail.record(by=by, verb="settle_exchange", subject=exchange, end=end, reference=reference)
    return made


@transaction.atomic
def tell_outcome(exchange: Exchange, *, by: Any, what: str, on: date, told_by: str, **given: Any) -> Outcome:
    """Record what came of it: a seizure, revenue in Canadian dollars, something else, with who says so.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing was released, a story lacks a language, or EXC-25 refuses.
    """
    exchange, release = _released(exchange, "tell_outcome", by)
    given = {name: value for name, value in given.items() if value is not None}
    made = Outcome(exchange=exchange, what=what, on=on, told_by=told_by, by=by.username, at=timezone.now(), **given)
    _keep(made, rules.after_its_release(release, on, timezone.localdate()))
    amount: Decimal | None = made.amount
    trail.record(by=by, verb="tell_outcome", subject=exchange, what=what, amount=str(amount or ""))
    return made


@transaction.atomic
def close(exchange: Exchange, *, by: Any) -> Exchange:
    """Nothing is owed any more (EXC-32)."""
    exchange = _locked(exchange)
    return _step(exchange, "close_exchange", rules.nothing_owed(exchange, timezone.localdate()), by=by)


def _released(exchange: Exchange, act: str, by: Any) -> tuple[Exchange, Release]:
    """The exchange and its release, held; refuses where nothing was released (EXC-36)."""
    exchange = _locked(exchange)
    EXCHANGES.require(by, act, exchange)
    _obey(rules.was_released(exchange))
    return exchange, Release.objects.get(exchange=exchange)
