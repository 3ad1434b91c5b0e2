"""From a record to the one question: what an exchange asks, as facts for ``may_release``."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from ..models import Exchange, Line, OnwardRequest, Urgency
from ..queries import Standing
from .law import in_force_on
from .onward import may_pass_on
from .release import Asked, Decision, Piece, Risk, may_release


def asked_of(exchange: Exchange, lines: Iterable[Line], partners: frozenset[int]) -> Asked:
    """What an exchange asks. An unsaved one will do."""
    return Asked(
        flow=exchange.flow,
        purpose=exchange.purpose,
        pieces=tuple(_piece(one) for one in lines),
        partners=partners,
        marking=exchange.marking,
        way=exchange.way,
        urgent=exchange.urgency == Urgency.URGENT,
        confirmed=exchange.confirmed_at is not None,
        confirm_by=exchange.confirm_by,
    )


def _piece(line: Line) -> Piece:
    given = (bool(one.strip()) for one in (line.consent, line.originator_consent))
    return Piece(line.element, line.origin_id is not None, *given)


def judged(exchange: Exchange, lines: Iterable[Line], standing: Standing, at: datetime) -> Decision:
    """What may be released of an exchange at an instant, given what stands then."""
    return may_release(
        asked_of(exchange, lines, standing.partners),
        basis=standing.basis,
        beside=standing.beside,
        risk=Risk(standing.level, standing.mitigated, standing.overdue),
        law=in_force_on(timezone.localdate(at)),
        at=at,
    )


def judged_onward(asked: OnwardRequest, exchange: Exchange, standing: Standing, at: datetime) -> Decision:
    """What of a release may be passed on at an instant, given what stands then with whoever would receive it."""
    going = [one for one in exchange.lines.order_by("id") if one.goes]
    return may_pass_on(
        replace(asked_of(exchange, going, standing.partners), purpose=asked.purpose),
        basis=standing.basis,
        beside=standing.beside,
        risk=Risk(standing.level, standing.mitigated, standing.overdue),
        law=in_force_on(timezone.localdate(at)),
        at=at,
    )
