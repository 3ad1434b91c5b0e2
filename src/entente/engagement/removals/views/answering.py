"""What the form pages of this room share: where they stand, and how they answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import forms
from ..models import CountryFile, Plan

Steps = list[tuple[Any, str]]


def above(file: CountryFile | None = None, plan: Plan | None = None) -> Steps:
    """The way back: the register, the country, the plan."""
    steps: Steps = [(_("Removals"), reverse("removals:index"))]
    if file:
        steps.append((file.partner.name, file.get_absolute_url()))
    if plan:
        steps.append((plan.title, plan.get_absolute_url()))
    return steps


def about(file: CountryFile) -> dict[str, Any]:
    """What every form about one country shows around itself."""
    return {
        "about": (file.partner.name, file.get_absolute_url()),
        "breadcrumb": above(file),
        "cancel": file.get_absolute_url(),
        "marking": file.bears,
        "onward": file.get_absolute_url(),
    }


def about_plan(plan: Plan) -> dict[str, Any]:
    """What every form about one plan shows around itself."""
    return {
        "about": (plan.title, plan.get_absolute_url()),
        "breadcrumb": above(plan.file, plan),
        "cancel": plan.get_absolute_url(),
        "marking": plan.file.bears,
        "onward": plan.get_absolute_url(),
    }


def explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for name, problems in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]}).items():
        form.add_error(name if name in form.fields else None, problems)


def answer(request: HttpRequest, form: Form, act: Callable[[], Any], done: Any, **context: Any) -> HttpResponse:
    """Do what the form asks and go on, or show the form with everything that stands in the way.

    ``done`` is what is said then, or a function of what was made; ``onward`` the page to go to, else that of the thing.
    """
    onward = context.pop("onward", None)
    if form.is_bound and form.is_valid():
        try:
            made = act()
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done(made) if callable(done) else done)
            return redirect(onward or made)
    template = context.pop("template", "removals/form.html")
    context = {"form": form, "rows": forms.rows(form)} | context
    return render(request, template, context, status=422 if form.errors else 200)
