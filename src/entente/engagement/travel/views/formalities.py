"""Pages about passports and visas: days of expiry only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import pages, typed

from .. import actions, queries
from ..exports.formalities import FORMALITIES as REGISTER
from ..forms import trips as forms
from ..policy import FORMALITIES
from ..rules.formalities import valid_until_at_least
from .tabs import tabs
from .trips import above, explain


def formalities(request: HttpRequest) -> HttpResponseBase:
    """Every passport and visa task one may see: one's own, or for International Affairs all."""
    context = {
        "page_title": REGISTER.title,
        "tabs": tabs("formalities"),
        "breadcrumb": above(),
        "may_add": FORMALITIES.allows(request.user, "add"),
    }
    return pages.register_page(request, REGISTER, "travel/formalities.html", exported=trail.note_export, **context)


def formality(request: HttpRequest, pk: int) -> HttpResponse:
    """One passport or visa task, and how far it has come."""
    task = get_object_or_404(queries.formalities.formality(request.user, pk))
    may = FORMALITIES.allows(request.user, "record", task)
    present = {"state": task.state, "expires_on": task.expires_on, "note": task.note}
    form = typed.form(forms.FormalityState, request, initial=present) if may else None
    if request.method == "POST":
        FORMALITIES.require(request.user, "record", task)
    obstacles: list[tuple[str, str]] = []
    if form is not None and form.is_bound and form.is_valid():
        try:
            actions.record_formality(task, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            obstacles = explain(form, refusal)
        else:
            messages.success(request, _("It is recorded."))
            return redirect(task.trip or "travel:formalities")
    needed = valid_until_at_least(task.trip.ends_on) if task.trip and task.kind == "passport" else None
    context = {
        "page_title": str(task),
        "task": task,
        "form": form,
        "obstacles": obstacles,
        "needed": needed,
        "submit": _("Record it"),
        "cancel": task.trip.get_absolute_url() if task.trip else reverse("travel:formalities"),
        "breadcrumb": [*above(), (_("Passports and visas"), reverse("travel:formalities"))],
    }
    wrong = bool(obstacles or (form is not None and form.errors))
    return render(request, "travel/formality.html", context, status=422 if wrong else 200)


def new(request: HttpRequest) -> HttpResponse:
    """Put a passport or visa of a person on record."""
    FORMALITIES.require(request.user, "add")
    form = typed.form(forms.NewFormality, request)
    obstacles: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            actions.add_formality(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            obstacles = explain(form, refusal)
        else:
            messages.success(request, _("It is on record."))
            return redirect("travel:formalities")
    context = {
        "page_title": _("Put a passport or visa on record"),
        "form": form,
        "obstacles": obstacles,
        "submit": _("Put it on record"),
        "cancel": reverse("travel:formalities"),
        "breadcrumb": [*above(), (_("Passports and visas"), reverse("travel:formalities"))],
        "lead_text": _("Only the kind, the country and the day of expiry. Never a number, never a scan."),
    }
    return render(request, "travel/form.html", context, status=422 if form.errors or obstacles else 200)
