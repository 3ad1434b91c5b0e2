"""Two people at one time, for real: two connections to PostgreSQL that wait for each other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, connections, transaction

from entente.engagement.travel import actions, queries
from entente.engagement.travel.models import Trip, TripState

from . import factories


@pytest.fixture
def own_database(django_db_setup, django_db_blocker):
    """A copy of the test database in which things really are written, so that other connections see them.

    Afterwards it is dropped: a transactional test would empty every table, which the trail refuses.
    """
    with django_db_blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time: there is nothing to race for")
        name = connections.settings["default"]["NAME"]
        copy = f"{name}_race"
        connection.close()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{copy}"')
            cursor.execute(f'CREATE DATABASE "{copy}" TEMPLATE "{name}"')
        use(copy)
        yield
        connection.close()
        use(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{copy}" WITH (FORCE)')
        connection.close()


def use(name):
    connections.settings["default"]["NAME"] = connection.settings_dict["NAME"] = name


def at_once(*acts):
    """Do several things at the same moment, each on a connection of its own; what came of each."""
    gate = threading.Barrier(len(acts))

    def run(act):
        try:
            gate.wait(timeout=20)
            return act()
        except (ValidationError, PermissionDenied) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))


def test_two_deciders_on_one_step_leave_one_answer(own_database):
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


def test_two_trips_of_one_person_asked_for_at_once_do_not_overlap(own_database):
    people = factories.chart()
    one, other = factories.two_trips(people, same_person=True)

    came = at_once(*(lambda trip=trip: actions.ask_authority(trip, by=people.planner) for trip in (one, other)))

    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [problem.code for found in refused for problem in factories.problems(found)] == ["overlap"]
    assert Trip.objects.filter(state=TripState.REQUESTED).count() == 1


def test_the_last_money_of_a_quarter_is_given_once(own_database):
    people = factories.chart()
    one, other = factories.two_trips(people, factories.quarter(people, budget=3500))

    came = at_once(*(lambda trip=trip: actions.ask_authority(trip, by=people.planner) for trip in (one, other)))

    refused = [one for one in came if isinstance(one, ValidationError)]
    assert [problem.code for found in refused for problem in factories.problems(found)] == ["past_the_quarter"]


def test_opening_the_trips_twice_at_once_opens_them_once(own_database):
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
