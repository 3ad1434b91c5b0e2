"""What is written in a trip report, handed in, sent back, accepted and corrected. Nothing said is ever overwritten."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from entente.engagement.commitments import actions as commitments
from entente.engagement.commitments.models import Commitment
from entente.foundation.index import actions as index
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person
from entente.foundation.people.roles import Role
from entente.foundation.trail import actions as trail

from .. import queries, rules, search
from ..models import TOLD, Born, Remark, Report, ReportState, Version
from ..notices import reports as notices
from ..policy import REPORTS
from ..policy.reports import accepts_for
from ..workflow import REPORT
from .reports import _locked, follow

OPEN = (ReportState.DUE, ReportState.DRAFT, ReportState.RETURNED, ReportState.ACCEPTED)
"""States in which the working text may be changed; in the last one the change is a correction to be handed in."""


@transaction.atomic
def save_report(report: Report, *, by: Any, revision: int, marking: str = "", **told: str) -> Report:
    """Keep what is written so far; anything may be missing. ``told`` are fields of ``models.TOLD``.

    ``revision`` is the one the writer saw. While the report waits for its acceptance nobody changes it.

    Raises:
        PermissionDenied: ``by`` is not of the delegation and does not plan for the branch.
        ValidationError: TRV-75 (somebody saved meanwhile), TRV-78 (marking), or the state does not allow it.
    """
    report = _locked(report)
    REPORTS.require(by, "write", report)
    moved = {name: text for name, text in told.items() if name in TOLD and getattr(report, name) != text}
    before = report.marking
    for name, text in moved.items():
        setattr(report, name, text)
    report.marking = marking or before
    _refuse(
        _may_be_written(report),
        rules.reports.seen_before_saving(report, revision),
        rules.reports.marking_can_be_read(report, by) if report.marking != before else None,
    )
    if not moved and report.marking == before:
        return report
    if report.state == ReportState.DUE:
        REPORT.take(report, "begin")
    report.revision += 1
    report.full_clean()
    report.save()
    said = {"marking": [before, report.marking]} if report.marking != before else {}
    trail.record(by=by, verb="save_report", subject=report, fields=sorted(moved), **said)
    return report


def _refuse(*problems: ValidationError | None) -> None:
    """Raises every problem at once, each with its code, which names the question it is about."""
    if found := [one for one in problems if one]:
        raise ValidationError(found)


def _may_be_written(report: Report) -> ValidationError | None:
    if report.state in OPEN:
        return None
    return REPORT.obstacles(report, "begin")[0]


@transaction.atomic
def hand_in(report: Report, *, by: Any, reason: str = "") -> Version:
    """Hand a report in: a version is frozen and the branch's head is told. Of an accepted one: hand in a correction.

    The first time counts for compliance, whatever happens later.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: TRV-71 to 74, 76 or 77, everything at once; or the state does not allow it.
    """
    report = follow(_locked(report))
    move = "correct" if report.state == ReportState.ACCEPTED else "hand_in"
    REPORTS.require(by, move, report)
    last, today = queries.reports.newest_version(report), timezone.localdate()
    _refuse(
        *REPORT.obstacles(report, move),
        rules.reports.meeting_is_over(report, today),
        rules.reports.correction_has_a_ground(report, reason),
        rules.reports.correction_changes_something(report, last),
    )
    before = report.state
    REPORT.take(report, move)
    version = _frozen(report, last, by=by, reason=reason)
    report.submitted_at = report.submitted_at or version.at
    report.submitted_on = report.submitted_on or today
    report.revision += 1
    report.save()
    trail.record(by=by, verb=move, subject=report, reason=reason, state=[before, report.state], version=version.number)
    index.put([search.reports.entry(report, version)])
    notices.tell(
        _judges(report, on=today), notices.HANDED_IN, report, f"version:{version.number}", version=version.number
    )
    return version


def _frozen(report: Report, last: Version | None, *, by: Any, reason: str) -> Version:
    number = last.number + 1 if last else 1
    version = Version(report=report, number=number, reason=reason, by=by, at=timezone.now(), **report.telling())
    version.full_clean()
    version.save()
    return version


def _judges(report: Report, *, on: date) -> list[Person]:
    """Who accepts it: the first in the chain from the branch upwards who had no hand in it."""
    went = [report.author, *(trip.person for trip in queries.reports.travelling(report))]
    links = people.chain(report.proposal.unit, on=on, authority=Authority.ACCEPT_REPORT, without=went)
    deciders = [link.decider for link in links if link.decider]
    return [one for one in deciders if accepts_for(one, report)][:1]


@transaction.atomic
def send_back(report: Report, *, by: Any, reason: str) -> Report:
    """Send a report back with the reason, which stays on it as a remark. The accepted version, if any, still stands.

    Raises:
        PermissionDenied: ``by`` does not head the branch or an office above it, or had a hand in the report.
        ValidationError: TRV-79 (no reason), or the state does not allow it.
    """
    report = _locked(report)
    REPORTS.require(by, "send_back", report)
    before = report.state
    REPORT.take(report, "send_back", reason=reason)
    report.revision += 1
    report.save()
    remark = _said(report, reason, by=by, move="send_back")
    trail.record(by=by, verb="send_back", subject=report, reason=reason, state=[before, report.state])
    notices.tell(_writers(report), notices.SENT_BACK, report, f"sent_back:{remark.pk}", by=str(by))
    return report


@transaction.atomic
def accept(report: Report, *, by: Any, remark: str = "") -> Report:
    """Accept what was handed in last: it goes to International Affairs, into the index and the dossiers.

    Raises:
        PermissionDenied: ``by`` does not head the branch or an office above it, or had a hand in the report.
        ValidationError: the state does not allow it.
    """
    report = _locked(report)
    REPORTS.require(by, "accept", report)
    behalf, before = accepts_for(by, report), report.state
    version = queries.reports.newest_version(report)
    REPORT.take(report, "accept")
    number = version.number if version else 0
    old = report.versions.filter(number=report.accepted_version).first()
    report.accepted_version, report.accepted_by, report.accepted_at = number, by, timezone.now()
    report.revision += 1
    report.full_clean()
    report.save()
    if remark.strip():
        _said(report, remark, by=by, move="accept")
    said = {"on_behalf_of": behalf} if behalf != by else {}
    trail.record(
        by=by, verb="accept", subject=report, reason=remark, state=[before, report.state], version=number, **said
    )
    _distribute(report, version, old, by=by)
    return report


def _distribute(report: Report, version: Any, old: Version | None, *, by: Any) -> None:
    if old is not None:
        index.drop(old)
    index.put([search.reports.entry(report, version)])
    if version.public_en or version.public_fr:
        version.report = report
        index.put([search.reports.public_entry(version)])
    key = f"version:{version.number}"
    notices.tell(_writers(report), notices.ACCEPTED, report, key, by=str(by), version=version.number)
    notices.tell(_desk(), notices.FILED, report, key, version=version.number)


def _desk() -> list[Person]:
    """The desk of International Affairs: its desk officers and travel planners."""
    office = people.international_affairs()
    units = people.under(office) if office else []
    roles = (Role.DESK_OFFICER, Role.TRAVEL_PLANNER)
    return list(Person.objects.filter(unit__in=[one.pk for one in units], role__in=roles, is_active=True))


def _writers(report: Report) -> list[Person]:
    """The author, who went, and who handed a version in on their behalf."""
    went = [trip.person for trip in queries.reports.travelling(report)]
    return [report.author, *went, *(one.by for one in queries.reports.versions(report))]


@transaction.atomic
def remark(report: Report, *, by: Any, text: str) -> Remark:
    """Say something on a report; it stays for good. Raises ``ValidationError`` for an empty remark."""
    report = _locked(report)
    REPORTS.require(by, "remark", report)
    made = _said(report, text, by=by)
    trail.record(by=by, verb="remark", subject=report, reason=made.text)
    told = [one for one in _writers(report) if one.pk != by.pk]
    notices.tell(told, notices.REMARKED, report, f"remark:{made.pk}", by=str(by))
    return made


def _said(report: Report, text: str, *, by: Any, move: str = "") -> Remark:
    last = queries.reports.newest_version(report)
    number = last.number if last else 0
    made = Remark(report=report, version=number, move=move, text=text.strip(), by=by, at=timezone.now())
    made.full_clean()
    made.save()
    return made


@transaction.atomic
def add_promise(report: Report, *, by: Any, **given: Any) -> Commitment:
    """Record a promise that the delegation brought home, ours or theirs. It becomes a commitment of its own.

    ``given`` as ``commitments.actions.promise`` takes it; what is not said comes from the meeting.

    Raises:
        PermissionDenied: ``by`` may not write the report.
        ValidationError: the promise does not stand.
    """
    report = _locked(report)
    REPORTS.require(by, "add_promise", report)
    meeting = report.meeting
    usual = {"made_on": meeting.ends_on, "body": meeting.body, "partner": meeting.partner, "marking": meeting.marking}
    made = commitments.promise(by=by, witnessed=True, **(usual | given))
    born = Born(report=report, commitment=made)
    born.full_clean()
    born.save()
    trail.record(by=by, verb="add_promise", subject=report, commitment=made.key)
    return made
