"""The registers of trip reports: all of them, those owed, the public parts, and how well they are handed in."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entente.kit.days import PartialDate, in_our_days
from entente.kit.table import Ask, Column, Filter, Register, words
from entente.kit.table import Report as Worked

from .. import queries
from ..models import FISCAL_YEAR_BEGINS, Report, ReportState
from ..queries import compliance

STANDINGS = {
    "on_time": _("handed in on time"),
    "late": _("handed in late"),
    "owed": _("owed, its day is over"),
    "ahead": _("not due yet"),
    "lapsed": _("no longer owed"),
}
GROUPS = {"branch": _("Branch"), "office": _("Office of the author"), "forum": _("Forum")}
FILTER_OF = {"branch": "branch", "office": "office", "forum": "forum"}


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────


def day(value: date | None) -> str:
    """A day that pages say in words and files spell in ISO form."""
    return PartialDate(value.isoformat()) if value else ""


def page(report: Report) -> str:
    """The page of a report."""
    return report.get_absolute_url()


def forum(report: Report) -> Any:
    """The body or partner the meeting was held with."""
    held_with = report.meeting.body or report.meeting.partner
    return held_with.name if held_with else ""


def days_late(report: Any) -> int | None:
    """Days after its day: when it was handed in, or today while it is owed. Nothing where it is not late."""
    late = report.days_late(date.fromisoformat(report.asked_on))
    return late if late > 0 and report.standing in ("late", "owed") else None


def clock(report: Any) -> str:
    """How a report stands with its day, in words: “late by 3 days”."""
    if report.standing == "owed":
        return late_by(days_late(report) or 0)
    if report.standing == "late":
        count = days_late(report) or 0
        return ngettext("%(count)s day late", "%(count)s days late", count) % {"count": count}
    if report.standing == "ahead":
        return due_in(-report.days_late(date.fromisoformat(report.asked_on)))
    return str(STANDINGS[report.standing])


def late_by(count: int) -> str:
    """“late by 3 days”."""
    return ngettext("late by %(count)s day", "late by %(count)s days", count) % {"count": count}


def due_in(count: int) -> str:
    """“due in 3 days”, “due today”."""
    if count <= 0:
        return str(_("due today"))
    return ngettext("due in %(count)s day", "due in %(count)s days", count) % {"count": count}


def clock_drawn(report: Any) -> SafeString:
    """The same; what is owed and late stands out, in words and weight."""
    if report.standing == "owed":
        return format_html('<b class="state-missing">{}</b>', clock(report))
    return words(clock(report))


# ── Conditions ────────────────────────────────────────────────────────────────────────────────────


def by_day(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition on a day; a text that is no day changes nothing (the page says so)."""

    def narrow(rows: QuerySet[Any], text: str, ask: Ask) -> QuerySet[Any]:
        try:
            asked = in_our_days(text)
        except ValidationError:
            return rows
        return rows.filter(**{path: asked.last if path.endswith("lte") else asked.first})

    return narrow


def equal(path: str) -> Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def keyed(question: Callable[[Ask], Iterable[Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key and a name."""
    return lambda ask: [(one.key, one.name) for one in question(ask)]


def listed(choices: Iterable[tuple[str, Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are the same for everybody."""
    return lambda ask: choices


NAMED = Filter("q", _("Words"), lambda rows, text, ask: queries.reports.called(rows, text), kind="search")
OF_BRANCH = Filter("branch", _("Branch"), equal("proposal__unit__key"), keyed(queries.reports.branches))
OF_OFFICE = Filter("office", _("Office of the author"), equal("office__key"), keyed(queries.reports.offices))
OF_FORUM = Filter("forum", _("Forum"), equal("meeting__body__key"), keyed(queries.reports.bodies))

SHARED = (
    Column("meeting", _("Meeting"), lambda r: r.meeting.title, sort="meeting__sort_{lang}", url=page),
    Column("key", _("Number"), lambda r: r.key, sort="key"),
    Column("with", _("Held with"), forum, sort="with_sort"),
    Column("branch", _("Branch"), lambda r: r.proposal.unit.name, sort="proposal__unit__sort_{lang}"),
    Column("author", _("To be written by"), lambda r: str(r.author), sort="author_sort"),
    Column("due_on", _("Due on"), lambda r: day(r.due), sort="due_day"),
    Column("clock", _("How it stands"), clock, html=clock_drawn),
)
FILED = (
    Column("office", _("Office of the author"), lambda r: r.office.name if r.office else "", shown=False),
    Column("ended", _("Meeting ended on"), lambda r: day(r.meeting.ends_on), shown=False),
    Column("standing", _("Standing"), lambda r: STANDINGS[r.standing], shown=False),
    Column("days_late", _("Days late"), days_late, shown=False),
    Column("handed_in", _("Handed in on"), lambda r: day(r.submitted_on), sort="due_day", shown=False),
    Column("marking", _("Marking"), lambda r: r.get_marking_display(), shown=False),
)

REPORTS = Register(
    name="trip-reports",
    title=_("Trip reports"),
    question=queries.reports.reports,
    order="-due_on",
    dated=False,
    columns=(
        *SHARED,
        Column("state", _("State"), lambda r: r.get_state_display(), sort="state"),
        Column("next", _("Attend next time"), lambda r: r.get_attend_next_display(), shown=False),
        *FILED,
    ),
    filters=(
        NAMED,
        OF_BRANCH,
        OF_OFFICE,
        OF_FORUM,
        Filter("state", _("State"), equal("state"), listed(ReportState.choices)),
        Filter("standing", _("How it stands"), equal("standing"), listed(STANDINGS.items())),
        Filter("first", _("Due from"), by_day("due_day__gte"), kind="date"),
        Filter("last", _("Due to"), by_day("due_day__lte"), kind="date"),
        Filter(
            "counted",
            _("without those no longer owed"),
            lambda rows, value, ask: rows.exclude(standing="lapsed"),
            kind="check",
        ),
    ),
    empty=_("No trip report matches. A report is asked for when the first trip of a delegation is authorised."),
)

OWED = Register(
    name="owed-reports",
    title=_("Reports owed"),
    question=queries.reports.owed,
    order="due_on",
    dated=False,
    columns=(*SHARED, *FILED),
    filters=(
        NAMED,
        OF_BRANCH,
        OF_OFFICE,
        Filter("late", _("late only"), lambda rows, value, ask: rows.filter(due_day__lt=ask.on), kind="check"),
    ),
    empty=_("No report is owed: everything that is over was reported on."),
)

PUBLIC = Register(
    name="public-trip-reports",
    title=_("What came of our meetings"),
    question=queries.reports.public_parts,
    order="-ended",
    dated=False,
    columns=(
        Column(
            "meeting",
            _("Meeting"),
            lambda v: v.report.meeting.title,
            sort="report__meeting__sort_{lang}",
            url=lambda v: reverse("travel:public_report", args=[v.report.key]),
        ),
        Column("with", _("Held with"), lambda v: forum(v.report)),
        Column("ended", _("Ended on"), lambda v: day(v.report.meeting.ends_on), sort="report__meeting__ends_on"),
        Column("branch", _("Branch"), lambda v: v.report.proposal.unit.name),
        Column("text", _("What came of it"), lambda v: beginning(v.public), html=lambda v: words(beginning(v.public))),
        Column("key", _("Number"), lambda v: v.report.key, shown=False),
        Column("public_en", _("public part in English"), lambda v: v.public_en, shown=False),
        Column("public_fr", _("public part in French"), lambda v: v.public_fr, shown=False),
    ),
    filters=(
        Filter("q", _("Words"), lambda rows, text, ask: queries.reports.called(rows, text, "report__"), kind="search"),
    ),
    empty=_("No public part yet. It comes with a trip report once that is accepted."),
)

SHORT = 160  # characters of a text that a list shows


def beginning(text: Any) -> Any:
    """The beginning of a text, ended at a word; it stays in its language."""
    return text if len(text) <= SHORT else type(text)(text[:SHORT].rsplit(" ", 1)[0] + " …", text.lang)


# ── Compliance ────────────────────────────────────────────────────────────────────────────────────


def fiscal_year(today: date) -> tuple[date, date]:
    """First and last day of the fiscal year in which a day falls."""
    year = today.year if today.month >= FISCAL_YEAR_BEGINS else today.year - 1
    return date(year, FISCAL_YEAR_BEGINS, 1), date(year + 1, FISCAL_YEAR_BEGINS, 1) - timedelta(1)


def period(ask: Ask) -> tuple[date, date]:
    """The period asked about; the fiscal year where nothing fit is said. Its end never comes before its beginning."""
    first, last = fiscal_year(date.fromisoformat(ask.on))
    for name in ("first", "last"):
        try:
            asked = in_our_days(ask.chosen.get(name, ""))
        except ValidationError:
            continue
        first, last = (asked.first, last) if name == "first" else (first, asked.last)
    return first, max(first, last)


def lines(ask: Ask) -> list[compliance.Line]:
    """The lines of the compliance list, by what the reader chose."""
    first, last = period(ask)
    by = ask.chosen.get("by") or "branch"
    return compliance.lines(ask.person, first=first, last=last, by=by, today=date.fromisoformat(ask.on))


COMPLIANCE = Worked(
    name="report-compliance",
    title=_("How well trip reports are handed in"),
    rows=lines,
    dated=False,
    columns=(
        Column("name", _("Name"), lambda line: line.name),
        Column("key", _("Key"), lambda line: line.key),
        Column("due", _("Due"), lambda line: line.due),
        Column("on_time", _("On time"), lambda line: line.on_time),
        Column("late", _("Late"), lambda line: line.late),
        Column("owed", _("Owed"), lambda line: line.owed),
        Column("ahead", _("Not due yet"), lambda line: line.ahead),
        Column("rate", _("On time, in percent"), lambda line: line.rate),
    ),
    filters=(
        Filter("by", _("By"), lambda rows, value, ask: rows, listed(GROUPS.items())),
        Filter("first", _("Due from"), by_day("due_day__gte"), kind="date"),
        Filter("last", _("Due to"), by_day("due_day__lte"), kind="date"),
    ),
)

REGISTERS = (REPORTS, OWED, PUBLIC, COMPLIANCE)
