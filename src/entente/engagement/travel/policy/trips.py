"""Who may do what with a trip and its authority.

A trip names a person, so it is no open book: travellers read their own, planners that of their branch, heads what
stands in their line, International Affairs, executives and auditors all of it; nobody else any. Everybody needs the
clearance for its marking and for that of the proposal, the meeting, the body and the partner.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Headship, Work
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from ..models import Step, Traveller, Trip
from . import chart

EVERYONES = (Role.EXECUTIVE, Role.AUDITOR)
OWN_ONLY = (Role.READER, Role.ADMINISTRATOR)


def may_read(person: Any, trip: Any) -> bool:
    """Anyone cleared: traveller, branch planners, heads in its line, International Affairs, executives, auditors."""
    return trip is not None and visible_to(person).filter(pk=trip.pk).exists()


def traveller(person: Any, trip: Any) -> bool:
    """The traveller, cleared for the trip."""
    return trip is not None and trip.person_id == person.pk and may_read(person, trip)


def planner(person: Any, trip: Any) -> bool:
    """A travel planner of the branch or of International Affairs, cleared for the trip."""
    return trip is not None and planned_by(person).filter(pk=trip.pk).exists()


def any_planner(person: Any, thing: Any) -> bool:
    """Any travel planner."""
    return bool(person.role == Role.TRAVEL_PLANNER)


def whose_turn_it_is(person: Any, trip: Any) -> bool:
    """Who heads the office whose turn it is, or one above, or holds that authority that day, and does not travel."""
    return trip is not None and answering_for(person, trip) is not None


def opener(person: Any, proposal: Any) -> bool:
    """A travel planner of the branch or of International Affairs, and who decides the quarter."""
    if proposal is None:
        return False
    return chart.balances(person) or chart.plans_for_branch(person, proposal.unit) or _decides(person)


def balancing_planner(person: Any, thing: Any) -> bool:
    """A travel planner of International Affairs."""
    return chart.balances(person)


def who_keeps_to_a_ceiling(person: Any, thing: Any) -> bool:
    """Travel planners, executives and auditors."""
    return bool(person.role in (*EVERYONES, Role.TRAVEL_PLANNER))


# fmt: off
TRIPS = Policy({
    # act              who
    "view":           (may_read,),
    "open":           (opener,),
    "change_dates":   (planner,),
    "ask":            (planner,),
    "recall":         (planner,),
    "authorise":      (whose_turn_it_is,),
    "send_back":      (whose_turn_it_is,),
    "refuse":         (whose_turn_it_is,),
    "cancel":         (planner, traveller),
    "reopen":         (planner,),
    "estimate":       (planner,),
    "spend":          (planner,),
    "import_actuals": (any_planner,),
    "view_ceilings":  (who_keeps_to_a_ceiling,),
    "set_ceiling":    (balancing_planner,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Trip]:
    """Every trip this person may view: the "view" row, asked of many at once. One query more at most."""
    return Trip.objects.filter(readable(person), _reach(person))


def planned_by(person: Any) -> QuerySet[Trip]:
    """Every trip this person plans: those of the branch; for a travel planner of International Affairs all."""
    if person.role != Role.TRAVEL_PLANNER or not person.unit_id:
        return Trip.objects.none()
    if chart.balances(person):
        return visible_to(person)
    return visible_to(person).filter(traveller__proposal__unit=chart.place_of(person).branch)


def readable(person: Any, path: str = "traveller__proposal__") -> Q:
    """What this person is cleared for. ``path`` leads to the proposal; a trip's own marking counts, too."""
    marks = markings_for(person)
    meeting = f"{path}meeting__"
    own = Q(marking__in=marks) if path == "traveller__proposal__" else Q()
    return (
        own
        & Q(**{f"{path}marking__in": marks, f"{meeting}marking__in": marks})
        & (Q(**{f"{meeting}body": None}) | Q(**{f"{meeting}body__marking__in": marks}))
        & (Q(**{f"{meeting}partner": None}) | Q(**{f"{meeting}partner__marking__in": marks}))
    )


def _reach(person: Any) -> Q:
    if not person.pk:
        return Q(pk=None)
    if person.role in EVERYONES:
        return Q()
    reach = Q(person=person) | Q(Exists(_answered_by(person)))
    if person.role in OWN_ONLY or not person.unit_id:
        return reach
    coordinates, branch = _offices(person)
    if coordinates:
        return Q()
    if person.role == Role.TRAVEL_PLANNER:
        reach |= Q(traveller__proposal__unit__in=branch) | Q(traveller__unit__in=branch)
    return reach


def _offices(person: Any) -> tuple[bool, list[int]]:
    """Whether a person works at International Affairs, and the offices of the own branch.

    Asked once for a person and kept on it: a page asks many times. One query.
    """
    kept = person.__dict__.setdefault("_travel_offices", {})
    if person.unit_id not in kept:
        tree = chart.drawn_for(person)
        coordinates = any(one.work == Work.INTERNATIONAL_AFFAIRS for one in tree.above(person.unit))
        kept[person.unit_id] = (coordinates, [one.pk for one in tree.under(tree.branch(person.unit))])
    found: tuple[bool, list[int]] = kept[person.unit_id]
    return found


def _answered_by(person: Any) -> QuerySet[Step]:
    """The steps that a person answered, or that stand with an office whose head it is or stands in for today."""
    today = timezone.localdate()
    givers = people.delegations_on(today, authority=Authority.APPROVE_TRAVEL).filter(receiver=person)
    heads = Headship.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today).filter(
        Q(person=person) | Q(person__in=givers.order_by().values("giver"))
    )
    mine = Q(decider=person) | Q(head=person) | Q(unit__in=heads.order_by().values("unit"))
    return Step.objects.filter(mine, trip=OuterRef("pk"))


def turn_of(trip: Any) -> Step | None:
    """The step whose turn it is, if the trip waits for an answer. One query."""
    waits = Step.objects.filter(trip=trip, answer="waiting", asked_at__isnull=False)
    return waits.select_related("unit", "head").order_by("-round", "position").first()


def answering_for(person: Any, trip: Any, step: Step | None = None) -> Any:
    """The head on whose behalf a person may answer for a trip today, itself or another; nothing when it may not.

    At the step whose turn it is, unless another is meant.
    """
    step = step or turn_of(trip)
    if step is None or not visible_to(person).filter(pk=trip.pk).exists():
        return None
    head = chart.answers_for(person, step.unit)
    if head is None:
        return None
    proposal = trip.traveller.proposal_id
    travels = Traveller.objects.filter(proposal=proposal, person__in={head.pk, person.pk}).exclude(
        state__in=("refused", "withdrawn")
    )
    return None if travels.exists() else head


def _decides(person: Any) -> bool:
    return chart.decides_for(person) is not None
