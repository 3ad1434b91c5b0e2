"""Who was away in the invented years, and the passports and visas of those who travel."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.travel import actions
from entente.engagement.travel.models import Trip
from entente.foundation.people import actions as people
from entente.foundation.people.models import Headship, Person

from .world import World

KINDS = ("leave", "leave", "training", "other")
LENGTHS = (1, 2, 5, 5, 10)
HOME = "CA"
# In how many days a passport on record expires: some within weeks, most in years.
EXPIRES = (20, 75, 400, 900, 1500, 2400)


def invent(world: World) -> None:
    """Absences where nobody travels and no head is missed; passports of all who travel; tasks of trips ahead."""
    trips: dict[int, list[Trip]] = {}
    abroad = Trip.objects.filter(person__in=world.people).select_related(
        "person", "traveller__proposal__meeting__country"
    )
    for trip in abroad.order_by("starts_on", "id"):
        trips.setdefault(trip.person_id, []).append(trip)
    absences(world, trips)
    for person in world.people:
        if own := trips.get(person.pk):
            passports(world, person, own)


def absences(world: World, trips: dict[int, list[Trip]]) -> None:
    """One a person and year, less those that would meet a journey."""
    chance = world.chance
    heads = set(Headship.objects.order_by("id").values_list("person_id", flat=True))
    for person in world.people:
        if person.pk in heads:
            continue
        taken: set[date] = set()
        for _year in range(world.size.years):
            first = world.day()
            last = first + timedelta(days=chance.choice(LENGTHS) - 1)
            away = any(one.starts_on <= last and first <= one.ends_on for one in trips.get(person.pk, ()))
            if away or first in taken:
                continue
            taken.add(first)
            people.record_absence(
                by="invented", person=person, starts_on=first, ends_on=last, kind=chance.choice(KINDS)
            )


def passports(world: World, person: Person, own: list[Trip]) -> None:
    """The passport on record, and a task for each journey ahead: to be checked, applied for, or not needed."""
    desk, today = world.receiver, max(world.today, timezone.localdate())
    expires_on = today + timedelta(days=world.chance.choice(EXPIRES))
    actions.add_formality(by=desk, person=person, kind="passport", state="held", expires_on=expires_on)
    for trip in own:
        country: Any = trip.traveller.proposal.meeting.country
        if trip.starts_on <= today or country is None or country.code == HOME:
            continue
        visa = actions.add_formality(by=desk, person=person, kind="visa", country=country, trip=trip)
        state = world.chance.choice(("needed", "applied", "not_needed"))
        if state != "needed":
            actions.record_formality(visa, by=desk, state=state)
        if expires_on < trip.ends_on + timedelta(days=185):
            actions.add_formality(by=desk, person=person, kind="passport", trip=trip)
