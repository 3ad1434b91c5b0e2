"""Dossiers, the correction of a fact, and what was corrected."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.agreements import policy as agreements
from entente.engagement.commitments import policy as commitments
from entente.engagement.exchanges import policy as exchanges
from entente.engagement.forums import policy as forums
from entente.engagement.meetings import policy as meetings
from entente.engagement.partners import policy as partners
from entente.engagement.removals import policy as removals
from entente.engagement.travel import policy as travel
from entente.engagement.visits import policy as visits
from entente.foundation.people.roles import Marking
from entente.foundation.sources import queries as sources
from entente.foundation.trail import actions as trail
from entente.kit import export, typed
from entente.kit.pages import as_file, ask_of
from entente.kit.table import Ask

from . import corrections, forms, handover, queries, thread


def partner(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one partner in one place, on any day."""
    return _dossier(request, queries.PARTNER, partners.visible_to(request.user), key, _("Partners"), "partners:index")


def agreement(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one instrument in one place, on any day."""
    found = agreements.visible_to(request.user)
    return _dossier(request, queries.AGREEMENT, found, key, _("Agreements"), "agreements:index")


def body(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one forum or body in one place, on any day."""
    return _dossier(request, queries.BODY, forums.visible_to(request.user), key, _("Forums"), "forums:index")


def candidacy(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one candidacy in one place: the proposal, what came before it, how it went."""
    found = forums.candidacies_visible_to(request.user)
    return _dossier(request, queries.CANDIDACY, found, key, _("Forums"), "forums:index")


def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one promise in one place."""
    found = commitments.visible_to(request.user)
    return _dossier(request, queries.COMMITMENT, found, key, _("Commitments"), "commitments:index")


def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one meeting in one place: what a delegate reads on the way there."""
    return _dossier(request, queries.MEETING, meetings.visible_to(request.user), key, _("Meetings"), "meetings:index")


def trip(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one trip in one place."""
    return _dossier(request, queries.TRIP, travel.visible_to(request.user), key, _("Travel"), "travel:index")


def country_file(request: HttpRequest, key: str) -> HttpResponse:
    """How one country cooperates on removals, on any day."""
    found = removals.visible_to(request.user)
    return _dossier(request, queries.COUNTRY_FILE, found, key, _("Removals"), "removals:index")


def visit(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one visit to us in one place."""
    return _dossier(request, queries.VISIT, visits.visible_to(request.user), key, _("Visits"), "visits:index")


def exchange(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about one exchange of information in one place."""
    found = exchanges.visible_to(request.user)
    above = _("Exchanges of information")
    return _dossier(request, queries.EXCHANGE, found, key, above, "exchanges:index")


MOST_EVENTS = 100
"""Events that a timeline shows at first, the newest ones: a partner met for twenty years has thousands."""


def _dossier(request: HttpRequest, plan: Any, things: Any, key: str, above: str, index: str) -> HttpResponse:
    thing = queries.one(plan, things, key)
    if thing is None:
        raise Http404
    ask = ask_of(request) if plan.dated else Ask(request.user, timezone.localdate().isoformat())
    shown = queries.gather(plan, ask, thing)
    if shown.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=thing)
    steps = queries.steps(above, index, shown.head)
    most = None if request.GET.get("timeline") == "all" else MOST_EVENTS
    return render(
        request,
        "dossiers/dossier.html",
        {
            "thing": thing,
            "ask": ask if plan.dated else None,
            "path": request.path,
            "breadcrumb": steps,
            "marking": shown.marking,
        }
        | {"head": shown.head, "panels": shown.panels, "events": shown.events[:most], "sources": shown.sources}
        | {
            "trail": shown.trail,
            "more_events": len(shown.events[most:]) if most else 0,
            "page_title": str(shown.head.name),
            "editable": queries.editable(request.user, thing),
            "thread": queries.thread_of(plan, thing),
        },
    )


# ── The thread and the handover pack ──────────────────────────────────────────────────────────────


def partner_thread(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everything between two meetings with one partner."""
    found = partners.visible_to(request.user)
    return _thread(request, found, key, (_("Partners"), reverse("partners:index")))


def body_thread(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everything between two sessions of one body."""
    return _thread(request, forums.visible_to(request.user), key, (_("Forums"), reverse("forums:index")))


def _thread(request: HttpRequest, things: Any, key: str, above: tuple[str, str]) -> HttpResponseBase:
    thing = things.filter(key=key).first()
    if thing is None:
        raise Http404
    today, status = timezone.localdate(), 200
    ask = Ask(request.user, today.isoformat())
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    try:
        span = thread.span_of(request.user, thing, today=today, first=first, last=last)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        span, status = thread.span_of(request.user, thing, today=today), 422
    found = thread.thread(ask, thing, span)
    if found.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=thing)
    form = request.GET.get("format", "")
    if form in export.TYPES and status == 200:
        trail.note_export(by=request.user, register=f"thread-{key}", form=form, asked=request.GET.urlencode())
        return as_file(thread.report(found, thing), ask, form)
    context = {
        "page_title": _("Thread between two meetings"),
        "breadcrumb": [above, (thing.name, thing.get_absolute_url())],
        "heading": thread.heading(thing, span),
        "thing": thing,
        "found": found,
        "span": span,
        "first": first or span.first.isoformat(),
        "last": last or span.last.isoformat(),
        "marking": found.marking,
        "path": request.path,
    }
    return render(request, "dossiers/thread.html", context, status=status)


def handover_pack(request: HttpRequest) -> HttpResponse:
    """What whoever takes over a portfolio must know: on one page, or as a workbook."""
    ask, status = Ask(request.user, timezone.localdate().isoformat()), 200
    try:
        portfolio = handover.portfolio(ask, request.GET.get("of", ""))
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        portfolio, status = handover.portfolio(ask), 422
    found = handover.pack(ask, portfolio)
    if found.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=portfolio.holder)
    if request.GET.get("format") == "xlsx" and status == 200:
        trail.note_export(by=request.user, register="handover", form="xlsx", asked=request.GET.urlencode())
        name = f"{_('handover')}-{ask.on}.xlsx"
        return HttpResponse(
            export.as_workbook((one.title, one.columns, one.rows) for one in found.sections),
            content_type=export.TYPES["xlsx"],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    context = {
        "page_title": _("Handover pack"),
        "found": found,
        "portfolio": portfolio,
        "groups": handover.choices(ask),
        "marking": found.marking,
        "day": ask.on,
    }
    return render(request, "dossiers/handover.html", context, status=status)


# ── Records and corrections ───────────────────────────────────────────────────────────────────────


def record(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Every field of one record: what it says, what the source says, who corrected it and why."""
    thing = corrections.record(request.user, label, pk)
    return render(request, "dossiers/record.html", queries.anatomy(request.user, thing) | {"page_title": str(thing)})


def correct(request: HttpRequest, label: str, pk: int, field: str) -> HttpResponse:
    """Give one field a better value, with the reason; the source's value stays beside it."""
    thing = corrections.record(request.user, label, pk)
    judge, sheet = corrections.judge_of(label, field)
    judge.policy.require(request.user, "correct", corrections.main_of(thing))
    initial = {"text": sheet.text(thing, field)}
    form = typed.form(forms.Correction, request, sheet=sheet, field=field, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            judge.correct(thing, sheet, field=field, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Corrected. What the source says is kept beside it."))
            return redirect(corrections.address(thing))
    context = queries.correction_context(thing, sheet, field) | {
        "form": form,
        "marking": queries.marking_of(thing),
    }
    return render(request, "dossiers/correct.html", context, status=422 if form.errors else 200)


def withdraw(request: HttpRequest, label: str, pk: int, field: str) -> HttpResponse:
    """Take a correction back, with the reason; the source's value stands again."""
    thing = corrections.record(request.user, label, pk)
    judge, sheet = corrections.judge_of(label, field)
    judge.policy.require(request.user, "correct", corrections.main_of(thing))
    standing = sources.corrections_of([thing]).get((label, pk, field))
    if standing is None:
        raise Http404
    form = typed.form(forms.Withdrawal, request)
    if form.is_bound and form.is_valid():
        try:
            judge.withdraw(standing, thing, sheet, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The correction is withdrawn; the source’s value stands again."))
            return redirect(corrections.address(thing))
    context = queries.correction_context(thing, sheet, field) | {"form": form, "correction": standing}
    return render(request, "dossiers/withdraw.html", context, status=422 if form.errors else 200)
