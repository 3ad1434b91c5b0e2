"""Questions about authorities: who has to answer, whose turn it is, what was answered."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Headship, Unit
from entente.foundation.people.queries import Link

from .. import policy
from ..models import Step, Traveller, TravellerState, Trip, TripState
from .trips import RELATED, who_travels


def line(trip: Trip, *, today: date) -> list[Link]:
    """Who has to answer for a trip on a day, in their order, those who are skipped among them.

    From the head of the traveller's office to the head of the branch for what is on the approved list; to the head of
    the agency for an exception. Where the last of them is skipped, the line goes on upwards until somebody answers.
    About eight queries.
    """
    links = people.chain(
        trip.office,
        on=today,
        without=who_travels(trip.traveller.proposal_id),
        authority=Authority.APPROVE_TRAVEL,
    )
    if trip.is_exception:
        return links
    branch = people.branch_of(trip.office)
    last = max((place for place, link in enumerate(links) if link.unit == branch), default=len(links) - 1)
    while links[last].skipped and last + 1 < len(links):
        last += 1
    return links[: last + 1]


def steps(trip: Trip) -> QuerySet[Step]:
    """Every step of every round, in the order in which they were to be answered. One query."""
    return Step.objects.filter(trip=trip).select_related("unit", "head", "decider").order_by("round", "position")


def turn_of(trip: Trip) -> Step | None:
    """The step whose turn it is, if the trip waits for an answer. One query."""
    return policy.turn_of(trip)


def waits_for(trip: Trip, step: Step, *, today: date) -> Link | None:
    """Who is asked at a step on a day, not always as when it began; nothing once the office left the line."""
    return next((link for link in line(trip, today=today) if link.unit == step.unit), None)


def answered_by(person: Any, today: date) -> QuerySet[Step]:
    """The steps that wait for this person, as head of the office or for a head who gave it that authority.

    Nobody is asked about a delegation it travels with. One query.
    """
    givers = people.delegations_on(today, authority=Authority.APPROVE_TRAVEL).filter(receiver=person)
    standing = Headship.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
    mine = standing.filter(Q(person=person) | Q(person__in=givers.order_by().values("giver")))
    gone = (TravellerState.REFUSED, TravellerState.WITHDRAWN)
    along = Traveller.objects.filter(proposal=OuterRef("trip__traveller__proposal"), person=person)
    return (
        Step.objects.filter(
            answer="waiting",
            asked_at__isnull=False,
            trip__state=TripState.REQUESTED,
            unit__in=mine.order_by().values("unit"),
            trip__in=policy.visible_to(person).order_by().values("pk"),
        )
        .exclude(Exists(along.exclude(state__in=gone)))
        .select_related("unit", "trip", *(f"trip__{name}" for name in RELATED))
        .order_by("asked_at", "id")
    )


def together(person: Any, trip: Trip, today: date) -> list[Step]:
    """The steps of the same delegation that wait for the same person, this trip's among them. One query."""
    found = answered_by(person, today).filter(trip__traveller__proposal=trip.traveller.proposal_id)
    return list(found.order_by("trip__traveller__position", "id"))


def waiting() -> QuerySet[Step]:
    """Every step whose turn it is, whoever is asked. One query."""
    found = Step.objects.filter(answer="waiting", asked_at__isnull=False, trip__state=TripState.REQUESTED)
    return found.select_related("trip", "unit").order_by("id")


def top() -> Unit | None:
    """The office that heads the agency. One query."""
    return people.Chart().top
