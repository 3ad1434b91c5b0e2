"""The registers: country files, figures, plans, rankings."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Ask, Column, Filter, Register

from .. import queries
from ..models import LIVING, Figure, Measure, State
from .cells import capped, day, drawn, latest, months, partial, plain

KINDS = {
    State.DRAFTED: "neutral", State.CONSULTED: "warning", State.APPROVED: "info", State.ACTIVE: "good",
    State.REVIEWED: "neutral", State.GIVEN_UP: "neutral",
}  # fmt: skip
"""Which badge a state of a plan bears."""
STATES = [("none", _("no plan")), ("living", _("plan that asks for something")), *State.choices]
Rows = QuerySet[Any]


def _measured(measure: str) -> Column:
    """A column of the list of files: the latest figure of a measure, with its period."""
    return Column(
        measure,
        capped(Measure(measure).label),
        lambda one: plain(latest(one.recent, measure)),
        html=lambda one: drawn(latest(one.recent, measure), _usual(one)),
    )


def _usual(one: Any) -> Any:
    """The latest period for which a country has figures: said once a row."""
    return max(((each.ends_on, each.starts_on) for each in one.recent), default=(None, None))[::-1]


def _period(one: Any) -> str:
    first, last = _usual(one)
    return months(first, last) if first else ""


def _plan_state(one: Any) -> Any:
    return State(one.plan_state).label if one.plan_state else ""


def _in_state(rows: Rows, value: str, ask: Ask) -> Rows:
    if value == "none":
        return rows.filter(plan_state__isnull=True)
    return rows.filter(plan_state__in=LIVING) if value == "living" else rows.filter(plan_state=value)


def _ranked(rows: Rows, value: str, ask: Ask) -> Rows:
    return rows.filter(rank__isnull=False)


def _lacking(rows: Rows, value: str, ask: Ask) -> Rows:
    return queries.lacking(rows, *queries.last_quarter(date.fromisoformat(ask.on)))


def _equal(path: str) -> Callable[[Rows, str, Ask], Rows]:
    return lambda rows, value, ask: rows.filter(**{path: value})


FILES = Register(
    name="removals",
    title=_("Country files on removals"),
    question=queries.country_files,
    counted=queries.all_country_files,
    order="country",
    columns=(
        Column(
            "country",
            _("Country"),
            lambda one: one.partner.name,
            sort="name_sort",
            url=lambda one: one.get_absolute_url(),
        ),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("rank", _("Rank"), lambda one: one.rank, sort="rank_sort", look="number"),
        Column("period", _("Latest period"), _period),
        _measured(Measure.WORKING),
        _measured(Measure.ASKED),
        _measured(Measure.ISSUED),
        _measured(Measure.DAYS),
        Column(
            "plan",
            _("Engagement plan"),
            _plan_state,
            url=lambda one: reverse("removals:plan", args=[one.plan_key]) if one.plan_key else "",
        ),
        Column("review_on", _("To be reviewed by"), lambda one: day(one.review_on), sort="review_sort"),
        Column("officer", _("Kept by"), lambda one: str(one.officer or ""), shown=False),
        Column("standing", _("Where cooperation stands"), lambda one: one.standing, shown=False),
        Column("marking", _("Marking"), lambda one: one.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Name of the country"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter("plan", _("Engagement plan"), _in_state, lambda ask: STATES),
        Filter(
            "officer",
            _("Kept by"),
            _equal("officer__username"),
            lambda ask: [(one.username, str(one)) for one in queries.officers_named(ask)],
        ),
        Filter("ranked", _("on the latest ranking"), _ranked, kind="check"),
        Filter("lacking", _("lacks figures of the last quarter"), _lacking, kind="check"),
    ),
    empty=_("No country file matches. A removals officer opens one."),
)


def _of_country(ask: Ask) -> list[tuple[str, Any]]:
    return [(one.key, one.partner.name) for one in queries.countries_named(ask)]


def _figure_number(one: Figure) -> Any:
    return plain([one])


FIGURES = Register(
    name="removals-figures",
    title=_("Removals figures"),
    question=queries.figures,
    counted=queries.all_figures,
    order="-ends_on",
    columns=(
        Column(
            "country",
            _("Country"),
            lambda one: one.file.partner.name,
            sort="name_sort",
            url=lambda one: one.file.get_absolute_url(),
        ),
        Column("file", _("Key"), lambda one: one.file.key, shown=False),
        Column("measure", _("Measure"), lambda one: one.get_measure_display(), sort="measure"),
        Column("measure_code", _("Code of the measure"), lambda one: one.measure, shown=False),
        Column("period", _("Period"), lambda one: one.when),
        Column("starts_on", _("From"), lambda one: day(one.starts_on), sort="starts_on", shown=False),
        Column("ends_on", _("To"), lambda one: day(one.ends_on), sort="ends_on", shown=False),
        Column("number", _("Figure"), _figure_number, sort="number", look="number"),
        Column("place", _("Where it stands"), lambda one: one.place),
        Column("as_of", _("Drawn on"), lambda one: partial(one.as_of), sort="as_of"),
        Column("source", _("Source"), lambda one: one.source.key if one.source else "", shown=False),
        Column("by", _("Entered by"), lambda one: str(one.by), shown=False),
    ),
    filters=(
        Filter("file", _("Country"), _equal("file__key"), _of_country),
        Filter("measure", _("Measure"), _equal("measure"), lambda ask: Measure.choices),
    ),
    empty=_("No figure matches. They are entered in a country file, or from a spreadsheet."),
)


PLANS = Register(
    name="removals-plans",
    title=_("Removals engagement plans"),
    question=queries.plans,
    counted=queries.all_plans,
    order="country",
    columns=(
        Column("title", _("Plan"), lambda one: one.title, url=lambda one: one.get_absolute_url()),
        Column("key", _("Number"), lambda one: one.key, sort="key", look="nowrap"),
        Column(
            "country",
            _("Country"),
            lambda one: one.file.partner.name,
            sort="name_sort",
            url=lambda one: one.file.get_absolute_url(),
        ),
        Column("state", _("State"), lambda one: one.get_state_display(), sort="state"),
        Column("lead", _("Lead"), lambda one: str(one.lead)),
        Column("drafted_on", _("Drafted on"), lambda one: day(one.drafted_on), sort="drafted_on", shown=False),
        Column("review_on", _("To be reviewed by"), lambda one: day(one.review_on)),
        Column("aim", _("What it is to reach"), lambda one: one.aim, shown=False),
        Column("outcome", _("What came of it"), lambda one: one.outcome, shown=False),
    ),
    filters=(
        Filter("state", _("State"), _equal("state"), lambda ask: State.choices),
        Filter("file", _("Country"), _equal("file__key"), _of_country),
    ),
    dated=False,
    empty=_("No engagement plan matches. One is drafted in a country file."),
)

RANKINGS = Register(
    name="removals-rankings",
    title=_("Rankings of countries"),
    question=queries.rankings,
    order="-ranked_on",
    columns=(
        Column("title", _("Ranking"), lambda one: one.title, url=lambda one: one.get_absolute_url()),
        Column("key", _("Key"), lambda one: one.key, shown=False),
        Column("ranked_on", _("Ranked on"), lambda one: partial(one.ranked_on), sort="ranked_on"),
        Column("many", _("Countries on it"), lambda one: _("withheld") if one.withheld else one.many),
        Column("method", _("Method"), lambda one: one.method),
        Column("place", _("Where it stands"), lambda one: one.place, shown=False),
    ),
    dated=False,
    empty=_("No ranking is on record."),
)
