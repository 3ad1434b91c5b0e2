"""How the pages of this room answer: do what a form asks and go on, or show what stands in the way."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import forms
from ..models import Meeting


def answer(
    request: HttpRequest,
    form: Form,
    act: Callable[..., Any],
    done: str,
    *,
    to: Callable[[Any], str],
    template: str = "meetings/form.html",
    **context: Any,
) -> HttpResponse:
    """Do what the form asks and go on to ``to(what was made)``; or show the form, 422 where something is wrong."""
    if form.is_bound and form.is_valid():
        try:
            made = act(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect(to(made))
    context |= {"form": form, "rows": forms.rows(form)}
    return render(request, template, context, status=422 if form.errors else 200)


def explain(form: Form, refusal: ValidationError) -> None:
    """Put each problem beside its question, or above all where the form has no such question."""
    for name, problems in getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]}).items():
        form.add_error(name if name in form.fields else None, problems)


def stamp(values: dict[str, Any]) -> str:
    """A short mark of what a form began from, so that two people who change one record hear of each other."""
    return sha256(repr(sorted((name, str(value)) for name, value in values.items())).encode()).hexdigest()[:16]


def heed(request: HttpRequest, form: Form, seen: str) -> None:
    """Refuse once what was written over a record that somebody changed meanwhile; what was typed is kept."""
    if form.is_bound and request.POST.get("seen", seen) != seen:
        said = _(
            "Somebody changed this meanwhile. Yours is kept below: compare it with the page, "
            "then save again to put it in its place."
        )
        form.add_error(None, ValidationError(said, code="meanwhile"))


def about(act: Callable[..., Any], thing: Any) -> Callable[..., Any]:
    """A verb bound to what it is about."""
    return lambda **given: act(thing, **given)


def above(meeting: Meeting | None = None) -> list[tuple[Any, str]]:
    """The way back: the register, then the meeting."""
    steps: list[tuple[Any, str]] = [(_("Meetings"), reverse("meetings:index"))]
    return [*steps, (meeting.title, meeting.get_absolute_url())] if meeting else steps


def page(meeting: Meeting, anchor: str = "") -> str:
    """The page of a meeting, at one of its parts."""
    return meeting.get_absolute_url() + (f"#{anchor}" if anchor else "")
