"""Random walks of moves by random people on a trip: whatever they try, in whatever order, some things never happen.

No path reaches an authority without the complete worksheet, without every step that was not skipped, or with a report
owed; no path loses a step or a comment.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import actions, queries
from entente.engagement.travel.models import Report, Trip, TripState, Worksheet
from entente.engagement.travel.rules import reports, worksheets
from entente.foundation.people.models import Absence, Headship
from entente.foundation.trail.models import Entry
from tests.turns import examples

from . import factories

PEOPLE = st.sampled_from(["planner", "general", "vice_president", "president", "delegate", "balancer", "other_planner"])
WORDS = st.sampled_from(["", "said"])
ANSWER = st.sampled_from(["approve", "approve", "approve", "send_back", "refuse"])
DECIDERS = st.sampled_from(["general", "vice_president", "president", "delegate", "planner"])

STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(["planner", "planner", "balancer", "general"]), WORDS),
    st.tuples(st.just("answer"), DECIDERS, st.tuples(ANSWER, WORDS)),
    st.tuples(st.just("answer"), DECIDERS, st.tuples(ANSWER, WORDS)),
    st.tuples(st.sampled_from(["recall", "cancel", "reopen"]), PEOPLE, WORDS),
    st.tuples(st.just("move"), PEOPLE, st.tuples(st.integers(-3, 3), WORDS)),
    st.tuples(st.just("world"), st.just("planner"), st.sampled_from(["worksheet", "report", "away", "vacant", "back"])),
    st.tuples(st.just("pass_on"), st.just("planner"), st.just("")),
)


class Walk:
    """A trip on its way, with what must hold of it after every step."""

    def __init__(self, people, trip, owed):
        self.people, self.trip, self.owed = people, trip, owed

    def take(self, verb, who, what):
        if verb == "world":
            self.turn(what)
            return
        by, trip, before, was = getattr(self.people, who), self.trip, self.kept(), self.trip.state
        calls = {
            "ask": lambda: actions.ask_authority(trip, by=by, overlap_reason=what),
            "answer": lambda: actions.answer_authority(trip, by=by, answer=what[0], comment=what[1]),
            "recall": lambda: actions.recall_trip(trip, by=by, reason=what),
            "cancel": lambda: actions.cancel_trip(trip, by=by, reason=what),
            "reopen": lambda: actions.reopen_trip(trip, by=by, reason=what),
            "move": lambda: actions.change_dates(
                trip,
                by=by,
                starts_on=trip.starts_on,
                ends_on=trip.ends_on + timedelta(days=what[0]),
                reason=what[1],
            ),
            "pass_on": lambda: actions.pass_on(trip),
        }
        try:
            with transaction.atomic():
                calls[verb]()
        except (ValidationError, PermissionDenied):
            trip.refresh_from_db()
            assert (self.kept(), trip.state) == (before, was), "a refused step leaves nothing behind"
            return
        trip.refresh_from_db()
        now = self.kept()
        assert before["trail"] <= now["trail"]
        for pk, answered in before["steps"].items():
            assert now["steps"][pk] == answered, "nothing that was answered is lost or changed"
        if trip.state == TripState.AUTHORISED and was != TripState.AUTHORISED:
            self.authorised_rightly()

    def turn(self, what):
        """The world changes: a worksheet loses an answer, a report falls due, a head leaves, all is well again."""
        today = timezone.localdate()
        sheets = Worksheet.objects.filter(proposal=self.trip.traveller.proposal_id)
        heads = Headship.objects.filter(unit=self.people.targeting)
        if what == "worksheet":
            sheets.update(agenda_en="", agenda_fr="")
        elif what == "report":
            Report.objects.filter(pk=self.owed.pk).update(state="due")
        elif what == "away":
            Absence.objects.get_or_create(person=self.people.vice_president, starts_on=today, ends_on=today)
        elif what == "vacant":
            heads.update(ends_on=today - timedelta(days=1))
        else:
            sheets.update(agenda_en="We set the standard.", agenda_fr="Nous fixons la norme.")
            Report.objects.filter(pk=self.owed.pk).update(state="submitted")
            Absence.objects.all().delete()
            heads.update(ends_on=None)

    def kept(self):
        steps = queries.authorities.steps(self.trip).exclude(answer__in=["waiting", "lapsed"])
        return {
            "steps": {s.pk: (s.round, s.position, s.answer, s.decider_id, s.comment, s.at) for s in steps},
            "trail": Entry.objects.filter(subject=f"travel.trip:{self.trip.key}").count(),
        }

    def authorised_rightly(self):
        trip = Trip.objects.get(pk=self.trip.pk)
        steps = list(queries.authorities.steps(trip))
        last = [s for s in steps if s.round == max(one.round for one in steps)]
        assert {s.answer for s in last} <= {"approved", "skipped"}, "every step of the round is answered"
        assert last[-1].answer == "approved", "and the last of them by somebody"
        assert last[-1].unit in (self.people.enforcement, self.people.agency), "at the branch or above"
        assert all(s.decider_id and s.decider_id != trip.person_id for s in last if s.answer == "approved")
        assert worksheets.worksheet_is_complete(trip.traveller.proposal) is None
        assert reports.nothing_owed(trip.person, timezone.localdate()) is None


@pytest.fixture
def made(people):
    """A trip that may be asked for, of somebody whose report of an earlier trip was handed in."""
    earlier = factories.trip(people, "authorised")
    past = timezone.localdate() - timedelta(days=40)
    Trip.objects.filter(pk=earlier.pk).update(starts_on=past, ends_on=past)
    Meeting.objects.filter(pk=earlier.traveller.proposal.meeting_id).update(starts_on=past, ends_on=past)
    Report.objects.update(state="submitted")
    trip = factories.trip(people, of=factories.later_quarter(people), meeting=factories.another_meeting())
    return people, trip, earlier.report


class Undo(Exception):
    """Leaves the block without keeping what the walk did."""


@given(st.lists(STEPS, min_size=3, max_size=14))
@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_path_reaches_an_authority_it_should_not_and_no_path_loses_a_word(made, walk):
    people, trip, owed = made
    try:
        with transaction.atomic():
            way = Walk(people, Trip.objects.get(pk=trip.pk), owed)
            for step in walk:
                way.take(*step)
            raise Undo
    except Undo:
        pass


def test_the_straight_path_does_reach_it(made):
    people, trip, owed = made
    way = Walk(people, Trip.objects.get(pk=trip.pk), owed)

    for step in (
        ("ask", "planner", ""),
        ("answer", "general", ("approve", "")),
        ("answer", "vice_president", ("approve", "Go.")),
    ):
        way.take(*step)

    assert way.trip.state == TripState.AUTHORISED
