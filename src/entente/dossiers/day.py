"""My day: what waits for one person in every room, the oldest debt first, and what lies just ahead."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from entente.engagement.agreements import panels as agreements
from entente.engagement.commitments import panels as commitments
from entente.engagement.exchanges import panels as exchanges
from entente.engagement.forums import panels as forums
from entente.engagement.meetings import panels as meetings
from entente.engagement.removals import panels as removals
from entente.engagement.travel import panels as travel
from entente.engagement.visits import panels as visits
from entente.kit.occasion import Occasion
from entente.kit.waiting import Debt

Waiting = Callable[[Any, date], Iterable[Debt]]
Coming = Callable[[Any, date, date], Iterable[Occasion]]

WAITING: tuple[Waiting, ...] = (
    travel.waiting,
    meetings.waiting,
    commitments.waiting,
    removals.waiting,
    visits.waiting,
    forums.waiting,
    exchanges.waiting,
    agreements.waiting,
)
COMING: tuple[Coming, ...] = (meetings.occasions, travel.coming, visits.occasions, forums.occasions)
AHEAD = timedelta(days=21)  # three weeks: what somebody can still prepare for
MOST = 8  # lines of what lies ahead; the calendar holds the rest


def debts(person: Any, today: date, more: Iterable[Debt] = ()) -> list[Debt]:
    """Everything that waits for a person, the oldest first; what has no day stands last."""
    found = [one for waiting in WAITING for one in waiting(person, today)]
    return sorted([*found, *more], key=lambda one: one.age)


def ahead(person: Any, today: date) -> list[Occasion]:
    """Meetings and visits of the next three weeks that this person may see, and its own trips, the nearest first."""
    found = [one for coming in COMING for one in coming(person, today, today + AHEAD) if not one.cancelled]
    return sorted(found, key=lambda one: (one.first, one.last, one.uid))[:MOST]
