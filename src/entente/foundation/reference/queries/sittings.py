"""When the House sits, and when a text that was tabled has lain there long enough.

What the calendar does not say is named and never guessed. Decision record 0022 says why prorogation interrupts the
count and dissolution ends it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from ..models import HouseSession, SittingCalendar, SittingDay
from .calendars import HOME, holidays

TABLING = 21  # sitting days: Policy on Tabling of Treaties in Parliament, section 6.2
FRIDAY = 4  # date.weekday
Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a tabled text has lain before the House.

    Exactly one of ``day`` and ``missing`` is told. ``day`` is the last sitting day of the wait: what was waited for
    may be done on the next day. ``missing`` is ``calendar`` when no source says which days sit from ``since`` on, or
    ``dissolved`` when the Parliament that received the text was dissolved on ``since``, before the wait was over.
    ``counted`` sitting days of ``count`` are known to lie in the wait. ``paused`` lists the prorogations in it.
    """

    tabled_on: date
    count: int
    counted: int
    day: date | None = None
    missing: str = ""
    since: date | None = None
    paused: tuple[date, ...] = ()


def sitting_day_after(tabled_on: date, count: int = TABLING) -> Wait:
    """The last of so many sitting days after a day, or what the calendar lacks. Three queries."""
    return Calendar.kept().wait(tabled_on, count)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The whole calendar in memory, to answer for many texts at once.

    ``sitting`` is sorted; ``told`` are the periods a source spoke for, sorted and joined; ``prorogued`` and
    ``dissolved`` are the days sessions ended.
    """

    sitting: Sequence[date]
    told: Sequence[Period]
    prorogued: Sequence[date] = ()
    dissolved: Sequence[date] = ()

    @classmethod
    def kept(cls) -> "Calendar":
        """The calendar of the database. Three queries."""
        periods = SittingCalendar.objects.order_by("first_on", "id").values_list("first_on", "last_on")
        ends = HouseSession.objects.filter(ended_on__isnull=False).order_by("ended_on", "id")
        ended = list(ends.values_list("ended_on", "ending"))
        return cls(
            sitting=list(SittingDay.objects.order_by("day").values_list("day", flat=True)),
            told=joined(periods),
            prorogued=[day for day, how in ended if day and how == HouseSession.PROROGUED],
            dissolved=[day for day, how in ended if day and how == HouseSession.DISSOLVED],
        )

    def wait(self, tabled_on: date, count: int = TABLING) -> Wait:
        """The last of ``count`` sitting days after ``tabled_on``; the day of tabling does not count. No query."""
        known = self.known_until(tabled_on)
        dissolved = next((day for day in self.dissolved if day >= tabled_on), None)
        after = [day for day in self.sitting[bisect_right(self.sitting, tabled_on) :] if day <= known]
        if dissolved:
            after = [day for day in after if day <= dissolved]
        if len(after) >= count:
            return Wait(tabled_on, count, count, day=after[count - 1], paused=self._pauses(tabled_on, after[count - 1]))
        if dissolved and dissolved <= known:
            return Wait(tabled_on, count, len(after), missing="dissolved", since=dissolved)
        gap = known + timedelta(days=1)
        return Wait(tabled_on, count, len(after), missing="calendar", since=gap, paused=self._pauses(tabled_on, known))

    def known_until(self, day: date) -> date:
        """The last day up to which the calendar speaks without a gap from the day after ``day`` on."""
        following = day + timedelta(days=1)
        return next((last for first, last in self.told if first <= following <= last), day)

    def passed(self, tabled_on: date, today: date) -> int:
        """How many known sitting days after ``tabled_on`` have come, today included. No query."""
        return bisect_right(self.sitting, today) - bisect_right(self.sitting, tabled_on)

    def _pauses(self, first: date, last: date) -> tuple[date, ...]:
        return tuple(day for day in self.prorogued if first <= day < last)


def joined(periods: Iterable[Period]) -> list[Period]:
    """Periods in order, those that touch or overlap made one. Expects them sorted by their beginning."""
    whole: list[Period] = []
    for first, last in periods:
        if whole and first <= whole[-1][1] + timedelta(days=1):
            whole[-1] = (whole[-1][0], max(last, whole[-1][1]))
        else:
            whole.append((first, last))
    return whole


def house_sessions() -> QuerySet[HouseSession]:
    """The sessions of Parliament, the latest first."""
    return HouseSession.objects.order_by("-opened_on", "-id")


def house_session(parliament: int, number: int) -> QuerySet[HouseSession]:
    """One session, as a queryset of one or none."""
    return HouseSession.objects.filter(parliament=parliament, number=number)


def sitting_calendars() -> QuerySet[SittingCalendar]:
    """What sources said of which periods, the latest said first."""
    return SittingCalendar.objects.order_by("-as_of", "-id")


def sitting_days(ask: Any) -> QuerySet[SittingDay]:
    """The sitting days, each with the calendar that says so. Unordered: registers order them. One query."""
    return SittingDay.objects.select_related("calendar")


def months(year: int) -> list[tuple[date, list[date]]]:
    """The sitting days of a year by month, months without any included: first day of the month, days. One query."""
    found = list(SittingDay.objects.filter(day__year=year).order_by("day").values_list("day", flat=True))
    return [(date(year, month, 1), [day for day in found if day.month == month]) for month in range(1, 13)]


def years() -> list[int]:
    """The years of which the calendar says something, in order. One query."""
    first_and_last = SittingCalendar.objects.order_by("id").values_list("first_on", "last_on")
    return sorted({year for first, last in first_and_last for year in range(first.year, last.year + 1)})


def weekdays(first: date, last: date, *, but: Iterable[date] = ()) -> list[date]:
    """Mondays to Fridays of a period, both ends included, less public holidays and the days named."""
    closed = {one.day for one in holidays(HOME, first, last)} | set(but)
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in span if day.weekday() <= FRIDAY and day not in closed]
