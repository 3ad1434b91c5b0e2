"""Answering what was sent: do it, or show every obstacle with what was typed still there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _


def explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for name, problems in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]}).items():
        form.add_error(name if name in form.fields else None, problems)


def told(refusal: ValidationError, cure: Callable[[str], str]) -> list[tuple[str, str]]:
    """Each problem with the address of the place that cures it, or none. ``cure`` takes the code of the problem."""
    found = refusal.error_dict.values() if hasattr(refusal, "error_dict") else [refusal.error_list]
    return [(one.messages[0], cure(one.code or "")) for problems in found for one in problems]


def answer(
    request: HttpRequest,
    form: Form,
    act: Callable[..., Any],
    *,
    template: str,
    done: Any,
    to: Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """Do what the form asks and go on, or show the form with everything that stands in the way (422)."""
    if form.is_bound and form.is_valid():
        try:
            made = act(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            if "cure" in context:
                context |= {"obstacles": told(refusal, context["cure"]), "missing": []}
            else:
                explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(to(made))
    wrong = form.is_bound and (bool(form.errors) or bool(context.get("obstacles")))
    return render(request, template, context | {"form": form}, status=422 if wrong else 200)


def crumbs(*steps: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Where a page of travel stands: under the landing of the room."""
    return [(_("Travel"), reverse("travel:index")), *steps]
