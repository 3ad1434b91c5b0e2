"""The life of a trip: opened for who was approved, moved, called back, called off; what stands in the way of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.travel import actions, queries
from entente.engagement.travel.actions import worksheets
from entente.engagement.travel.models import Report, Trip, TripState, Worksheet
from entente.engagement.travel.rules import trips as rules
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Absence
from entente.foundation.trail.models import Entry

from . import factories


@pytest.fixture
def trip(people):
    return factories.trip(people)


def refusal(act, *args, **given):
    """The codes of everything that stands in the way."""
    with pytest.raises(ValidationError) as refused:
        act(*args, **given)
    return {one.code for one in factories.problems(refused.value)}


def moved(trip, **given):
    """The same trip with other values, without anybody having been asked: a fact of the world."""
    Trip.objects.filter(pk=trip.pk).update(**given)
    return Trip.objects.get(pk=trip.pk)


def unfilled(trip):
    """Its worksheet lacks an answer: a fact of the world, whoever made it so."""
    Worksheet.objects.filter(proposal=trip.traveller.proposal_id).update(agenda_en="", agenda_fr="")


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────


def test_an_approved_delegation_has_its_trips_at_once(people):
    proposal = factories.proposal("approved", people)

    [trip] = Trip.objects.filter(traveller__proposal=proposal)

    assert trip.person == people.delegate
    assert (trip.starts_on, trip.ends_on) == (proposal.meeting.starts_on, proposal.meeting.ends_on)
    assert trip.state == TripState.DRAFT
    assert trip.key.startswith("TRP-")


def test_opening_twice_opens_nothing_twice(people, trip):
    assert actions.open_trips(trip.traveller.proposal, by=people.planner) == []
    assert Trip.objects.count() == 1


def test_an_office_without_a_name_waits_for_one(people):
    proposal = factories.complete(people)
    actions.add_traveller(proposal, by=people.planner, office_en="Analyst", reason="Knows the file.")
    office = proposal.travellers.get(person=None)
    actions.estimate(office, by=people.planner, lines={"airfare": {"estimate": 900}})
    worksheets.fill(proposal, by=people.planner, memory_en="The file has two hands.", memory_fr="Deux mains.")
    worksheets.check(proposal, by=people.planner)
    factories.walk(proposal, "approved", people)
    assert Trip.objects.count() == 1

    actions.name_traveller(office, by=people.planner, person=people.second)

    assert set(Trip.objects.values_list("person", flat=True)) == {people.delegate.pk, people.second.pk}
    assert refusal(actions.name_traveller, office, by=people.planner, person=people.delegate) == {"named_already"}


def test_nobody_opens_trips_of_another_branch(people, trip):
    with pytest.raises(PermissionDenied):
        actions.open_trips(trip.traveller.proposal, by=people.other_planner)


# ── What stands in the way ────────────────────────────────────────────────────────────────────────


def test_every_obstacle_is_told_at_once_and_leads_to_its_cure(people, trip):
    unfilled(trip)
    trip.traveller.costs.all().delete()
    Absence.objects.create(person=people.delegate, starts_on=trip.starts_on, ends_on=trip.starts_on)

    with pytest.raises(ValidationError) as refused:
        actions.ask_authority(trip, by=people.planner)

    codes = {one.code for one in factories.problems(refused.value)}
    assert {"worksheet_agenda", "estimate_missing", "absence"} <= codes
    assert all(one.params["url"].startswith("/en/") for one in factories.problems(refused.value))


def test_trv_40_only_an_approved_traveller_of_an_approved_proposal_gets_authority(people, trip):
    trip.traveller.state = "refused"
    trip.traveller.save()

    assert refusal(actions.ask_authority, trip, by=people.planner) == {"traveller_not_approved"}


def test_trv_41_without_a_complete_worksheet_nobody_is_asked(people, trip):
    unfilled(trip)

    assert "worksheet_agenda" in refusal(actions.ask_authority, trip, by=people.planner)


def test_trv_42_who_owes_the_report_of_an_earlier_trip_goes_nowhere(people):
    first = factories.trip(people, "authorised")
    long_ago = timezone.localdate() - timedelta(days=30)
    moved(first, starts_on=long_ago, ends_on=long_ago)
    first.traveller.proposal.meeting.__class__.objects.filter(pk=first.traveller.proposal.meeting_id).update(
        starts_on=long_ago, ends_on=long_ago
    )
    later = factories.trip(people, of=factories.later_quarter(people), meeting=factories.another_meeting())

    with pytest.raises(ValidationError) as refused:
        actions.ask_authority(later, by=people.planner)

    [problem] = factories.problems(refused.value)
    assert problem.code == "report_owed"
    assert problem.params["url"] == first.report.get_absolute_url()


def test_trv_43_somebody_says_what_it_costs(people, trip):
    trip.traveller.costs.all().delete()

    assert refusal(actions.ask_authority, trip, by=people.planner) == {"estimate_missing"}


def test_trv_44_past_the_ceiling_it_needs_a_reason_and_goes_to_the_president(people, trip, settings):
    settings.ENTENTE_TRIP_CEILING = "1500"
    assert refusal(actions.ask_authority, trip, by=people.planner) == {"past_the_ceiling"}

    actions.ask_authority(trip, by=people.planner, exception_reason="The only flight that week.")

    assert [step.unit for step in queries.authorities.steps(trip)][-1] == people.agency


def test_trv_45_past_the_money_of_the_quarter_it_needs_a_reason_too(people):
    quarter = factories.quarter(people, budget=1999)
    trip = factories.trip(people, of=quarter)

    assert refusal(actions.ask_authority, trip, by=people.planner) == {"past_the_quarter"}


def test_trv_45_money_that_another_authority_took_is_gone(people):
    quarter = factories.quarter(people, budget=3500)
    first, second = factories.two_trips(people, quarter)
    actions.ask_authority(first, by=people.planner)

    assert refusal(actions.ask_authority, second, by=people.planner) == {"past_the_quarter"}

    actions.cancel_trip(first, by=people.planner, reason="The other one matters more.")
    actions.ask_authority(second, by=people.planner)


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (-5, -1, False),  # returns the day before
        (-5, 0, True),  # returns on the day the other begins: touching
        (1, 1, True),  # inside
        (-5, 9, True),  # encloses
        (2, 9, True),  # leaves on the last day: touching
        (3, 9, False),  # leaves the day after
    ],
)
def test_trv_46_overlaps_are_found_the_enclosing_and_the_touching_ones_included(people, first, last, overlaps):
    one, other = factories.two_trips(people)
    actions.ask_authority(one, by=people.planner)
    days = one.starts_on + timedelta(days=first), one.starts_on + timedelta(days=last)
    other = moved(other, person=one.person, starts_on=days[0], ends_on=days[1])

    found = list(queries.trips.overlapping(other))

    assert bool(found) is overlaps
    other.today = timezone.localdate()
    assert bool(rules.on_one_journey_at_a_time(other)) is overlaps


def test_trv_46_two_meetings_on_one_journey_stand_with_the_reason(people):
    one, other = factories.two_trips(people, same_person=True)
    actions.ask_authority(one, by=people.planner)
    assert refusal(actions.ask_authority, other, by=people.planner) == {"overlap"}

    actions.ask_authority(other, by=people.planner, overlap_reason="Both meetings are in Brussels that week.")

    other.refresh_from_db()
    assert other.state == TripState.REQUESTED
    assert other.overlap_reason == "Both meetings are in Brussels that week."


def test_trv_46_a_trip_that_was_called_off_stands_in_nobodys_way(people):
    one, other = factories.two_trips(people, same_person=True)
    actions.ask_authority(one, by=people.planner)
    actions.cancel_trip(one, by=people.planner, reason="The meeting is on line.")

    actions.ask_authority(other, by=people.planner)


def test_trv_47_an_absence_in_these_days_is_explained(people, trip):
    Absence.objects.create(person=people.delegate, starts_on=trip.ends_on, ends_on=trip.ends_on, kind="training")
    assert refusal(actions.ask_authority, trip, by=people.planner) == {"absence"}

    actions.ask_authority(trip, by=people.planner, absence_reason="The course moves to the week after.")


def test_trv_47_travel_is_no_absence_from_travel(people, trip):
    Absence.objects.create(person=people.delegate, starts_on=trip.starts_on, ends_on=trip.ends_on, kind="travel")

    actions.ask_authority(trip, by=people.planner)


def test_trv_49_authority_comes_before_the_journey(people, trip):
    yesterday = timezone.localdate() - timedelta(days=1)
    trip = moved(trip, starts_on=yesterday)

    assert refusal(actions.ask_authority, trip, by=people.planner) == {"after_the_fact"}

    actions.ask_authority(trip, by=people.planner, exception_reason="The crisis began on a Sunday.")
    assert list(queries.authorities.steps(trip))[-1].unit == people.agency


def test_trv_50_a_trip_leads_to_its_meeting(people, trip):
    day = trip.ends_on + timedelta(days=1)
    assert refusal(actions.change_dates, trip, by=people.planner, starts_on=day, ends_on=day) == {"misses_the_meeting"}

    trip.traveller.proposal.meeting.state = "cancelled"
    trip.traveller.proposal.meeting.save()
    assert refusal(actions.ask_authority, trip, by=people.planner) == {"meeting_cancelled"}


def test_trv_51_who_left_the_agency_is_not_sent(people, trip):
    people.delegate.is_active = False
    people.delegate.save()

    assert "account_closed" in refusal(actions.ask_authority, trip, by=people.planner)


def test_trv_57_a_reason_is_no_book(people, trip):
    long = "x" * 20_001

    with pytest.raises(ValidationError) as refused:
        actions.cancel_trip(trip, by=people.planner, reason=long)

    assert "20000" in refused.value.messages[0].replace(",", "")


# ── Moving, calling back, calling off ─────────────────────────────────────────────────────────────


def test_a_draft_moves_freely(people, trip):
    first = trip.starts_on - timedelta(days=1)

    actions.change_dates(trip, by=people.planner, starts_on=first, ends_on=trip.ends_on)

    trip.refresh_from_db()
    assert (trip.starts_on, trip.revision) == (first, 1)


def test_trv_54_what_is_authorised_moves_with_the_reason_and_everybody_concerned_hears_of_it(people):
    trip = factories.trip(people, "authorised")
    days = {"starts_on": trip.starts_on - timedelta(days=1), "ends_on": trip.ends_on}
    assert refusal(actions.change_dates, trip, by=people.planner, **days) == {None}
    before = trip.revision

    actions.change_dates(trip, by=people.planner, reason="The flight of the day before is cheaper.", **days)

    trip.refresh_from_db()
    assert trip.state == TripState.AUTHORISED
    assert trip.revision == before + 1
    told = set(Notice.objects.filter(word="travel.trip_moved").values_list("person__username", flat=True))
    assert told == {"delegate", "general", "vice-president"}
    entry = Entry.objects.filter(verb="change_dates").latest("id")
    assert entry.reason == "The flight of the day before is cheaper."
    assert entry.changes["starts_on"][1] == days["starts_on"].isoformat()


def test_an_authorised_trip_does_not_move_into_another(people):
    one, other = factories.two_trips(people, same_person=True, apart=True)
    for trip in (one, other):
        factories.authorise(trip, people)

    codes = refusal(
        actions.change_dates,
        other,
        by=people.planner,
        starts_on=one.starts_on - timedelta(days=9),
        ends_on=other.ends_on,
        reason="Earlier.",
    )

    assert codes == {"overlap"}


def test_trv_55_a_move_to_the_same_days_is_no_move(people, trip):
    same = {"starts_on": trip.starts_on, "ends_on": trip.ends_on}

    assert refusal(actions.change_dates, trip, by=people.planner, **same) == {"unchanged"}


def test_trv_56_nobody_changes_what_others_are_deciding_about(people):
    trip = factories.trip(people, "requested")
    day = trip.starts_on

    codes = refusal(actions.change_dates, trip, by=people.planner, starts_on=day, ends_on=day)

    assert codes == {"being_decided"}


def test_the_end_of_a_trip_does_not_come_before_its_beginning(people, trip):
    with pytest.raises(ValidationError) as refused:
        actions.change_dates(trip, by=people.planner, starts_on=trip.ends_on, ends_on=trip.starts_on)

    assert "The end cannot come before the beginning." in refused.value.messages


def test_calling_back_ends_the_round_and_keeps_what_was_answered(people):
    trip = factories.trip(people, "requested")
    actions.answer_authority(trip, by=people.general, answer="approve", comment="Good.")

    actions.recall_trip(trip, by=people.planner, reason="The dates were wrong.")

    trip.refresh_from_db()
    assert trip.state == TripState.DRAFT
    assert [(s.answer, s.comment) for s in queries.authorities.steps(trip)] == [("approved", "Good."), ("lapsed", "")]
    actions.ask_authority(trip, by=people.planner)
    assert [s.round for s in queries.authorities.steps(trip)] == [1, 1, 2, 2]


@pytest.mark.parametrize("state", ["draft", "requested", "authorised", "returned"])
def test_a_trip_is_called_off_at_any_time_with_the_reason(people, state):
    trip = factories.trip(people, state)
    assert refusal(actions.cancel_trip, trip, by=people.planner, reason=" ") == {"reason_missing"}

    actions.cancel_trip(trip, by=people.planner, reason="The host cancelled.")

    trip.refresh_from_db()
    assert (trip.state, trip.state_reason) == (TripState.CANCELLED, "The host cancelled.")
    assert not queries.authorities.waiting().exists()


def test_the_traveller_may_call_the_own_trip_off_and_the_report_is_no_longer_owed(people):
    trip = factories.trip(people, "authorised")

    actions.cancel_trip(trip, by=people.delegate, reason="Ill.")

    assert Report.objects.get().state == "lapsed"


@pytest.mark.parametrize("state", ["refused", "cancelled"])
def test_what_does_not_take_place_may_be_opened_again_and_needs_a_new_authority(people, state):
    trip = factories.trip(people, state)

    actions.reopen_trip(trip, by=people.planner, reason="The host wants us after all.")

    trip.refresh_from_db()
    assert (trip.state, trip.authorised_at) == (TripState.DRAFT, None)
    actions.ask_authority(trip, by=people.planner)
