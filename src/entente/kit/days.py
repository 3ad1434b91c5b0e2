"""Dates as sources give them: a day, a month, a year, or a mark that says why there is none.

A ``PartialDate`` is stored as its ISO text (``2005``, ``2005-06``, ``2005-06-14``), which sorts and compares in
any database. A beginning counts from the first day it may mean, an end to the last.
"""

import calendar
import re
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .bilingual import language
from .gaps import GAPS

SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
UNKNOWN = ["", *GAPS]
MONTHS = {
    "en": ("January February March April May June July August September October November December").split(),  # noqa: SIM905 - read more easily than a list
    "fr": ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split(),  # noqa: SIM905
}
OUR_TIME = (date(1900, 1, 1), date(2099, 12, 31))
"""Days on which the work of a house can be: anything else is a slip of the finger."""
LAST_DAY = date(2999, 12, 31)
"""The last day that can be meant: where a count of days, months or years would go beyond it, it ends there."""
KNOWN_YEARS = range(1000, 3000)
"""Years a source may name: the oldest treaty is younger, and no count of days from them leaves the calendar."""
HINT = _("Write a year, a month or a day: 2008, 2008-05 or 2008-05-31.")


class PartialDate(str):
    """A day, month or year in ISO form. Raises ``ValidationError`` for anything else."""

    def __new__(cls, text: str) -> "PartialDate":
        parts = SHAPE.fullmatch(text)
        if not parts:
            raise ValidationError(HINT, code="date")
        year, month, day = (int(part or 0) for part in parts.groups())
        try:
            date(year, month or 1, day or 1)
        except ValueError as impossible:
            raise ValidationError(_("This day does not exist."), code="date") from impossible
        return super().__new__(cls, text)

    @property
    def last(self) -> date:
        """The last day this may mean."""
        year, month, day = int(self[:4]), int(self[5:7] or 12), int(self[8:10] or 0)
        return date(year, month, day or calendar.monthrange(year, month)[1])

    @property
    def first(self) -> date:
        """The first day this may mean."""
        return date(int(self[:4]), int(self[5:7] or 1), int(self[8:10] or 1))

    def spoken(self, lang: str | None = None) -> str:
        """As a person writes it: “July 31, 2016”, « 1er avril 2016 », or as much of it as is known."""
        lang = lang or language()
        if len(self) == 4:
            return str(self)
        month = MONTHS[lang][int(self[5:7]) - 1]
        if len(self) == 7:
            return f"{month}\u00a0{self[:4]}"
        day = int(self[8:10])
        if lang == "fr":
            return f"{day}{'er' if day == 1 else ''}\u00a0{month}\u00a0{self[:4]}"
        return f"{month}\u00a0{day}, {self[:4]}"


def in_a_known_year(day: PartialDate) -> PartialDate:
    """The day that was typed. Raises ``ValidationError`` where no source can mean its year."""
    if int(day[:4]) not in KNOWN_YEARS:
        raise ValidationError(_("Write a year between 1000 and 2999."), code="date")
    return day


def in_our_time(day: date) -> None:
    """Raises ``ValidationError`` for a day that cannot be meant."""
    if not OUR_TIME[0] <= (day.date() if isinstance(day, datetime) else day) <= OUR_TIME[1]:
        raise ValidationError(_("Write a day between 1900 and 2099, as 2026-11-27."), code="day")


def days_later(day: date, many: int) -> date:
    """The day so many days after another, at most the last day that can be meant."""
    return day + timedelta(days=many) if many <= (LAST_DAY - day).days else LAST_DAY


def months_later(day: date, many: int) -> date:
    """The day so many months after another, at most the last day that can be meant.

    A month without the day (31) takes its last.
    """
    months = day.month - 1 + many
    year, month = day.year + months // 12, months % 12 + 1
    if year > LAST_DAY.year:
        return LAST_DAY
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def is_partial(text: str) -> bool:
    """Whether a text is a day, month or year that exists."""
    try:
        return bool(PartialDate(text))
    except ValidationError:
        return False


def in_our_days(text: str) -> PartialDate:
    """The day, month or year that an address asks for. Raises ``ValidationError`` for none, or one nobody can mean."""
    day = PartialDate(text.strip())
    in_our_time(day.first)
    in_our_time(day.last)
    return day


def spoken(day: date | str, lang: str | None = None) -> str:
    """Any known date as a person writes it; the empty string for none; a mark in words."""
    if isinstance(day, date):
        day = day.isoformat()
    if day in GAPS:
        return str(GAPS[day])
    return PartialDate(day).spoken(lang) if day else ""


class PartialDateField(models.CharField):
    """A column that holds a partial date, a mark, or nothing."""

    def __init__(self, *args: Any, **kwargs: Any):
        given: dict[str, Any] = {"max_length": 10, "blank": True, "default": ""}
        super().__init__(*args, **given | kwargs)

    def clean(self, value: Any, model_instance: models.Model | None) -> str:
        value = super().clean(value, model_instance)
        return value if value in UNKNOWN else str(in_a_known_year(PartialDate(value)))


def on(day: str, *, starts: str = "starts_on", ends: str = "ends_on", attested: str = "as_of") -> Q:
    """What stood on a day: begun by then and not yet over.

    A row whose beginning is not known counts from the day its source speaks for (``attested``): nothing shows
    before somebody has vouched for it. ``day`` is a full ISO day.
    """
    known = ~Q(**{f"{starts}__in": UNKNOWN}) & Q(**{f"{starts}__lte": day})
    vouched = Q(**{f"{starts}__in": UNKNOWN, f"{attested}__lte": day}) if attested else Q(**{f"{starts}__in": UNKNOWN})
    return (known | vouched) & not_over(day, ends=ends)


def not_over(day: str, *, ends: str = "ends_on") -> Q:
    """What had not ended before a day; an end given as a month or year lasts to its last day."""
    return Q(**{f"{ends}__in": [*UNKNOWN, day[:4], day[:7]]}) | Q(**{f"{ends}__gte": day})


def asked_day(text: str, *, today: date) -> tuple[str, bool]:
    """The day a person asked for, as a full ISO day, and whether it is another day than today.

    A year or month means its last day. Raises ``ValidationError`` for text that is no date.
    """
    text = text.strip()
    if not text:
        return today.isoformat(), False
    day = in_a_known_year(PartialDate(text)).last
    return day.isoformat(), day != today
