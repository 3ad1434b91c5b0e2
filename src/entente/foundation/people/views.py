"""Accounts, one's own among them, and the offices of the agency."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import typed
from entente.kit.pages import ask_of, register_page

from . import actions, exports, forms, queries
from .models import Person
from .policy import PEOPLE
from .roles import MEANS, Role

TRAIL_LINES = 12


def index(request: HttpRequest) -> HttpResponseBase:
    """Every account."""
    PEOPLE.require(request.user, "list")
    return register_page(
        request,
        exports.PEOPLE,
        "people/index.html",
        exported=trail.note_export,
        page_title=exports.PEOPLE.title,
        may_open=PEOPLE.allows(request.user, "open_account"),
    )


def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, what it may do, what was done with it."""
    found = get_object_or_404(queries.account(request.user, pk))
    may = {act: PEOPLE.allows(request.user, f"{act}_account", found) for act in ("change", "close", "reopen")}
    context = {
        "person": found,
        "facts": exports.about(found),
        "means": MEANS[Role(found.role)],
        "may": may,
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES],
        "page_title": str(found),
        "breadcrumb": _above(request),
    }
    return render(request, "people/account.html", context)


def me(request: HttpRequest) -> HttpResponse:
    """My own account: what my role is for, and the language of my mail."""
    person: Any = request.user
    form = typed.form(forms.Language, request, initial={"language": person.language})
    if form.is_bound and form.is_valid():
        actions.choose_language(person, by=person, **form.cleaned_data)
        messages.success(request, _("Mail and files will come in this language."))
        return redirect("people:me")
    context = {"form": form, "facts": exports.about(person), "means": MEANS[Role(person.role)]}
    return render(request, "people/me.html", context | {"page_title": _("My account")})


def new(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    PEOPLE.require(request.user, "open_account")
    form = typed.form(forms.Opening, request)
    if form.is_bound and form.is_valid():
        try:
            opened = actions.open_account(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The account is open."))
            return redirect("people:account", pk=opened.pk)
    return _form_page(request, form, _("Open an account"), reverse("people:index"))


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a role, a clearance, an office, a name."""
    found = get_object_or_404(queries.account(request.user, pk))
    PEOPLE.require(request.user, "change_account", found)
    now = {name: getattr(found, name) for name in forms.Change.base_fields}
    form = typed.form(forms.Change, request, **({"initial": now} if request.method != "POST" else {}))
    if form.is_bound and form.is_valid():
        try:
            actions.change_account(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The account is changed."))
            return redirect("people:account", pk=pk)
    return _form_page(request, form, _("Change the account"), _page(found), lead_text=str(found))


def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, with the reason; what it did stays in the trail."""
    lead = _("The person can no longer sign in. What the account did stays in the trail.")
    said = _("The account is closed.")
    return _step(request, pk, "close_account", actions.close_account, (_("Close the account"), lead, said))


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, with the reason."""
    lead = _("The person can sign in again, with the same role and clearance.")
    said = _("The account is open.")
    return _step(request, pk, "reopen_account", actions.reopen_account, (_("Open the account again"), lead, said))


def _step(request: HttpRequest, pk: int, act: str, action: Any, words: tuple[str, str, str]) -> HttpResponse:
    found = get_object_or_404(queries.account(request.user, pk))
    PEOPLE.require(request.user, act, found)
    title, lead, said = words
    form = typed.form(forms.Reason, request)
    if form.is_bound and form.is_valid():
        try:
            action(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, said)
            return redirect("people:account", pk=pk)
    return _form_page(request, form, f"{title}, {found}", _page(found), submit=title, lead_text=lead)


def offices(request: HttpRequest) -> HttpResponseBase:
    """The offices of the agency as they stood on a day."""
    return register_page(
        request,
        exports.OFFICES,
        "people/offices.html",
        exported=trail.note_export,
        page_title=exports.OFFICES.title,
    )


def unit(request: HttpRequest, key: str) -> HttpResponse:
    """One office: what it is part of, its parts, and for those who keep accounts its people."""
    found = get_object_or_404(queries.office(request.user, key))
    may_list = PEOPLE.allows(request.user, "list")
    context = {
        "unit": found,
        "facts": exports.about_office(found),
        "parts": queries.parts_of(found),
        "people": queries.colleagues(request.user, found) if may_list else [],
        "ask": ask_of(request),
        "page_title": found.name,
        "breadcrumb": [(exports.OFFICES.title, reverse("people:offices"))],
    }
    return render(request, "people/unit.html", context)


def _page(person: Person) -> str:
    return reverse("people:account", args=[person.pk])


def _above(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(exports.PEOPLE.title, reverse("people:index"))] if PEOPLE.allows(request.user, "list") else []


def _form_page(request: HttpRequest, form: Any, title: str, cancel: str, **context: Any) -> HttpResponse:
    context = {"submit": title} | context | {"form": form, "page_title": title, "cancel": cancel}
    context["breadcrumb"] = _above(request)
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
