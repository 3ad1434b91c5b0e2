"""Dossiers, the correction of a fact, and what was corrected."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entente.engagement.agreements import policy as agreements
from entente.engagement.forums import policy as forums
from entente.engagement.partners import policy as partners
from entente.foundation.people.roles import Marking
from entente.foundation.sources import queries as sources
from entente.foundation.trail import actions as trail
from entente.kit import typed
from entente.kit.pages import ask_of

from . import corrections, forms, queries


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


def _dossier(request: HttpRequest, plan: Any, things: Any, key: str, above: str, index: str) -> HttpResponse:
    thing = queries.one(plan, things, key)
    if thing is None:
        raise Http404
    if thing.marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=thing)
    ask = ask_of(request)
    shown = queries.gather(plan, ask, thing)
    steps = queries.steps(above, index, shown.head)
    return render(
        request,
        "dossiers/dossier.html",
        {"thing": thing, "ask": ask, "path": request.path, "breadcrumb": steps, "marking": shown.marking}
        | {"head": shown.head, "panels": shown.panels, "events": shown.events, "sources": shown.sources}
        | {
            "trail": shown.trail,
            "page_title": str(shown.head.name),
            "editable": queries.editable(request.user, thing),
        },
    )


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
