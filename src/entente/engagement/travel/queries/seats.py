"""Questions about who of an approved delegation sits in the meeting's own, and who sits there and does not go."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from entente.engagement.meetings.models import Delegate, Meeting

from .. import policy
from ..models import Proposal, ProposalState, Traveller, TravellerState, TripState
from .proposals import OUT

CALLED_OFF = (TripState.CANCELLED, TripState.REFUSED)
GOES = Q(state=TravellerState.APPROVED, proposal__state=ProposalState.APPROVED) & ~Q(trip__state__in=CALLED_OFF)
STAYS = (
    Q(state__in=OUT)
    | Q(proposal__state__in=(ProposalState.REFUSED, ProposalState.WITHDRAWN))
    | Q(trip__state__in=CALLED_OFF)
)


@dataclass(frozen=True, slots=True)
class Seats:
    """``missing`` go and do not sit in the delegation; ``astray`` sit there, by ``seat``, and do not go."""

    missing: list[Any]
    astray: list[Any]


def to_seat(proposal: Proposal) -> QuerySet[Traveller]:
    """The approved travellers of one proposal with a name who go and sit in no delegation yet. One query."""
    found = Traveller.objects.filter(GOES, ~Exists(_seat("proposal__meeting")), proposal=proposal, person__isnull=False)
    return found.select_related("person__unit", "unit").order_by("position", "id")


def seats(person: Any, meeting: Meeting) -> Seats:
    """Where approved travel and the delegation to a meeting differ, as far as this person reads proposals. One query.

    Who goes with another branch goes, whichever line was refused. Who was noted as there is not astray. ``knows`` says
    whether the reader may know the trip itself.
    """
    goes = Traveller.objects.filter(GOES, proposal__meeting=meeting, person=OuterRef("person"))
    seat = _seat("proposal__meeting")
    rows = (
        policy.travellers_visible_to(person)
        .filter(GOES | STAYS & ~Exists(goes), proposal__meeting=meeting, person__isnull=False)
        .annotate(
            goes=Exists(goes),
            seat=Subquery(seat.values("pk")[:1]),
            was_there=Subquery(seat.values("attended")[:1]),
            knows=Exists(policy.visible_to(person).filter(traveller=OuterRef("pk"))),
        )
        .select_related("person", "trip", "proposal__unit", "proposal__meeting__body", "proposal__meeting__partner")
        .order_by("proposal__unit__sort_en", "proposal__id", "position", "id")
    )
    found: dict[Any, Any] = {}
    for one in rows:
        found.setdefault(one.person_id, one)
    return Seats(
        missing=[one for one in found.values() if one.goes and one.seat is None],
        astray=[one for one in found.values() if not one.goes and one.seat is not None and not one.was_there],
    )


def _seat(meeting: str) -> QuerySet[Delegate]:
    return Delegate.objects.filter(meeting=OuterRef(meeting), person=OuterRef("person"), partner__isnull=True)
