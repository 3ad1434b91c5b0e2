"""Two people at one time, for real: two connections to PostgreSQL that wait for each other."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from entente.engagement.travel import actions, queries
from entente.engagement.travel.forms.reports import seen as seen_mark
from entente.engagement.travel.models import Trip, TripState
from tests.engagement.racing import at_once

from . import factories, reporting


def test_two_deciders_on_one_step_leave_one_answer(really_written):
    people = factories.chart()
    trip = factories.trip(people, "requested")
    read = factories.turn(trip).pk

    came = at_once(
        lambda: actions.answer_authority(trip, by=people.general, answer="approve", comment="Go.", step=read),
        lambda: actions.answer_authority(trip, by=people.vice_president, answer="refuse", comment="No.", step=read),
    )

    refused = [one for one in came if isinstance(one, ValidationError)]
    assert len(refused) == 1
    assert [one.code for one in factories.problems(refused[0])] == ["step_answered"]
    answered = queries.authorities.steps(trip).exclude(answer__in=["waiting", "lapsed"])
    assert answered.count() == 1
    assert answered.get().comment in ("Go.", "No.")


def test_two_trips_of_one_person_asked_for_at_once_do_not_overlap(really_written):
    people = factories.chart()
    one, other = factories.two_trips(people, same_person=True)

    came = at_once(*(lambda trip=trip: actions.ask_authority(trip, by=people.planner) for trip in (one, other)))

    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [problem.code for found in refused for problem in factories.problems(found)] == ["overlap"]
    assert Trip.objects.filter(state=TripState.REQUESTED).count() == 1


def test_the_last_money_of_a_quarter_is_given_once(really_written):
    people = factories.chart()
    one, other = factories.two_trips(people, factories.quarter(people, budget=3500))

    came = at_once(*(lambda trip=trip: actions.ask_authority(trip, by=people.planner) for trip in (one, other)))

    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [problem.code for found in refused for problem in factories.problems(found)] == ["past_the_quarter"]


def test_opening_the_trips_twice_at_once_opens_them_once(really_written):
    people = factories.chart()
    trip = factories.trip(people)
    proposal = trip.traveller.proposal
    trip.delete()

    came = at_once(*[lambda: actions.open_trips(proposal, by=people.planner)] * 2)

    assert sorted(len(opened) for opened in came) == [0, 1]


def test_the_database_itself_keeps_journeys_apart(people):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no such constraint; there the rule alone judges")
    one, other = factories.two_trips(people, same_person=True)
    actions.ask_authority(one, by=people.planner)

    with pytest.raises(IntegrityError, match="one_journey_at_a_time"), transaction.atomic():
        Trip.objects.filter(pk=other.pk).update(state="requested")

    Trip.objects.filter(pk=other.pk).update(state="requested", overlap_reason="One journey.")


# ── Two people at one report ──────────────────────────────────────────────────────────────────────


def opened(people):
    """A report that two of the delegation have before their eyes: the number of what they saw."""
    report = reporting.write(reporting.owed(people), people.delegate, summary_en="Old.")
    report.refresh_from_db()
    return report, report.revision


def test_two_people_who_save_one_report_at_once_lose_nothing_and_the_second_is_told(really_written):
    people = factories.chart()
    report, seen = opened(people)

    came = at_once(
        lambda: actions.save_report(report, by=people.delegate, revision=seen, summary_en="First text."),
        lambda: actions.save_report(report, by=people.second, revision=seen, summary_en="Second text."),
    )

    [refused] = [one for one in came if isinstance(one, ValidationError)]
    assert [one.code for one in factories.problems(refused)] == ["stale"]
    assert "Nothing of yours is lost: look at both texts." in refused.messages[0]
    kept = "First text." if isinstance(came[1], ValidationError) else "Second text."
    report.refresh_from_db()
    assert (report.summary_en, report.revision) == (kept, seen + 1)


def test_through_the_page_the_second_of_two_finds_both_texts_and_what_was_typed(really_written):
    people = factories.chart()
    report, _seen = opened(people)
    mine = {"delegate": "Text of the delegate.", "second": "Text of the second."}
    form = report.telling() | {"revision": report.revision, "seen": seen_mark(report), "marking": report.marking}

    def post(name):
        client = Client()
        client.force_login(getattr(people, name))
        given = form | {"summary_en": mine[name], "value_en": f"Worth it to the {name}."}
        return name, client.post(reverse("travel:write_report", args=[report.key]), given)

    came = dict(at_once(*(lambda name=name: post(name) for name in mine)))

    status = {answer.status_code: name for name, answer in came.items()}
    assert set(status) == {302, 422}
    first, second = status[302], status[422]
    page = came[second].content.decode()
    assert "Nothing you typed is lost, and nothing is saved yet." in page
    assert f"{first} wrote meanwhile:" in page
    for text in (mine[first], mine[second], f"Worth it to the {first}.", f"Worth it to the {second}."):
        assert text in page
    report.refresh_from_db()
    assert report.summary_en == mine[first]


def test_who_hands_in_while_another_saves_hands_in_what_was_saved_or_is_told(really_written):
    people = factories.chart()
    report, _seen = opened(people)
    report = reporting.write(report, people.delegate, **reporting.TOLD)

    came = at_once(
        lambda: actions.hand_in(report, by=people.delegate),
        lambda: actions.save_report(report, by=people.second, revision=report.revision, summary_en="More."),
    )

    [version] = report.versions.all()
    report.refresh_from_db()
    assert version.telling() == report.telling()
    saved = not isinstance(came[1], ValidationError)
    assert (version.summary_en == "More.") is saved
    assert saved or factories.problems(came[1])[0].code in ("stale", "wrong_state")
