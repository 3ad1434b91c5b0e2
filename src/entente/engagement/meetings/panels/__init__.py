"""What meetings show of themselves in dossiers, on the landing page and in calendars."""

from datetime import date
from typing import Any

from entente.foundation.sources.queries import Notes
from entente.kit.panel import Event, Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from . import chair, meetings, others, outcomes, products, year
from .meetings import head as head
from .others import body_events as body_events
from .others import commitment_panels as commitment_panels
from .others import partner_events as partner_events
from .year import occasions as occasions


def own_panels(ask: Ask, meeting: Any, notes: Notes) -> list[Panel]:
    """The panels of a meeting's own dossier, in the order of reading; once it is over, what came of it first."""
    before, after = meetings.own_panels(ask, meeting, notes), outcomes.own_panels(ask, meeting)
    over = meeting.is_over(date.fromisoformat(ask.on))
    return [*after, *before] if over else [*before, *after]


def own_events(ask: Ask, meeting: Any, notes: Notes) -> list[Event]:
    """The timeline of a meeting's own dossier."""
    return [*meetings.own_events(ask, meeting, notes)]


def body_panels(ask: Ask, body: Any, notes: Notes) -> list[Panel]:
    """The sessions of a body, its joint products, our years in its chair."""
    return [*others.body_panels(ask, body, notes), *products.body_panels(ask, body), *chair.body_panels(ask, body)]


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """The meetings with a partner and what it owes to joint products."""
    return [*products.partner_panels(ask, partner), *others.partner_panels(ask, partner, notes)]


def waiting(person: Any, today: date) -> list[Debt]:
    """What waits for a person in this room."""
    return [*year.waiting(person, today), *products.waiting(person, today), *chair.waiting(person, today)]
