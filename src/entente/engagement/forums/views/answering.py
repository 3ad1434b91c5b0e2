"""What the pages of this room have in common: the tabs, the way back, a form and its answer."""

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


def tabs(current: str) -> list[dict[str, Any]]:
    """The parts of this room, as links; the page one is on is marked."""
    parts = [
        ("index", _("All forums and bodies")),
        ("tree", _("Trees")),
        ("priorities", _("Priority forums")),
        ("matrix", _("Partners by forum")),
        ("chairs", _("Who chairs")),
        ("rotation", _("Rotation")),
        ("candidacies", _("Candidacies")),
        ("memberships", _("Memberships")),
        ("seats", _("Chairs and seats")),
    ]
    return [{"label": label, "url": reverse(f"forums:{name}"), "current": name == current} for name, label in parts]


def above(name: str) -> list[tuple[str, str]]:
    """The way back from a part of the room."""
    return [] if name == "index" else [(_("Forums"), reverse("forums:index"))]


def answer(request: HttpRequest, form: Form, act: Callable[..., Any], done: str, **context: Any) -> HttpResponse:
    """Do what the form asks and go back to its body, or show it with everything that stands in the way.

    ``body`` in the context is the thing one comes from and goes back to; without one, to what was made.
    """
    body = context["body"]
    if form.is_bound and form.is_valid():
        try:
            made = act(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(body or made)
    steps = above("")
    if body:
        steps.append((body.name, body.get_absolute_url()))
    context |= {"form": form, "rows": forms.rows(form), "breadcrumb": steps, "cancel": steps[-1][1]}
    context |= {"marking": body.marking if body else ""}
    return render(request, "forums/form.html", context, status=422 if form.errors else 200)


def explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for name, problems in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]}).items():
        form.add_error(name if name in form.fields else None, problems)


def about(act: Callable[..., Any], thing: Any) -> Callable[..., Any]:
    """The verb for one thing; the form says the rest."""
    return lambda **given: act(thing, **given)
