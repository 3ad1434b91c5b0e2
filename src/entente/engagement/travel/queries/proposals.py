"""Questions about proposals, their travellers and what was decided about them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.engagement.meetings import queries as meetings
from entente.engagement.meetings.models import Attendance, Meeting
from entente.foundation.people import queries as people
from entente.foundation.people.models import Unit
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import CostLine, Proposal, ProposalState, Quarter, Traveller, TravellerState, Trip, TripState, Verdict

OUT = (TravellerState.REFUSED, TravellerState.WITHDRAWN)
LIVING = (
    ProposalState.FORECAST,
    ProposalState.LISTED,
    ProposalState.HELD_BACK,
    ProposalState.RETURNED,
    ProposalState.APPROVED,
)
"""States in which a proposal was put forward and not given up."""
MONEY = DecimalField(max_digits=12, decimal_places=2)
NOTHING = Value(Decimal(0), MONEY)


def proposal(person: Any, key: str) -> QuerySet[Proposal]:
    """One proposal with its meeting, branch and delegation, as a queryset of one or none. Three queries."""
    return with_delegation(policy.proposals_visible_to(person).filter(key=key))


def with_delegation(found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with what their lines say: meeting, body, partner, place, branch, travellers and their costs."""
    travellers = Traveller.objects.select_related("person", "unit").prefetch_related("costs").order_by("position", "id")
    return found.select_related(
        *("quarter", "unit", "author", "worksheet__edition", "worksheet__last_report"),
        *("meeting__body", "meeting__partner", "meeting__country", "meeting__series"),
    ).prefetch_related(Prefetch("travellers", travellers))


def held(proposal: Proposal) -> Proposal:
    """A proposal as it stands now, held until the transaction ends, with what rules ask of it. Four queries."""
    Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    return with_delegation(Proposal.objects.filter(pk=proposal.pk)).get()


def in_state(quarter: Quarter, *states: str) -> QuerySet[Proposal]:
    """The proposals of a quarter in some states, whoever may see them: rules ask, not people."""
    found = Proposal.objects.filter(quarter=quarter, state__in=states).select_related("meeting", "unit")
    return found.order_by("meeting__starts_on", "id")


def of_quarter(person: Any, quarter: Quarter) -> QuerySet[Proposal]:
    """The proposals of a quarter that a person may see, with their delegations, by the day of the meeting."""
    found = policy.proposals_visible_to(person).filter(quarter=quarter)
    return with_delegation(found).order_by("meeting__starts_on", "meeting__id", "unit__sort_en", "id")


def to_meetings(person: Any, sessions: Iterable[Meeting]) -> dict[int, list[Proposal]]:
    """The living proposals to some meetings by meeting, in the order of branches. Three queries."""
    found: dict[int, list[Proposal]] = {}
    asked = policy.proposals_visible_to(person).filter(meeting__in=list(sessions))
    asked = asked.exclude(state=ProposalState.WITHDRAWN)
    for one in with_delegation(asked).order_by("unit__sort_en", "id"):
        found.setdefault(one.meeting_id, []).append(one)
    return found


def living(quarter: Quarter, meeting: Meeting, unit: Unit) -> Proposal | None:
    """The proposal that a branch has for a meeting in a quarter and did not withdraw. One query."""
    found = Proposal.objects.filter(quarter=quarter, meeting=meeting, unit=unit)
    return found.exclude(state=ProposalState.WITHDRAWN).order_by("id").first()


def verdicts_of(proposal: Proposal) -> QuerySet[Verdict]:
    """Everything that was decided and said about a proposal and its travellers, the latest first. One query."""
    return proposal.verdicts.select_related("by", "on_behalf_of", "traveller__person").order_by("-at", "-id")


def latest_verdict(proposal: Proposal) -> Verdict | None:
    """What was said last about the whole of a proposal. One query."""
    return verdicts_of(proposal).filter(traveller=None).first()


def astray(today: date) -> QuerySet[Proposal]:
    """The proposals that somebody decided or is to decide on, whose meeting is to come and was cancelled, is not
    attended or begins outside their quarter. One query.

    Whoever may see them: pages narrow it down, the daily sweep tells their planners. Where somebody travels on one,
    the trip is told of instead.
    """
    moved = Q(meeting__starts_on__lt=F("quarter__starts_on")) | Q(meeting__starts_on__gt=F("quarter__ends_on"))
    off = Q(meeting__state=Meeting.State.CANCELLED) | Q(meeting__attendance=Attendance.SKIP)
    going = (TripState.REQUESTED, TripState.AUTHORISED)
    travels = Trip.objects.filter(traveller__proposal=OuterRef("pk"), state__in=going)
    found = Proposal.objects.filter(moved | off, ~Exists(travels), state__in=LIVING, meeting__ends_on__gte=today)
    return found.select_related("quarter", "unit", "meeting").order_by("meeting__starts_on", "id")


def to_put_right(person: Any, today: date) -> QuerySet[Proposal]:
    """Those of them that a planner's branch has to withdraw or change. A few queries."""
    branch = people.branch_of(person.unit) if person.unit_id else None
    return astray(today).filter(unit=branch, pk__in=policy.proposals_visible_to(person).values("pk"))


def earlier_session(person: Any, meeting: Meeting, unit: Any) -> Proposal | None:
    """The branch's last proposal to an earlier session of the same series, body or partner, to copy from."""
    same = meetings.earlier(person, meeting).values("pk")
    found = policy.proposals_visible_to(person).filter(meeting__in=same, unit=unit)
    found = found.exclude(state=ProposalState.WITHDRAWN)
    return with_delegation(found).order_by("-meeting__starts_on", "-id").first()


def amount(proposal: Proposal, keep: Iterable[int] | None = None) -> Decimal:
    """What a proposal is expected to cost us, in CAD: the estimate without what others pay. No query when prefetched.

    ``keep`` limits it to some travellers; otherwise those refused and withdrawn are left out.
    """
    if keep is None:
        chosen = [one for one in proposal.travellers.all() if one.state not in OUT]
    else:
        wanted = set(keep)
        chosen = [one for one in proposal.travellers.all() if one.pk in wanted]
    return sum((line.estimate - line.paid_by_others for one in chosen for line in one.costs.all()), start=Decimal(0))


def cost_of(proposals: Iterable[int]) -> dict[int, dict[str, Decimal]]:
    """Estimate, actual and what others pay of some proposals, by primary key: ``{"estimate", "actual", "others"}``.

    In CAD; travellers refused or withdrawn are left out. One query.
    """
    lines = CostLine.objects.filter(traveller__proposal__in=list(proposals)).exclude(traveller__state__in=OUT)
    sums = lines.values(key=F("traveller__proposal")).annotate(
        estimate=Sum("estimate"), actual=Sum("actual"), others=Sum("paid_by_others")
    )
    return {
        one["key"]: {name: one[name] or Decimal(0) for name in ("estimate", "actual", "others")}
        for one in sums.order_by("key")
    }


def reserved(quarter: Quarter, *states: str) -> Decimal:
    """What the proposals of a quarter in some states (else approved) take of its budget, in CAD. One query."""
    lines = CostLine.objects.filter(traveller__proposal__quarter=quarter).exclude(traveller__state__in=OUT)
    found = lines.filter(traveller__proposal__state__in=states or (ProposalState.APPROVED,))
    return found.aggregate(sum=Coalesce(Sum(F("estimate") - F("paid_by_others")), NOTHING))["sum"]


# ── Registers ─────────────────────────────────────────────────────────────────────────────────────


def every_proposal(ask: Ask) -> QuerySet[Any]:
    """Every proposal this person may see, unordered. One query.

    Each carries ``size`` (how many would go), ``money`` (what they cost us) and what sorts by meeting and branch.
    """
    lines = CostLine.objects.filter(traveller__proposal=OuterRef("pk")).exclude(traveller__state__in=OUT)
    sums = lines.order_by().values("traveller__proposal").annotate(sum=Sum(F("estimate") - F("paid_by_others")))
    heads = Traveller.objects.filter(proposal=OuterRef("pk")).exclude(state__in=OUT)
    counts = heads.order_by().values("proposal").annotate(count=Count("pk"))
    return (
        policy.proposals_visible_to(ask.person)
        .annotate(
            money=Coalesce(Subquery(sums.values("sum")[:1], output_field=MONEY), NOTHING),
            size=Coalesce(Subquery(counts.values("count")[:1]), Value(0)),
        )
        .select_related("quarter", "unit", "author", "meeting__body", "meeting__partner", "meeting__country")
    )


def travellers(ask: Ask) -> QuerySet[Any]:
    """Every traveller of the proposals this person may see, unordered. One query."""
    sums = CostLine.objects.filter(traveller=OuterRef("pk")).order_by().values("traveller")
    sums = sums.annotate(sum=Sum(F("estimate") - F("paid_by_others")))
    named = Coalesce(NullIf(F("person__last_name"), Value("")), F("person__username"))
    called = Case(When(person=None, then=F(f"office_{language()}")), default=Lower(named))
    return (
        policy.travellers_visible_to(ask.person)
        .annotate(
            money=Coalesce(Subquery(sums.values("sum")[:1], output_field=MONEY), NOTHING),
            called=called,
            unit_sort=Coalesce(F(f"unit__sort_{language()}"), Value("")),
        )
        .select_related("person", "unit", "proposal__unit", "proposal__quarter", "proposal__meeting")
    )


def verdicts(ask: Ask) -> QuerySet[Verdict]:
    """What was decided about the proposals this person may see, unordered. One query."""
    found = policy.verdicts_visible_to(ask.person)
    return found.select_related(
        "by", "on_behalf_of", "traveller__person", "proposal__unit", "proposal__meeting", "proposal__quarter"
    )


def branches_seen(ask: Ask) -> QuerySet[Unit]:
    """The branches whose proposals this person may see, by name, for a filter. One query."""
    asked = policy.proposals_visible_to(ask.person).values("unit")
    return Unit.objects.filter(pk__in=asked).order_by(f"sort_{language()}", "id")


def travellers_called(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Travellers whose name, account or office holds every word."""
    names = ("person__username", "person__first_name", "person__last_name", "office_en", "office_fr")
    for word in text.split():
        held_in = Q()
        for name in names:
            held_in |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(held_in)
    return rows
