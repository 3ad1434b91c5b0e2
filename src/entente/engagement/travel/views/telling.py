"""The form of a trip report: keep what is written, hand it in, and put two people’s texts together."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trails
from entente.kit import typed

from .. import actions, queries
from ..forms.reports import Ground, Telling
from ..models import Report, ReportState
from ..panels import report_page
from ..panels.reports import clock
from ..policy import REPORTS
from ..queries.report_record import known as known_of
from .reports import above, found


def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write a report. Saving keeps anything; handing it in lists all that is missing, with links to the questions."""
    report = found(request, key)
    REPORTS.require(request.user, "write", report)
    form = typed.form(Telling, request, report=report, person=request.user)
    ground = typed.form(Ground, request)
    if not form.is_bound:
        return _shown(request, report, form, ground)
    if not (form.is_valid() & ground.is_valid()):
        return _shown(request, report, form, ground, status=422)
    given: dict[str, Any] = form.told | {name: form.cleaned_data[name] for name in ("revision", "marking")}
    try:
        report = actions.save_report(report, by=request.user, **given)
    except ValidationError as refusal:
        if any(one.code == "stale" for one in refusal.error_list):
            return _both(request, key, form, ground)
        _explain(form, refusal)
        return _shown(request, report, form, ground, status=422)
    if "hand_in" not in request.POST:
        messages.success(request, _("Saved. Nothing is handed in yet."))
        return redirect("travel:write_report" if "stay" in request.POST else "travel:report", key=key)
    return _handed_in(request, report, ground)


def _handed_in(request: HttpRequest, report: Report, ground: Ground) -> HttpResponse:
    try:
        version = actions.hand_in(report, by=request.user, reason=ground.cleaned_data["reason"])
    except ValidationError as refusal:
        fresh = found(request, report.key)
        form = Telling(report=fresh, person=request.user)
        told = {"kept": _("Everything you wrote is saved. Before it can be handed in:"), "problems": refusal.error_list}
        return _shown(request, fresh, form, ground, status=422, **told)
    messages.success(request, _("Version %(number)s is handed in.") % {"number": version.number})
    return redirect(report)


def _both(request: HttpRequest, key: str, form: Telling, ground: Ground) -> HttpResponse:
    """Somebody saved meanwhile: both texts, question by question; what was typed stays in its box."""
    standing = found(request, key)
    merged, clashes, taken = form.both(standing)
    fresh = Telling(report=standing, person=request.user, initial=merged)
    last = trails.about(trail.subject_of(standing)).first()
    names = [(fresh[name].label, f"#{fresh[name].id_for_label or fresh[name].auto_id}") for name in clashes]
    context = {
        "who": last.actor if last else "",
        "clashes": clashes,
        "taken": taken,
        "obstacles": names,
        "kept": _("Nothing you typed is lost, and nothing is saved yet."),
    }
    return _shown(request, standing, fresh, ground, status=422, **context)


def _shown(
    request: HttpRequest, report: Report, form: Telling, ground: Ground, *, status: int = 200, **told: Any
) -> HttpResponse:
    correcting = bool(report.accepted_version)
    problems = told.pop("problems", [])
    obstacles = told.pop("obstacles", []) + report_page.anchors(form, problems)
    known = known_of(request.user, report)
    context = {
        "report": report,
        "form": form,
        "ground": ground if correcting else None,
        "questions": report_page.questions(form, told.pop("clashes", {}), told.pop("taken", [])),
        "known": known,
        "clock": clock(report, timezone.localdate()),
        "sent_back": queries.reports.remarks(report).filter(move="send_back").last()
        if report.state == ReportState.RETURNED
        else None,
        "correcting": correcting,
        "obstacles": obstacles,
        "open_now": report.state in actions.telling.OPEN,
        "switched": typed.SWITCH in request.POST,
        "page_title": _("Correct a trip report") if correcting else _("Write a trip report"),
        "breadcrumb": above(report),
        "marking": report_page.marking(report, known),
        "cancel": report.get_absolute_url(),
    }
    return render(request, "travel/reports/write.html", context | told, status=status)


def _explain(form: Telling, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for problem in refusal.error_list:
        form.add_error(problem.code if problem.code in form.fields else None, problem)
