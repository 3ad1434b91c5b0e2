"""Which reports are owed, by whom and until when. A report follows its trips and its meeting; the house reminds.

What is written in one, handed in and accepted: ``telling``.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from entente.foundation.numbers import actions as numbers
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking, highest
from entente.foundation.trail import actions as trail
from entente.kit.notice import day

from .. import queries, rules
from ..models import Proposal, Report, ReportState, Trip, TripState
from ..notices import reports as notices
from ..policy import REPORTS
from ..workflow import REPORT

SERIES = "RPT"
HOUSE = "entente"  # who acts when nobody does: what follows from a trip, a meeting or a day
REMINDERS = (5, 1, 0)  # days before the day it is due: on days 10, 14 and 15 of fifteen


@transaction.atomic
def open_for(trip: Trip, *, by: Any) -> Report:
    """The one report of the delegation to which an authorised trip belongs: made for the first, joined by the others.

    It is due as the settings say after the meeting's last day; the head of delegation writes it, as soon as the head
    travels. Whoever authorised the trip has been asked for the right to do so; this only follows.
    """
    proposal = _locked_proposal(trip.traveller.proposal_id)
    report = Report.objects.select_for_update(of=("self",)).filter(proposal=proposal).first()
    is_new = report is None
    report = report or _opened(proposal, trip.person, by=by)
    Trip.objects.filter(pk=trip.pk).update(report=report)
    trip.report = report
    if is_new:
        notices.tell([report.author], notices.OPENED, report, f"opened:{report.author_id}")
    return _settled(report, by=by)


def _opened(proposal: Proposal, author: Person, *, by: Any) -> Report:
    meeting = proposal.meeting
    least = Marking.PROTECTED_A if author.clearance != Marking.UNCLASSIFIED else Marking.UNCLASSIFIED
    report = Report(
        key=numbers.take(SERIES, year=meeting.ends_on.year),
        proposal=proposal,
        meeting=meeting,
        author=author,
        office=_office(proposal, author),
        due_on=rules.reports.deadline_of(meeting).day,
        marking=highest([least, meeting.marking, proposal.marking]),
    )
    report.full_clean()
    report.save()
    trail.record(by=by, verb="open_report", subject=report, author=author, due_on=report.due_on)
    return report


@transaction.atomic
def settle(report: Report, *, by: Any = HOUSE) -> Report:
    """Bring a report in line with its trips: call it after a trip is cancelled, refused or authorised again.

    When nobody of the delegation travels it is no longer owed; when somebody does again, it is. When its author does
    not travel, the next of the delegation writes it.
    """
    return _settled(_locked(report), by=by)


def _settled(report: Report, *, by: Any) -> Report:
    going = list(queries.reports.travelling(report))
    if not going and report.state in (ReportState.DUE, ReportState.DRAFT):
        _take(report, "release", by=by, reason=gettext("Nobody of the delegation travels."))
        notices.tell([report.author], notices.RELEASED, report, f"released:{report.revision}")
    elif going and report.state == ReportState.LAPSED and report.meeting.state != "cancelled":
        _resume(report, by=by)
    if going and report.submitted_at is None:
        authorised = [trip for trip in going if trip.state == TripState.AUTHORISED]
        _write_by(report, (authorised or going)[0], [trip.person_id for trip in going], by=by)
    return report


def _resume(report: Report, *, by: Any) -> None:
    _take(report, "resume", by=by)
    notices.tell([report.author], notices.RESUMED, report, f"resumed:{report.revision}")


def _write_by(report: Report, trip: Trip, going: list[int], *, by: Any) -> None:
    """Who comes first in the delegation writes the report, until somebody has begun; who stays at home never does."""
    begun = report.state != ReportState.DUE
    if report.author_id == trip.person_id or begun and report.author_id in going:
        return
    before, report.author = report.author, trip.person
    report.office = trip.traveller.unit or trip.person.unit
    report.revision += 1
    report.save()
    trail.record(by=by, verb="change_author", subject=report, author=[before, report.author])
    notices.tell([report.author], notices.OPENED, report, f"opened:{report.author_id}")


def _take(report: Report, move: str, *, by: Any, reason: str = "") -> None:
    """Take a step that follows from something else. The trail names who did that."""
    REPORTS.require(HOUSE, move, report)
    before = report.state
    REPORT.take(report, move, reason=reason)
    report.revision += 1
    report.save()
    trail.record(by=by, verb=move, subject=report, reason=reason, state=[before, report.state])


# ── The clock ─────────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def follow_meetings(*, by: Any = HOUSE) -> list[Report]:
    """Let the day of every report that was never handed in follow the end of its meeting. Returns those that moved.

    The report on a cancelled meeting is no longer owed; when the meeting takes place after all, it is again.
    """
    for found in queries.reports.to_take_up().order_by("id"):
        _settled(_locked(found), by=by)
    moved = []
    for found in queries.reports.not_handed_in().order_by("id"):
        if found.meeting.state == "cancelled":
            report = _locked(found)
            _take(report, "release", by=by, reason=gettext("The meeting is cancelled."))
            notices.tell([report.author], notices.RELEASED, report, f"released:{report.revision}")
        elif found.due != found.due_on:
            moved.append(follow(_locked(found), by=by))
    return moved


def follow(report: Report, *, by: Any = HOUSE) -> Report:
    """Let the day a report is due follow the end of its meeting, if it was never handed in. It must be locked."""
    before, after = report.due_on, report.due
    if report.submitted_at is not None or before == after:
        return report
    report.due_on = after
    report.save()
    trail.record(by=by, verb="move_due_day", subject=report, due_on=[before, after], meeting=report.meeting.ends_on)
    told = [report.author, *(trip.person for trip in queries.reports.travelling(report))]
    notices.tell(told, notices.MOVED, report, f"moved:{after}", before=day(before))
    return report


def _remind(*, today: date) -> None:
    """Remind who owes a report on days 10, 14 and 15 after the meeting; from day 16 also tell their director general.

    Each once for each day it is due on. Days that were missed are not made up for: only the step that stands today
    is told. Being told is no fact about a report, so only the notices keep it.
    """
    for report, travellers in _due_within(REMINDERS[0], today=today):
        left = (report.due_on - today).days
        step = f"{report.due_on}:{'late' if left < 0 else min(one for one in REMINDERS if one >= left)}"
        if left < 0:
            notices.tell(travellers, notices.LATE, report, step)
            notices.tell(queries.reports.answering_for(report, travellers, on=today), notices.LATE_OFFICE, report, step)
        else:
            notices.tell(travellers, notices.DUE if left else notices.DUE_TODAY, report, step)


def _due_within(days: int, *, today: date) -> Iterable[tuple[Report, list[Person]]]:
    """Reports whose meeting is over and whose day is near or past, with who owes them. Two queries."""
    near = queries.reports.not_handed_in().filter(due_on__lte=today + timedelta(days), meeting__ends_on__lte=today)
    found = list(near.select_related("meeting__body", "meeting__partner").order_by("due_on", "id"))
    trips = queries.reports.delegates_of(found)
    for report in found:
        yield report, [report.author, *(trip.person for trip in trips.get(report.pk, []))]


@transaction.atomic
def sweep(*, today: date) -> None:
    """Once a day: reports follow their meetings and trips, then reminders go out. As often as one likes."""
    follow_meetings()
    _remind(today=today)


# ── What the verbs share ──────────────────────────────────────────────────────────────────────────


def _locked(report: Report) -> Report:
    """The report as it stands now, held until the transaction ends, with what it is about."""
    found = Report.objects.select_for_update(of=("self",))
    return found.select_related(*queries.reports.RELATED).get(pk=report.pk)


def _locked_proposal(pk: int) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",))
    return found.select_related("unit", "meeting__body", "meeting__partner").get(pk=pk)


def _office(proposal: Proposal, person: Person) -> Any:
    """The office a person goes for: as the proposal names it, else as the account does."""
    place = queries.reports.heads_of_delegation(proposal).filter(person=person).first()
    return (place.unit if place else None) or person.unit
