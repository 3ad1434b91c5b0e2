"""What is done about passports and visas: tasks that a trip asks for, and their service."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.reference.models import Country
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Formality, Trip
from ..notices import formalities as words
from ..policy import FORMALITIES
from ..rules import formalities as judging
from ..rules import trips


def _check(trip: Trip, *, by: Any) -> list[Formality]:
    """What an authorised trip asks for: a passport that is valid long enough, and a look at the visa of the country.

    Called again when its days move: what was held for it and does not last any more is to be checked again.
    What is on record and valid long enough asks for nothing. At home nothing is asked for.
    """
    country = trip.traveller.proposal.meeting.country
    if country is None or country.code.upper() == queries.formalities.HOME:
        return []
    passport = queries.formalities.held(trip.person, "passport")
    visa = queries.formalities.held(trip.person, "visa", country)
    known = {(one.kind, one.country_id): one for one in queries.formalities.of_trip(trip)}
    wanted: list[tuple[str, Country | None]] = []
    if judging.valid_long_enough(passport.expires_on if passport else None, trip.ends_on):
        wanted.append(("passport", None))
    if visa is None or visa.expires_on is None or visa.expires_on < trip.ends_on:
        wanted.append(("visa", country))
    made = []
    for kind, where in wanted:
        if there := known.get((kind, where.pk if where else None)):
            made += _checked_again(there, trip, by=by)
            continue
        task = Formality(person=trip.person, kind=kind, country=where, trip=trip, changed_at=timezone.now())
        task.full_clean()
        task.save()
        trail.record(by=by, verb="open_formality", subject=trip, kind=kind, country=where.code if where else "")
        made.append(task)
        words.tell_of_formality(words.FORMALITY_TO_CHECK, task, trip, key=f"{trip.key}:{kind}")
    return made


def _checked_again(task: Formality, trip: Trip, *, by: Any) -> list[Formality]:
    """What was held for a trip is no longer, where it does not last to its new end; what is open is open still."""
    if task.state != "held":
        return []
    task.state, task.changed_at = "needed", timezone.now()
    task.full_clean()
    task.save()
    trail.record(by=by, verb="record_formality", subject=task, state=["held", "needed"])
    words.tell_of_formality(words.FORMALITY_TO_CHECK, task, trip, key=f"{trip.key}:{task.kind}:{trip.ends_on}")
    return [task]


@transaction.atomic
def add_formality(*, by: Any, **given: Any) -> Formality:
    """Put a passport or visa of a person on record.

    ``person``, ``kind``, ``country``, ``state``, ``expires_on``, ``note``.

    Raises:
        PermissionDenied: ``by`` does not serve travellers at International Affairs.
        ValidationError: TRV-64 or 65 refuses, or a value is not fit for its field.
    """
    FORMALITIES.require(by, "add")
    task = Formality(**given, changed_at=timezone.now())
    _judge(task)
    task.full_clean()
    task.save()
    trail.record(by=by, verb="add_formality", subject=task, state=task.state, expires_on=task.expires_on)
    return task


@transaction.atomic
def record_formality(
    task: Formality, *, by: Any, state: str, expires_on: date | None = None, note: str = ""
) -> Formality:
    """Say how far a passport or visa has come. Only the day of expiry is kept.

    Raises:
        PermissionDenied: ``by`` is neither the traveller nor serves travellers at International Affairs.
        ValidationError: nothing changes, or TRV-63 to 65 refuse.
    """
    task = Formality.objects.select_for_update(of=("self",)).select_related("person", "trip", "country").get(pk=task.pk)
    FORMALITIES.require(by, "record", task)
    before = {"state": task.state, "expires_on": task.expires_on, "note": task.note}
    task.state, task.expires_on, task.note = state, expires_on, note
    after = {"state": state, "expires_on": expires_on, "note": note}
    _judge(task, changed=before != after)
    task.changed_at = timezone.now()
    task.full_clean()
    task.save()
    changes = {name: [before[name], after[name]] for name in ("state", "expires_on") if before[name] != after[name]}
    trail.record(by=by, verb="record_formality", subject=task, **changes)
    return task


def _judge(task: Formality, *, changed: bool = True) -> None:
    rules.obey(
        trips.something_changes(changed),
        judging.no_number(task.note),
        judging.held_means_valid(task.state, task.expires_on, timezone.localdate()),
        judging.valid_for_its_trip(task),
    )
