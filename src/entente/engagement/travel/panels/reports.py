"""What trip reports show in dossiers of meetings, bodies, partners and trips, on the landing page, in calendars."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.deadlines import Deadline
from entente.kit.occasion import Occasion
from entente.kit.panel import Panel
from entente.kit.table import Ask
from entente.kit.waiting import Debt

from .. import queries
from ..exports.reports import due_in, late_by
from ..models import Report, ReportState
from ..rules.reports import deadline_of

MOST = 8  # reports that the dossier of a body or partner shows; the register has them all


def body_panels(ask: Ask, body: Any, notes: Notes) -> list[Panel]:
    """What was reported on a body’s sessions. One query."""
    return _reported(ask, "forum", body=body)


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """What was reported on meetings with a partner and its administrations. One query."""
    return _reported(ask, "", partner=partner)


def meeting_panels(ask: Ask, meeting: Any, notes: Notes) -> list[Panel]:
    """What was reported on a meeting, and what still is owed. One query."""
    return _reported(ask, "", meeting=meeting)


def commitment_panels(ask: Ask, commitment: Any, notes: Notes) -> list[Panel]:
    """Which trip report brought a promise home, and from which meeting. One query."""
    one = queries.reports.bringing(ask.person, commitment).first()
    if one is None:
        return []
    facts = [
        {"label": _("Trip report"), "value": one.key, "url": one.get_absolute_url()},
        {"label": _("Meeting"), "value": one.meeting.title, "url": one.meeting.get_absolute_url()},
    ]
    shown, marking = {"facts": facts}, highest([one.marking, one.meeting.marking])
    return [Panel("born", _("Where it was made"), "components/facts_list.html", shown, marking=marking)]


def trip_panels(ask: Ask, trip: Any, notes: Notes) -> list[Panel]:
    """The report of the delegation a trip belongs to. One query."""
    found = queries.reports.report(ask.person, trip.report.key) if trip.report_id else []
    rows = [row(one, ask) for one in found]
    empty = "" if rows or trip.report_id else _("A report is asked for as soon as the trip is authorised.")
    return [_panel(rows, [], empty)] if rows or empty else []


def _reported(ask: Ask, filter_name: str, **about: Any) -> list[Panel]:
    """The reports a person may read, and beside them the public parts of the others. Nothing where there is none."""
    found = list(queries.reports.told_about(ask.person, **about)[: MOST + 1])
    if not found:
        return []
    rows = [row(one, ask) for one in found[:MOST] if one.in_full]
    parts = [
        {"report": one, "url": reverse("travel:public_report", args=[one.key])}
        for one in found[:MOST]
        if not one.in_full
    ]
    more = (_("All reports"), f"{reverse('travel:reports')}?{filter_name}={about['body'].key}") if filter_name else None
    return [_panel(rows, parts, "", action=more if len(found) > MOST else None)]


def _panel(rows: list[dict[str, Any]], parts: list[dict[str, Any]], empty: Any, action: Any = None) -> Panel:
    return Panel(
        "trip-reports",
        _("Trip reports"),
        "travel/reports/panel.html" if rows or parts else "",
        {"rows": rows, "parts": parts, "documents": [one["report"].meeting for one in [*rows, *parts]]},
        count=len(rows) + len(parts) or None,
        open=any(one["late"] for one in rows),
        empty=empty,
        action=action,
    )


def row(report: Report, ask: Ask) -> dict[str, Any]:
    """A report as a panel shows it."""
    today = date.fromisoformat(ask.on)
    return {
        "report": report,
        "late": report.is_owed and report.submitted_on is None and report.due < today,
        "handed_in": report.submitted_on is not None,
        "clock": clock(report, today),
        "badge": badge(report, today),
    }


def badge(report: Report, today: date) -> tuple[str, Any]:
    """The state of a report as a badge: kind and words."""
    if report.submitted_on is None and report.is_owed and report.due < today:
        return "danger", late_by(report.days_late(today))
    kinds = {
        ReportState.DUE: "neutral",
        ReportState.DRAFT: "neutral",
        ReportState.SUBMITTED: "info",
        ReportState.RETURNED: "warning",
        ReportState.ACCEPTED: "good",
        ReportState.LAPSED: "neutral",
    }
    return kinds[ReportState(report.state)], report.get_state_display()


def clock(report: Report, today: date) -> str:
    """The one sentence that matters about a report’s day."""
    if report.state == ReportState.LAPSED:
        return _("It is no longer owed: nobody of the delegation travels.")
    if report.submitted_on is None and report.is_owed:
        return _owed(report, today)
    late = report.days_late(today)
    if late > 0:
        return _("Handed in %(late)s.") % {"late": late_by(late)}
    return _("Handed in on time.")


def _owed(report: Report, today: date) -> str:
    deadline = Deadline(report.due, deadline_of(report.meeting).zone)
    said = {"day": deadline.spoken()}
    left = deadline.days_left(today)
    if left < 0:
        return _("%(late)s: it was due on %(day)s.") % ({"late": late_by(-left).capitalize()} | said)
    return _("%(when)s: until %(day)s.") % ({"when": due_in(left).capitalize()} | said)


# ── The landing page and calendars ────────────────────────────────────────────────────────────────


def waiting(person: Any, today: date) -> list[Debt]:
    """The reports a person owes, those that came back, and those that wait for the person’s judgement."""
    owed = [_debt(one, today) for one in queries.reports.owed_by(person, today)]
    judged = [
        Debt(
            title=_("Accept a trip report: %(meeting)s") % {"meeting": one.meeting.title},
            url=reverse("travel:judge_report", args=[one.key]),
            why=_("%(author)s handed it in.") % {"author": one.author},
            since=timezone.localdate(one.submitted_at) if one.submitted_at else None,
        )
        for one in queries.reports.to_accept(person)
    ]
    return owed + judged


def _debt(report: Report, today: date) -> Debt:
    url, said = reverse("travel:write_report", args=[report.key]), {"meeting": report.meeting.title}
    if report.state == ReportState.RETURNED:
        why = _("It came back: the reason stands on it.")
        return Debt(_("Complete a trip report: %(meeting)s") % said, url, why, since=report.meeting.ends_on)
    late = report.days_late(today)
    why = late_by(late) if late > 0 else due_in(-late)
    return Debt(_("Write a trip report: %(meeting)s") % said, url, why.capitalize() + ".", due=report.due)


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """The days on which a person’s own reports are due. One query."""
    for report in queries.reports.due_between(person, first, last):
        meeting = report.meeting
        yield Occasion(
            uid=f"{report.key.lower()}-due",
            revision=report.revision,
            kind="report",
            title_en=f"Trip report due: {meeting.title_en}",
            title_fr=f"Rapport de voyage à remettre\u00a0: {meeting.title_fr or meeting.title_en}",
            first=report.due,
            last=report.due,
            address=("travel:report", report.key),
            changed_at=timezone.make_aware(datetime.combine(meeting.ends_on, time.min)),
            marking=meeting.marking,
        )
