"""The lists of facts and values, the page of a fact, and adding to them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import typed
from entente.kit.pages import ask_of, register_page

from . import actions, exports, forms, panels, queries
from .policy import FACTS

TRAIL_LINES = 12


def index(request: HttpRequest) -> HttpResponseBase:
    """Facts and figures as they were known on a day: searched, narrowed, sorted, taken away."""
    return register_page(
        request,
        exports.FACTS,
        "facts/index.html",
        exported=trail.note_export,
        page_title=exports.FACTS.title,
        may_add=FACTS.allows(request.user, "add"),
    )


def values(request: HttpRequest) -> HttpResponseBase:
    """Every value of every fact."""
    return register_page(
        request,
        exports.VALUES,
        "facts/values.html",
        exported=trail.note_export,
        page_title=exports.VALUES.title,
        breadcrumb=[(exports.FACTS.title, reverse("facts:index"))],
    )


def fact(request: HttpRequest, key: str) -> HttpResponse:
    """One fact: where the sources disagree, its values by period with pictures, its record."""
    ask, notes = ask_of(request), Notes()
    found = get_object_or_404(queries.statistic(request.user, key))
    if found.marking == "protected_b":
        trail.record(by=request.user, verb="read", subject=found)
    known = queries.values_of(found, ask.on)
    context = {
        "head": panels.head(ask, found, known),
        "panels": panels.own_panels(ask, found, known, notes),
        "facts": panels.record(found, request.user, notes),
        "sources": notes.listed,
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES],
    }
    may = {act: FACTS.allows(request.user, act, found) for act in ("add_value", "correct")}
    context |= {"ask": ask, "path": request.path, "fact": found, "marking": found.marking, "may": may}
    context |= {"page_title": str(found.name), "breadcrumb": [(exports.FACTS.title, reverse("facts:index"))]}
    return render(request, "facts/fact.html", context)


def value(request: HttpRequest, pk: int) -> HttpResponse:
    """The address of one value: its line on the page of its fact."""
    found = get_object_or_404(queries.value(request.user, pk))
    return redirect(f"{exports.address(found.statistic)}#value-{found.pk}")


def new(request: HttpRequest) -> HttpResponse:
    """Add a fact; its values come next."""
    FACTS.require(request.user, "add")
    given = {name: request.GET[name] for name in ("partner", "body") if name in request.GET}
    form = typed.form(forms.NewFact, request, person=request.user, **_initial(request, given))
    if form.is_bound and form.is_valid():
        try:
            added = actions.add(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The fact is in the register. Add what a source says of it."))
            return redirect("facts:new_value", key=added.key)
    return _form_page(request, form, _("Add a fact"), reverse("facts:index"))


def new_value(request: HttpRequest, key: str) -> HttpResponse:
    """Add what a source says of a fact."""
    about = get_object_or_404(queries.statistic(request.user, key))
    FACTS.require(request.user, "add_value", about)
    form = typed.form(forms.NewValue, request, fact=about)
    if form.is_bound and form.is_valid():
        try:
            added = actions.add_value(about, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The value stands beside the others."))
            return redirect(f"{exports.address(about)}#value-{added.pk}")
    back = [(about.name, exports.address(about))]
    return _form_page(request, form, _("Add a value"), exports.address(about), lead_text=about.name, above=back)


def _initial(request: HttpRequest, given: dict[str, str]) -> dict[str, Any]:
    """What the address already says of a new fact, when nothing was typed yet."""
    return {"initial": given} if request.method != "POST" else {}


def _form_page(
    request: HttpRequest, form: Any, title: str, cancel: str, *, above: Any = (), **context: Any
) -> HttpResponse:
    context |= {"form": form, "page_title": title, "submit": title, "cancel": cancel}
    context["breadcrumb"] = [(exports.FACTS.title, reverse("facts:index")), *above]
    return render(request, "facts/form.html", context, status=422 if form.errors else 200)
