"""The cost lines of trips as a register, and the money of a quarter as a report."""

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from entente.kit.table import Ask, Column, Filter, Register, Report, words

from .. import policy, queries
from ..models import Category, CostKind, CostLine
from .trips import day, drawn_money, equal, keyed, money

BY = (
    ("branch", _("by branch")),
    ("category", _("by purpose")),
    ("forum", _("by forum")),
    ("partner", _("by partner")),
    ("objective", _("by objective")),
)


def _spent(line: CostLine) -> float | None:
    return None if line.actual is None else float(line.actual)


def _spent_drawn(line: CostLine) -> SafeString:
    return words("") if line.actual is None else drawn_money("actual")(line)


COSTS = Register(
    name="trip-costs",
    title=_("Costs of trips"),
    question=queries.costs.lines,
    dated=False,
    order="-from",
    columns=(
        Column(
            "trip",
            _("Trip"),
            lambda c: c.traveller.trip.key,
            "traveller__trip__key",
            lambda c: c.traveller.trip.get_absolute_url(),
            look="nowrap",
        ),
        Column("traveller", _("Traveller"), lambda c: str(c.traveller.trip.person), "sort_name"),
        Column(
            "branch", _("Branch"), lambda c: c.traveller.proposal.unit.name, "traveller__proposal__unit__sort_{lang}"
        ),
        Column("meeting", _("Meeting"), lambda c: c.traveller.proposal.meeting.title, shown=False),
        Column("from", _("From"), lambda c: day(c.traveller.trip.starts_on), sort="traveller__trip__starts_on"),
        Column("kind", _("Kind of cost"), CostLine.get_kind_display, sort="kind"),
        Column(
            "estimate", _("Estimate, CAD"), money("estimate"), "estimate", html=drawn_money("estimate"), look="number"
        ),
        Column(
            "paid_by_others",
            _("Paid by others, CAD"),
            money("paid_by_others"),
            "paid_by_others",
            html=drawn_money("paid_by_others"),
            look="number",
        ),
        Column("funder", _("Who pays that part"), lambda c: c.funder),
        Column("actual", _("Spent, CAD"), _spent, "actual_sort", html=_spent_drawn, look="number"),
        Column("reimbursed_on", _("Reimbursed on"), lambda c: day(c.reimbursed_on), sort="reimbursed_sort"),
        Column("quarter", _("Quarter"), lambda c: c.traveller.proposal.quarter.key, shown=False),
        Column("category", _("Purpose"), lambda c: c.traveller.proposal.get_category_display(), shown=False),
        Column("state", _("State of the trip"), lambda c: c.traveller.trip.get_state_display(), shown=False),
        Column(
            "variance",
            _("Why it cost more or less than estimated"),
            lambda c: c.traveller.trip.variance_reason,
            shown=False,
        ),
    ),
    filters=(
        Filter("kind", _("Kind of cost"), equal("kind"), lambda ask: CostKind.choices),
        Filter("branch", _("Branch"), equal("traveller__proposal__unit__key"), keyed(queries.trips.branches)),
        Filter(
            "quarter",
            _("Quarter"),
            equal("traveller__proposal__quarter__key"),
            keyed(queries.trips.quarters_with_trips, "title"),
        ),
        Filter("category", _("Purpose"), equal("traveller__proposal__category"), lambda ask: Category.choices),
        Filter(
            "open",
            _("spent, not reimbursed"),
            lambda r, value, ask: r.filter(actual__gt=0, reimbursed_on=None),
            kind="check",
        ),
        Filter("funded", _("others pay a part"), lambda r, value, ask: r.filter(paid_by_others__gt=0), kind="check"),
    ),
    empty=_("No cost matches. They are estimated in the proposal and entered after the trip."),
)


def _rows(ask: Ask) -> Iterable[Any]:
    quarter = queries.quarter(ask.person, ask.chosen.get("quarter", "")).first()
    if quarter is None:
        return []
    return queries.costs.spread(ask.person, quarter, ask.chosen.get("by") or "branch")


def _quarters(ask: Ask) -> Iterable[tuple[str, Any]]:
    found = policy.quarters_visible_to(ask.person).order_by("-starts_on", "id")
    return [(one.key, one.title) for one in found]


MONEY = Report(
    name="quarter-money",
    title=_("Money of a quarter"),
    rows=_rows,
    dated=False,
    columns=(
        Column("label", _("What for"), lambda m: m.label or _("not said")),
        Column("trips", _("Travellers"), lambda m: m.trips),
        Column("approved", _("Approved, CAD"), money("approved"), look="number"),
        Column("reserved", _("Reserved, CAD"), money("reserved"), look="number"),
        Column("spent", _("Spent, CAD"), money("spent"), look="number"),
        Column("released", _("Released, CAD"), money("released"), look="number"),
        Column("total", _("Spent and reserved, CAD"), money("total"), look="number"),
    ),
    filters=(
        Filter(
            "quarter",
            _("Quarter"),
            lambda rows, value, ask: rows,
            lambda ask: _quarters(ask),
        ),
        Filter("by", _("Grouped"), lambda rows, value, ask: rows, lambda ask: BY),
    ),
)
