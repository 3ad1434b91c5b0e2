"""Questions about passports and visas."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.foundation.people.models import Person
from entente.foundation.reference.models import Country
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Formality, Trip, TripState

HOME = "CA"
NEVER = Value(date.max, output_field=DateField())
OPEN = ("needed", "applied")
GONE = (TripState.CANCELLED, TripState.REFUSED)


def formalities(ask: Ask) -> QuerySet[Any]:
    """The tasks this person may view, with what only sorting needs: no day stands last. Unordered, one query."""
    name = Lower(Coalesce(NullIf(F("person__last_name"), Value("")), F("person__username")))
    return (
        policy.formalities_visible_to(ask.person)
        .annotate(
            sort_name=name,
            country_sort=Coalesce(F(f"country__sort_{language()}"), Value("")),
            leaves_sort=Coalesce("trip__starts_on", NEVER),
            expires_sort=Coalesce("expires_on", NEVER),
        )
        .select_related("person", "country", "trip__traveller__proposal__meeting")
    )


def formality(person: Any, pk: int) -> QuerySet[Formality]:
    """One task, as a queryset of one or none."""
    found = policy.formalities_visible_to(person).filter(pk=pk)
    return found.select_related("person", "country", "trip__traveller__proposal__meeting")


def of_trip(trip: Any) -> QuerySet[Formality]:
    """The tasks of a trip. One query."""
    found = Formality.objects.filter(trip=trip).select_related("country", "person")
    return found.order_by("kind", "id")


def held(person: Any, kind: str, country: Any = None) -> Formality | None:
    """The passport, or the visa for a country, of a person that is valid longest. One query."""
    found = Formality.objects.filter(person=person, kind=kind, state="held", expires_on__isnull=False)
    if kind == "visa":
        found = found.filter(country=country)
    return found.order_by("-expires_on", "-id").first()


def still_open(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Tasks still to be done, of trips that take place."""
    return rows.filter(state__in=OPEN).exclude(trip__state__in=GONE)


def expiring(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """What is held and expires by a day."""
    return rows.filter(state="held", expires_on__lte=day)


def to_serve(person: Any) -> QuerySet[Formality]:
    """What International Affairs, or the traveller, still has to do, the next departure first. One query."""
    found = still_open(policy.formalities_visible_to(person)).filter(trip__isnull=False)
    return found.select_related("person", "country", "trip__traveller__proposal__meeting").order_by(
        "trip__starts_on", "id"
    )


def expiring_before_trips(today: date, within: timedelta) -> QuerySet[Formality]:
    """What is held, expires within a time, and belongs to somebody with a trip ahead. One query."""
    ahead = Trip.objects.filter(person=OuterRef("person"), ends_on__gte=today)
    ahead = ahead.filter(state__in=(TripState.REQUESTED, TripState.AUTHORISED))
    found = Formality.objects.filter(state="held", expires_on__lte=today + within, expires_on__gte=today)
    return found.filter(Exists(ahead)).select_related("person", "country").order_by("id")


def next_trip(person: Any, today: date) -> Trip | None:
    """The next trip of a person that is asked for or authorised. One query."""
    found = Trip.objects.filter(person=person, ends_on__gte=today)
    found = found.filter(state__in=(TripState.REQUESTED, TripState.AUTHORISED))
    return found.select_related("traveller__proposal__meeting").order_by("starts_on", "id").first()


def open_before_departure(today: date, within: timedelta) -> QuerySet[Formality]:
    """Tasks still to be done of authorised trips that begin within a time. One query."""
    soon = Q(trip__state=TripState.AUTHORISED, trip__starts_on__gte=today, trip__starts_on__lte=today + within)
    found = Formality.objects.filter(soon, state__in=OPEN)
    return found.select_related("person", "country", "trip__traveller__proposal__meeting").order_by("id")


def travellers() -> QuerySet[Person]:
    """People to choose from in a form: everybody with an open account, by name. One query."""
    return Person.objects.filter(is_active=True).order_by("last_name", "first_name", "username")


def countries() -> QuerySet[Country]:
    """Countries to choose from in a form, by name. One query."""
    return Country.objects.order_by(f"sort_{language()}", "id")
