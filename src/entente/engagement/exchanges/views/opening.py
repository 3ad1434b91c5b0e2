"""What every page of this room begins and ends with: the exchange, the way back, the answer to a form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail

from .. import forms, queries
from ..models import Exchange


def opened(request: HttpRequest, key: str) -> Exchange:
    """The exchange, if this person may see it; otherwise it is not to be found. Who reads Protected B is noted."""
    found: Exchange = get_object_or_404(queries.exchange(request.user, key))
    if request.method == "GET" and found.kept_as == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=found)
    return found


def above(exchange: Exchange | None = None) -> list[tuple[Any, str]]:
    """The way back."""
    steps: list[tuple[Any, str]] = [(_("Exchanges of information"), reverse("exchanges:index"))]
    return [*steps, (exchange.key, exchange.get_absolute_url())] if exchange else steps


def answered(
    request: HttpRequest, form: Form, act: Callable[..., Any], done: str, *, exchange: Exchange | None, **context: Any
) -> HttpResponse:
    """Do what the form asks and go back to the exchange, or show the form with all that stands in the way."""
    template = context.pop("template", "exchanges/form.html")
    if form.is_bound and form.is_valid():
        try:
            made = act(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(context.get("back") or exchange or made)
    steps = above(exchange)
    shown = {"form": form, "rows": forms.rows(form), "breadcrumb": steps, "cancel": steps[-1][1]} | context
    shown["marking"] = exchange.kept_as if exchange else ""
    return render(request, template, shown, status=422 if form.errors else 200)


def explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    said = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, problems in said.items():
        beside = name if name in form.fields and not form.errors.get(name) else None
        if beside or name not in form.fields:
            form.add_error(beside, problems)


def sorted_out(form: Any, refusal: ValidationError) -> list[ValidationError]:
    """Problems of a question go beside it; those of the exchange itself are returned."""
    rest: list[ValidationError] = []
    said = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, problems in said.items():
        if name in form.fields:
            form.add_error(name, problems)
        else:
            rest += problems
    return rest
