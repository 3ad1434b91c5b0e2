"""The rules of trips, each alone: what it refuses and how to cure it, and what it lets pass."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from entente.engagement.travel import actions, queries
from entente.engagement.travel.models import Report, Trip, Worksheet
from entente.engagement.travel.rules import reports as report_rules
from entente.engagement.travel.rules import trips as rules
from entente.foundation.people.models import Absence, Headship

from . import factories, reporting


def today():
    return timezone.localdate()


def judged(pk):
    """A trip as it stands now, judged today."""
    found = queries.trips.whole(pk)
    found.today = today()
    return found


@pytest.fixture
def trip(people):
    return judged(factories.trip(people).pk)


def said(problem):
    """Everything a refusal says."""
    return " ".join(problem.messages)


def leads_to(problem):
    """The addresses at which what it refuses is cured."""
    return {one.params["url"] for one in problem.error_list}


def test_trv_40_authority_is_for_who_was_approved_others_are_decided_first(trip):
    assert rules.on_the_approved_list(trip) is None

    trip.traveller.state = "refused"
    assert "Have the delegation decided again" in said(rules.on_the_approved_list(trip))
    trip.traveller.proposal.state = "returned"
    assert "Have it decided first, on the list or as an exception" in said(rules.on_the_approved_list(trip))
    assert leads_to(rules.on_the_approved_list(trip)) == {trip.traveller.proposal.get_absolute_url()}


def test_trv_41_a_worksheet_that_lacks_an_answer_leads_to_the_worksheet(trip):
    assert rules.worksheet_stands(trip) is None

    Worksheet.objects.filter(proposal=trip.traveller.proposal).update(agenda_en="", agenda_fr="")

    found = rules.worksheet_stands(judged(trip.pk))
    assert {one.code for one in found.error_list} == {"worksheet_agenda"}
    assert leads_to(found) == {reverse("travel:worksheet", args=[trip.traveller.proposal.key])}


def test_trv_42_and_trv_70_a_report_owed_bars_the_way_until_it_is_handed_in(people, trip):
    assert rules.reports_are_in(trip) is None
    owed = reporting.owed(people, ended=3)

    found = rules.reports_are_in(trip)
    assert owed.key in said(found)
    assert "Once it is handed in, the way is free." in said(found)
    assert leads_to(found) == {owed.get_absolute_url()}

    Report.objects.update(state="submitted")
    assert rules.reports_are_in(trip) is None


def test_trv_70_a_report_on_a_meeting_that_still_runs_is_not_owed_yet(people):
    reporting.owed(people, ended=0)

    assert report_rules.nothing_owed(people.delegate, today()) is None
    assert report_rules.nothing_owed(people.delegate, today() + timedelta(days=1)).code == "report_owed"


def test_trv_43_a_trip_without_an_estimate_asks_for_one_be_it_that_others_pay(people, trip):
    assert rules.costs_are_estimated(trip) is None

    trip.traveller.costs.all().delete()
    assert "Give the estimate." in said(rules.costs_are_estimated(trip))

    trip.traveller.costs.create(kind="airfare", estimate=0, paid_by_others=900, funder="WCO")
    assert rules.costs_are_estimated(trip) is None


def test_trv_44_a_trip_may_cost_the_ceiling_and_not_a_cent_more_without_a_reason(trip, settings):
    settings.ENTENTE_TRIP_CEILING = "2000"
    assert rules.within_the_ceiling(trip) is None

    settings.ENTENTE_TRIP_CEILING = "1999.99"
    assert "Lower the estimate, or say why it must cost more" in said(rules.within_the_ceiling(trip))
    trip.exception_reason = "The only flight that week."
    assert rules.within_the_ceiling(trip) is None


def test_trv_45_an_authority_may_take_the_last_dollar_of_the_quarter_and_not_one_more(trip):
    quarter = trip.traveller.proposal.quarter
    for budget, refused in ((None, False), (2000, False), (1999, True)):
        quarter.budget = budget
        assert bool(rules.within_the_quarter(trip)) is refused

    assert "Have another trip cancelled or the budget raised" in said(rules.within_the_quarter(trip))
    trip.exception_reason = "The vote is then."
    assert rules.within_the_quarter(trip) is None


def test_trv_46_two_trips_on_one_day_say_why_both_stand(people):
    one, other = factories.two_trips(people, same_person=True)
    assert rules.on_one_journey_at_a_time(judged(other.pk)) is None
    actions.ask_authority(one, by=people.planner)

    other = judged(other.pk)
    assert one.key in said(rules.on_one_journey_at_a_time(other))
    assert "cancel one of them, or say why both stand" in said(rules.on_one_journey_at_a_time(other))
    other.overlap_reason = "Both are in Brussels."
    assert rules.on_one_journey_at_a_time(other) is None


def test_trv_47_an_absence_says_from_when_to_when_and_asks_why_it_does_not_matter(people, trip):
    day = trip.starts_on
    Absence.objects.create(person=people.delegate, starts_on=day - timedelta(2), ends_on=day - timedelta(1))
    assert rules.absences_are_explained(trip) is None

    Absence.objects.create(person=people.delegate, starts_on=day, ends_on=day, kind="training")
    assert "Say why that does not stand in the way, or change the dates." in said(rules.absences_are_explained(trip))
    trip.absence_reason = "The course is on line."
    assert rules.absences_are_explained(trip) is None


def test_trv_48_a_line_in_which_nobody_may_answer_asks_for_an_acting_head(people, trip):
    assert rules.somebody_may_answer(trip) is None

    Headship.objects.all().update(ends_on=today() - timedelta(1))

    found = rules.somebody_may_answer(trip)
    assert "Have an acting head or a delegate named in the organisation chart." in said(found)
    assert leads_to(found) == {reverse("people:unit", args=[people.agency.key])}


def test_trv_49_a_trip_that_begins_today_may_still_be_asked_for_and_one_of_yesterday_says_why(trip):
    trip.starts_on = today()
    assert rules.asked_before_it_begins(trip) is None

    trip.starts_on = today() - timedelta(1)
    assert "Correct the dates, or say why it was not asked for in time" in said(rules.asked_before_it_begins(trip))
    trip.exception_reason = "The crisis began on a Sunday."
    assert rules.asked_before_it_begins(trip) is None


def test_trv_50_one_day_of_the_meeting_is_enough_none_is_not_and_a_cancelled_meeting_cancels_the_trip(trip):
    meeting = trip.traveller.proposal.meeting
    trip.starts_on, trip.ends_on = meeting.ends_on, meeting.ends_on + timedelta(9)
    assert rules.leads_to_its_meeting(trip) is None

    trip.starts_on = meeting.ends_on + timedelta(1)
    assert "the trip has none of these days. Correct the dates." in said(rules.leads_to_its_meeting(trip))
    meeting.state = "cancelled"
    assert "Cancel the trip too" in said(rules.leads_to_its_meeting(trip))
    assert leads_to(rules.leads_to_its_meeting(trip)) == {reverse("travel:cancel_trip", args=[trip.key])}


def test_trv_51_who_has_no_account_any_more_is_replaced_in_the_proposal(trip):
    assert rules.traveller_is_here(trip) is None

    trip.person.is_active = False

    assert "name another traveller in the proposal" in said(rules.traveller_is_here(trip))


def test_trv_52_an_authority_is_given_when_every_step_is_answered_and_the_last_is_a_yes(people):
    trip = factories.trip(people, "requested")
    actions.answer_authority(trip, by=people.general, answer="approve")
    assert said(rules.every_step_is_answered(judged(trip.pk))) == "Not every step is answered yet."

    actions.answer_authority(trip, by=people.vice_president, answer="approve")

    assert rules.every_step_is_answered(judged(trip.pk)) is None


def test_trv_53_a_step_that_nobody_asks_any_longer_says_so(people):
    trip = factories.trip(people, "requested")
    step = factories.turn(trip)
    assert rules.still_to_be_answered(step) is None

    actions.recall_trip(trip, by=people.planner, reason="The dates were wrong.")

    step.refresh_from_db()
    assert "Look at the trip again before you decide." in said(rules.still_to_be_answered(step))


def test_trv_54_what_was_authorised_changes_with_the_reason_a_draft_without():
    assert rules.change_says_why("", needed=False) is None
    assert rules.change_says_why("Cheaper.", needed=True) is None
    assert said(rules.change_says_why(" ", needed=True)) == "The trip is authorised: say why it changes."


def test_trv_55_a_change_that_changes_nothing_says_so():
    assert rules.something_changes(changed=True) is None
    assert said(rules.something_changes(changed="")) == "This is how it stands already."


@pytest.mark.parametrize(
    ("state", "cure", "page"),
    [
        ("requested", "Call it back first, then change it and ask again.", "travel:recall_trip"),
        ("refused", "Open it again first.", "travel:reopen_trip"),
        ("cancelled", "Open it again first.", "travel:reopen_trip"),
    ],
)
def test_trv_56_a_trip_is_changed_as_a_draft_or_when_authorised_else_it_says_what_comes_first(trip, state, cure, page):
    for free in ("draft", "returned", "authorised"):
        trip.state = free
        assert rules.not_while_it_is_asked_for(trip) is None

    trip.state = state

    assert cure in said(rules.not_while_it_is_asked_for(trip))
    assert leads_to(rules.not_while_it_is_asked_for(trip)) == {reverse(page, args=[trip.key])}


def test_trv_57_a_reason_has_at_most_twenty_thousand_characters_and_the_rest_goes_into_a_document():
    assert rules.texts_are_short_enough(reason="x" * 20_000, comment="") is None

    found = rules.texts_are_short_enough(reason="x" * 20_001, comment="short")

    assert set(found.error_dict) == {"reason"}
    assert "Attach a longer text as a document." in said(found)


def test_trv_67_a_place_is_named_once_and_who_was_approved_is_not_exchanged(people, trip):
    place = trip.traveller
    assert "Have the delegation decided again to send somebody else." in said(rules.has_no_name_yet(place))

    place.person = None
    assert rules.has_no_name_yet(place) is None
    place.state = "refused"
    assert said(rules.has_no_name_yet(place)) == "This traveller is not approved."


def test_every_obstacle_of_a_trip_carries_a_code_and_the_way_to_its_cure(people, trip):
    trip.traveller.costs.all().delete()
    Trip.objects.filter(pk=trip.pk).update(starts_on=today() - timedelta(1))
    Absence.objects.create(person=people.delegate, starts_on=trip.ends_on, ends_on=trip.ends_on)
    Headship.objects.all().update(ends_on=today() - timedelta(1))

    found = rules.obstacles(judged(trip.pk))

    assert {one.code for one in found} == {"after_the_fact", "estimate_missing", "absence", "nobody_answers"}
    assert all(one.params["url"].startswith("/en/") for one in found)
