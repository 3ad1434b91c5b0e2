"""Trip reports for tests, in any state, reached by the moves people make."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import actions
from entente.engagement.travel.actions import reports
from entente.engagement.travel.models import Proposal, Quarter, Report, Traveller, Trip, quarter_of

from . import factories
from .factories import Chart

TOLD = {
    "purpose_met": "yes",
    "summary_en": "The committee met for three days.",
    "decisions_fr": "Le modèle est adopté.",
    "positions_en": "Our head of delegation spoke for the model.",
    "contacts_en": "The head of the Mexican delegation.",
    "follow_up_en": "Send the annex.",
    "value_en": "Worth it.",
    "attend_next": "yes",
    "attend_next_reason": "The annex is decided then.",
    "public_en": "Canada took part.",
    "public_fr": "Le Canada a participé.",
}
"""A report that lacks nothing."""


def today() -> date:
    return timezone.localdate()


def quarter_around(day: date) -> Quarter:
    key, first, last = quarter_of(day)
    found = Quarter.objects.filter(key=key).first()
    return found or Quarter.objects.create(key=key, starts_on=first, ends_on=last)


def past_meeting(key: str = "MTG-2026-0001", *, ended: int = 3, **given: Any) -> Meeting:
    """A session that ended so many days ago."""
    last = today() - timedelta(ended)
    return factories.meeting(key, **({"starts_on": last - timedelta(2), "ends_on": last, "state": "held"} | given))


def proposal(people: Chart, meeting: Meeting, *, by: Any = None, unit: Any = None) -> Proposal:
    """An approved proposal of a branch, with nobody in it yet."""
    asked = by or people.planner
    given = {"quarter": quarter_around(meeting.starts_on), "meeting": meeting, "unit": unit or people.enforcement}
    made = Proposal.objects.create(
        key=f"PRP-2026-{Proposal.objects.count() + 1:04d}", author=asked, made_at=timezone.now(), **given
    )
    Proposal.objects.filter(pk=made.pk).update(state="approved")
    made.refresh_from_db()
    return made


def trip(of: Proposal, person: Any, *, is_head: bool = False, state: str = "authorised") -> Trip:
    """The authorised journey of one traveller."""
    place = Traveller.objects.create(
        proposal=of,
        person=person,
        unit=person.unit,
        rank=person.rank,
        is_head=is_head,
        state="approved",
        position=of.travellers.count() + 1,
    )
    return Trip.objects.create(
        key=f"TRP-2026-{Trip.objects.count() + 1:04d}",
        traveller=place,
        person=person,
        starts_on=of.meeting.starts_on,
        ends_on=of.meeting.ends_on,
        state=state,
        overlap_reason="One journey to several meetings.",  # reports are tried here, and they may be many
        changed_at=timezone.now(),
    )


def owed(people: Chart, *, ended: int = 3, meeting: Meeting | None = None, **given: Any) -> Report:
    """The report of Enforcement’s delegation of two to a meeting that ended so many days ago."""
    key = f"MTG-2026-{Meeting.objects.count() + 1:04d}"
    of = proposal(people, meeting or past_meeting(key, ended=ended, **given))
    first = trip(of, people.delegate, is_head=True)
    second = trip(of, people.second)
    reports.open_for(first, by=people.vice_president)
    return reports.open_for(second, by=people.vice_president)


def write(report: Report, by: Any, **told: str) -> Report:
    """Save with the revision that stands."""
    report.refresh_from_db()
    return actions.save_report(report, by=by, revision=report.revision, **told)


def in_state(people: Chart, state: str, **given: Any) -> Report:
    """A report walked as far as asked: due, draft, submitted, returned, accepted, lapsed."""
    report = owed(people, **given)
    if state == "lapsed":
        Trip.objects.filter(report=report).update(state="cancelled")
        return reports.settle(report, by=people.planner)
    if state == "due":
        return report
    report = write(report, people.delegate, **TOLD)
    if state == "draft":
        return report
    actions.hand_in(report, by=people.delegate)
    if state == "returned":
        return actions.send_back(report, by=people.vice_president, reason="Say more.")
    if state == "accepted":
        return actions.accept(report, by=people.vice_president)
    report.refresh_from_db()
    return report
