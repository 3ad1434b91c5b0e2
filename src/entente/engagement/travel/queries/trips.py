"""Questions about trips: who travels where and when, what overlaps, what is still owed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.engagement.meetings.models import Attendance, Meeting
from entente.foundation.people import queries as people
from entente.foundation.people.models import Absence, Unit
from entente.foundation.reference.models import Country
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Proposal, ProposalState, Quarter, Traveller, TravellerState, Trip, TripState
from ..models.reports import OWED
from . import costs

GOING = (TripState.REQUESTED, TripState.AUTHORISED)
"""States in which a person is, or is about to be, committed to the days of a trip."""

RELATED = (
    *(
        "person",
        "report__meeting",
        "asked_by",
        "traveller__unit",
        "traveller__proposal__quarter",
        "traveller__proposal__unit",
    ),
    *("traveller__proposal__meeting__body", "traveller__proposal__meeting__partner"),
    *("traveller__proposal__meeting__country", "person__unit"),
)


def trips(ask: Ask) -> QuerySet[Any]:
    """The trips this person may view, with their money and, to sort by, ``sort_name``. Unordered, one query.

    ``owes`` says whether the trip is over and its report still owed on the day asked about.
    """
    name = Lower(Coalesce(NullIf(F("person__last_name"), Value("")), F("person__username")))
    owed = Q(report=None) | Q(report__state__in=OWED, report__accepted_version=0)
    over = Q(state=TripState.AUTHORISED, traveller__proposal__meeting__ends_on__lt=ask.on) & owed
    return (
        policy.visible_to(ask.person)
        .annotate(
            sort_name=name,
            country_sort=Coalesce(F(f"traveller__proposal__meeting__country__sort_{language()}"), Value("")),
            estimate=costs.of_traveller("estimate"),
            actual=costs.of_traveller("actual"),
            owes=Case(When(over, then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .select_related(*RELATED)
    )


def counted(ask: Ask) -> QuerySet[Trip]:
    """The same trips without what only columns need."""
    return policy.visible_to(ask.person)


def trip(person: Any, key: str) -> QuerySet[Trip]:
    """One trip with what its pages need, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key).select_related(*RELATED)


def keyed(person: Any, keys: Iterable[str]) -> QuerySet[Trip]:
    """Trips by their keys, as far as this person may view them. One query."""
    return policy.visible_to(person).filter(key__in=list(keys)).select_related(*RELATED)


def whole(pk: int) -> Trip:
    """One trip with what rules read of it, whoever may see it: rules ask, not people. One query."""
    return Trip.objects.select_related(*RELATED).get(pk=pk)


def of_traveller(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Trips whose traveller's name holds all the words."""
    for word in words.split():
        rows = rows.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(person__username__icontains=word)
        )
    return rows


def unspent(rows: QuerySet[Any], on: str) -> QuerySet[Any]:
    """Trips that are over and of which some actual cost is still missing."""
    missing = Traveller.objects.filter(costs__actual=None, costs__estimate__gt=0).values("pk")
    return rows.filter(state=TripState.AUTHORISED, ends_on__lt=on, traveller__in=missing)


def exceptions(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Trips that were not on the approved list, or that go past a limit."""
    return rows.filter(Q(traveller__proposal__exception=True) | ~Q(exception_reason=""))


def branches(ask: Ask) -> QuerySet[Unit]:
    """The branches whose trips this person may view, by name. One query."""
    seen = policy.visible_to(ask.person).order_by().values("traveller__proposal__unit")
    return Unit.objects.filter(pk__in=seen).order_by(f"sort_{language()}", "id")


def quarters_with_trips(ask: Ask) -> QuerySet[Quarter]:
    """The quarters of which this person may view a trip, the latest first. One query."""
    seen = policy.visible_to(ask.person).order_by().values("traveller__proposal__quarter")
    return Quarter.objects.filter(pk__in=seen).order_by("-starts_on", "id")


def destinations(ask: Ask) -> QuerySet[Country]:
    """The countries to which a trip that this person may view leads, by name. One query."""
    seen = policy.visible_to(ask.person).order_by().values("traveller__proposal__meeting__country")
    return Country.objects.filter(pk__in=seen).order_by(f"sort_{language()}", "id")


# ── The delegation ────────────────────────────────────────────────────────────────────────────────


def delegation(proposal: Any) -> QuerySet[Traveller]:
    """Everybody who goes or was to go to one meeting for one branch, with trip and costs. Two queries."""
    found = Traveller.objects.filter(proposal=proposal).exclude(state=TravellerState.WITHDRAWN)
    return found.select_related("person", "unit", "trip").prefetch_related("costs").order_by("position", "id")


def who_travels(proposal_id: int) -> list[Any]:
    """The people of a delegation who travel with it: none of them decides about it. One query."""
    gone = (TravellerState.REFUSED, TravellerState.WITHDRAWN)
    found = Traveller.objects.filter(proposal=proposal_id, person__isnull=False).exclude(state__in=gone)
    return [one.person for one in found.select_related("person").order_by("position", "id")]


def without_trip(proposal: Proposal) -> QuerySet[Traveller]:
    """The approved travellers of an approved proposal whose trip is not opened yet. One query."""
    if proposal.state != ProposalState.APPROVED:
        return Traveller.objects.none()
    found = Traveller.objects.filter(proposal=proposal, state=TravellerState.APPROVED, trip=None)
    return found.select_related("person", "proposal__meeting").order_by("position", "id")


def of_proposal(person: Any, proposal: Any) -> QuerySet[Trip]:
    """The trips of a proposal this person may view, in the order of the delegation. One query."""
    found = policy.visible_to(person).filter(traveller__proposal=proposal).select_related(*RELATED)
    return found.order_by("traveller__position", "id")


def of_meeting(person: Any, meeting: Any) -> QuerySet[Any]:
    """The trips to a meeting this person may view, by branch. One query."""
    found = policy.visible_to(person).filter(traveller__proposal__meeting=meeting)
    found = found.annotate(estimate=costs.of_traveller("estimate"), actual=costs.of_traveller("actual"))
    return found.select_related(*RELATED).order_by(
        f"traveller__proposal__unit__sort_{language()}", "traveller__position", "id"
    )


def to_partner(person: Any, partner: Any) -> QuerySet[Trip]:
    """The trips that led or will lead to a partner, as far as this person may view them, latest first. One query.

    To meetings with the partner, hosted by it, or held in its country.
    """
    there = Q(partner=partner) | Q(host=partner)
    if partner.country_id:
        there |= Q(country=partner.country_id)
    meetings = Meeting.objects.filter(there).values("pk")
    shown = (TripState.REQUESTED, TripState.AUTHORISED)
    found = policy.visible_to(person).filter(traveller__proposal__meeting__in=meetings, state__in=shown)
    return found.select_related(*RELATED).order_by("-starts_on", "id")


@dataclass(frozen=True, slots=True)
class Lately:
    """The trips to one partner: the latest, one more than was asked for if there are more, and those taken."""

    latest: list[Trip]
    over: list[Trip]


def lately_to_partner(person: Any, partner: Any, day: str, *, most: int) -> Lately:
    """The latest trips to a partner and the latest that were over by a day, so many of each. One query."""
    there = to_partner(person, partner)
    over = there.filter(state=TripState.AUTHORISED, ends_on__lt=day)
    newest, taken = there.values("pk")[: most + 1], over.values("pk")[:most]
    rows = list(there.filter(Q(pk__in=newest) | Q(pk__in=taken)))
    gone = [one for one in rows if one.state == TripState.AUTHORISED and one.ends_on.isoformat() < day]
    return Lately(rows[: most + 1], gone[:most])


# ── What stands in the way ────────────────────────────────────────────────────────────────────────


def overlapping(trip: Trip) -> QuerySet[Trip]:
    """The same person's other trips of which at least one day falls into this one, the enclosing ones included.

    Both ends count: who returns and leaves on one day is on two trips that day. One query.
    """
    found = Trip.objects.filter(person=trip.person_id, state__in=GOING)
    found = found.filter(starts_on__lte=trip.ends_on, ends_on__gte=trip.starts_on).exclude(pk=trip.pk)
    return found.select_related("traveller__proposal__meeting").order_by("starts_on", "id")


def absences(trip: Trip) -> QuerySet[Absence]:
    """The absences of the traveller in the days of a trip; business travel is none. One query."""
    return people.away(trip.person, trip.starts_on, trip.ends_on).exclude(kind="travel")


def in_the_way(trip: Trip) -> dict[str, list[str]]:
    """What a reason of a trip answers, by the reason: other trips by their keys, absences with their days."""
    away = absences(trip)
    return {
        "overlap_reason": [one.key for one in overlapping(trip)],
        "absence_reason": [f"{one.pk}: {one.starts_on} – {one.ends_on}" for one in away],
    }


# ── What waits ────────────────────────────────────────────────────────────────────────────────────


def to_open(person: Any, today: date) -> QuerySet[Proposal]:
    """The approved proposals of a planner's branch with travellers whose trip is not opened. Two queries."""
    branch = people.branch_of(person.unit) if person.unit_id else None
    missing = Traveller.objects.filter(state=TravellerState.APPROVED, trip=None).values("proposal")
    found = policy.proposals_visible_to(person).filter(unit=branch, state=ProposalState.APPROVED, pk__in=missing)
    return found.filter(meeting__ends_on__gte=today).select_related("meeting").order_by("meeting__starts_on", "id")


def to_ask(person: Any, today: date, within: timedelta) -> QuerySet[Trip]:
    """The trips a planner has to ask for: those sent back, and drafts that leave within a time. A few queries."""
    due = Q(state=TripState.RETURNED) | Q(state=TripState.DRAFT, starts_on__lte=today + within)
    found = _own(person).filter(due, ends_on__gte=today)
    return found.select_related(*RELATED).order_by("starts_on", "id")


def astray(today: date) -> QuerySet[Trip]:
    """The trips to come, asked for or authorised, whose meeting was cancelled, is not attended or has none of their
    days. One query.

    Whoever may see them: pages narrow it down, the daily sweep tells those concerned.
    """
    meeting = "traveller__proposal__meeting"
    missed = Q(**{f"{meeting}__starts_on__gt": F("ends_on")}) | Q(**{f"{meeting}__ends_on__lt": F("starts_on")})
    off = Q(**{f"{meeting}__state": Meeting.State.CANCELLED}) | Q(**{f"{meeting}__attendance": Attendance.SKIP})
    found = Trip.objects.filter(missed | off)
    return found.filter(state__in=GOING, ends_on__gte=today).select_related(*RELATED).order_by("starts_on", "id")


def to_put_right(person: Any, today: date) -> QuerySet[Trip]:
    """Those of them that a planner's branch has to change or cancel. A few queries."""
    return astray(today).filter(pk__in=_own(person).values("pk"))


def to_enter(person: Any, day: date) -> QuerySet[Trip]:
    """The trips of a planner's branch that were over on a day and of which some cost is missing. A few queries."""
    found = unspent(_own(person), day.isoformat())
    return found.select_related(*RELATED).order_by("ends_on", "id")


def _own(person: Any) -> QuerySet[Trip]:
    branch = people.branch_of(person.unit) if person.unit_id else None
    return policy.planned_by(person).filter(traveller__proposal__unit=branch)


def between(person: Any, first: date, last: date) -> QuerySet[Trip]:
    """The trips asked for or authorised, and the authorised ones that were cancelled, in a period. One query.

    Those this person may view; ``own_between`` those it makes itself.
    """
    shown = Q(state__in=GOING) | Q(state=TripState.CANCELLED, authorised_at__isnull=False)
    found = policy.visible_to(person).filter(shown, starts_on__lte=last, ends_on__gte=first)
    return found.select_related(*RELATED).order_by("starts_on", "id")


def own_between(person: Any, first: date, last: date) -> QuerySet[Trip]:
    """A person's own trips in a period, as ``between`` tells them. One query."""
    return between(person, first, last).filter(person=person)
