"""What was done late in the evening in Ottawa is shown on that day, not on the next."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from entente.engagement.travel import exports, panels, queries
from entente.engagement.travel.models import Proposal, Step, Trip, Worksheet
from entente.kit.days import spoken
from entente.kit.table import Ask

from . import factories

TODAY = timezone.localdate()
EVENING = timezone.make_aware(datetime.combine(TODAY - timedelta(2), time(21, 30)))
DAY = EVENING.date()


def test_a_trip_authorised_in_the_evening_was_authorised_on_that_day(people, as_person):
    trip = factories.trip(people, "authorised")
    Trip.objects.update(authorised_at=EVENING)
    Step.objects.filter(answer="approved").update(at=EVENING)
    Worksheet.objects.update(checked_at=EVENING)
    page = as_person(people.planner).get(trip.get_absolute_url()).content.decode()
    assert f"Authorised on {spoken(DAY)}." in page
    assert f"checked on {spoken(DAY)}" in page
    assert spoken(DAY + timedelta(1)) not in page

    ask = Ask(people.planner, TODAY.isoformat())
    row = queries.trips.trips(ask).get()
    assert [one.value(row) for one in exports.TRIPS.columns if one.key == "authorised"] == [DAY.isoformat()]


def test_what_waits_since_the_evening_waits_since_that_day(people):
    factories.trip(people, "requested")
    Step.objects.update(asked_at=EVENING)
    other = factories.proposal("forecast", people, factories.later_quarter(people), meeting=factories.another_meeting())
    Proposal.objects.filter(pk=other.pk).update(made_at=EVENING)

    since = [one.since for who in (people.general, people.balancer) for one in panels.waiting(who, TODAY)]

    assert since == [DAY, DAY]
