"""A month as a reader sees it: weeks of days, what falls on each, and the holidays of the places concerned."""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from entente.kit.bilingual import Text, language, other_language
from entente.kit.occasion import Occasion

from .kinds import DUE, ONE

SUNDAY = 6  # weeks begin on Sunday, as calendars in Canada do
WEEK = 7


@dataclass(frozen=True, slots=True)
class Shown:
    """One entry on one day. ``goes_on`` says that it began before; ``clashes`` names holidays of its place."""

    occasion: Occasion
    url: str
    title: Any
    kind: Any
    place: Any
    goes_on: bool
    clashes: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether it says at which hour it begins."""
        return self.occasion.starts_at is not None and self.occasion.first == self.occasion.last


@dataclass(slots=True)
class Day:
    """One day: whether it belongs to the month, its holidays in words, and what falls on it."""

    on: date
    inside: bool
    today: bool
    holidays: list[str] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)

    @property
    def begins(self) -> list[Shown]:
        """What begins or is due on the day: what a reader of the month looks for."""
        return [one for one in self.shown if not one.goes_on]

    @property
    def goes_on(self) -> list[Shown]:
        """What began on another day and is not over."""
        return [one for one in self.shown if one.goes_on]


@dataclass(slots=True)
class Month:
    """Weeks of days."""

    first: date
    weeks: list[list[Day]]

    @property
    def days(self) -> list[Day]:
        """The days of the month itself on which something falls."""
        return [one for week in self.weeks for one in week if one.inside and (one.shown or one.holidays)]


def bounds(first: date) -> tuple[date, date]:
    """The first and last day that a month’s table shows: whole weeks."""
    weeks = calendar.Calendar(firstweekday=SUNDAY).monthdatescalendar(first.year, first.month)
    return weeks[0][0], weeks[-1][-1]


def month(
    first: date,
    found: Iterable[Occasion],
    *,
    today: date,
    address: Callable[[Occasion], str],
    holidays: dict[str, dict[date, Any]],
    countries: dict[str, Any],
) -> Month:
    """A month with what falls on each day. ``holidays`` are by country and day, ``countries`` names by code."""
    start, end = bounds(first)
    days = {
        on: Day(on, on.month == first.month, on == today, _named(on, holidays, countries))
        for on in (start + timedelta(days=number) for number in range((end - start).days + 1))
    }
    for one in found:
        clashes = clashing(one, holidays, countries)
        url, title, place = address(one), words(one, "title"), words(one, "place")
        on = max(one.first, start)
        while on <= min(one.last, end):
            days[on].shown.append(
                Shown(one, url, title, ONE.get(one.kind, one.kind), place, one.first < on, tuple(clashes))
            )
            on += timedelta(days=1)
    ordered = list(days.values())
    return Month(first, [ordered[at : at + WEEK] for at in range(0, len(ordered), WEEK)])


def clashing(one: Occasion, holidays: dict[str, dict[date, Any]], countries: dict[str, Any]) -> list[str]:
    """Holidays of its place on which an entry falls; a day by which something is due clashes with none."""
    there = holidays.get(one.country, {}) if one.country and one.kind not in DUE and not one.cancelled else {}
    return [spoken(there[on], countries.get(one.country, "")) for on in sorted(there) if one.first <= on <= one.last]


def spoken(holiday: Any, country: Any) -> str:
    """A holiday and where it is one."""
    name = getattr(holiday, f"name_{language()}")
    return f"{name} ({country})" if country else str(name)


def words(one: Occasion, name: str) -> Any:
    """A text of an entry in the active language; in the other, marked so, where there is none."""
    active = language()
    mine, other = getattr(one, f"{name}_{active}"), getattr(one, f"{name}_{other_language(active)}")
    return Text(mine, active) if mine else Text(other, other_language(active))


def _named(on: date, holidays: dict[str, dict[date, Any]], countries: dict[str, Any]) -> list[str]:
    return [spoken(there[on], countries.get(code, "")) for code, there in holidays.items() if on in there]
