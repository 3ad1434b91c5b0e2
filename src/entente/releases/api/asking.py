"""The question of the switch, and the question what may go. Neither writes anything."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from ninja import Query, Router

from entente.engagement.agreements import policy as agreements_policy
from entente.engagement.agreements import queries as agreements
from entente.engagement.exchanges import queries, rules
from entente.engagement.exchanges.models import Exchange, Kind, Line, Urgency
from entente.engagement.exchanges.policy import EXCHANGES

from . import saying
from .access import Asking, person_of
from .errors import unknown_key
from .shapes import REFUSALS, DecisionOut, MayReleaseAsked, SwitchAsked, SwitchOut

router = Router()


@router.get("switch", response={200: SwitchOut} | REFUSALS, url_name="switch", summary="What is in force")
def switch(request: Asking, asked: Query[SwitchAsked]) -> Any:
    """The instruments in force between us and a partner at an instant, with the articles that count then.

    Narrowed, where it is said, to those that serve a purpose, go a direction and name every element. Without an
    instant: now.
    """
    person, at = person_of(request), asked.at or timezone.now()
    partner = keyed(queries.foreign(person).select_related("parent__parent"), asked.partner, "partner")
    found = agreements.in_force(
        at,
        partner=partner,
        purpose=asked.purpose or "",
        direction=asked.direction or "",
        elements=asked.element,
        person=person,
    )
    return {"partner": partner.key, "at": at, "instruments": [saying.basis(one) for one in found]}


@router.post(
    "may-release", response={200: DecisionOut} | REFUSALS, url_name="may_release", summary="What may be released"
)
def may_release(request: Asking, asked: MayReleaseAsked) -> Any:
    """What may be released under an instrument at an instant, element by element, with the reasons article by article.

    Nothing is written: it is the same answer as a page, a sheet and a release get.
    """
    person, at = person_of(request), asked.at or timezone.now()
    exchange = Exchange(
        kind=Kind.SPONTANEOUS,
        flow=asked.flow,
        purpose=asked.purpose,
        way=asked.way,
        urgency=Urgency.URGENT if asked.urgent else Urgency.ROUTINE,
        marking=asked.marking,
        received_at=at,
        partner=keyed(queries.foreign(person).select_related("parent__parent"), asked.partner, "partner"),
        agreement=keyed(agreements_policy.visible_to(person), asked.agreement, "agreement"),
    )
    EXCHANGES.require(person, "ask", exchange)
    exchange.confirm_by = exchange.confirmation_due()
    return judged(exchange, [Line(element=one) for one in dict.fromkeys(asked.elements)], at)


def judged(exchange: Exchange, lines: list[Line], at: datetime) -> DecisionOut:
    """What may go of an exchange at an instant, as it is said to machines. Nine queries at most."""
    return saying.decision(rules.judged(exchange, lines, queries.standing_of(exchange, at), at), exchange, at)


def keyed(rows: QuerySet[Any], key: str, field: str) -> Any:
    """The one thing with this key. Raises ``ValidationError`` about the field that named it."""
    found = rows.filter(key=key).first()
    if found is None:
        raise unknown_key(field)
    return found


def keyed_or_none(rows: QuerySet[Any], key: str | None, field: str) -> Any:
    """The same where nothing need be named."""
    return keyed(rows, key, field) if key else None
