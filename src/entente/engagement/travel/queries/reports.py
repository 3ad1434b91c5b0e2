"""Questions about trip reports: who owes one, what was handed in, when and how late."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from entente.engagement.forums.models import Body
from entente.engagement.meetings import queries as meetings
from entente.engagement.meetings.models import Decision, Delegate, Meeting
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Rank, at_least
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import (
    OWED,
    Proposal,
    Remark,
    Report,
    ReportQuerySet,
    ReportState,
    Traveller,
    Trip,
    TripState,
    Version,
)
from ..models.reports import CALLED_OFF

RELATED = ("meeting__body", "meeting__partner", "meeting__country", "proposal__unit", "author", "office", "accepted_by")
GOES = (TripState.CANCELLED, TripState.REFUSED)
"""States of a trip that does not take place."""
OWED_STILL = Q(state__in=OWED, accepted_version=0) & ~CALLED_OFF


# ── One report ────────────────────────────────────────────────────────────────────────────────────


def report(person: Any, key: str) -> QuerySet[Report]:
    """One report with what its pages need, as a queryset of one or none."""
    return policy.reports_visible_to(person).filter(key=key).select_related(*RELATED)


def bringing(person: Any, commitment: Any) -> QuerySet[Report]:
    """The report that brought a promise home, as a queryset of one or none."""
    return policy.reports_visible_to(person).filter(born__commitment=commitment).select_related("meeting")


def versions(one: Report) -> QuerySet[Version]:
    """What was handed in, the newest first. One query."""
    return one.versions.select_related("by").order_by("-number")


def newest_version(one: Report) -> Version | None:
    """What was handed in last. One query."""
    return versions(one).first()


def remarks(one: Report) -> QuerySet[Remark]:
    """What was said about a report, the oldest first. One query."""
    return one.remarks.select_related("by").order_by("at", "id")


def public_version(person: Any, key: str) -> Version | None:
    """The accepted version of a report whose public part a person may read. One query."""
    found = policy.public_reports_visible_to(person).filter(report__key=key)
    return found.select_related(*(f"report__{name}" for name in RELATED)).first()


def held_by_the_record(one: Report) -> dict[str, bool]:
    """What the record of the meeting holds already, so that nobody is asked for it: decisions, other delegations."""
    return {
        "decisions": Decision.objects.filter(meeting=one.meeting_id).exists(),
        "contacts": Delegate.objects.filter(meeting=one.meeting_id, partner__isnull=False).exists(),
    }


def travelling(one: Report) -> QuerySet[Trip]:
    """The trips a report covers, without those that do not take place; the head of delegation first. One query."""
    found = Trip.objects.filter(report=one).exclude(state__in=GOES)
    return found.select_related("person", "traveller__unit").order_by(
        "-traveller__is_head", "traveller__position", "id"
    )


# ── Across reports ────────────────────────────────────────────────────────────────────────────────


def last_report(person: Any, meeting: Meeting) -> Report | None:
    """The report on the session before this one that we attended, once handed in, as far as a person may read it.

    The session before: of the same series, body or partner. Where several branches reported, the one accepted last.
    """
    before = meetings.last_attended(person, meeting)
    if before is None:
        return None
    found = policy.reports_visible_to(person).handed_in().filter(meeting=before).select_related(*RELATED)
    return found.order_by(F("accepted_at").desc(nulls_last=True), "-submitted_at", "id").first()


def is_reported(meeting: Meeting) -> bool:
    """Whether a report on a meeting was handed in, whoever may read it."""
    return Report.objects.handed_in().filter(meeting=meeting).exists()


def owed_by(person: Any, today: date) -> QuerySet[Report]:
    """The reports a person owes, as author or traveller, on meetings that are over; the oldest first. One query."""
    went = Trip.objects.filter(report=OuterRef("pk"), person=person, state=TripState.AUTHORISED)
    found = Report.objects.owed().timed().filter(Q(author=person) | Exists(went), meeting__ends_on__lt=today)
    return found.select_related("meeting", "proposal__unit", "author").order_by("due_day", "id")


def due_between(person: Any, first: date, last: date) -> QuerySet[Report]:
    """The reports a person owes that fall due in a period, both days included. One query."""
    went = Trip.objects.filter(report=OuterRef("pk"), person=person, state=TripState.AUTHORISED)
    found = Report.objects.owed().timed().filter(Q(author=person) | Exists(went))
    found = found.filter(due_day__gte=first, due_day__lte=last, submitted_at__isnull=True)
    return found.select_related("meeting").order_by("due_day", "id")


def with_reports(person: Any, **about: Any) -> QuerySet[Report]:
    """The reports on a body's sessions, on meetings with a partner, or on one meeting, the latest first. One query.

    ``about`` is ``body``, ``partner`` or ``meeting``; nothing means all.
    """
    return _about(policy.reports_visible_to(person), **about)


def told_about(person: Any, **about: Any) -> QuerySet[Any]:
    """The same reports, and those of which this person may read the public part only, the latest first. One query.

    Each carries ``in_full``: whether more than the public part may be read.
    """
    readable = policy.reports_visible_to(person).filter(pk=OuterRef("pk"))
    public = policy.public_reports_visible_to(person).filter(report=OuterRef("pk"))
    found: QuerySet[Any] = _about(Report.objects.all(), **about)
    return found.annotate(in_full=Exists(readable)).filter(Q(in_full=True) | Exists(public))


def _about(found: QuerySet[Any], *, body: Any = None, partner: Any = None, meeting: Any = None) -> QuerySet[Any]:
    if body is not None:
        found = found.filter(meeting__body=body)
    if partner is not None:
        found = found.filter(Q(meeting__partner=partner) | Q(meeting__partner__parent=partner))
    if meeting is not None:
        found = found.filter(meeting=meeting)
    return found.select_related(*RELATED).order_by("-meeting__ends_on", "-id")


def to_accept(person: Any) -> list[Report]:
    """What was handed in and waits for this person, the oldest first. One query, and a few for each report found."""
    found = policy.reports_visible_to(person).filter(state=ReportState.SUBMITTED).select_related(*RELATED)
    waiting = found.order_by("submitted_at", "id")
    return [one for one in waiting[:200] if policy.REPORTS.allows(person, "accept", one)]


# ── Registers ─────────────────────────────────────────────────────────────────────────────────────


def standing(on: date | str) -> Case:
    """How a report stands with its day, as the compliance rate counts it. Of reports that are ``timed``.

    ``on_time`` and ``late``: first handed in by its day, or after it; ``owed``: its day is over and nothing came;
    ``ahead``: its day is still to come; ``lapsed``: no longer owed.
    """
    return Case(
        When(submitted_on__lte=F("due_day"), then=Value("on_time")),
        When(submitted_on__isnull=False, then=Value("late")),
        When(Q(state=ReportState.LAPSED) | CALLED_OFF, then=Value("lapsed")),
        When(due_day__lt=on, then=Value("owed")),
        default=Value("ahead"),
        output_field=CharField(),
    )


def reports(ask: Ask) -> QuerySet[Any]:
    """Reports this person may view. Unordered, one query.

    Each carries ``due_day``, ``standing``, ``asked_on`` (today), and to sort by ``with_sort``, ``author_sort``.
    """
    return sortable(policy.reports_visible_to(ask.person).timed().annotate(standing=standing(ask.on)), ask)


def sortable(found: QuerySet[Any], ask: Ask) -> QuerySet[Any]:
    """Rows with what their columns sort by and say."""
    name = f"sort_{language()}"
    return found.annotate(
        asked_on=Value(ask.on, CharField()),
        with_sort=Coalesce(f"meeting__body__{name}", f"meeting__partner__{name}", Value("")),
        author_sort=Coalesce("author__last_name", Value("")),
    ).select_related(*RELATED)


def owed(ask: Ask) -> QuerySet[Any]:
    """Reports that are owed on meetings that are over: visible debts. Unordered, one query."""
    return reports(ask).filter(OWED_STILL, meeting__ends_on__lt=ask.on)


def public_parts(ask: Ask) -> QuerySet[Any]:
    """The public parts this person may view. Unordered, one query."""
    found = policy.public_reports_visible_to(ask.person)
    return found.select_related(*(f"report__{name}" for name in RELATED))


def branches(ask: Ask) -> QuerySet[Unit]:
    """The branches that have sent a delegation, by name, for a filter. One query."""
    sent = Proposal.objects.filter(unit=OuterRef("pk"))
    return Unit.objects.filter(Exists(sent)).order_by(f"sort_{language()}", "id")


def offices(ask: Ask) -> QuerySet[Unit]:
    """The offices of those who write reports, by name, for a filter. One query."""
    write = Report.objects.filter(office=OuterRef("pk"))
    return Unit.objects.filter(Exists(write)).order_by(f"sort_{language()}", "id")


def bodies(ask: Ask) -> QuerySet[Body]:
    """The forums reported on, by name, for a filter. One query."""
    from_them = policy.reports_visible_to(ask.person).filter(meeting__body=OuterRef("pk"))
    return Body.objects.filter(Exists(from_them)).order_by(f"sort_{language()}", "id")


def called(rows: QuerySet[Any], text: str, path: str = "") -> QuerySet[Any]:
    """Reports whose number, meeting or author hold every word."""
    for word in text.split():
        found = Q(**{f"{path}key__iexact": word})
        for name in ("meeting__sort_en", "meeting__sort_fr"):
            found |= Q(**{f"{path}{name}__contains": fold(word)})
        for name in ("author__last_name", "author__first_name"):
            found |= Q(**{f"{path}{name}__icontains": word})
        rows = rows.filter(found)
    return rows


# ── What the house asks for itself ────────────────────────────────────────────────────────────────


def not_handed_in() -> ReportQuerySet:
    """Reports that were never handed in and are still asked for, with what reminders need. Asked for nobody."""
    found: ReportQuerySet = Report.objects.filter(
        submitted_at__isnull=True, state__in=(ReportState.DUE, ReportState.DRAFT)
    )
    return found.select_related("meeting", "proposal__unit", "author", "office")


def to_take_up() -> QuerySet[Report]:
    """Reports that were let go of, though the meeting stands and somebody travels: it was reinstated. One query."""
    goes = Trip.objects.filter(report=OuterRef("pk")).exclude(state__in=GOES)
    found = Report.objects.filter(Exists(goes), state=ReportState.LAPSED)
    return found.exclude(meeting__state=Meeting.State.CANCELLED)


def delegates_of(found: Iterable[Report]) -> dict[int, list[Trip]]:
    """The authorised trips of several reports, by the report's key in the database. One query."""
    trips: dict[int, list[Trip]] = {}
    for trip in Trip.objects.filter(report__in=list(found), state=TripState.AUTHORISED).select_related("person"):
        trips.setdefault(trip.report_id or 0, []).append(trip)
    return trips


def heads_of_delegation(proposal: Proposal) -> QuerySet[Traveller]:
    """The travellers of a proposal who have a name, the head first. One query."""
    found = Traveller.objects.filter(proposal=proposal, person__isnull=False).exclude(state="refused")
    return found.select_related("person", "unit").order_by("-is_head", "position", "id")


def answering_for(one: Report, travellers: Iterable[Person], *, on: date) -> list[Person]:
    """Who answers for a late report: the first head of the rank of director general or above in the author's line
    who does not travel with it. Nobody where the chart knows none. Two queries.
    """
    line = people.line_of(one.office or one.author.unit or one.proposal.unit)
    heads = people.heads_on(line, on)
    barred = {person.pk for person in travellers}
    for unit in line:
        head = heads.get(unit.pk)
        if head and at_least(head.rank, Rank.DIRECTOR_GENERAL) and head.person_id not in barred:
            return [head.person]
    return []
