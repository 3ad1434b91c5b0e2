"""A reason stands for what it was given about: what comes later is asked about anew, and a reason can be taken back."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.engagement.travel import actions, queries
from entente.engagement.travel.models import CostLine, Formality, Trip
from entente.engagement.travel.rules import trips as rules
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Absence

from . import factories

TODAY = timezone.localdate()


def refused(act, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return {one.code for one in factories.problems(refusal.value)}


def now(trip):
    found = queries.trips.whole(trip.pk)
    found.today = TODAY
    return found


@pytest.fixture
def both(people):
    """Two trips of one person on the same days, the second authorised with its reason."""
    one, other = factories.two_trips(people, same_person=True)
    actions.ask_authority(one, by=people.planner)
    return one, factories.authorise(other, people, overlap_reason="One journey.")


def test_TRV_46_a_reason_for_one_overlap_is_none_for_another(people, both):
    _one, other = both
    assert rules.on_one_journey_at_a_time(now(other)) is None
    session = factories.another_meeting("MTG-2027-0003")
    third = factories.trip(people, of=factories.later_quarter(people), meeting=session)
    days = {"starts_on": other.starts_on, "ends_on": other.ends_on + timedelta(7)}
    Trip.objects.filter(pk=third.pk).update(
        state="authorised", starts_on=days["ends_on"], ends_on=days["ends_on"] + timedelta(1)
    )

    said = {"by": people.planner, "reason": "A day more.", **days}
    assert refused(actions.change_dates, other, **said) == {"overlap"}
    actions.change_dates(other, overlap_reason="From one to the other to the third.", **said)

    assert rules.on_one_journey_at_a_time(now(other)) is None


def test_TRV_46_a_trip_that_comes_between_asking_and_authority_is_asked_about(people):
    one, other = factories.two_trips(people, same_person=True)
    actions.ask_authority(one, by=people.planner, overlap_reason="One journey.")  # nothing overlaps yet
    actions.ask_authority(other, by=people.planner, overlap_reason="One journey.")

    assert rules.on_one_journey_at_a_time(now(one)) is not None
    assert rules.on_one_journey_at_a_time(now(other)) is None


def test_TRV_47_an_absence_recorded_after_the_reason_was_given_is_asked_about(people):
    trip = factories.trip(people)
    day = trip.starts_on
    Absence.objects.create(person=people.delegate, starts_on=day, ends_on=day, kind="training")
    actions.ask_authority(trip, by=people.planner, absence_reason="The course is on line.")
    assert rules.absences_are_explained(now(trip)) is None

    Absence.objects.create(person=people.delegate, starts_on=trip.ends_on, ends_on=trip.ends_on, kind="leave")

    actions.recall_trip(trip, by=people.planner, reason="Another absence.")
    assert refused(actions.ask_authority, trip, by=people.planner) == {"absence"}


def test_what_is_opened_again_has_no_reason_from_before(people, both):
    _one, other = both
    actions.cancel_trip(other, by=people.planner, reason="Moved.")

    trip = actions.reopen_trip(other, by=people.planner, reason="It takes place after all.")

    assert (trip.overlap_reason, trip.absence_reason, trip.exception_reason) == ("", "", "")
    assert refused(actions.ask_authority, trip, by=people.planner) == {"overlap"}


def test_TRV_44_a_reason_that_is_taken_back_answers_nothing(people, as_person):
    trip = factories.trip(people)
    lines = CostLine.objects.filter(traveller=trip.traveller, kind="airfare")
    lines.update(estimate=30_000)
    actions.ask_authority(trip, by=people.planner, exception_reason="The only flight.")
    actions.recall_trip(trip, by=people.planner, reason="A cheaper one was found.")
    lines.update(estimate=900)

    page = reverse("travel:ask_authority", args=[trip.key])
    assert "The only flight." in as_person(people.planner).get(page).content.decode()
    as_person(people.planner).post(page, {"exception_reason": ""})

    trip = now(trip)
    assert (trip.state, trip.exception_reason) == ("requested", "")
    actions.recall_trip(trip, by=people.planner, reason="Dearer again.")
    lines.update(estimate=30_000)
    assert refused(actions.ask_authority, trip, by=people.planner) == {"past_the_ceiling"}


def test_TRV_63_passport_and_visa_are_judged_again_when_the_days_move(people):
    country = factories.country("BE")
    trip = factories.trip(people, meeting=factories.meeting(country=country))
    until = {"passport": trip.ends_on + timedelta(200), "visa": trip.ends_on + timedelta(2)}
    for kind, last in until.items():
        where = {"country": country} if kind == "visa" else {}
        said = {"person": people.delegate, "kind": kind, "state": "held", "expires_on": last, **where}
        actions.add_formality(by=people.desk, **said)
    trip = factories.authorise(trip, people)
    assert not Formality.objects.filter(trip=trip).exists()

    days = {"starts_on": trip.starts_on, "ends_on": trip.ends_on + timedelta(40)}
    actions.change_dates(trip, by=people.planner, reason="He stays for the workshop.", **days)

    found = Formality.objects.filter(trip=trip).values_list("kind", "state")
    assert set(found) == {("passport", "needed"), ("visa", "needed")}


def test_TRV_66_what_was_held_for_the_trip_and_lasts_no_longer_is_to_be_checked_again(people):
    trip = factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("BE")))
    for task in Formality.objects.filter(trip=trip):
        last = trip.ends_on + timedelta(200 if task.kind == "passport" else 2)
        actions.record_formality(task, by=people.desk, state="held", expires_on=last)
    told = Notice.objects.filter(word="travel.formality_to_check", person=people.delegate)
    assert told.count() == 2

    days = {"starts_on": trip.starts_on, "ends_on": trip.ends_on + timedelta(5)}
    actions.change_dates(trip, by=people.planner, reason="He stays on.", **days)

    states = dict(Formality.objects.filter(trip=trip).values_list("kind", "state"))
    assert states == {"passport": "held", "visa": "needed"}
    assert told.count() == 3


# ── After the decision ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("state", ["draft", "authorised"])
def test_TRV_16_others_pay_no_more_than_the_estimate_after_the_decision_either(people, state):
    trip = factories.trip(people, state)
    lines = {"airfare": {"estimate": 100, "paid_by_others": 5_000, "funder": "WCO"}}
    assert refused(actions.revise_estimate, trip, by=people.planner, lines=lines, reason="WCO pays.") == {
        "cost_overpaid"
    }

    lines["airfare"]["paid_by_others"] = 100
    actions.revise_estimate(trip, by=people.planner, lines=lines, reason="WCO pays.")


def test_who_was_refused_is_not_proposed_again_for_the_next_session(people):
    one, other = factories.delegation_of_two(people)
    type(one.traveller).objects.filter(pk=other.traveller_id).update(state="refused")
    session = factories.another_meeting()

    again = actions.propose_again(
        one.traveller.proposal, by=people.planner, quarter=factories.later_quarter(people), meeting=session
    )

    assert [traveller.person for traveller in again.travellers.all()] == [people.delegate]
