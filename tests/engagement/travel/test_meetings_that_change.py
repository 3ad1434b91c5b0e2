"""What becomes of proposals and trips whose meeting is cancelled, skipped or moved after they were put forward."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from entente.engagement.meetings import actions as meetings
from entente.engagement.travel import actions, panels, queries, tasks
from entente.engagement.travel.actions import quarters
from entente.engagement.travel.rules import proposals as rules
from entente.engagement.travel.rules import quarters as of_quarters
from entente.foundation.notices.models import Notice
from entente.kit.days import spoken

from . import factories

TODAY = timezone.localdate()


def is_cancelled(meeting, people):
    meetings.cancel(meeting, by=people.desk, reason="The host withdrew.")


def is_skipped(meeting, people):
    meetings.decide_attendance(meeting, by=people.desk, attendance="skip", reason="Others go.")


def leaves_the_quarter(meeting, people):
    first = factories.quarter_of(meeting.starts_on)[2] + timedelta(20)
    meetings.change(
        meeting, by=people.desk, starts_on=first, ends_on=first + timedelta(2), reason="The room was taken."
    )


HAPPENINGS = [
    (is_cancelled, "meeting_cancelled", "unless it is reinstated on its page", "travel.proposal_cancelled"),
    (is_skipped, "meeting_skipped", "It was decided not to attend this meeting", "travel.proposal_skipped"),
    (leaves_the_quarter, "meeting_outside_the_quarter", "outside this quarter", "travel.proposal_moved"),
]
happens_to_it = pytest.mark.parametrize(("happens", "code", "why", "word"), HAPPENINGS)


def refused(act, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        act(*args, **given)
    return {one.code for one in refusal.value.error_list}


@happens_to_it
def test_TRV_9_TRV_10_nothing_brings_a_delegation_nearer_to_a_meeting_without_us(people, happens, code, why, word):
    one = factories.proposal("forecast", people)
    happens(one.meeting, people)
    assert refused(actions.put_on_list, one, by=people.balancer) == {code}

    actions.hold_back(one, by=people.balancer, reason="We shall see.")
    assert factories.fresh(one).state == "held_back", "what leads away from it is free"


@happens_to_it
def test_TRV_9_TRV_10_the_president_approves_no_journey_to_it_and_may_refuse_it(people, happens, code, why, word):
    one = factories.proposal("listed", people)
    factories.quarter_in("submitted", people, one.quarter)
    happens(one.meeting, people)

    said = {"by": people.president, "seen": one.revision}
    assert refused(actions.decide, one, outcome="approve", **said) == {code}
    assert code in refused(actions.decide, one, outcome="reduce", reason="Fewer.", keep=[0], **said)
    actions.decide(one, outcome="refuse", reason="It does not take place for us.", **said)
    assert factories.fresh(one).state == "refused"


@happens_to_it
def test_TRV_9_TRV_10_the_head_of_a_branch_recommends_no_exception_to_it(people, happens, code, why, word):
    factories.trip(people)  # decides the quarter
    session = factories.another_meeting(starts_on=factories.next_quarter_day() + timedelta(30))
    one = factories.complete(people, meeting=session, exception_reason="It was convened yesterday.")
    quarters.close(one.quarter, by=people.president)
    actions.put_forward(factories.fresh(one), by=people.planner)
    happens(session, people)

    assert refused(actions.recommend, factories.fresh(one), by=people.vice_president) == {code}


@happens_to_it
def test_TRV_34_a_list_with_it_is_not_laid_before_the_president(people, happens, code, why, word):
    one = factories.proposal("listed", people)
    quarters.close_forecast(one.quarter, by=people.balancer)
    assert of_quarters.every_listed_meeting_is_to_come(one.quarter, today=TODAY) is None
    happens(one.meeting, people)

    assert "meetings_gone" in refused(quarters.submit, one.quarter, by=people.balancer)
    found = of_quarters.every_listed_meeting_is_to_come(one.quarter, today=TODAY)
    assert str(factories.fresh(one)) in found.messages[0]


def test_TRV_35_who_decides_is_told_that_the_meeting_moved_since_it_was_proposed(people):
    one = factories.complete(people)
    before = one.meeting.starts_on
    assert rules.the_days_are_those_proposed(one) is None

    first = before + timedelta(3)
    meetings.change(one.meeting, by=people.desk, starts_on=first, ends_on=first, reason="The room was taken.")

    found = rules.the_days_are_those_proposed(factories.fresh(one)).messages[0]
    assert f"from {spoken(first)} to {spoken(first)}, and was from {spoken(before)}" in found


@happens_to_it
def test_the_line_of_the_decision_says_what_became_of_the_meeting(people, as_person, happens, code, why, word):
    one = factories.proposal("listed", people)
    factories.quarter_in("submitted", people, one.quarter)
    happens(one.meeting, people)

    page = as_person(people.president).get(reverse("travel:decide", args=[one.quarter.key])).content.decode()

    assert why in page
    step = reverse("travel:proposal_step", args=[one.key, "approve"])
    assert why in as_person(people.president).get(step).content.decode()


@happens_to_it
@pytest.mark.parametrize("state", ["forecast", "listed", "held_back", "returned", "approved"])
def test_a_proposal_without_its_meeting_waits_for_its_planner_who_is_told_once(people, happens, code, why, word, state):
    one = factories.proposal(state, people)
    told = Notice.objects.filter(word=word, person=people.planner)
    tasks.sweep(today=TODAY)
    happens(one.meeting, people)

    tasks.sweep(today=TODAY)
    tasks.sweep(today=TODAY)

    assert told.count() == 1
    debts = [debt for debt in panels.waiting(people.planner, TODAY) if why in str(debt.why)]
    assert [debt.url for debt in debts] == [one.get_absolute_url()]
    assert list(queries.proposals.to_put_right(people.other_planner, TODAY)) == []
    actions.withdraw(one, by=people.planner, reason="It does not take place for us.")
    assert list(queries.proposals.astray(TODAY)) == []


def test_TRV_50_a_trip_to_a_meeting_we_do_not_attend_says_so_is_refused_and_all_are_told(people, as_person):
    trip = factories.trip(people, "requested")
    is_skipped(trip.traveller.proposal.meeting, people)

    assert list(queries.trips.astray(TODAY)) == [trip]
    assert list(queries.proposals.astray(TODAY)) == [], "the trip is told of"
    tasks.sweep(today=TODAY)
    told = Notice.objects.filter(word="travel.meeting_skipped").values_list("person__username", flat=True)
    assert set(told) == {"delegate", "planner"}
    page = as_person(people.planner).get(trip.get_absolute_url()).content.decode()
    assert "It was decided not to attend the meeting. Cancel the trip too" in page
    assert reverse("travel:cancel_trip", args=[trip.key]) in page
    actions.answer_authority(trip, by=people.general, answer="approve")
    assert refused(actions.answer_authority, trip, by=people.vice_president, answer="approve") == {"meeting_skipped"}
