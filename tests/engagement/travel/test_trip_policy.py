"""Who may see and do what with trips, role by role; and asking of many agrees with asking of one."""

import pytest
from django.utils import timezone

from entente.engagement.travel import panels, policy, queries
from entente.engagement.travel.models import Trip
from entente.foundation.people.roles import Marking, Role
from entente.kit.table import Ask

from . import factories


@pytest.fixture
def everybody(people):
    """Everybody the table speaks of, by what they are to the trip."""
    person = factories.person
    return {
        "traveller": people.delegate,
        "branch planner": people.planner,
        "planner of another branch": people.other_planner,
        "planner of International Affairs": people.balancer,
        "desk officer of International Affairs": people.desk,
        "desk officer elsewhere": person("elsewhere", Role.DESK_OFFICER, unit=people.targeting),
        "head of the office": people.general,
        "vice-president": people.vice_president,
        "president": people.president,
        "auditor": person("checker", Role.AUDITOR),
        "administrator": person("keeper", Role.ADMINISTRATOR, unit=people.international),
        "reader of International Affairs": person("ia-reader", Role.READER, unit=people.international),
        "colleague": people.second,
        "visits officer elsewhere": person("visits", Role.VISITS_OFFICER, unit=people.enforcement),
        "agreements officer": person("agreements", Role.AGREEMENTS_OFFICER),
        "uncleared executive": person("uncleared", Role.EXECUTIVE, clearance=Marking.UNCLASSIFIED),
    }


def may(everybody, act, thing, table=None):
    table = table or policy.TRIPS
    return {who for who, person in everybody.items() if table.allows(person, act, thing)}


SEES = {
    *("traveller", "branch planner", "planner of International Affairs", "desk officer of International Affairs"),
    *("head of the office", "vice-president", "president", "auditor"),
}
PLANS = {"branch planner", "planner of International Affairs"}


@pytest.mark.parametrize(
    ("act", "who"),
    [
        ("view", SEES),
        ("change_dates", PLANS),
        ("ask", PLANS),
        ("recall", PLANS),
        ("reopen", PLANS),
        ("estimate", PLANS),
        ("spend", PLANS),
        ("cancel", PLANS | {"traveller"}),
        ("authorise", {"head of the office", "vice-president", "president"}),
        ("send_back", {"head of the office", "vice-president", "president"}),
        ("refuse", {"head of the office", "vice-president", "president"}),
    ],
)
def test_who_may_do_what_with_a_trip_that_waits_for_the_first_head(people, everybody, act, who):
    trip = factories.trip(people, "requested", meeting=factories.meeting(marking=Marking.PROTECTED_A))

    assert may(everybody, act, trip) == who


def test_who_may_open_trips_and_set_ceilings(people, everybody):
    proposal = factories.trip(people).traveller.proposal
    planners = {"branch planner", "planner of another branch", "planner of International Affairs"}

    assert may(everybody, "open", proposal) == PLANS | {"president"}
    assert may(everybody, "set_ceiling", None) == {"planner of International Affairs"}
    assert may(everybody, "import_actuals", None) == planners
    assert may(everybody, "view_ceilings", None) == planners | {
        *("head of the office", "vice-president", "president", "auditor", "uncleared executive"),
    }


def test_asking_of_many_agrees_with_asking_of_one(people, everybody):
    trips = [
        factories.trip(people, "authorised", meeting=factories.meeting(marking=Marking.PROTECTED_B)),
        factories.trip(people, of=factories.later_quarter(people), meeting=factories.another_meeting()),
    ]
    everybody |= {"low": factories.person("low", Role.AUDITOR, clearance=Marking.PROTECTED_A)}

    for who, person in everybody.items():
        seen = set(policy.visible_to(person))
        assert seen == {trip for trip in trips if policy.TRIPS.allows(person, "view", trip)}, who


def test_a_marking_of_body_or_partner_hides_the_trip(people):
    trip = factories.trip(people)
    auditor = factories.person("low", Role.AUDITOR, clearance=Marking.UNCLASSIFIED)
    assert policy.TRIPS.allows(auditor, "view", trip)

    trip.traveller.proposal.meeting.body.marking = Marking.PROTECTED_A
    trip.traveller.proposal.meeting.body.save()

    assert not policy.TRIPS.allows(auditor, "view", trip)


def test_who_answered_still_reads_what_came_of_it(people):
    acting = factories.person("acting", Role.DESK_OFFICER, unit=people.targeting)
    factories.head(people.targeting, acting, "director_general", acting=True, starts_on=timezone.localdate())
    trip = factories.trip(people, "requested")
    from entente.engagement.travel import actions

    actions.answer_authority(trip, by=acting, answer="approve")
    people.targeting.headships.filter(person=acting).delete()

    assert policy.TRIPS.allows(acting, "view", Trip.objects.get(pk=trip.pk))


# ── What waits, what calendars show ───────────────────────────────────────────────────────────────


def titles(person):
    return [str(debt.title) for debt in panels.journeys.waiting(person, timezone.localdate())]


def test_what_waits_for_whom_on_the_way(people):
    trip = factories.trip(people, "requested")

    assert any("Decide the travel of delegate" in title for title in titles(people.general))
    assert titles(people.vice_president) == []

    from entente.engagement.travel import actions

    actions.answer_authority(trip, by=people.general, answer="send_back", comment="Say more.")
    assert any("Ask again: delegate" in title for title in titles(people.planner))
    assert titles(people.general) == []


def test_an_office_without_a_name_waits_for_the_planner(people):
    trip = factories.trip(people)
    trip.delete()

    assert any("Open the trips" in title for title in titles(people.planner))


def test_the_calendar_shows_trips_to_those_who_may_see_them_in_one_query(people, django_assert_max_num_queries):
    trip = factories.trip(people, "authorised")
    days = (trip.starts_on, trip.ends_on)
    queries.trips.between(people.president, *days)

    with django_assert_max_num_queries(1):
        [occasion] = list(panels.journeys.occasions(people.president, *days))
    assert occasion.uid == f"trip-{trip.key.lower()}"
    assert occasion.title_fr.startswith("Voyage de delegate\u00a0: Réunion")
    assert list(panels.journeys.occasions(people.second, *days)) == []
    assert len(list(panels.journeys.occasions(people.delegate, *days))) == 1


def test_a_cancelled_trip_tells_the_calendar_and_a_draft_never_showed(people):
    from entente.engagement.travel import actions

    trip = factories.trip(people, "authorised")
    before = trip.revision
    actions.cancel_trip(trip, by=people.planner, reason="No meeting.")

    [occasion] = panels.journeys.occasions(people.delegate, trip.starts_on, trip.ends_on)

    assert occasion.cancelled
    assert occasion.revision > before
    actions.reopen_trip(trip, by=people.planner, reason="A meeting after all.")
    assert list(panels.journeys.occasions(people.delegate, trip.starts_on, trip.ends_on)) == []


def test_the_dossier_of_a_partner_shows_who_went_there(people):
    from ..forums import factories as forums

    partner = forums.partner("be", country=factories.country("BE"))
    trip = factories.trip(people, "authorised", meeting=factories.meeting(country=factories.country("BE")))
    ask = Ask(people.president, timezone.localdate().isoformat())

    [panel] = panels.journeys.partner_panels(ask, partner, None)

    assert [row["trip"] for row in panel.context["rows"]] == [trip]
    assert panels.journeys.partner_panels(Ask(people.second, ask.on), partner, None) == []
