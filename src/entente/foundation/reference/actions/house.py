"""Keeping the calendar of the House: its sessions, and the days on which it sits."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import HouseSession, SittingCalendar, SittingDay
from ..policy import REFERENCE


@transaction.atomic
def record_session(*, by: Any, parliament: int, number: int, reason: str = "", **days: Any) -> HouseSession:
    """Record a session of Parliament, or what became of one that is recorded: ``opened_on``, ``ended_on``, ``ending``.

    Raises:
        PermissionDenied: ``by`` keeps no calendar.
        ValidationError: the days do not fit, REF-1, or sitting days already in the calendar would lie in no session
            any more (REF-2).
    """
    REFERENCE.require(by, "record_session")
    kept = HouseSession.objects.select_for_update(of=("self",)).filter(parliament=parliament, number=number).first()
    held = _held(kept)
    one = kept or HouseSession(parliament=parliament, number=number)
    before = {name: str(getattr(one, name) or "") for name in days}
    for name, value in days.items():
        setattr(one, name, value)
    one.full_clean()
    others = list(HouseSession.objects.exclude(pk=one.pk).order_by("opened_on", "id"))
    _refuse([rules.sessions_apart(one, others), rules.in_a_session(held, [one, *others])])
    one.save()
    moved = {name: [was, now] for name, was in before.items() if (now := str(getattr(one, name) or "")) != was}
    trail.record_many([_line("record_session", one, reason, moved)], by=by)
    return one


def _held(kept: HouseSession | None) -> list[date]:
    """The sitting days that lie in a session as it was recorded until now."""
    if kept is None:
        return []
    days = SittingDay.objects.filter(day__gte=kept.opened_on, day__lte=kept.ended_on or date.max)
    return list(days.order_by("day").values_list("day", flat=True))


@transaction.atomic
def publish_calendar(*, by: Any, days: Iterable[date], reason: str = "", **said: Any) -> SittingCalendar:
    """Take in what a source says of a period: ``first_on``, ``last_on``, ``source``, ``address``, ``as_of``.

    From then on exactly ``days`` sit in that period. Days outside it stay as they are.

    Raises:
        PermissionDenied: ``by`` keeps no calendar.
        ValidationError: REF-2 to REF-7; every obstacle at once.
    """
    REFERENCE.require(by, "publish_calendar")
    calendar, named = SittingCalendar(**said), sorted(set(days))
    calendar.full_clean()
    first, last = calendar.first_on, calendar.last_on
    stood = list(SittingDay.objects.filter(day__gte=first, day__lte=last).order_by("day").values_list("day", flat=True))
    gone = [day for day in stood if day not in set(named)]
    added = [day for day in named if day not in set(stood)]
    told = list(SittingCalendar.objects.values_list("first_on", "last_on").order_by("first_on", "id"))
    _refuse(
        [
            rules.within_period(named, first, last),
            rules.in_a_session(named, list(queries.house_sessions())),
            rules.taking_off_has_a_reason(gone, reason),
            rules.weekends_have_a_reason(named, reason),
            rules.adding_has_a_reason(added, told, reason),
            rules.said_by_today(calendar.as_of, today=timezone.localdate()),
        ]
    )
    calendar.save()
    SittingDay.objects.filter(day__gte=first, day__lte=last).delete()
    SittingDay.objects.bulk_create(SittingDay(day=day, calendar=calendar) for day in named)
    changes = {
        "days": len(named),
        "added": [day.isoformat() for day in added],
        "taken_off": [day.isoformat() for day in gone],
        "weekends": [day.isoformat() for day in rules.weekends(named)],
        "source": calendar.source,
    }
    trail.record_many([_line("publish_calendar", calendar, reason, changes)], by=by)
    return calendar


def _refuse(found: Iterable[ValidationError | None]) -> None:
    if obstacles := [one for one in found if one is not None]:
        raise ValidationError(obstacles)


def _line(verb: str, thing: Any, reason: str, changes: dict[str, Any]) -> trail.Line:
    titles = {}
    for lang in ("en", "fr"):
        with override(lang):
            titles[f"title_{lang}"] = f"{gettext('Sitting days of the House')} {thing}"
    return trail.Line(verb, trail.subject_of(thing), reason=reason, changes=changes, **titles)
