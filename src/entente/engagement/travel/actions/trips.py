"""What planners do with a trip: open it, move it, call its question back, cancel it. Who decides: ``authorities``."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.numbers import actions as numbers
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person
from entente.foundation.people.roles import highest
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Proposal, Quarter, Step, Traveller, Trip, TripState
from ..notices import trips as words
from ..policy import TRIPS
from ..rules import trips as judging
from ..workflow.trips import TRIP
from . import formalities, reports

SERIES = "TRP"


@transaction.atomic
def open_trips(proposal: Proposal, *, by: Any) -> list[Trip]:
    """Open the trip of every approved traveller who has a name and no trip yet, on the days of the meeting.

    Whose name is not known yet is left for later; nothing is done where there is nobody.

    Raises ``PermissionDenied``.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("unit").get(pk=proposal.pk)
    TRIPS.require(by, "open", proposal)
    now, opened = timezone.now(), []
    for traveller in queries.trips.without_trip(proposal):
        if traveller.person_id is None:
            continue
        meeting = traveller.proposal.meeting
        trip = Trip(
            key=numbers.take(SERIES, year=timezone.localdate().year),
            traveller=traveller,
            person=traveller.person,
            starts_on=meeting.starts_on,
            ends_on=meeting.ends_on,
            changed_at=now,
            marking=highest([proposal.marking, meeting.marking]),
        )
        trip.full_clean()
        trip.save()
        trail.record(by=by, verb="open_trip", subject=trip, starts_on=trip.starts_on, ends_on=trip.ends_on)
        opened.append(trip)
    return opened


@transaction.atomic
def name_traveller(traveller: Traveller, *, by: Any, person: Person) -> Trip:
    """Say who travels for an office that was approved without a name, and open the trip.

    Raises:
        PermissionDenied: ``by`` does not plan for the branch.
        ValidationError: somebody is named already, is in the delegation already, or the office is not approved.
    """
    traveller = Traveller.objects.select_for_update(of=("self",)).select_related("proposal__unit").get(pk=traveller.pk)
    TRIPS.require(by, "open", traveller.proposal)
    rules.obey(judging.has_no_name_yet(traveller))
    traveller.person, traveller.rank = person, person.rank
    traveller.unit = traveller.unit or person.unit
    traveller.full_clean()
    traveller.save()
    trail.record(by=by, verb="name_traveller", subject=traveller.proposal, traveller=str(person))
    open_trips(traveller.proposal, by=by)
    return traveller.trip


@transaction.atomic
def change_dates(  # noqa: PLR0913 - what a person says of new days
    trip: Trip,
    *,
    by: Any,
    starts_on: date,
    ends_on: date,
    reason: str = "",
    overlap_reason: str = "",
) -> Trip:
    """Give a trip other days. An authorised one needs the reason; overlap, limits, passport and visa are judged anew.

    A reason why it overlaps is kept as it stands unless another is given.

    Raises:
        PermissionDenied: ``by`` does not plan for the branch.
        ValidationError: authority is being asked for, nothing changes, or TRV-44 to 46, 50 or 54 refuse.
    """
    [trip] = _hold([trip])
    TRIPS.require(by, "change_dates", trip)
    rules.obey(judging.not_while_it_is_asked_for(trip))
    authorised = trip.state == TripState.AUTHORISED
    before = {"starts_on": trip.starts_on, "ends_on": trip.ends_on}
    moved = (trip.starts_on, trip.ends_on) != (starts_on, ends_on)
    trip.starts_on, trip.ends_on = starts_on, ends_on
    if overlap_reason.strip():
        _explain(trip, overlap_reason=overlap_reason)
    rules.obey(
        judging.something_changes(moved or overlap_reason),
        judging.change_says_why(reason, needed=authorised),
        judging.texts_are_short_enough(reason=reason, overlap_reason=overlap_reason),
    )
    _touched(trip)
    trip.full_clean()
    limits = (judging.within_the_ceiling, judging.within_the_quarter) if authorised else ()
    rules.obey(*judging.obstacles(trip, (*judging.MOVING, *limits) if authorised else judging.MOVING[:1]))
    trip.save()
    changes: dict[str, Any] = {
        name: [was, getattr(trip, name)] for name, was in before.items() if was != getattr(trip, name)
    }
    if overlap_reason:
        changes["overlap_reason"] = overlap_reason
    trail.record(by=by, verb="change_dates", subject=trip, reason=reason, **changes)
    if authorised:
        told = [trip.person, *_deciders(trip), *people.planners_of(trip.traveller.proposal.unit)]
        words.tell_of_trip(told, words.TRIP_MOVED, trip, by=by, reason=reason)
        formalities._check(trip, by=by)
    return trip


@transaction.atomic
def recall_trip(trip: Trip, *, by: Any, reason: str) -> Trip:
    """Call the question for authority back, with the reason: nobody is asked any longer. Raises as ``cancel_trip``."""
    [trip] = _hold([trip])
    step = queries.authorities.turn_of(trip)
    _move(trip, "recall", by=by, reason=reason)
    if step:
        words.tell_of_trip(_asked_at(trip, step), words.TRIP_RECALLED, trip, by=by, reason=reason)
    return trip


@transaction.atomic
def cancel_trip(trip: Trip, *, by: Any, reason: str) -> Trip:
    """Call a trip off, at any time before its money is counted, with the reason. Its money is free again.

    Raises:
        PermissionDenied: ``by`` neither plans for the branch nor travels.
        ValidationError: it does not take place anyway, or there is no reason.
    """
    [trip] = _hold([trip])
    told = [trip.person, *_deciders(trip), *people.planners_of(trip.traveller.proposal.unit)]
    if step := queries.authorities.turn_of(trip):
        told += _asked_at(trip, step)
    _move(trip, "cancel", by=by, reason=reason)
    words.tell_of_trip(told, words.TRIP_CANCELLED, trip, by=by, reason=reason)
    return trip


@transaction.atomic
def reopen_trip(trip: Trip, *, by: Any, reason: str) -> Trip:
    """Make a refused or cancelled trip a draft again, with the reason; authority must be asked for anew."""
    [trip] = _hold([trip])
    return _move(trip, "reopen", by=by, reason=reason)


# ── Shared by what planners and deciders do ───────────────────────────────────────────────────────


def _hold(trips: Iterable[Trip]) -> list[Trip]:
    """Trips as they stand now, held until the transaction ends with their travellers and the quarters that pay.

    In one order everywhere, so that nobody waits for somebody who waits: trips, people, quarters. Overlaps and
    budgets are thus judged by one at a time.
    """
    keys = sorted(one.pk for one in trips)
    list(Trip.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    found = [queries.trips.whole(pk) for pk in keys]
    for model, pks in (
        (Person, {one.person_id for one in found}),
        (Quarter, {one.traveller.proposal.quarter_id for one in found}),
    ):
        rows: Any = model._default_manager
        list(rows.select_for_update(of=("self",), no_key=True).filter(pk__in=pks).order_by("pk"))
    for one in found:
        one.today = timezone.localdate()
    return found


def _asked_at(trip: Trip, step: Step) -> list[Person]:
    """Who is asked at a step today: who decides there, and the head for whom it decides."""
    link = queries.authorities.waits_for(trip, step, today=judging.day_of(trip))
    if link is None or link.decider is None:
        return []
    return [link.decider] + ([link.on_behalf] if link.on_behalf else [])


def _deciders(trip: Trip) -> list[Person]:
    """Who approved a trip in its last round."""
    found = [one for one in queries.authorities.steps(trip) if one.answer == "approved" and one.decider]
    last = max((one.round for one in found), default=0)
    return [one.decider for one in found if one.round == last and one.decider]


def _move(trip: Trip, name: str, *, by: Any, reason: str) -> Trip:
    """One step of a planner's: the state, why it stands so, and what is no longer asked."""
    TRIPS.require(by, name, trip)
    rules.obey(judging.texts_are_short_enough(reason=reason))
    before = trip.state
    TRIP.take(trip, name, reason=reason)
    trip.state_reason = reason
    if name == "reopen":
        trip.authorised_at, trip.exception_reason = None, ""
        _explain(trip, overlap_reason="", absence_reason="")
    _touched(trip)
    trip.full_clean()
    trip.save()
    _lapse(trip)
    trail.record(by=by, verb=f"{name}_trip", subject=trip, reason=reason, state=[before, trip.state])
    if trip.report is not None:
        reports.settle(trip.report)
    return trip


def _explain(trip: Trip, **reasons: str) -> None:
    """Keep reasons, and of each what it is about as things stand: what comes later is asked about anew."""
    now = queries.trips.in_the_way(trip)
    for name, text in reasons.items():
        setattr(trip, name, text)
    if "overlap_reason" in reasons:
        trip.overlaps_explained = now["overlap_reason"]
    if "absence_reason" in reasons:
        trip.absences_explained = now["absence_reason"]


def _lapse(trip: Trip) -> None:
    """Nobody is asked any longer: what waited is marked so, what was answered stays as it is."""
    for step in Step.objects.select_for_update(of=("self",)).filter(trip=trip, answer="waiting"):
        step.answer = "lapsed"
        step.save()


def _touched(trip: Trip) -> None:
    """Another revision, for calendars and for who reads the one before."""
    trip.revision += 1
    trip.changed_at = timezone.now()
