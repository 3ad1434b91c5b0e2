"""Pages about trip reports: lists, the report, its judgement, its public part, how well they are handed in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.commitments import forms as commitments
from entente.foundation.files import panels as files
from entente.foundation.people.roles import Marking, highest
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trails
from entente.kit import export, pages, typed
from entente.kit.days import PartialDate
from entente.kit.table import Ask, check_chosen

from .. import actions, exports, policy, queries
from ..forms import reports as forms
from ..models import Report, ReportState
from ..panels import report_page
from ..panels.reports import clock
from ..policy import REPORTS
from ..queries import compliance as counting
from ..queries.report_record import known as known_of
from ..queries.report_record import shown_to
from ..workflow import REPORT
from .tabs import tabs

TRAIL_LINES = 12


def above(report: Report | None = None) -> list[tuple[Any, str]]:
    """The way back: travel, the reports, then the report."""
    steps: list[tuple[Any, str]] = [(_("Trip reports"), reverse("travel:reports"))]
    return [*steps, (report.meeting.title, report.get_absolute_url())] if report else steps


def found(request: HttpRequest, key: str) -> Report:
    """The report at an address, as far as the person may read it; else the page is not there."""
    return get_object_or_404(queries.reports.report(request.user, key))


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────────


def _register(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    for asked in ("first", "last"):
        _says_a_day(request, asked)
    steps = [] if name == "reports" else above()
    context = {"page_title": register.title, "tabs": tabs("reports"), "breadcrumb": steps} | context
    context["parts"] = _parts(name)
    return pages.register_page(request, register, "travel/reports/list.html", exported=trail.note_export, **context)


def _says_a_day(request: HttpRequest, name: str) -> None:
    """Say so where a day in the address is none; it is left out then."""
    try:
        if text := request.GET.get(name, "").strip():
            PartialDate(text)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))


def _parts(current: str) -> list[dict[str, Any]]:
    """The lists of reports, as links."""
    lists = [
        ("reports", _("All trip reports")),
        ("owed_reports", _("Reports owed")),
        ("public_reports", _("Public parts")),
    ]
    return [{"label": label, "url": reverse(f"travel:{name}"), "current": name == current} for name, label in lists]


def reports(request: HttpRequest) -> HttpResponseBase:
    """Every trip report this person may read."""
    return _register(request, exports.reports.REPORTS, "reports")


def owed(request: HttpRequest) -> HttpResponseBase:
    """What is owed, the oldest first."""
    return _register(request, exports.reports.OWED, "owed_reports")


def public(request: HttpRequest) -> HttpResponseBase:
    """The public parts of accepted reports."""
    return _register(request, exports.reports.PUBLIC, "public_reports")


def compliance(request: HttpRequest) -> HttpResponseBase:
    """How many of the reports due in a period were handed in on time, by branch, office or forum; and the trend."""
    register, today = exports.reports.COMPLIANCE, timezone.localdate()
    for asked in ("first", "last"):
        _says_a_day(request, asked)
    ask = pages.ask_of(request, register)
    try:
        check_chosen(register, ask)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        ask = Ask(ask.person, ask.on)
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register=register.name, form=form, asked=request.GET.urlencode())
        return pages.as_file(register, ask, form)
    first, last = exports.reports.period(ask)
    by = ask.chosen.get("by") or "branch"
    rows = list(register.rows(ask))
    context = {
        "page_title": _("How well trip reports are handed in"),
        "tabs": tabs("compliance"),
        "breadcrumb": above(),
        "by": by,
        "groups": exports.reports.GROUPS,
        "group": exports.reports.GROUPS[by],
        "first": first,
        "last": last,
        "rows": [_opened(one, by, first, last) for one in rows],
        "total": _opened(counting.total(rows), by, first, last),
        "quarters": [_opened(one, "", one.first, one.last) for one in counting.quarters(request.user, today=today)],
        "files": _files(request),
    }
    return render(request, "travel/reports/compliance.html", context)


def _opened(line: counting.Line, by: str, first: Any, last: Any) -> dict[str, Any]:
    """A line with the address behind each of its numbers: the same reports in their register."""
    asked = f"?first={first}&last={last}"
    if by and line.key:
        asked += f"&{by}={line.key}"
    place = reverse("travel:reports") + asked
    may_open = bool(line.key) or not by or line.name == _("All")
    urls = {name: f"{place}&standing={name}" for name in counting.COUNTED} | {"due": f"{place}&counted=1"}
    return {"line": line, "urls": urls if may_open else {}}


def _files(request: HttpRequest) -> list[tuple[str, str]]:
    asked, links = request.GET.copy(), []
    for form in ("csv", "xlsx", "json"):
        asked["format"] = form
        links.append((form.upper(), f"?{asked.urlencode()}"))
    return links


# ── One report ────────────────────────────────────────────────────────────────────────────────────


def report(request: HttpRequest, key: str) -> HttpResponse:
    """A trip report: what it says, what is on record beside it, how it stands with its day. Others: its public part."""
    one = queries.reports.report(request.user, key).first()
    if one is None:
        if queries.reports.public_version(request.user, key):
            return redirect("travel:public_report", key=key)
        raise Http404
    if one.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=one)
    ask, today = pages.ask_of(request), timezone.localdate()
    told, known = shown_to(request.user, one), known_of(request.user, one)
    versions = list(queries.reports.versions(one))
    panels = report_page.panels(one, told, known, list(queries.reports.remarks(one)), versions)
    panels += files.panels_about(ask, one, Notes())
    context = _may(request, one) | {
        "report": one,
        "told": told,
        "version": versions[0] if versions else None,
        "head": report_page.head(one, today),
        "page_title": one.meeting.title,
        "breadcrumb": above(),
        "marking": highest([report_page.marking(one, known), *_documents(panels)]),
        "panels": panels,
        "sent_back": _sent_back(one),
        "remark_form": forms.Remark(auto_id="remark_%s"),
        "trail": list(trails.about(trail.subject_of(one))[:TRAIL_LINES]),
    }
    return render(request, "travel/reports/report.html", context)


def _documents(panels: list[Any]) -> list[str]:
    return [one.marking for panel in panels for one in panel.context.get("documents", [])]


def _sent_back(one: Report) -> Any:
    """The remark with which the report came back, while it is to be completed."""
    if one.state != ReportState.RETURNED:
        return None
    return queries.reports.remarks(one).filter(move="send_back").last()


def _may(request: HttpRequest, one: Report) -> dict[str, Any]:
    """What this person may do with a report now."""
    acts = {act: REPORTS.allows(request.user, act, one) for act in ("write", "accept", "remark", "add_promise")}
    open_to = {move.name for move in REPORT.open_to(one)}
    return {
        "may_write": acts["write"] and one.state in actions.telling.OPEN,
        "may_judge": acts["accept"] and "accept" in open_to,
        "may_remark": acts["remark"],
        "may_promise": acts["add_promise"],
        "may_public": bool(one.accepted_version),
    }


def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One version as it was handed in, and what it says otherwise than the one before."""
    one = found(request, key)
    versions = {each.number: each for each in queries.reports.versions(one)}
    if number not in versions:
        raise Http404
    shown = versions[number]
    against = versions.get(_number(request.GET.get("against", "")) or number - 1)
    context = {
        "report": one,
        "version": shown,
        "against": against if against and against.number < number else None,
        "differences": report_page.differences(against, shown) if against and against.number < number else [],
        "others": [each for each in versions.values() if each.number < number],
        "rows": report_page.rows(shown),
        "told": shown,
        "page_title": _("Version %(number)s") % {"number": number},
        "breadcrumb": above(one),
        "marking": one.marking,
    }
    return render(request, "travel/reports/version.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def public_report(request: HttpRequest, key: str) -> HttpResponse:
    """What everybody may read of an accepted report: the facts of the meeting and the public part."""
    shown = queries.reports.public_version(request.user, key)
    if shown is None:
        raise Http404
    meeting = shown.report.meeting
    context = {
        "version": shown,
        "report": shown.report,
        "meeting": meeting,
        "page_title": meeting.title,
        "breadcrumb": [(_("Public parts"), reverse("travel:public_reports"))],
        "marking": highest([one.marking for one in (meeting, meeting.body, meeting.partner) if one]),
        "may_read_all": policy.reports_visible_to(request.user).filter(pk=shown.report_id).exists(),
    }
    return render(request, "travel/reports/public.html", context)


# ── What people do with it ────────────────────────────────────────────────────────────────────────


def judge(request: HttpRequest, key: str) -> HttpResponse:
    """Accept a report, or send it back with the reason."""
    one = found(request, key)
    REPORTS.require(request.user, "accept", one)
    form = typed.form(forms.Judgement, request)
    if form.is_bound and not {"accept", "send_back"} & set(request.POST):
        form.add_error(None, _("Choose an answer."))
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if "send_back" in request.POST:
                actions.send_back(one, by=request.user, reason=reason)
                done = _("The report is sent back; the delegation is told.")
            else:
                actions.accept(one, by=request.user, remark=reason)
                done = _("The report is accepted. International Affairs is told, and it stands in the dossiers.")
        except ValidationError as refusal:
            _explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(one)
    versions = list(queries.reports.versions(one))
    before = versions[1] if len(versions) > 1 else None
    context = {
        "report": one,
        "form": form,
        "version": versions[0] if versions else None,
        "rows": report_page.rows(versions[0]) if versions else [],
        "told": versions[0] if versions else None,
        "against": before,
        "differences": report_page.differences(before, versions[0]) if before else [],
        "known": known_of(request.user, one),
        "remarks": list(queries.reports.remarks(one)),
        "clock": clock(one, timezone.localdate()),
        "open_now": one.state == ReportState.SUBMITTED,
        "page_title": _("Accept a trip report"),
        "breadcrumb": above(one),
        "marking": report_page.marking(one, known_of(request.user, one)),
        "cancel": one.get_absolute_url(),
    }
    return render(request, "travel/reports/judge.html", context, status=422 if form.errors else 200)


def _explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for problem in getattr(refusal, "error_list", [refusal]):
        code = {"reason_missing": "reason"}.get(problem.code or "", problem.code or "")
        form.add_error(code if code in form.fields else None, problem)


def remark(request: HttpRequest, key: str) -> HttpResponse:
    """Say something on a report."""
    one = found(request, key)
    REPORTS.require(request.user, "remark", one)
    form = typed.form(forms.Remark, request)
    if form.is_bound and form.is_valid():
        try:
            actions.remark(one, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("text", refusal.messages)
        else:
            messages.success(request, _("The remark stands on the report."))
            return redirect(one.get_absolute_url() + "#remarks")
    context = {
        "form": form,
        "page_title": _("Add a remark"),
        "submit": _("Add the remark"),
        "breadcrumb": above(one),
        "marking": one.marking,
        "cancel": one.get_absolute_url(),
    }
    return render(request, "travel/reports/plain_form.html", context, status=422 if form.errors else 200)


def promise(request: HttpRequest, key: str) -> HttpResponse:
    """Record a promise that the delegation brought home."""
    one = found(request, key)
    REPORTS.require(request.user, "add_promise", one)
    meeting = one.meeting
    present = {"made_on": meeting.ends_on, "marking": meeting.marking, "owner": request.user.get_username()}
    present |= {name: thing.key for name in ("body", "partner") if (thing := getattr(meeting, name))}
    form = typed.form(commitments.Promise, request, person=request.user, initial=present)
    if form.is_bound and form.is_valid():
        try:
            actions.add_promise(one, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The promise stands on its own now, and in the next session’s dossier."))
            return redirect(one.get_absolute_url() + "#promises")
    context = {
        "form": form,
        "rows": commitments.rows(form),
        "page_title": _("Add a promise"),
        "lead_text": _("Ours or theirs, made at %(meeting)s.") % {"meeting": meeting.title},
        "submit": _("Add the promise"),
        "breadcrumb": above(one),
        "marking": one.marking,
        "cancel": one.get_absolute_url(),
    }
    return render(request, "travel/reports/promise.html", context, status=422 if form.errors else 200)
