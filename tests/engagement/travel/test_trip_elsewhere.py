"""What travel shows of itself elsewhere: on a meeting's page, on one's day, and where a quarter is overspent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.dossiers import day
from entente.engagement.meetings import actions as meetings
from entente.engagement.travel import actions, panels, queries, tasks
from entente.engagement.travel.models import Quarter
from entente.foundation.notices import queries as notices
from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from . import factories


def today():
    return timezone.localdate()


def ask(person):
    return Ask(person, today().isoformat())


# ── A meeting's page ──────────────────────────────────────────────────────────────────────────────


def travel_of(person, meeting):
    """The panels of a meeting that are about travelling, by key."""
    return {one.key: one for one in panels.meeting_panels(ask(person), meeting, Notes())}


def test_a_meeting_says_once_on_whose_authority_and_at_what_cost_we_travel(people):
    trip = factories.trip(people, "requested")
    meeting = trip.traveller.proposal.meeting

    found = travel_of(people.planner, meeting)

    assert "trips" not in found
    [part] = found["travel"].context["parts"]
    [row] = part["rows"]
    assert part["url"] == trip.traveller.proposal.get_absolute_url()
    assert (row["trip"], row["amount"], part["sum"]) == (trip, "2,000.00", "2,000.00")


def test_before_any_trip_is_opened_the_branch_says_who_would_go_at_what_cost(people):
    proposal = factories.proposal("listed", people)

    [part] = travel_of(people.planner, proposal.meeting)["travel"].context["parts"]

    assert [(row["trip"], row["amount"]) for row in part["rows"]] == [(None, "2,000.00")]


def test_what_was_cancelled_stands_there_and_counts_nothing(people):
    trip = factories.trip(people, "cancelled")

    [part] = travel_of(people.planner, trip.traveller.proposal.meeting)["travel"].context["parts"]

    assert part["rows"][0]["trip"] == trip
    assert part["sum"] == "0.00"


def test_the_trip_of_somebody_else_is_no_business_of_another_branch(people):
    trip = factories.trip(people, "authorised")
    meeting = trip.traveller.proposal.meeting

    for person, sees in ((people.delegate, True), (people.president, True), (people.second, False)):
        parts = travel_of(person, meeting)["travel"].context.get("parts", [])
        assert any(row["trip"] for part in parts for row in part["rows"]) is sees, person


@pytest.mark.parametrize(("lang", "said"), [("en", "Travel authority"), ("fr", "Autorisation de voyage")])
def test_the_page_of_a_meeting_speaks_of_travel_in_both_languages(people, lang, said, as_person):
    trip = factories.trip(people, "authorised")
    with translation.override(lang):
        page = as_person(people.planner).get(trip.traveller.proposal.meeting.get_absolute_url()).content.decode()

        links = [trip.get_absolute_url(), trip.report.get_absolute_url()]

    assert 'id="travel"' in page
    assert f'<th scope="col">{said}</th>' in page
    assert all(f'href="{link}"' in page for link in links)


# ── My day ────────────────────────────────────────────────────────────────────────────────────────


def soon(trip):
    """The trip begins in a week: a fact of the world."""
    first = today() + timedelta(7)
    trip.__class__.objects.filter(pk=trip.pk).update(starts_on=first, ends_on=first)


def test_ones_day_shows_the_own_trips_and_nobody_elses(people):
    trip = factories.trip(people, "authorised")
    soon(trip)

    for person, shown in (
        (people.delegate, True),
        (people.president, False),
        (people.general, False),
        (people.planner, False),
        (people.desk, False),
    ):
        kinds = [one.kind for one in day.ahead(person, today())]
        assert ("trip" in kinds) is shown, person
    assert [one.kind for one in panels.occasions(people.president, today(), today() + timedelta(9))] == ["trip"]


def test_an_executive_is_shown_the_trip_that_waits_for_the_own_decision(people):
    trip = factories.trip(people, "requested")
    answer = reverse("travel:answer_authority", args=[trip.key])

    assert answer in [one.url for one in day.debts(people.general, today())]
    assert answer not in [one.url for one in day.debts(people.president, today())]


# ── A meeting that moves away ─────────────────────────────────────────────────────────────────────


def moves(meeting, people):
    """The meeting is a week later than the trip."""
    first = meeting.starts_on + timedelta(7)
    words = {"starts_on": first, "ends_on": first + timedelta(2), "reason": "The room was taken."}
    meetings.change(meeting, by=people.desk, **words)


def is_cancelled(meeting, people):
    meetings.cancel(meeting, by=people.desk, reason="The host withdrew.")


def told(person):
    found = notices.notices(ask(person)).filter(word__in=("travel.meeting_moved", "travel.meeting_cancelled"))
    return [one.said[0] for one in found]


ASTRAY = [
    (moves, "The meeting moved, the trip did not", "and the trip has none of these days", "trip_dates"),
    (is_cancelled, "The meeting is cancelled, the trip is not", "Cancel the trip too", "cancel_trip"),
]


@pytest.mark.parametrize(("happens", "title", "why", "cure"), ASTRAY)
@pytest.mark.parametrize("state", ["requested", "authorised"])
def test_a_trip_that_leads_to_no_meeting_any_more_says_so_and_waits_for_its_planner(
    people, as_person, happens, title, why, cure, state
):
    """TRV-50"""
    trip = factories.trip(people, state)
    happens(trip.traveller.proposal.meeting, people)

    page = as_person(people.planner).get(trip.get_absolute_url()).content.decode()
    assert why in page
    assert reverse(f"travel:{cure}", args=[trip.key]) in page
    for person, waits in ((people.planner, True), (people.second, False), (people.delegate, False)):
        found = [one for one in day.debts(person, today()) if one.url == trip.get_absolute_url()]
        assert [why in one.why for one in found] == [True] * waits, person


@pytest.mark.parametrize(("happens", "title", "why", "cure"), ASTRAY)
def test_traveller_and_planner_are_told_once_that_the_trip_leads_to_no_meeting(people, happens, title, why, cure):
    trip = factories.trip(people, "authorised")
    meeting = trip.traveller.proposal.meeting
    tasks.sweep(today=today())
    assert told(people.delegate) == []
    happens(meeting, people)

    tasks.sweep(today=today())
    tasks.sweep(today=today())

    for person in (people.delegate, people.planner):
        assert told(person) == [f"{title}: {trip.person}, {meeting.title}"]
    assert told(people.second) == []


def test_a_trip_that_follows_its_meeting_waits_for_nobody(people):
    trip = factories.trip(people, "authorised")
    moves(trip.traveller.proposal.meeting, people)
    trip = queries.trips.whole(trip.pk)
    days = {"starts_on": trip.starts_on + timedelta(7), "ends_on": trip.ends_on + timedelta(7)}

    actions.change_dates(trip, by=people.planner, reason="It follows the meeting.", **days)

    assert list(queries.trips.astray(today())) == []
    assert list(queries.trips.to_put_right(people.planner, today())) == []


# ── Overspent ─────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def overspent(people):
    """The trip of a quarter whose budget was lowered by 500 below what was approved."""
    quarter = factories.quarter(people, budget=2000)
    trip = factories.trip(people, of=quarter)
    Quarter.objects.filter(pk=quarter.pk).update(budget=1500)
    quarter.refresh_from_db()
    return trip, quarter


def open_in(person, trip):
    [panel] = [one for one in panels.own_panels(ask(person), trip, Notes()) if one.key == "open"]
    return " ".join(str(one["text"]) for one in panel.context["items"])


def test_a_trip_of_an_overspent_quarter_says_so_to_who_plans_it_and_the_amount_to_who_keeps_the_budget(
    people, overspent
):
    trip, _quarter = overspent

    assert "More was approved or spent in this quarter than its budget." in open_in(people.planner, trip)
    trip.__dict__.pop("_known")
    assert "CAD 500.00 more were approved or spent" in open_in(people.balancer, trip)
    trip.__dict__.pop("_known")
    assert "budget." not in open_in(people.delegate, trip).replace("the quarter’s budget", "")


def test_the_warning_goes_when_the_money_suffices_again(people, overspent):
    trip, quarter = overspent

    said = {"reason": "Raised.", "forecast_due_on": None}
    actions.change_quarter(quarter, by=people.balancer, budget=2000, **said)

    assert queries.costs.overspent([Quarter.objects.get(pk=quarter.pk)]) == {}
    trip.__dict__.pop("_known", None)
    assert "than its budget" not in open_in(people.planner, queries.trips.whole(trip.pk))


@pytest.mark.parametrize(("lang", "said"), [("en", "Overspent: "), ("fr", "Budget dépassé")])
def test_an_overspent_quarter_stands_on_the_day_of_those_who_plan_in_it(people, overspent, lang, said):
    _trip, quarter = overspent
    told = {}
    for name in ("planner", "balancer", "other_planner", "president", "delegate"):
        with translation.override(lang):
            money = reverse("travel:money", args=[quarter.key])
            told[name] = [one for one in panels.waiting(getattr(people, name), today()) if one.url == money]

    assert {name for name, found in told.items() if found} == {"planner", "balancer"}
    assert told["planner"][0].title.startswith(said)
    assert "500" in told["balancer"][0].why
    assert "500" not in told["planner"][0].why


def test_a_quarter_that_is_over_or_has_no_budget_warns_nobody(people, overspent):
    _trip, quarter = overspent
    Quarter.objects.filter(pk=quarter.pk).update(budget=None)
    assert queries.costs.overspent(Quarter.objects.all()) == {}

    Quarter.objects.filter(pk=quarter.pk).update(
        budget=1, starts_on=today() - timedelta(90), ends_on=today() - timedelta(1)
    )
    assert list(panels.budgets.waiting(people.balancer, today())) == []
