"""Questions about meetings and their series. Everything is asked for a person."""

from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from entente.engagement.forums import queries as forums
from entente.engagement.forums.models import Body
from entente.engagement.forums.queries.reach import of_family
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import LADDER
from entente.foundation.reference.models import Country
from entente.foundation.trail import actions as trail_actions
from entente.foundation.trail import queries as trail
from entente.foundation.trail.models import Entry
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import Attendance, Delegate, Meeting, MeetingQuerySet, Series, State

TOLD = ("decide_attendance", "change", "cancel", "reinstate")
RELATED = ("series", "body", "partner", "country", "host", "unit", "previous")


def meetings(ask: Ask) -> QuerySet[Any]:
    """Meetings this person may view. Unordered, one query.

    Each carries ``with_sort``: what sorts by the body or the partner it is held with.
    """
    name = f"sort_{language()}"
    return (
        policy.visible_to(ask.person)
        .annotate(
            with_sort=Coalesce(f"body__{name}", f"partner__{name}", Value("")),
            unit_sort=Coalesce(f"unit__{name}", Value("")),
            level_sort=ladder("level"),
        )
        .select_related("body", "partner", "country", "unit", "series")
    )


def ladder(path: str) -> Case:
    """What sorts by level, the lowest first."""
    return Case(*(When(**{path: rank}, then=Value(at)) for at, rank in enumerate(LADDER)), default=Value(-1))


def to_come(ask: Ask) -> QuerySet[Any]:
    """Meetings that are not over on the day and not cancelled. Unordered, one query."""
    return meetings(ask).filter(ends_on__gte=ask.on).exclude(state=State.CANCELLED)


def meeting(person: Any, key: str) -> QuerySet[Meeting]:
    """One meeting with what its pages need, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key).select_related(*RELATED)


def upcoming(
    person: Any, *, today: date, body: Body | None = None, partner: Partner | None = None
) -> QuerySet[Meeting]:
    """Meetings that are not over and not cancelled, soonest first: of a body, or with a partner and its parts.

    One query.
    """
    found = policy.visible_to(person).filter(ends_on__gte=today).exclude(state=State.CANCELLED)
    return _held_with(found, body, partner).select_related(*RELATED).order_by("starts_on", "id")


def before(person: Any, *, today: date, body: Body | None = None, partner: Partner | None = None) -> QuerySet[Meeting]:
    """Meetings that are over, latest first: of a body, or with a partner and its parts. One query."""
    found = policy.visible_to(person).filter(ends_on__lt=today).exclude(state=State.CANCELLED)
    return _held_with(found, body, partner).select_related(*RELATED).order_by("-starts_on", "-id")


def around(person: Any, *, today: date, ahead: int, behind: int, **given: Any) -> tuple[list[Meeting], list[Meeting]]:
    """Both at once, so many of each: those to come, the soonest first, and those over, the latest first. One query."""
    after = upcoming(person, today=today, **given).values("pk")[:ahead]
    earlier = before(person, today=today, **given).values("pk")[:behind]
    found = policy.visible_to(person).filter(Q(pk__in=after) | Q(pk__in=earlier))
    rows = list(found.select_related(*RELATED).order_by("starts_on", "id"))
    over = [one for one in rows if one.ends_on < today]
    return [one for one in rows if one.ends_on >= today], over[::-1]


def _held_with(found: MeetingQuerySet, body: Body | None, partner: Partner | None) -> MeetingQuerySet:
    if body is not None:
        found = found.filter(body=body)
    if partner is not None:
        found = found.filter(of_family(partner))
    return found


def same_table(meeting: Meeting) -> Q:
    """What makes meetings follow each other: the series, else the body, else the partner they are held with."""
    if meeting.series_id:
        return Q(series=meeting.series_id)
    if meeting.body_id:
        return Q(body=meeting.body_id)
    return Q(partner=meeting.partner_id, body__isnull=True) if meeting.partner_id else Q(pk__in=())


def same_line(meeting: Meeting, other: Meeting) -> bool:
    """Whether another meeting is of the same series, else of the same body, else with the same partner."""
    if meeting.series_id and other.series_id:
        return meeting.series_id == other.series_id
    if meeting.body_id or other.body_id:
        return meeting.body_id == other.body_id
    return meeting.partner_id is not None and meeting.partner_id == other.partner_id


def earlier(person: Any, meeting: Meeting) -> QuerySet[Meeting]:
    """The earlier meetings of the same series, body or partner that this person may view, latest first. One query."""
    found = policy.visible_to(person).filter(same_table(meeting), starts_on__lt=meeting.starts_on)
    found = found.exclude(pk=meeting.pk).exclude(state=State.CANCELLED)
    return found.select_related(*RELATED).order_by("-starts_on", "-id")


def last_attended(person: Any, meeting: Meeting) -> Meeting | None:
    """The latest earlier meeting of the same series, body or partner that was held and where we were. One query."""
    went = Delegate.objects.filter(meeting=OuterRef("pk"), partner__isnull=True).exclude(attended=False)
    found = earlier(person, meeting).filter(state=State.HELD).exclude(attendance=Attendance.SKIP)
    return found.filter(Exists(went) | Q(attendance=Attendance.ATTEND)).first()


def in_series(person: Any, series: Series) -> QuerySet[Meeting]:
    """The meetings of a series that this person may view, latest first. One query."""
    found = policy.visible_to(person).filter(series=series)
    return found.select_related(*RELATED).order_by("-starts_on", "-id")


def next_in_line(person: Any, meeting: Meeting) -> QuerySet[Meeting]:
    """The later meetings of the same series, body or partner, soonest first, without cancelled ones. One query."""
    found = policy.visible_to(person).filter(same_table(meeting), starts_on__gt=meeting.ends_on)
    found = found.exclude(state=State.CANCELLED).exclude(pk=meeting.pk)
    return found.select_related(*RELATED).order_by("starts_on", "id")


def choices(person: Any) -> QuerySet[Meeting]:
    """Meetings to choose from in a form, the latest first."""
    return policy.visible_to(person).order_by("-starts_on", "-id")


def choices_of_series(person: Any) -> QuerySet[Series]:
    """Series to choose from in a form, by title."""
    return policy.series_visible_to(person).order_by(f"sort_{language()}", "id")


def all_series(ask: Ask) -> QuerySet[Any]:
    """Series this person may view. Unordered, one query."""
    name = f"sort_{language()}"
    return (
        policy.series_visible_to(ask.person)
        .annotate(with_sort=Coalesce(f"body__{name}", f"partner__{name}", Value("")))
        .select_related("body", "partner", "unit")
    )


def series(person: Any, key: str) -> QuerySet[Series]:
    """One series, as a queryset of one or none."""
    return policy.series_visible_to(person).filter(key=key).select_related("body", "partner", "unit")


def steps_taken(meeting: Meeting) -> list[Entry]:
    """What was decided about a meeting before, the latest first: whether we go, days that moved, cancelled or not.

    One query. Who may see the meeting may see how it came about.
    """
    found = trail.about(trail_actions.subject_of(meeting)).filter(verb__in=TOLD)
    return [one for one in found if one.verb != "change" or {"starts_on", "ends_on"} & one.changes.keys()]


# ── Narrowing ─────────────────────────────────────────────────────────────────────────────────────


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Series whose title holds every word, in either language."""
    for word in text.split():
        rows = rows.filter(Q(sort_en__contains=fold(word)) | Q(sort_fr__contains=fold(word)))
    return rows


def called(rows: QuerySet[Any], text: str, path: str = "") -> QuerySet[Any]:
    """Those whose title, number or key holds every word, in either language. ``path`` leads there."""
    for word in text.split():
        found = Q(**{f"{path}sort_en__contains": fold(word)}) | Q(**{f"{path}sort_fr__contains": fold(word)})
        rows = rows.filter(found | Q(**{f"{path}number": word}) | Q(**{f"{path}key__iexact": word}))
    return rows


def at_home(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Meetings of a table at home, among Canadian parties."""
    return rows.filter(body__home=True)


def undecided(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Meetings of which nobody has decided whether we go."""
    return rows.filter(attendance=Attendance.UNDECIDED).exclude(state=State.CANCELLED)


def with_partner(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Meetings with a partner or one of its administrations."""
    asked = Q(partner__key=key) | Q(partner__parent__key=key) | Q(partner__parent__parent__key=key)
    return rows.filter(asked)


def bodies(ask: Ask) -> QuerySet[Body]:
    """The bodies that have meetings, or others under them, by name, for a filter. One query."""
    meet = policy.visible_to(ask.person).filter(body=OuterRef("pk"))
    known = forums.choices(ask.person)
    return known.filter(Exists(meet) | Exists(known.order_by().filter(parent=OuterRef("pk"))))


def partners_met(ask: Ask) -> QuerySet[Partner]:
    """The partners that meetings are held with, they or a part of them, by name, for a filter. One query."""
    held = policy.visible_to(ask.person).filter(partner__isnull=False).order_by()
    met = Q(pk__in=held.values("partner")) | Q(pk__in=held.values("partner__parent"))
    return partners.choices(ask.person).filter(met)


def offices(ask: Ask) -> QuerySet[Unit]:
    """The offices that have the lead of meetings, by name, for a filter. One query."""
    lead = policy.visible_to(ask.person).filter(unit=OuterRef("pk"))
    return forums.units().filter(Exists(lead))


def countries() -> QuerySet[Country]:
    """The countries and territories that stand today, by name, to choose from."""
    return Country.objects.filter(ends_on="").order_by(f"sort_{language()}", "id")
