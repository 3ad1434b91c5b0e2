"""An exchange is written down, confirmed and completed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.numbers import actions as numbers
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import FLOW_OF, LOOKED_AT, Exchange, Kind, Line
from ..policy import EXCHANGES
from ..workflow import EXCHANGE
from .keeping import _found, _keep, _locked, _note, _obey

SERIES = "EXC"
TOLD = {"way", "urgency", "purpose", "received_at", "unit", "marking"}
"""What the trail keeps as it was: codes and moments. Words may be protected, and are only named."""


@transaction.atomic
def record(*, by: Any, elements: Iterable[str] | Mapping[str, int] = (), **given: Any) -> Exchange:
    """Write down what was asked for or told. A draft may lack most; what is known is never lost.

    Args:
        elements: the elements asked for, or how many records of each.
        given: values of the exchange's fields; ``received_at`` is now where it is not said.

    Raises:
        PermissionDenied: ``by`` records no exchanges.
        ValidationError: a value cannot stand, or EXC-19, EXC-20, EXC-22 or EXC-33 refuses.
    """
    now = timezone.now()
    given = {name: value for name, value in given.items() if value is not None}
    exchange = Exchange(**{"received_at": now, "officer": by, "unit": by.unit} | given, state=EXCHANGE.start)
    exchange.flow = str(FLOW_OF.get(Kind(exchange.kind), exchange.flow)) if exchange.kind else exchange.flow
    EXCHANGES.require(by, "record", exchange)
    exchange.confirm_by, exchange.reply_by = exchange.confirmation_due(), exchange.reply_due()
    _obey(rules.asks_or_tells(exchange))
    exchange.key = numbers.take(SERIES, year=timezone.localdate(exchange.received_at).year)
    _keep(
        exchange,
        rules.words_only_in_urgency(exchange),
        rules.marking_fits(exchange, by),
        rules.has_happened(exchange.received_at, now),
    )
    counts = elements if isinstance(elements, Mapping) else dict.fromkeys(elements, 1)
    for element, count in counts.items():
        _keep(Line(exchange=exchange, element=element, count=count))
    _note(exchange, "record", "", by=by)
    trail.record(
        by=by, verb="record_exchange", subject=exchange, kind=exchange.kind, way=exchange.way, elements=list(counts)
    )
    _found(exchange)
    return exchange


@transaction.atomic
def change(exchange: Exchange, *, by: Any, seen: str = "", **given: Any) -> Exchange:
    """Change what is said of an exchange before it is decided. The trail names what changed, and keeps codes and
    moments as they were. Where another purpose is named, the path begins again with what follows the legal basis.

    Args:
        seen: the mark of the last step the writer saw (``queries.last_step``), where somebody looked.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or EXC-19, EXC-20, EXC-24, EXC-39, EXC-40 or EXC-49 refuses.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "change", exchange)
    moved = {name: value for name, value in given.items() if getattr(exchange, name) != value}
    before = {name: getattr(exchange, name) for name in moved}
    way, received_at = exchange.way, exchange.received_at
    for name, value in moved.items():
        setattr(exchange, name, value)
    if {"way", "received_at"} & moved.keys():
        exchange.confirm_by, exchange.reply_by = exchange.confirmation_due(), exchange.reply_due()
    _keep(
        exchange,
        rules.still_open(exchange),
        rules.not_changed_meanwhile(seen, queries.last_step(exchange)),
        rules.words_only_in_urgency(exchange),
        rules.marking_fits(exchange, by),
        rules.has_happened(exchange.received_at, timezone.now()),
        rules.stays_spoken(exchange, way),
        rules.told_no_later(exchange, received_at, queries.recorded_at(exchange)),
    )
    told = {name: [_coded(before[name]), _coded(moved[name])] for name in sorted(TOLD & moved.keys())}
    trail.record(by=by, verb="change_exchange", subject=exchange, fields=sorted(moved), **told)
    _looked_at_again(exchange, "change", by=by, begins="purpose" in moved)
    _found(exchange)
    return exchange


@transaction.atomic
def ask_for(  # noqa: PLR0913 - what a line says
    exchange: Exchange,
    *,
    by: Any,
    element: str,
    count: int = 1,
    origin: Any = None,
    consent: str = "",
    originator_consent: str = "",
) -> Line:
    """Put an element into an exchange, or say anew how many, whose it is, and whose consents there are. What follows
    the legal basis begins again.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or EXC-24 refuses.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "change", exchange)
    line = Line.objects.filter(exchange=exchange, element=element).first() or Line(exchange=exchange, element=element)
    before = _told(line) if line.pk else {}
    line.count, line.origin, line.consent, line.originator_consent = count, origin, consent, originator_consent
    _keep(line, rules.still_open(exchange))
    now = _told(line)
    changed = {name: [before.get(name, ""), now[name]] for name in now if before.get(name) != now[name]}
    trail.record(by=by, verb="ask_for_element", subject=exchange, element=element, **changed)
    _looked_at_again(exchange, "ask_for", by=by, begins=bool(changed))
    return line


@transaction.atomic
def drop(line: Line, *, by: Any, reason: str) -> None:
    """Take an element out of an exchange that is not decided, with the reason. Raises as ``ask_for``."""
    exchange = _locked(line.exchange)
    EXCHANGES.require(by, "change", exchange)
    _obey(rules.still_open(exchange), rules.reason_given(reason))
    trail.record(by=by, verb="drop_element", subject=exchange, reason=reason, element=line.element)
    line.delete()
    _looked_at_again(exchange, "drop", by=by, reason=reason)


def _coded(value: Any) -> str:
    """A code, the key of a record, or a moment; the empty text for nothing."""
    return str(getattr(value, "key", value) or "")


def _told(line: Line) -> dict[str, Any]:
    """What the trail keeps of a line: how many, from whom it came, and whether consents are named."""
    return {
        "count": line.count,
        "origin": line.origin.key if line.origin else "",
        "consent": bool(line.consent.strip()),
        "originator_consent": bool(line.originator_consent.strip()),
    }


def _looked_at_again(exchange: Exchange, what: str, *, by: Any, begins: bool = True, reason: str = "") -> None:
    """Who changed what is asked has worked on it; what was tested and assessed of it is tested and assessed again."""
    if not begins or exchange.state not in LOOKED_AT:
        _note(exchange, what, exchange.state, by=by, reason=reason)
        return
    before = exchange.state
    EXCHANGE.take(exchange, "look_again")
    _keep(exchange)
    _note(exchange, "look_again", before, by=by, reason=reason)


@transaction.atomic
def confirm(exchange: Exchange, *, by: Any, confirmation: str, confirmed_at: datetime | None = None) -> Exchange:
    """Spoken words are on paper now: the reference of the paper, and when it came.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reference, or EXC-22 or EXC-23 refuses.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "confirm", exchange)
    moment = confirmed_at or timezone.now()
    problems = (
        rules.confirmed_after_it_was_said(exchange, moment),
        rules.has_happened(moment, timezone.now(), "confirmed_at"),
    )
    exchange.confirmed_at, exchange.confirmation = moment, confirmation
    _keep(exchange, *problems)
    _note(exchange, "confirm", exchange.state, by=by)
    late = bool(exchange.confirm_by and moment > exchange.confirm_by)
    entered_late = bool(exchange.confirm_by and timezone.now() > exchange.confirm_by)
    said = {"confirmation": confirmation, "late": late, "entered_late": entered_late}
    trail.record(by=by, verb="confirm_exchange", subject=exchange, **said)
    return exchange
