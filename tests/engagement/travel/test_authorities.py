"""Who answers for a trip, in which order, by the chart and the delegations of each day; and what becomes of answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.travel import actions, queries, tasks
from entente.engagement.travel.models import Formality, Step, Traveller, Trip, TripState
from entente.engagement.travel.rules import trips as rules
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Absence, Delegation, Headship
from entente.foundation.people.roles import Rank, Role
from entente.foundation.trail.models import Entry

from . import factories


def today():
    return timezone.localdate()


def away(person, days=5):
    return Absence.objects.create(person=person, starts_on=today(), ends_on=today() + timedelta(days=days))


def stands_in(receiver, giver, first=0, last=10):
    return Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        authority="approve_travel",
        starts_on=today() + timedelta(days=first),
        ends_on=today() + timedelta(days=last),
        reason="Leave.",
    )


def line(trip):
    trip.today = today()
    return [
        (link.unit.key, link.decider and link.decider.username, link.skipped)
        for link in queries.authorities.line(trip, today=today())
    ]


def told(word):
    return set(Notice.objects.filter(word=word).values_list("person__username", flat=True))


# ── The line ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_on_the_list_goes_from_the_own_head_to_the_vice_president(people):
    trip = factories.trip(people)

    assert line(trip) == [("targeting", "general", ""), ("enforcement", "vice-president", "")]


def test_an_exception_goes_one_level_higher_to_the_president(people):
    trip = factories.trip(people)
    trip.traveller.proposal.exception = True

    assert [unit for unit, _who, _skipped in line(trip)] == ["targeting", "enforcement", "agency"]


def test_a_head_who_travels_is_skipped_upwards(people):
    trip = factories.trip(people)
    factories.join(trip, people.general)

    actions.ask_authority(trip, by=people.planner)

    first, second = queries.authorities.steps(trip)
    assert (first.answer, first.skipped_because, first.head) == ("skipped", "travels", people.general)
    assert second.asked_at is not None
    assert told("travel.step_skipped") == {"vice-president"}


def test_a_vice_president_who_travels_is_answered_for_by_the_president(people):
    trip = factories.trip(people)
    Traveller.objects.filter(pk=trip.traveller_id).update(person=people.vice_president, unit=people.enforcement)
    Trip.objects.filter(pk=trip.pk).update(person=people.vice_president)
    trip = Trip.objects.get(pk=trip.pk)

    assert line(trip) == [("enforcement", None, "travels"), ("agency", "president", "")]


def test_a_vacant_office_is_skipped_upwards(people):
    Headship.objects.filter(unit=people.targeting).delete()
    trip = factories.trip(people, "requested")

    first, _second = queries.authorities.steps(trip)

    assert (first.answer, first.skipped_because, first.head) == ("skipped", "vacant", None)
    assert factories.turn(trip).unit == people.enforcement


def test_a_head_who_is_away_without_anybody_acting_is_skipped(people):
    away(people.general)
    trip = factories.trip(people, "requested")

    assert [s.skipped_because for s in queries.authorities.steps(trip)] == ["away", ""]


def test_a_delegate_acts_by_date_and_the_answer_says_for_whom(people):
    acting = factories.person("acting", Role.DESK_OFFICER, unit=people.targeting)
    away(people.general)
    stands_in(acting, people.general)
    trip = factories.trip(people, "requested")
    assert told("travel.authority_asked") >= {"acting", "general"}

    actions.answer_authority(trip, by=acting, answer="approve", comment="As agreed.")

    step = queries.authorities.steps(trip).first()
    assert (step.decider, step.head, step.answer, step.comment) == (acting, people.general, "approved", "As agreed.")
    assert Entry.objects.get(verb="approve_step").changes["on_behalf_of"] == str(people.general)


@pytest.mark.parametrize(("first", "last"), [(1, 9), (-9, -1)])
def test_a_delegation_that_has_not_begun_or_is_over_gives_no_say(people, first, last):
    acting = factories.person("acting", Role.DESK_OFFICER, unit=people.targeting)
    stands_in(acting, people.general, first, last)
    trip = factories.trip(people, "requested")

    with pytest.raises(PermissionDenied):
        actions.answer_authority(trip, by=acting, answer="approve")


def test_who_travels_does_not_answer_even_by_delegation(people):
    stands_in(people.delegate, people.general)
    trip = factories.trip(people, "requested")

    with pytest.raises(PermissionDenied):
        actions.answer_authority(trip, by=people.delegate, answer="approve")


def test_who_acts_for_a_head_that_travels_along_does_not_answer_for_it(people):
    trip = factories.trip(people)
    factories.join(trip, people.president)
    acting = factories.person("acting", Role.EXECUTIVE, unit=people.strategy)
    stands_in(acting, people.president)
    actions.ask_authority(trip, by=people.planner)

    with pytest.raises(PermissionDenied):
        actions.answer_authority(trip, by=acting, answer="approve")


def test_trv_48_when_the_head_of_the_agency_travels_an_acting_head_is_named_first(people):
    trip = factories.trip(people)
    Traveller.objects.filter(pk=trip.traveller_id).update(person=people.president, unit=people.agency)
    Trip.objects.filter(pk=trip.pk).update(person=people.president)
    trip = Trip.objects.get(pk=trip.pk)

    with pytest.raises(ValidationError) as refused:
        actions.ask_authority(trip, by=people.planner)
    [problem] = factories.problems(refused.value)
    assert problem.code == "nobody_answers"
    assert "/people/" in problem.params["url"]

    vice = people.vice_president
    factories.head(people.agency, vice, Rank.HEAD_OF_AGENCY, acting=True, starts_on=today())
    actions.ask_authority(trip, by=people.planner)
    actions.answer_authority(trip, by=vice, answer="approve")
    trip.refresh_from_db()
    assert trip.state == TripState.AUTHORISED


def test_one_person_at_two_offices_of_the_line_answers_once_at_the_higher(people):
    factories.head(people.targeting, people.vice_president, Rank.DIRECTOR_GENERAL, acting=True, starts_on=today())
    trip = factories.trip(people, "requested")

    assert [s.skipped_because for s in queries.authorities.steps(trip)] == ["above", ""]
    actions.answer_authority(trip, by=people.vice_president, answer="approve")
    trip.refresh_from_db()
    assert trip.state == TripState.AUTHORISED


def test_a_head_above_may_answer_in_the_place_of_one_below(people):
    trip = factories.trip(people, "requested")

    actions.answer_authority(trip, by=people.vice_president, answer="approve")

    step = queries.authorities.steps(trip).first()
    assert (step.unit, step.decider) == (people.targeting, people.vice_president)


# ── The chart changes while a trip waits ──────────────────────────────────────────────────────────


def test_a_new_head_answers_and_the_old_one_no_longer(people):
    trip = factories.trip(people, "requested")
    Headship.objects.filter(unit=people.targeting).update(ends_on=today() - timedelta(days=1))
    fresh = factories.person("fresh", Role.EXECUTIVE, unit=people.targeting)
    factories.head(people.targeting, fresh, Rank.DIRECTOR_GENERAL, starts_on=today())

    with pytest.raises(PermissionDenied):
        actions.answer_authority(trip, by=people.general, answer="approve")
    actions.answer_authority(trip, by=fresh, answer="approve")

    assert queries.authorities.steps(trip).first().decider == fresh


def test_a_delegation_that_ends_leaves_the_question_to_the_next_above(people):
    acting = factories.person("acting", Role.DESK_OFFICER, unit=people.targeting)
    away(people.general)
    given = stands_in(acting, people.general)
    trip = factories.trip(people, "requested")
    Delegation.objects.filter(pk=given.pk).update(revoked_at=timezone.now())

    tasks.sweep(today=today())
    tasks.sweep(today=today())

    first, second = queries.authorities.steps(trip)
    assert (first.answer, first.skipped_because) == ("skipped", "away")
    assert factories.turn(trip) == second
    assert Notice.objects.filter(word="travel.step_skipped", person=people.vice_president).count() == 1


def test_where_nobody_above_can_answer_either_the_question_stays(people):
    trip = factories.trip(people, "requested")
    actions.answer_authority(trip, by=people.general, answer="approve")
    Headship.objects.exclude(unit=people.targeting).delete()

    tasks.sweep(today=today())

    trip.refresh_from_db()
    assert trip.state == TripState.REQUESTED
    assert factories.turn(trip).unit == people.enforcement
    assert not queries.authorities.steps(trip).filter(answer="skipped").exists()


def test_a_branch_that_loses_its_head_meanwhile_goes_to_the_president(people):
    trip = factories.trip(people, "requested")
    Headship.objects.filter(unit=people.enforcement).delete()

    actions.answer_authority(trip, by=people.general, answer="approve")

    assert [(s.unit.key, s.answer) for s in queries.authorities.steps(trip)] == [
        ("targeting", "approved"),
        ("enforcement", "skipped"),
        ("agency", "waiting"),
    ]


# ── Answers ───────────────────────────────────────────────────────────────────────────────────────


def test_the_last_approval_authorises_opens_the_report_and_looks_at_the_passport(people):
    country = factories.country("BE")
    trip = factories.trip(people, meeting=factories.meeting(country=country))

    trip = factories.authorise(trip, people)

    assert trip.state == TripState.AUTHORISED
    assert trip.authorised_at is not None
    assert trip.report.proposal == trip.traveller.proposal
    assert set(Formality.objects.values_list("kind", "country__code")) == {("passport", None), ("visa", "BE")}
    assert told("travel.authority_given") == {"delegate", "planner"}


def test_nobody_authorises_a_trip_while_something_stands_in_the_way(people):
    trip = factories.trip(people, "requested")
    actions.answer_authority(trip, by=people.general, answer="approve")
    Traveller.objects.filter(pk=trip.traveller_id).update(state="refused")

    with pytest.raises(ValidationError) as refused:
        actions.answer_authority(trip, by=people.vice_president, answer="approve")

    assert {one.code for one in factories.problems(refused.value)} == {"traveller_not_approved"}
    trip.refresh_from_db()
    assert trip.state == TripState.REQUESTED
    assert factories.turn(trip).decider is None


@pytest.mark.parametrize(("answer", "state"), [("send_back", "returned"), ("refuse", "refused")])
def test_who_says_no_says_why_and_everybody_hears_it(people, answer, state):
    trip = factories.trip(people, "requested")
    with pytest.raises(ValidationError) as refused:
        actions.answer_authority(trip, by=people.general, answer=answer)
    assert [one.code for one in factories.problems(refused.value)] == ["reason_missing"]

    actions.answer_authority(trip, by=people.general, answer=answer, comment="One of you is enough.")

    trip.refresh_from_db()
    assert (trip.state, trip.state_reason) == (state, "One of you is enough.")
    assert [s.answer for s in queries.authorities.steps(trip)] == [state, "lapsed"]
    word = {"send_back": "travel.authority_sent_back", "refuse": "travel.authority_refused"}[answer]
    assert told(word) == {"planner", "delegate"}


def test_a_return_begins_a_new_round_and_the_old_steps_stay(people):
    trip = factories.trip(people, "returned")

    actions.ask_authority(trip, by=people.planner)

    steps = [(s.round, s.unit.key, s.answer, s.comment) for s in queries.authorities.steps(trip)]
    assert steps == [
        (1, "targeting", "returned", "Too many go already."),
        (1, "enforcement", "lapsed", ""),
        (2, "targeting", "waiting", ""),
        (2, "enforcement", "waiting", ""),
    ]


def test_trv_53_who_comes_second_is_told_who_answered_and_how(people):
    trip = factories.trip(people, "requested")
    read = factories.turn(trip).pk
    actions.answer_authority(trip, by=people.general, answer="approve", step=read)

    with pytest.raises(ValidationError) as refused:
        actions.answer_authority(trip, by=people.vice_president, answer="refuse", comment="No.", step=read)

    [problem] = factories.problems(refused.value)
    assert problem.code == "step_answered"
    assert str(people.general) in problem.messages[0]
    trip.refresh_from_db()
    assert trip.state == TripState.REQUESTED


def test_trv_52_a_trip_with_an_open_step_is_not_authorised(people):
    trip = factories.trip(people, "requested")
    trip.today = today()

    assert rules.every_step_is_answered(trip).code == "steps_open"
    Step.objects.filter(trip=trip).update(answer="approved")
    assert rules.every_step_is_answered(trip) is None
    Step.objects.filter(trip=trip).update(answer="skipped")
    assert rules.every_step_is_answered(trip).code == "steps_open"


def test_a_whole_delegation_is_answered_at_once_or_one_traveller_alone(people):
    one, other = factories.delegation_of_two(people)
    for trip in (one, other):
        actions.ask_authority(trip, by=people.planner)
    both = {trip.pk: factories.turn(trip).pk for trip in (one, other)}

    actions.answer_authorities(both, by=people.general, answer="approve", comment="Go.")
    actions.answer_authority(one, by=people.vice_president, answer="approve")
    actions.answer_authority(other, by=people.vice_president, answer="refuse", comment="One is enough.")

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, other.state) == (TripState.AUTHORISED, TripState.REFUSED)


def test_one_answer_for_several_is_given_to_all_or_to_none(people):
    one, other = factories.delegation_of_two(people)
    for trip in (one, other):
        actions.ask_authority(trip, by=people.planner)
    read = {trip.pk: factories.turn(trip).pk for trip in (one, other)}
    actions.answer_authority(other, by=people.general, answer="approve")

    with pytest.raises(ValidationError):
        actions.answer_authorities(read, by=people.general, answer="approve")

    assert factories.turn(one).unit == people.targeting


def test_a_stranger_answers_nothing(people):
    trip = factories.trip(people, "requested")

    for person in (people.planner, people.balancer, people.delegate, people.desk, people.other_planner):
        with pytest.raises(PermissionDenied):
            actions.answer_authority(trip, by=person, answer="approve")


def test_what_waits_for_an_answer_waits_for_head_and_delegate_and_for_nobody_else(people):
    acting = factories.person("acting", Role.DESK_OFFICER, unit=people.targeting)
    stands_in(acting, people.general)
    trip = factories.trip(people, "requested")

    for person in (people.general, acting):
        assert [s.trip for s in queries.authorities.answered_by(person, today())] == [trip]
    for person in (people.vice_president, people.president, people.delegate, people.planner):
        assert not queries.authorities.answered_by(person, today()).exists()
