"""The registers of visits: one declaration each for the page, the exports and the command."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Rank
from entente.kit.days import PartialDate
from entente.kit.table import Ask, Column, Filter, Register

from . import queries
from .models import AHEAD, Coordinator, Cost, Gift, State

Condition = Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]


def day(value: date | None) -> str:
    """A day the register draws as people write it."""
    return PartialDate(value.isoformat()) if value else ""


def equal(path: str) -> Condition:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def listed(choices: Iterable[tuple[str, Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are the same for everybody."""
    return lambda ask: choices


def keyed(question: Callable[[Ask], Iterable[Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key and a name."""
    return lambda ask: [(one.key, one.name) for one in question(ask)]


def pre_brief_due(visit: Any) -> str:
    """By when the pre-brief is due, while it is."""
    return day(visit.pre_brief_due) if visit.state in AHEAD and not visit.pre_briefed_on else ""


def feedback_due(visit: Any) -> str:
    """By when feedback is due, while it is."""
    return day(visit.feedback_due) if visit.state == State.FEEDBACK else ""


VISITS = Register(
    name="visits",
    title=_("Visits"),
    question=queries.visits,
    order="-starts_on",
    dated=False,
    columns=(
        Column("title", _("Visit"), lambda v: v.title, sort="sort_{lang}", url=lambda v: v.get_absolute_url()),
        Column("key", _("Key"), lambda v: v.key, sort="key", shown=False),
        Column("title_en", _("Title in English"), lambda v: v.title_en, shown=False),
        Column("title_fr", _("Title in French"), lambda v: v.title_fr, shown=False),
        Column(
            "partner",
            _("Delegation of"),
            lambda v: v.partner.name,
            sort="partner_sort",
            url=lambda v: v.partner.get_absolute_url(),
        ),
        Column("partner_key", _("Key of the partner"), lambda v: v.partner.key, shown=False),
        Column("starts_on", _("From"), lambda v: day(v.starts_on), sort="starts_on"),
        Column("ends_on", _("To"), lambda v: day(v.ends_on), sort="ends_on"),
        Column("city", _("City"), lambda v: v.city, shown=False),
        Column("level", _("Level"), lambda v: v.get_level_display(), sort="level_place"),
        Column("coordinator", _("Coordinated by"), lambda v: v.get_coordinator_display(), sort="coordinator"),
        Column("lead", _("Lead branch"), lambda v: v.unit.name if v.unit else "", sort="unit_sort"),
        Column("state", _("State"), lambda v: v.get_state_display(), sort="state"),
        Column("officer", _("Officer in charge"), lambda v: str(v.officer or ""), shown=False),
        Column("requested_on", _("Asked for on"), lambda v: day(v.requested_on), sort="requested_on", shown=False),
        Column("pre_brief_due", _("Pre-brief due"), pre_brief_due, shown=False),
        Column("pre_briefed_on", _("Pre-brief held on"), lambda v: day(v.pre_briefed_on), shown=False),
        Column("feedback_due", _("Feedback due"), feedback_due, shown=False),
        Column("marking", _("Marking"), lambda v: v.get_marking_display(), shown=False),
    ),
    filters=(
        Filter("q", _("Words"), lambda rows, text, ask: queries.named(rows, text), kind="search"),
        Filter(
            "partner",
            _("Delegation of"),
            lambda rows, key, ask: queries.with_partner(rows, key),
            keyed(queries.hosts),
        ),
        Filter("state", _("State"), equal("state"), listed(State.choices)),
        Filter("coordinator", _("Coordinated by"), equal("coordinator"), listed(Coordinator.choices)),
        Filter("unit", _("Lead branch"), equal("unit__key"), keyed(queries.leads)),
        Filter(
            "level",
            _("Level at least"),
            lambda rows, rank, ask: queries.at_least(rows, rank),
            listed(Rank.choices),
        ),
        Filter(
            "year",
            _("Year"),
            lambda rows, year, ask: queries.in_year(rows, year),
            lambda ask: [(str(year), str(year)) for year in queries.years(ask)],
        ),
        Filter(
            "ahead",
            _("still to come"),
            lambda rows, value, ask: queries.still_ahead(rows, ask.on),
            kind="check",
        ),
        Filter(
            "unrouted",
            _("nobody coordinates yet"),
            lambda rows, value, ask: rows.filter(coordinator=""),
            kind="check",
        ),
        Filter("overruled", _("routing overruled"), lambda rows, value, ask: queries.overruled(rows), kind="check"),
        Filter(
            "unheard",
            _("feedback late"),
            lambda rows, value, ask: queries.unheard(rows, date.fromisoformat(ask.on)),
            kind="check",
        ),
    ),
    empty=_("No visit matches. A delegation that asks to come is written down with “Record a request”."),
)

GIFTS = Register(
    name="visit-gifts",
    title=_("Gifts"),
    question=queries.gifts,
    order="-starts_on",
    dated=False,
    columns=(
        Column("what", _("What it is"), lambda g: g.what, url=lambda g: g.visit.get_absolute_url()),
        Column("way", _("Given or received"), lambda g: g.get_way_display(), sort="way"),
        Column("value", _("Value in Canadian dollars"), lambda g: f"{g.value:.2f}", sort="value"),
        Column("estimated", _("The value is an estimate"), lambda g: g.estimated),
        Column("office", _("By or to which office of ours"), lambda g: g.office),
        Column("kept", _("Where it is now"), lambda g: g.kept),
        Column("visit", _("Visit"), lambda g: g.visit.title, url=lambda g: g.visit.get_absolute_url()),
        Column("visit_key", _("Key of the visit"), lambda g: g.visit.key, shown=False),
        Column("starts_on", _("From"), lambda g: day(g.visit.starts_on), sort="visit__starts_on"),
    ),
    filters=(
        Filter("way", _("Given or received"), equal("way"), listed(Gift.Way.choices)),
        Filter(
            "partner",
            _("Delegation of"),
            lambda rows, key, ask: queries.with_partner(rows, key, "visit__"),
            keyed(queries.hosts),
        ),
    ),
    empty=_("No gift matches. Gifts are recorded on the page of a visit."),
)

COSTS = Register(
    name="visit-costs",
    title=_("Costs of visits"),
    question=queries.costs,
    order="-starts_on",
    dated=False,
    columns=(
        Column("visit", _("Visit"), lambda c: c.visit.title, url=lambda c: c.visit.get_absolute_url()),
        Column("visit_key", _("Key of the visit"), lambda c: c.visit.key, shown=False),
        Column("line", _("Cost line"), lambda c: c.get_line_display(), sort="line"),
        Column("note", _("Note"), lambda c: c.note),
        Column("estimate", _("Estimate in Canadian dollars"), lambda c: f"{c.estimate:.2f}", sort="estimate"),
        Column(
            "actual",
            _("Actual in Canadian dollars"),
            lambda c: "" if c.actual is None else f"{c.actual:.2f}",
            sort="known",
        ),
        Column("starts_on", _("From"), lambda c: day(c.visit.starts_on), sort="visit__starts_on"),
    ),
    filters=(
        Filter("line", _("Cost line"), equal("line"), listed(Cost.Line.choices)),
        Filter(
            "unknown",
            _("actual not known"),
            lambda rows, value, ask: rows.filter(actual__isnull=True),
            kind="check",
        ),
    ),
    empty=_("No cost line matches. They are recorded on the page of a visit."),
)

REGISTERS = (VISITS, GIFTS, COSTS)
