"""What came of the last session, and what it cost: shown beside each new wish to go."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from entente.engagement.commitments import queries as commitments
from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings import policy as meetings_policy
from entente.engagement.meetings.models import Attendance, Delegate, Meeting
from entente.engagement.meetings.models import State as MeetingState

from .. import policy
from ..models import Proposal, ProposalState, Report, ReportState
from .proposals import cost_of


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last session of the same table where we were: who reported what, what it cost.

    ``cost`` is in CAD, over all branches: what was paid where it is known (``paid``), else the estimate; nothing where
    no delegation is on file. ``report`` is there only for readers who may read it.
    """

    meeting: Meeting
    report: Report | None = None
    cost: Decimal | None = None
    paid: bool = False


def last_times(person: Any, sessions: Iterable[Meeting]) -> dict[int, LastTime]:
    """The last session before each of some meetings, by the meeting’s primary key. At most nine queries."""
    sessions = list(sessions)
    held = _held(person, sessions)
    found = {one.pk: last for one in sessions if (last := _before(one, held))}
    if not found:
        return {}
    reports = _reports(person, found.values())
    costs = _costs(found.values())
    return {pk: LastTime(last, reports.get(last.pk), *costs.get(last.pk, (None, False))) for pk, last in found.items()}


def last_time(person: Any, meeting: Meeting) -> LastTime | None:
    """The last session before one meeting. At most nine queries."""
    return last_times(person, [meeting]).get(meeting.pk)


def promised(person: Any, meeting: Meeting) -> list[Commitment]:
    """What we and the other side still owe each other where we would go, what is due first on top. One query.

    Of the body of the meeting, else of its partner; nothing for a meeting with neither.
    """
    if meeting.body_id:
        return list(commitments.standing(person, body=meeting.body))
    return list(commitments.standing(person, partner=meeting.partner)) if meeting.partner_id else []


def _held(person: Any, sessions: list[Meeting]) -> list[Meeting]:
    """Earlier sessions of the same tables at which we were, the latest first."""
    series = {one.series_id for one in sessions if one.series_id}
    bodies = {one.body_id for one in sessions if one.body_id}
    partners = {one.partner_id for one in sessions if one.partner_id and not one.body_id}
    same = Q(series__in=series) | Q(body__in=bodies) | Q(partner__in=partners, body__isnull=True)
    went = Delegate.objects.filter(meeting=OuterRef("pk"), partner__isnull=True).exclude(attended=False)
    found = meetings_policy.visible_to(person).filter(same, state=MeetingState.HELD)
    found = found.exclude(attendance=Attendance.SKIP).filter(Exists(went) | Q(attendance=Attendance.ATTEND))
    return list(found.order_by("-starts_on", "-id"))


def _before(meeting: Meeting, held: list[Meeting]) -> Meeting | None:
    """The first of some meetings, latest first, that came before this one at the same table."""

    def same(other: Meeting) -> bool:
        if meeting.series_id:
            return other.series_id == meeting.series_id
        if meeting.body_id:
            return other.body_id == meeting.body_id
        return bool(meeting.partner_id) and other.partner_id == meeting.partner_id and not other.body_id

    return next((one for one in held if one.starts_on < meeting.starts_on and same(one)), None)


def _reports(person: Any, sessions: Iterable[Meeting]) -> dict[int, Report]:
    said = (ReportState.SUBMITTED, ReportState.ACCEPTED)
    found = policy.reports_visible_to(person).filter(meeting__in=list(sessions), state__in=said)
    found = found.select_related("proposal", "meeting").order_by("submitted_at", "id")
    return {one.meeting_id: one for one in found}


def _costs(sessions: Iterable[Meeting]) -> dict[int, tuple[Decimal, bool]]:
    went = Proposal.objects.filter(meeting__in=list(sessions), state=ProposalState.APPROVED)
    by_proposal = dict(went.values_list("pk", "meeting").order_by("id"))
    found: dict[int, tuple[Decimal, bool]] = {}
    for pk, sums in cost_of(by_proposal).items():
        paid = sums["actual"] > 0
        sofar, was_paid = found.get(by_proposal[pk], (Decimal(0), False))
        found[by_proposal[pk]] = (
            sofar + (sums["actual"] if paid else sums["estimate"] - sums["others"]),
            was_paid or paid,
        )
    return found
