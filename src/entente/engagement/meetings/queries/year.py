"""What waits for a person, and what falls in a period."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority
from entente.foundation.people.roles import Role

from .. import policy
from ..models import Attendance, Clearance, Delegate, Meeting, Minutes, Position, PositionState, State
from .agenda import asked_for_clearance

DECIDED_WITHIN = 90  # days before a meeting by which somebody should have decided whether we go
LOOKED_BACK = 180  # days after a meeting during which its minutes are missed
KEEPERS = (Role.DESK_OFFICER, Role.TRAVEL_PLANNER)


def _mine(person: Any, found: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Meetings of a person's office, and those that no office has the lead of."""
    return found.filter(Q(unit__isnull=True) | Q(unit=person.unit_id)) if person.unit_id else found


def to_decide(person: Any, today: date) -> QuerySet[Meeting]:
    """Meetings of the next three months of which nobody decided whether we go, the nearest first. One query."""
    found = policy.visible_to(person).filter(attendance=Attendance.UNDECIDED)
    found = found.filter(starts_on__range=(today, today + timedelta(DECIDED_WITHIN))).exclude(state=State.CANCELLED)
    return _mine(person, found).order_by("starts_on", "id")


def to_close(person: Any, today: date) -> QuerySet[Meeting]:
    """Meetings that are over and of which nobody said that they were held, the oldest first. One query."""
    found = policy.visible_to(person).filter(ends_on__lt=today, state__in=(State.FORECAST, State.CONFIRMED))
    return _mine(person, found).order_by("ends_on", "id")


def without_minutes(person: Any, today: date) -> QuerySet[Meeting]:
    """Meetings held and attended of which no minutes are on file, the oldest first. One query.

    For who keeps the file: the desk officers of the office; and for who headed our delegation.
    """
    written = Minutes.objects.filter(meeting=OuterRef("pk"))
    led = Delegate.objects.filter(meeting=OuterRef("pk"), person=person, part="head")
    found = policy.visible_to(person).filter(
        ~Exists(written), state=State.HELD, attendance=Attendance.ATTEND, ends_on__gte=today - timedelta(LOOKED_BACK)
    )
    mine = Q(Exists(led))
    if person.role == Role.DESK_OFFICER:
        mine |= (Q(unit=person.unit_id) | Q(unit__isnull=True)) if person.unit_id else Q(pk__isnull=False)
    return found.filter(mine).order_by("ends_on", "id")


WAITS: dict[str, Callable[[Any, date], QuerySet[Meeting]]] = {
    "decide": to_decide,
    "close": to_close,
    "minutes": without_minutes,
}


def waits_for(rows: QuerySet[Meeting], what: str, person: Any, today: date) -> QuerySet[Meeting]:
    """Those of some meetings that wait for a person, for one of ``WAITS``: as many as the person's day counts."""
    asked = WAITS.get(what)
    return rows.filter(pk__in=asked(person, today).order_by().values("pk")) if asked else rows


def to_clear(person: Any, today: date) -> list[Clearance]:
    """Clearances that this person may answer, as head of a branch or in a head's name, the nearest meeting first.

    Seven queries at most; three for who heads nothing and acts for nobody.
    """
    heads = people.deciding_for(person, Authority.CLEAR_POSITION, today)
    headed = [unit for head in heads for unit in people.headed_by(head, today)]
    if not headed:
        return []
    chart = people.Chart()
    under = {one.pk for unit in headed for one in chart.under(unit)}
    own = {unit.pk for unit in headed}
    found = list(asked_for_clearance(person).filter(unit__in=under))
    filled = set(people.heads_on([one.unit for one in found], today)) if found else set()
    return [one for one in found if one.unit_id in own or one.unit_id not in filled]


def objected_to(person: Any, today: date) -> QuerySet[Position]:
    """Circulated positions that this person wrote and a branch objects to, of meetings to come. One query."""
    against = Clearance.objects.filter(position=OuterRef("pk"), answer="objected")
    found = policy.positions_visible_to(person).filter(Exists(against), author=person, state=PositionState.CIRCULATED)
    found = found.filter(item__meeting__ends_on__gte=today).exclude(item__meeting__state=State.CANCELLED)
    return found.select_related("item__meeting").order_by("at", "id")


def in_calendar(person: Any, first: date, last: date) -> QuerySet[Any]:
    """Meetings of which a day falls in a period, in order. One query.

    Each carries ``body_marking`` and ``partner_marking``: what it is held with may be marked higher than itself; for
    calendars ``body_key``, ``partner_key``, ``unit_key`` and ``is_mine``: whether this person is in our delegation.
    """
    found = policy.visible_to(person).between(first, last)
    marked: QuerySet[Any] = found.annotate(body_marking=F("body__marking"), partner_marking=F("partner__marking"))
    mine = Delegate.objects.filter(meeting=OuterRef("pk"), person=person)
    told = marked.annotate(
        body_key=F("body__key"), partner_key=F("partner__key"), unit_key=F("unit__key"), is_mine=Exists(mine)
    )
    return told.select_related("country").order_by("starts_on", "id")
