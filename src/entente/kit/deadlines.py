"""The one deadline function of the house: which day something is due, and how it is said, always with its zone.

A deadline lasts to the end of its day, 23:59, in the zone of whoever set it. Nothing here reads a clock or a setting.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .bilingual import language
from .days import spoken

CALENDAR, WORKING = "calendar", "working"
COUNTINGS = {CALENDAR: gettext_lazy("calendar days"), WORKING: gettext_lazy("working days")}
OTTAWA = "America/Toronto"
END_OF_DAY = time(23, 59)
SATURDAY = 5  # the number of the first day of a weekend, as Python counts

# The capital is in the zone that the database names after Toronto.
ZONES: dict[str, Any] = {
    OTTAWA: gettext_lazy("Eastern Time (Ottawa)"),
    "UTC": gettext_lazy("Coordinated Universal Time"),
}


def is_working(day: date, holidays: Collection[date] = ()) -> bool:
    """Neither Saturday nor Sunday, nor one of the holidays."""
    return day.weekday() < SATURDAY and day not in holidays


def due_day(start: date, days: int, *, counting: str = CALENDAR, holidays: Collection[date] = ()) -> date:
    """The day that lies so many days after another; before it when ``days`` is negative.

    Args:
        start: the day that is counted from; it does not count itself.
        days: calendar days, or working days.
        counting: ``calendar`` or ``working``. Counted in working days nothing falls on a weekend or a holiday, not
            even what is due after no day at all.
        holidays: days on which nobody works, used by ``working`` only.

    Raises:
        ValueError: another counting.
    """
    if counting == CALENDAR:
        return start + timedelta(days)
    if counting != WORKING:
        raise ValueError(f"Days are counted as {CALENDAR} or {WORKING}, not as {counting!r}.")
    step, day, left = timedelta(-1 if days < 0 else 1), start, abs(days)
    while left or not is_working(day, holidays):
        day += step
        if left and is_working(day, holidays):
            left -= 1
    return day


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a day in a zone."""

    day: date
    zone: str = OTTAWA

    @property
    def moment(self) -> datetime:
        """The last minute in which it is kept."""
        return datetime.combine(self.day, END_OF_DAY, ZoneInfo(self.zone))

    def passed(self, now: datetime) -> bool:
        """Whether it is over at a moment, wherever that was read from a clock."""
        return now >= self.moment + timedelta(minutes=1)

    def days_left(self, today: date) -> int:
        """Days until its day: 0 on the day itself, negative when late."""
        return (self.day - today).days

    def spoken(self) -> str:
        """“December 12, 2026, 23:59 Eastern Time (Ottawa)”, « 12 décembre 2026, 23 h 59, heure de l’Est (Ottawa) »."""
        return _("%(day)s, 23:59 %(zone)s") % {"day": spoken(self.day), "zone": spoken_zone(self.zone)}

    def __str__(self) -> str:
        return self.spoken()


def spoken_zone(zone: str) -> str:
    """A time zone in words, with the place whose clocks are meant: “Central European Time (Brussels)”."""
    if zone in ZONES:
        return str(ZONES[zone])
    from babel.dates import get_timezone_location, get_timezone_name  # a tenth of a second that few pages need

    lang = language()
    name = get_timezone_name(ZoneInfo(zone), width="long", locale=lang, zone_variant="generic")
    return f"{name} ({get_timezone_location(zone, locale=lang, return_city=True)})"
