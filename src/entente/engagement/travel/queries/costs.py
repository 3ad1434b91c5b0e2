"""Questions about money, all of them worked out in the database from the cost lines: no sum is stored twice.

Everything is what *we* pay, in CAD: what somebody else pays is taken off. What is approved and not yet spent is
reserved; what was reserved and will not be spent is released.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, DateField, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest, Lower, NullIf

from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Element
from entente.engagement.meetings import queries as meetings
from entente.engagement.meetings.models import Meeting
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.kit.table import Ask

from .. import policy
from ..models import (
    Category,
    Ceiling,
    CostKind,
    CostLine,
    ProposalState,
    Quarter,
    TravellerState,
    TripState,
)

MONEY: DecimalField[Any, Any] = DecimalField(max_digits=14, decimal_places=2)
CENT, NOTHING = Decimal("0.01"), Decimal(0)
ZERO = Value(NOTHING, output_field=MONEY)
DEAD = (TripState.CANCELLED, TripState.REFUSED)
"""Trips that will not take place: their money is free again."""


def ours(amount: str) -> Greatest:
    """What we pay of an amount: the rest after what somebody else pays, and never less than nothing."""
    return Greatest(F(amount) - F("paid_by_others"), ZERO, output_field=MONEY)


def _sum(value: Any, **only: Any) -> Coalesce:
    chosen = Case(When(**only, then=value), default=ZERO, output_field=MONEY) if only else value
    return Coalesce(Sum(chosen, output_field=MONEY), ZERO, output_field=MONEY)


SPENT = Case(When(actual__isnull=False, then=ours("actual")), default=ZERO, output_field=MONEY)
RESERVED = Case(
    When(Q(actual__isnull=False) | Q(traveller__trip__state__in=DEAD), then=ZERO),
    default=ours("estimate"),
    output_field=MONEY,
)
RELEASED = Case(
    When(actual__isnull=False, then=Greatest(ours("estimate") - ours("actual"), ZERO, output_field=MONEY)),
    When(traveller__trip__state__in=DEAD, then=ours("estimate")),
    default=ZERO,
    output_field=MONEY,
)


@dataclass(frozen=True, slots=True)
class Money:
    """What some trips cost: how many there are, what was approved for them, and what became of it."""

    label: Any = ""
    url: str = ""
    trips: int = 0
    approved: Decimal = NOTHING
    reserved: Decimal = NOTHING
    spent: Decimal = NOTHING
    released: Decimal = NOTHING

    @property
    def total(self) -> Decimal:
        """What they cost as far as anybody knows today: spent and still reserved."""
        return self.spent + self.reserved


@dataclass(frozen=True, slots=True)
class Purse:
    """The money of a quarter. ``budget`` and ``left`` are none where no budget was set."""

    quarter: Quarter
    all: Money

    @property
    def budget(self) -> Decimal | None:
        return self.quarter.budget

    @property
    def left(self) -> Decimal | None:
        """What may still be approved; below nothing when more was approved or spent than there is."""
        return None if self.budget is None else self.budget - self.all.reserved - self.all.spent

    @property
    def over(self) -> Decimal:
        """How much more was approved or spent than there is."""
        return -self.left if self.left is not None and self.left < 0 else NOTHING


# ── One traveller, one trip ───────────────────────────────────────────────────────────────────────


def of_traveller(amount: str) -> Coalesce:
    """What one trip's traveller costs us, ``estimate`` or ``actual``, for use in a question about trips."""
    value = ours("estimate") if amount == "estimate" else SPENT
    lines = CostLine.objects.filter(traveller=OuterRef("traveller")).order_by().values("traveller")
    return Coalesce(
        Subquery(lines.annotate(total=_sum(value)).values("total"), output_field=MONEY), ZERO, output_field=MONEY
    )


def lines_of(traveller: int) -> list[CostLine]:
    """The cost lines of a traveller, one of every kind in their order; those not on file are empty. One query."""
    known = {line.kind: line for line in CostLine.objects.filter(traveller=traveller)}
    return [known.get(kind) or CostLine(traveller_id=traveller, kind=kind) for kind in CostKind.values]


def lines_of_many(travellers: Iterable[Any]) -> QuerySet[CostLine]:
    """The cost lines on file of several travellers. One query."""
    return CostLine.objects.filter(traveller__in=list(travellers)).order_by("traveller", "id")


def estimate_of(traveller: Any) -> Decimal:
    """What a traveller is expected to cost us. One query."""
    return exact(CostLine.objects.filter(traveller=traveller).aggregate(all=_sum(ours("estimate")))["all"])


def is_estimated(traveller: Any) -> bool:
    """Whether anybody said what the traveller will cost, be it that others pay it all. One query."""
    return CostLine.objects.filter(Q(estimate__gt=0) | Q(paid_by_others__gt=0), traveller=traveller).exists()


def our_part(lines: Iterable[CostLine]) -> Decimal:
    """What we are expected to pay of some lines. No query."""
    return sum((max(line.estimate - line.paid_by_others, NOTHING) for line in lines), NOTHING)


def variance_of(lines: Iterable[CostLine]) -> tuple[Decimal, Decimal]:
    """Estimate and actual, both as we pay them, of the lines whose actual is known."""
    known = [line for line in lines if line.actual is not None]
    estimate = sum((max(line.estimate - line.paid_by_others, NOTHING) for line in known), NOTHING)
    actual = sum((max((line.actual or NOTHING) - line.paid_by_others, NOTHING) for line in known), NOTHING)
    return estimate, actual


def lines(ask: Ask) -> QuerySet[Any]:
    """The cost lines of the trips this person may view, with what only sorting needs. Unordered, one query."""
    name = Lower(Coalesce(NullIf(F("traveller__person__last_name"), Value("")), F("traveller__person__username")))
    return (
        CostLine.objects.filter(traveller__trip__in=policy.visible_to(ask.person).order_by().values("pk"))
        .annotate(
            sort_name=name,
            actual_sort=Coalesce("actual", Value(Decimal(-1), output_field=MONEY), output_field=MONEY),
            reimbursed_sort=Coalesce("reimbursed_on", Value(date.max, output_field=DateField())),
        )
        .select_related(
            *("traveller__trip__person", "traveller__proposal__unit", "traveller__proposal__quarter"),
            "traveller__proposal__meeting",
        )
    )


# ── Limits ────────────────────────────────────────────────────────────────────────────────────────


def ceiling_on(day: date) -> Decimal:
    """What one trip that begins on a day may cost us at most without the head of the agency. One query.

    The latest ceiling that had begun by then; the setting ``ENTENTE_TRIP_CEILING`` where none was ever set.
    """
    standing = Q(ends_on=None) | Q(ends_on__gte=day)
    found = Ceiling.objects.filter(standing, starts_on__lte=day).order_by("-starts_on").first()
    return found.amount if found else Decimal(settings.ENTENTE_TRIP_CEILING)


def ceilings() -> QuerySet[Ceiling]:
    """Every ceiling there was, the latest first. One query."""
    return Ceiling.objects.select_related("by").order_by("-starts_on")


def committed(quarter: Any, *, but: Any = None) -> Decimal:
    """What authorities asked for or given take of a quarter's money, and what was spent of it. One query.

    ``but`` is a traveller who is left out. What is only approved does not count yet: who asks first is served first.
    """
    lines = CostLine.objects.filter(traveller__proposal__quarter=quarter).exclude(traveller=but)
    going = (TripState.REQUESTED, TripState.AUTHORISED)
    found = lines.aggregate(reserved=_sum(RESERVED, traveller__trip__state__in=going), spent=_sum(SPENT))
    return exact(found["reserved"]) + exact(found["spent"])


# ── The quarter ───────────────────────────────────────────────────────────────────────────────────


def approved_lines(person: Any) -> QuerySet[CostLine]:
    """The cost lines of the approved travellers this person may read about."""
    return CostLine.objects.filter(
        traveller__state=TravellerState.APPROVED,
        traveller__proposal__state=ProposalState.APPROVED,
        traveller__in=policy.travellers_visible_to(person).order_by().values("pk"),
    )


SUMS: dict[str, Any] = {
    "trips": Count("traveller", distinct=True),
    "approved": _sum(ours("estimate")),
    "reserved": _sum(RESERVED),
    "spent": _sum(SPENT),
    "released": _sum(RELEASED),
}


def purse(person: Any, quarter: Quarter) -> Purse:
    """The money of a quarter, as far as this person may read about it. One query."""
    found = approved_lines(person).filter(traveller__proposal__quarter=quarter).aggregate(**SUMS)
    return Purse(quarter, _money(found))


def overspent(quarters: Iterable[Quarter]) -> dict[int, Decimal]:
    """By how much more was approved or spent than a quarter has, by its primary key; those with enough are left out.

    All of the quarter counts, whoever may read it. One query.
    """
    known = {one.pk: one.budget for one in quarters if one.budget is not None}
    taken = _by(_approved().filter(traveller__proposal__quarter__in=known), "traveller__proposal__quarter")
    return {pk: money.total - known[pk] for pk, money in taken.items() if money.total > known[pk]}


BY = ("branch", "category", "forum", "partner", "objective")
PATHS = {
    "branch": "traveller__proposal__unit",
    "category": "traveller__proposal__category",
    "forum": "traveller__proposal__meeting__body",
    "partner": "traveller__proposal__meeting__partner",
    "objective": "traveller__proposal__meeting__objectives",
}
NAMED: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "branch": Unit.objects.all,
    "forum": Body.objects.all,
    "partner": Partner.objects.all,
    "objective": Element.objects.all,
}


def spread(person: Any, quarter: Quarter, by: str) -> list[Money]:
    """The money of a quarter by branch, category, forum, partner or objective, the dearest first. Two queries.

    A meeting that serves two objectives stands under both.
    """
    path = PATHS[by]
    lines = approved_lines(person).filter(traveller__proposal__quarter=quarter)
    rows = list(lines.order_by().values(path).annotate(**SUMS))
    names: dict[Any, Any] = dict(Category.choices)
    if by in NAMED:
        names = {one.pk: one for one in NAMED[by]().filter(pk__in=[row[path] for row in rows])}
    found = [_money(row, names.get(row[path], "")) for row in rows]
    return sorted(found, key=lambda one: (-one.total, str(one.label)))


def _money(row: Mapping[str, Any], thing: Any = "") -> Money:
    url = thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""
    named = isinstance(thing, models.Model)
    label = getattr(thing, "name", "") or getattr(thing, "title", "") if named else thing
    sums = {name: exact(row[name]) for name in ("approved", "reserved", "spent", "released")}
    return Money(label=label, url=url, trips=row["trips"], **sums)


# ── What a forum, a meeting, a proposal costs ─────────────────────────────────────────────────────


def cost_of_meetings(meetings: Iterable[Any]) -> dict[int, Money]:
    """What our delegations to some meetings cost, all branches together, by the meeting's primary key. One query."""
    return _by(_approved().filter(traveller__proposal__meeting__in=list(meetings)), "traveller__proposal__meeting")


def cost_of_body(body: Any, *, first: date | None = None, last: date | None = None) -> Money:
    """What our delegations to the sessions of a body cost, from a day to a day. One query."""
    lines = _approved().filter(traveller__proposal__meeting__body=body)
    if first:
        lines = lines.filter(traveller__proposal__meeting__starts_on__gte=first)
    if last:
        lines = lines.filter(traveller__proposal__meeting__starts_on__lte=last)
    return _money(lines.aggregate(**SUMS))


def last_cost(person: Any, meeting: Meeting) -> Money | None:
    """What the last session we attended of the same series, body or partner cost, if any. A few queries."""
    before = meetings.last_attended(person, meeting)
    return cost_of_meetings([before.pk]).get(before.pk) if before else None


def _approved() -> QuerySet[CostLine]:
    return CostLine.objects.filter(
        traveller__state=TravellerState.APPROVED, traveller__proposal__state=ProposalState.APPROVED
    )


def _by(lines: QuerySet[CostLine], path: str) -> dict[int, Money]:
    return {row[path]: _money(row) for row in lines.order_by().values(path).annotate(**SUMS)}


def exact(amount: Any) -> Decimal:
    """An amount to the cent, whatever kind of number the database worked with."""
    return Decimal(str(amount or 0)).quantize(CENT)
