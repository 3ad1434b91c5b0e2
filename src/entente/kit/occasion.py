"""What a room offers to calendars: the page of the year and the feeds."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any


@dataclass(frozen=True, slots=True)
class Occasion:
    """One entry of a calendar.

    ``uid`` never changes, ``revision`` goes up with every change (RFC 5545, SEQUENCE). Without ``starts_at`` it lasts
    whole days, ``first`` to ``last``, both included. ``at`` and ``zone`` are local to the place. ``address`` is the
    name of its page's address and its argument. Protected titles never leave the house: feeds ask for unclassified
    occasions only. ``tentative``: foreseen, and not settled yet.

    What a reader filters by, as far as the room knows it: ``country`` (ISO code of the place, for its holidays), keys
    of ``partner``, ``body`` and ``unit``, and in ``people`` the primary keys of those it concerns by name.
    """

    uid: str
    revision: int
    kind: str
    title_en: str
    title_fr: str
    first: date
    last: date
    address: tuple[str, str]
    changed_at: datetime
    starts_at: time | None = None
    ends_at: time | None = None
    zone: str = "America/Toronto"
    place_en: str = ""
    place_fr: str = ""
    marking: str = "unclassified"
    cancelled: bool = False
    tentative: bool = False
    note: Any = ""
    country: str = ""
    partner: str = ""
    body: str = ""
    unit: str = ""
    people: tuple[int, ...] = ()
