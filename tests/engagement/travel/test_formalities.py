"""Passports and visas: days of expiry only, tasks when a trip is authorised, reminders in time."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.travel import actions, queries, tasks
from entente.engagement.travel.models import Formality, Trip
from entente.engagement.travel.rules.formalities import no_number, valid_until_at_least
from entente.foundation.notices.models import Notice

from . import factories


def today():
    return timezone.localdate()


def abroad(people, **held):
    """An authorised trip to Belgium."""
    return factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("BE")))


def passport(people, expires_on, **given):
    said = {"person": people.delegate, "kind": "passport", "state": "held", "expires_on": expires_on} | given
    return actions.add_formality(by=people.desk, **said)


def codes(act, *args, **given):
    with pytest.raises(ValidationError) as refused:
        act(*args, **given)
    return {one.code for one in factories.problems(refused.value)}


@pytest.mark.parametrize(
    ("returns", "valid"),
    [
        (date(2026, 3, 15), date(2026, 9, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 6, 1)),
    ],
)
def test_six_months_after_the_return(returns, valid):
    assert valid_until_at_least(returns) == valid


def test_trv_63_a_passport_that_lasts_long_enough_asks_for_nothing(people):
    passport(people, today() + timedelta(days=1000))

    abroad(people)

    assert [one.kind for one in Formality.objects.exclude(trip=None)] == ["visa"]


def test_a_passport_that_expires_within_six_months_of_the_return_is_a_task(people):
    passport(people, today() + timedelta(days=150))

    trip = abroad(people)

    assert set(Formality.objects.filter(trip=trip).values_list("kind", "state")) == {
        ("passport", "needed"),
        ("visa", "needed"),
    }
    assert set(Notice.objects.filter(word="travel.formality_to_check").values_list("person__username", flat=True)) == {
        "delegate",
        "balancer",
    }


def test_a_trip_at_home_asks_for_nothing(people):
    factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("CA")))

    assert not Formality.objects.exists()


def test_the_traveller_and_international_affairs_say_how_far_it_has_come(people):
    trip = abroad(people)
    task = Formality.objects.get(trip=trip, kind="visa")

    actions.record_formality(task, by=people.delegate, state="applied")
    actions.record_formality(task, by=people.desk, state="held", expires_on=trip.ends_on)

    task.refresh_from_db()
    assert (task.state, task.expires_on) == ("held", trip.ends_on)
    for person in (people.planner, people.general, people.second):
        with pytest.raises(PermissionDenied):
            actions.record_formality(task, by=person, state="needed")


@pytest.mark.parametrize(
    "note",
    ["AB123456", "my passport is GA 302922", "P123456AA", "no. 123456789", "L898902C3", "ab123456 expires soon"],
)
def test_trv_64_what_looks_like_a_number_is_refused(people, note):
    task = Formality.objects.get(trip=abroad(people), kind="visa")

    assert codes(actions.record_formality, task, by=people.desk, state="applied", note=note) == {"number"}


@pytest.mark.parametrize("note", ["Appointment on 2026-12-01 at 10:30", "Schengen, 90 days", "Form 35 sent", ""])
def test_trv_64_words_days_and_small_figures_are_no_number(note):
    assert no_number(note) is None


def test_trv_65_what_is_held_is_valid_and_says_until_when(people):
    task = Formality.objects.get(trip=abroad(people), kind="visa")
    yesterday = today() - timedelta(days=1)

    assert codes(actions.record_formality, task, by=people.desk, state="held") == {None}
    assert codes(actions.record_formality, task, by=people.desk, state="held", expires_on=yesterday) >= {None}


def test_trv_66_what_is_held_for_a_trip_lasts_long_enough_for_it(people):
    trip = abroad(people)
    before = trip.ends_on - timedelta(days=1)

    visa, book = (Formality.objects.get(trip=trip, kind=kind) for kind in ("visa", "passport"))

    assert codes(actions.record_formality, visa, by=people.desk, state="held", expires_on=before) == {"visa"}
    assert codes(actions.record_formality, book, by=people.desk, state="held", expires_on=trip.ends_on) == {"passport"}


def test_thirty_days_before_it_expires_somebody_who_travels_is_reminded_once(people):
    trip = abroad(people)
    Trip.objects.filter(pk=trip.pk).update(starts_on=today() + timedelta(days=40), ends_on=today() + timedelta(days=41))
    passport(people, today() + timedelta(days=30))
    passport(people, today() + timedelta(days=31), person=people.second)

    for _time in range(2):
        tasks.sweep(today=today())

    told = Notice.objects.filter(word="travel.formality_expires").values_list("person__username", flat=True)
    assert sorted(told) == ["balancer", "delegate"]


def test_nobody_who_stays_at_home_is_reminded(people):
    passport(people, today() + timedelta(days=10))

    tasks.sweep(today=today())

    assert not Notice.objects.filter(word="travel.formality_expires").exists()


def test_what_is_open_thirty_days_before_a_departure_is_told(people):
    trip = abroad(people)
    Trip.objects.filter(pk=trip.pk).update(starts_on=today() + timedelta(days=20), ends_on=today() + timedelta(days=21))

    tasks.sweep(today=today())

    assert Notice.objects.filter(word="travel.formality_open", person=people.delegate).count() == 2


def test_only_the_traveller_international_affairs_and_auditors_see_it(people, auditor):
    abroad(people)

    seen = {
        name: queries.formalities.formality(person, Formality.objects.first().pk).exists()
        for name, person in {
            "delegate": people.delegate,
            "desk": people.desk,
            "balancer": people.balancer,
            "auditor": auditor,
            "planner": people.planner,
            "general": people.general,
            "president": people.president,
            "second": people.second,
        }.items()
    }

    assert {name for name, sees in seen.items() if sees} == {"delegate", "desk", "balancer", "auditor"}
