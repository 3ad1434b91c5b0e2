"""The register of sitting days, and how the calendar of the House is told."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entente.kit.days import PartialDate, spoken
from entente.kit.numerals import figure
from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import HouseSession
from ..queries import Wait


def _in_year(rows: Any, value: str, ask: Ask) -> Any:
    return rows.filter(day__year=int(value)) if value.isdigit() else rows.none()


def _years(ask: Ask) -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in queries.years()]


SITTING_DAYS = Register(
    name="sitting-days",
    title=_("Sitting days of the House"),
    question=queries.sitting_days,
    order="day",
    columns=(
        Column("day", _("Day"), lambda one: PartialDate(one.day.isoformat()), sort="day"),
        Column("source", _("Source"), lambda one: one.calendar.source),
        Column("address", _("Public address of the source"), lambda one: one.calendar.address, shown=False),
        Column("as_of", _("As of"), lambda one: PartialDate(one.calendar.as_of.isoformat())),
    ),
    filters=(Filter("year", _("Year"), _in_year, _years),),
    empty=_("No sitting day is recorded."),
    dated=False,
)


def drawn_session(one: HouseSession) -> dict[str, Any]:
    """A session as the page lists it."""
    return {
        "name": _("Parliament %(parliament)s, session %(number)s")
        % {"parliament": one.parliament, "number": one.number},
        "opened": spoken(one.opened_on),
        "ended": spoken(one.ended_on) if one.ended_on else "",
        "ending": one.get_ending_display() if one.ending else "",
        "keys": (one.parliament, one.number),
    }


def drawn_month(first: date, days: list[date], told: Sequence[tuple[date, date]]) -> dict[str, Any]:
    """A month of the calendar: its name, its sitting days by their number, and whether a source speaks of it at all.

    ``told`` are the periods that sources speak of.
    """
    month = PartialDate(first.isoformat()[:7])
    return {
        "told": any(begins <= month.last and ends >= month.first for begins, ends in told),
        "name": month.spoken(),
        "days": [{"iso": day.isoformat(), "said": day.day} for day in days],
        "count": len(days),
    }


def told_until(last: date | None) -> str:
    """How far the calendar reaches, in words."""
    if last is None:
        return str(_("The calendar is empty."))
    return str(_("The calendar ends on %(day)s.") % {"day": spoken(last)})


def wait_sentence(wait: Wait) -> str:
    """What the calendar answers, in words: the day, or what is missing and from when on."""
    said = {
        "tabled": spoken(wait.tabled_on),
        "count": figure(wait.count),
        "counted": figure(wait.counted),
        "day": spoken(wait.day) if wait.day else "",
        "since": spoken(wait.since) if wait.since else "",
    }
    if wait.day:
        text = _("Tabled on %(tabled)s, the wait of %(count)s sitting days ends with %(day)s.")
        return f"{text % said} {_pauses(wait)}".strip()
    if wait.missing == "dissolved":
        text = _(
            "Parliament was dissolved on %(since)s after %(counted)s of %(count)s sitting days: the text is tabled "
            "again in the next Parliament, and the count begins anew."
        )
        return str(text % said)
    text = _(
        "The calendar says nothing of %(since)s and after: %(counted)s of %(count)s sitting days are known, so the "
        "end of the wait is not known."
    )
    return f"{text % said} {_pauses(wait)}".strip()


def _pauses(wait: Wait) -> str:
    if not wait.paused:
        return ""
    days = ", ".join(spoken(day) for day in wait.paused)
    text = ngettext(
        "Prorogation on %(days)s interrupted the count, which went on with the next session.",
        "Prorogations on %(days)s interrupted the count, which went on with the next session.",
        len(wait.paused),
    )
    return text % {"days": days}
