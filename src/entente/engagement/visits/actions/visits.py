"""A visit is asked for, described and moved."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.numbers import actions as numbers
from entente.foundation.trail import actions as trail

from .. import notices as words
from .. import queries, rules
from ..models import Step, Visit
from ..policy import VISITS
from ..workflow import VISIT
from .keeping import _found, _keep, _locked, _obey, _open_part, _route, _tell, _touched

SERIES = "VIS"
IN_CALENDARS = {"partner", "title_en", "title_fr", "city_en", "city_fr", "zone", "marking"}


@transaction.atomic
def register(*, by: Any, **given: Any) -> Visit:
    """Write down that a delegation asks to come. ``given`` are values of the visit's fields; a draft may lack most.

    Raises:
        PermissionDenied: ``by`` keeps no visits.
        ValidationError: a value cannot stand, or VIS-7 or VIS-8 refuses.
    """
    today = timezone.localdate()
    visit = Visit(**{"requested_on": today, "officer": None} | given, state=VISIT.start, changed_at=timezone.now())
    VISITS.require(by, "register", visit)
    visit.key = numbers.take(SERIES, year=today.year)
    _keep(visit, rules.ends_after_it_begins(visit), rules.marking_fits(visit, by))
    trail.record(by=by, verb="register", subject=visit, partner=visit.partner.key, marking=visit.marking)
    _found(visit)
    _tell([one for one in queries.receiving(visit) if one.pk != by.pk], words.REQUESTED, visit, key=visit.key)
    return visit


@transaction.atomic
def change(visit: Visit, *, by: Any, **given: Any) -> Visit:
    """Change what is said of a visit: partner, titles, purpose, lead branch, officer, media, security note.

    The routing is asked again where the partner changes.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, a value cannot stand, or VIS-8 or VIS-11 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "change", visit)
    moved = {name: value for name, value in given.items() if getattr(visit, name) != value}
    _obey(rules.still_to_prepare(visit), rules.something_changes(moved))
    before = {name: getattr(visit, name) for name in moved}
    for name, value in moved.items():
        setattr(visit, name, value)
    if IN_CALENDARS & moved.keys():
        _touched(visit)
    _keep(visit, rules.marking_fits(visit, by), *_pointing(visit))
    changes = {name: [before[name], moved[name]] for name in moved if name != "security_note"}
    trail.record(by=by, verb="change", subject=visit, **_open_part(visit, changes))
    if "partner" in moved:
        _route(visit, by=by)
    _found(visit)
    return visit


@transaction.atomic
def move_dates(visit: Visit, *, by: Any, starts_on: date, ends_on: date, reason: str) -> Visit:
    """Move a visit to other days, with the reason; the old days are kept. What was briefed is still briefed.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: VIS-7, VIS-11, VIS-13 or VIS-14 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "move_dates", visit)
    before = (visit.starts_on, visit.ends_on)
    visit.starts_on, visit.ends_on = starts_on, ends_on
    _touched(visit)
    _keep(
        visit,
        rules.reason_given(reason),
        rules.still_to_prepare(visit),
        rules.something_changes(before != (starts_on, ends_on)),
        rules.ends_after_it_begins(visit),
    )
    now = timezone.now()
    said = [f"{first.isoformat()}/{last.isoformat()}" for first, last in (before, (starts_on, ends_on))]
    _keep(Step(visit=visit, move="move_dates", before=said[0], after=said[1], reason=reason, by=by.username, at=now))
    trail.record(
        by=by,
        verb="move_dates",
        subject=visit,
        reason=reason,
        starts_on=[before[0], starts_on],
        ends_on=[before[1], ends_on],
    )
    _route(visit, by=by)
    return visit


def _pointing(visit: Visit) -> list[Any]:
    """Whether what topics and promises point at may still be read by whoever may read the visit."""
    bodies = [body for topic in visit.topics.prefetch_related("bodies") for body in topic.bodies.all()]
    born = [one.commitment for one in visit.promises.select_related("commitment")]
    return [rules.not_below_its_parts(visit, *bodies, *born)]
