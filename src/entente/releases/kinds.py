"""What stands in calendars: which room offers which kind of entry, and what it is called."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.engagement.commitments import panels as commitments
from entente.engagement.forums import panels as forums
from entente.engagement.meetings import panels as meetings
from entente.engagement.travel.panels import journeys, quarters, reports
from entente.engagement.visits import panels as visits
from entente.kit.occasion import Occasion

Asked = Callable[[Any, date, date], Iterable[Occasion]]

KINDS: dict[str, Any] = {
    "meeting": _("meetings"),
    "trip": _("trips"),
    "visit": _("visits to us"),
    "commitment": _("commitments due"),
    "report": _("reports due"),
    "deadline": _("other deadlines"),
    "candidacy": _("calls and elections"),
    "term": _("terms ending"),
}
ONE: dict[str, Any] = {
    "meeting": _("meeting"),
    "trip": _("trip"),
    "visit": _("visit to us"),
    "commitment": _("commitment due"),
    "report": _("report due"),
    "deadline": _("deadline"),
    "candidacy": _("call or election"),
    "term": _("term ends"),
}
"""The same of one entry."""
DUE = {"commitment", "report", "deadline", "candidacy", "term"}
"""Kinds that are days by which something happens, and take nobody's time."""
SAID_FIRST = {"commitment", "report"}
"""Kinds whose title alone does not say that it is a day by which something is due."""
USUAL = ("meeting", "trip", "visit", "commitment")
"""What an address holds when nobody says otherwise."""
MOST = 4  # kinds of one address: each is a question to the database, and a program asks every hour


@dataclass(frozen=True, slots=True)
class Room:
    """A room that offers entries, and the kinds it knows.

    ``personal`` marks entries that say where a colleague is: without signing in one reads the own ones only.
    """

    occasions: Asked
    kinds: frozenset[str]
    personal: bool = False


ROOMS = (
    Room(meetings.occasions, frozenset({"meeting"})),
    Room(journeys.occasions, frozenset({"trip"}), personal=True),
    Room(reports.occasions, frozenset({"report"}), personal=True),
    Room(quarters.occasions, frozenset({"deadline"})),
    Room(visits.occasions, frozenset({"visit"})),
    Room(commitments.occasions, frozenset({"commitment"})),
    Room(forums.occasions, frozenset({"candidacy", "term"})),
)
