"""What every page of this room begins and ends with: the visit, the way back, the answer to a form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import forms, queries
from ..models import Visit


def opened(request: HttpRequest, key: str) -> Visit:
    """The visit, if this person may see it; otherwise it is not to be found."""
    found: Visit = get_object_or_404(queries.visit(request.user, key))
    return found


def above(visit: Visit | None = None) -> list[tuple[Any, str]]:
    """The way back."""
    steps: list[tuple[Any, str]] = [(_("Visits"), reverse("visits:index"))]
    return [*steps, (visit.title, visit.get_absolute_url())] if visit else steps


def answered(
    request: HttpRequest, form: Form, act: Callable[..., Any], done: str, *, visit: Visit | None, **context: Any
) -> HttpResponse:
    """Do what the form asks and go back to the visit, or show the form with everything that stands in the way."""
    if form.is_bound and form.is_valid():
        try:
            made = act(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(visit or made)
    steps = above(visit)
    shown = {"form": form, "rows": forms.rows(form), "breadcrumb": steps, "cancel": steps[-1][1]} | context
    shown["marking"] = visit.kept_as if visit else ""
    return render(request, "visits/form.html", shown, status=422 if form.errors else 200)


def explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    said = refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal.error_list}
    for name, problems in said.items():
        beside = name if name in form.fields and not form.errors.get(name) else None
        if beside or name not in form.fields:
            form.add_error(beside, problems)
