"""What comes next in a series: the days its recurrence suggests, the number that follows."""

import calendar
import re
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from ..models import Meeting, Recurrence, Series

MONTHS = {
    Recurrence.ANNUAL: 12,
    Recurrence.TWICE_A_YEAR: 6,
    Recurrence.QUARTERLY: 3,
    Recurrence.MONTHLY: 1,
}
BODY_MONTHS = {"annual": 12, "semi_annual": 6, "twice_a_year": 6, "quarterly": 3, "monthly": 1}
YEAR = 12
KEPT = ("series", "body", "partner", "zone", "form", "level", "unit", "marking", "purpose_en", "purpose_fr")
"""What the next meeting takes over from the last one; where it meets and who hosts changes."""


def proposed(last: Meeting) -> dict[str, Any]:
    """The next meeting after one, as values of its fields: the recurrence later, on the same day of the week.

    Where that day is past, as after a session that was entered late, it is the first that is still to come.
    """
    months = _months(last)
    starts_on, turns = later(last.starts_on, months), 1
    while starts_on < timezone.localdate():
        turns += 1
        starts_on = later(last.starts_on, turns * months)
    found = {name: getattr(last, name) for name in KEPT}
    found |= {name: getattr(last, name) for name in ("starts_at", "ends_at") if last.days == 1}
    found |= {"starts_on": starts_on, "ends_on": starts_on + timedelta(last.days - 1), "previous": last}
    return found | numbered(last)


def first_of(series: Series) -> dict[str, Any]:
    """The first meeting of a series that has none: what the series itself knows."""
    kept = ("title_en", "title_fr", "body", "partner", "unit", "marking")
    return {"series": series} | {name: getattr(series, name) for name in kept}


def numbered(last: Meeting) -> dict[str, str]:
    """Titles and number of the next session: “87th session” follows “86th session” when its number is 86."""
    titles = {"title_en": last.title_en, "title_fr": last.title_fr, "number": ""}
    if not last.number.isdigit():
        return titles
    following = str(int(last.number) + 1)
    word = re.compile(rf"\b{last.number}(st|nd|rd|th|er|re|e)?\b")
    return {
        "title_en": word.sub(lambda found: following + (_ordinal(following) if found[1] else ""), last.title_en),
        "title_fr": word.sub(lambda found: following + ("e" if found[1] else ""), last.title_fr),
        "number": following,
    }


def later(day: date, months: int) -> date:
    """The same time some months later, moved to the nearest same day of the week."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    found = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    ahead = (day.weekday() - found.weekday()) % 7
    return found + timedelta(ahead if ahead <= 3 else ahead - 7)


def _months(last: Meeting) -> int:
    if last.series is not None and last.series.recurrence in MONTHS:
        return MONTHS[Recurrence(last.series.recurrence)]
    return BODY_MONTHS.get(last.body.recurrence, YEAR) if last.body is not None else YEAR


def _ordinal(number: str) -> str:
    if number[-2:] in ("11", "12", "13"):
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th")
