"""What travel shows of itself in dossiers, on the landing page and in calendars: each part its own, here together."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from entente.foundation.sources.queries import Notes
from entente.kit.occasion import Occasion
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from . import budgets, journeys, quarters, reports, seats
from .trips import head as head
from .trips import own_events as own_events
from .trips import own_panels as own_panels


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """What stands in the dossier of a partner."""
    return [*journeys.partner_panels(ask, partner, notes), *reports.partner_panels(ask, partner, notes)]


def partner_events(ask: Ask, partner: Any, notes: Notes) -> list[Event]:
    """What stands in the timeline of a partner."""
    return [*journeys.partner_events(ask, partner, notes)]


def body_panels(ask: Ask, body: Any, notes: Notes) -> list[Panel]:
    """What stands in the dossier of a forum or body."""
    return [*reports.body_panels(ask, body, notes)]


def body_events(ask: Ask, body: Any, notes: Notes) -> list[Event]:
    """What stands in the timeline of a forum or body."""
    return []


def meeting_panels(ask: Ask, meeting: Any, notes: Notes) -> list[Panel]:
    """What stands in the dossier of a meeting: who is to be delegate, on whose authority, at what cost."""
    return [
        *seats.meeting_panels(ask, meeting, notes),
        *journeys.meeting_panels(ask, meeting, notes),
        *reports.meeting_panels(ask, meeting, notes),
    ]


def meeting_events(ask: Ask, meeting: Any, notes: Notes) -> list[Event]:
    """What stands in the timeline of a meeting."""
    return []


def commitment_panels(ask: Ask, commitment: Any, notes: Notes) -> list[Panel]:
    """What stands on the page of a promise: the report that brought it home."""
    return [*reports.commitment_panels(ask, commitment, notes)]


def waiting(person: Any, today: date) -> list[Debt]:
    """What waits for a person in this room."""
    return [
        *quarters.waiting(person, today),
        *budgets.waiting(person, today),
        *journeys.waiting(person, today),
        *reports.waiting(person, today),
    ]


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """What falls in a period and this person may see."""
    return [
        *quarters.occasions(person, first, last),
        *journeys.occasions(person, first, last),
        *reports.occasions(person, first, last),
    ]


def coming(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """What falls in a period and is this person's own: its trips, its reports, the forecasts it owes."""
    return [
        *quarters.occasions(person, first, last),
        *journeys.own_occasions(person, first, last),
        *reports.occasions(person, first, last),
    ]
