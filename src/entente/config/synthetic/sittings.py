"""A calendar of the House that never was: its sessions and sitting days, so that the wait of a treaty can be counted.

The Parliament bears a number that none has had, and the source says that the days are invented.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.foundation.reference import actions, queries

from .vocabulary import INVENTED_EN, INVENTED_FR
from .world import World

PARLIAMENT = 99  # no Parliament of Canada has come that far
AHEAD = timedelta(days=365)  # how far the calendar of a year to come speaks
SAID_BY = f"Invented sitting days {INVENTED_EN} / Jours de séance {INVENTED_FR}"
# Between these days of a year, month and day, the House does not sit.
CLOSED = ((1, 1, 1, 25), (6, 22, 9, 14), (12, 13, 12, 31))
AWAY_EVERY = 4  # weeks: the fourth is spent in the constituency
PROROGUED, OPENED = (8, 20), (9, 10)


def invent(world: World, keeper: Any) -> None:
    """Sessions and sitting days from the first year on; a house that keeps its own calendar gets none."""
    if queries.house_sessions().exists() or queries.sitting_calendars().exists():
        return
    first, last = date(world.first.year, 1, 1), world.today + AHEAD
    sessions(world, keeper, first)
    for year in range(first.year, last.year + 1):
        begins, ends = date(year, 1, 1), date(year, 12, 31)
        actions.publish_calendar(
            by=keeper, days=[day for day in queries.weekdays(begins, ends) if sits(day)], first_on=begins, last_on=ends,
            source=SAID_BY, as_of=min(world.today, timezone.localdate()),
        )  # fmt: skip


def sessions(world: World, keeper: Any, first: date) -> None:
    """A session ends every second summer, the last one goes on."""
    opened, number = first, 1
    for year in range(first.year, world.today.year + 1, 2):
        ended = date(year, *PROROGUED)
        if ended >= world.today:
            break
        actions.record_session(
            by=keeper, parliament=PARLIAMENT, number=number, opened_on=opened, ended_on=ended, ending="prorogued"
        )
        opened, number = date(year, *OPENED), number + 1
    actions.record_session(by=keeper, parliament=PARLIAMENT, number=number, opened_on=opened, ended_on=None, ending="")


def sits(day: date) -> bool:
    """Whether the invented House sits on a weekday."""
    if day.isocalendar().week % AWAY_EVERY == 0:
        return False
    return not any(date(day.year, a, b) <= day <= date(day.year, c, d) for a, b, c, d in CLOSED)
