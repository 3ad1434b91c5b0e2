"""How well reports are handed in: those due in a period, on time, late, owed. Counted in SQL, from what a person sees.

The same words stand in the register of reports (``queries.reports.standing``), so that every number here can be opened
there and agrees with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.translation import gettext as _

from entente.kit.bilingual import Text, language, other_language

from .. import policy
from ..models import quarter_of
from .reports import standing

COUNTED = ("on_time", "late", "owed", "ahead")
PATHS = {"branch": "proposal__unit", "office": "office", "forum": "meeting__body"}


@dataclass(slots=True)
class Line:
    """One branch, office, forum or quarter: how many reports were due, and how they stand."""

    key: str
    name: Any
    on_time: int = 0
    late: int = 0
    owed: int = 0
    ahead: int = 0
    first: date | None = None
    last: date | None = None

    @property
    def due(self) -> int:
        """Reports due in the period, those still to come included."""
        return self.on_time + self.late + self.owed + self.ahead

    @property
    def judged(self) -> int:
        """Reports that can be judged: handed in, or past their day."""
        return self.on_time + self.late + self.owed

    @property
    def rate(self) -> int | None:
        """How many of a hundred were handed in on time; nothing where none can be judged yet."""
        return round(100 * self.on_time / self.judged) if self.judged else None


def lines(person: Any, *, first: date, last: date, by: str, today: date) -> list[Line]:
    """Reports due in a period, by branch, office of the author or forum, in the order of their names. One query."""
    path, names = PATHS[by], ("key", "name_en", "name_fr", f"sort_{language()}")
    found = _counted(person, first, last, today).values(**{f"its_{name}": F(f"{path}__{name}") for name in names})
    rows = found.annotate(**_counts()).order_by(F(f"its_sort_{language()}").asc(nulls_last=True), "its_key")
    return [_line(row) for row in rows]


def total(found: Iterable[Line]) -> Line:
    """The sum of some lines."""
    made = Line("", _("All"))
    for one in found:
        for name in COUNTED:
            setattr(made, name, getattr(made, name) + getattr(one, name))
    return made


def quarters(person: Any, *, today: date, many: int = 6) -> list[Line]:
    """The trend: reports due in the running quarter of the fiscal year and those before it, the oldest first.

    One query. A quarter in which none was due has a line of zeros.
    """
    known: dict[str, Line] = {}
    day = today
    for _turn in range(many):
        key, first, last = quarter_of(day)
        known[key] = Line(key, quarter_name(key), first=first, last=last)
        day = first - timedelta(1)
    ordered = list(reversed(known.values()))
    found = _counted(person, ordered[0].first or today, ordered[-1].last or today, today)
    rows = found.values(year=ExtractYear("due_day"), month=ExtractMonth("due_day")).annotate(**_counts())
    for row in rows.order_by("year", "month"):
        line = known[quarter_of(date(row["year"], row["month"], 1))[0]]
        for name in COUNTED:
            setattr(line, name, getattr(line, name) + row[f"many_{name}"])
    return ordered


def quarter_name(key: str) -> str:
    """A quarter in words: “2026-27, third quarter”."""
    year, _bar, number = key.rpartition("-q")
    ordinal = {"1": _("first quarter"), "2": _("second quarter"), "3": _("third quarter"), "4": _("fourth quarter")}
    return _("%(year)s, %(quarter)s") % {"year": year, "quarter": ordinal[number]}


def _counted(person: Any, first: date, last: date, today: date) -> QuerySet[Any]:
    found = policy.reports_visible_to(person).timed().filter(due_day__gte=first, due_day__lte=last)
    return found.annotate(stands=standing(today)).order_by()


def _counts() -> dict[str, Count]:
    return {f"many_{name}": Count("pk", filter=Q(stands=name)) for name in COUNTED}


def _line(row: dict[str, Any]) -> Line:
    key, lang = row["its_key"] or "", language()
    if not row[f"its_name_{lang}"]:
        lang = other_language(lang)
    name = Text(row[f"its_name_{lang}"], lang) if key else _("Without one")
    return Line(key, name, **{each: row[f"many_{each}"] for each in COUNTED})
