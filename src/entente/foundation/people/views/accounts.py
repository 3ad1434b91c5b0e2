"""Accounts, one's own among them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.foundation.trail import queries as trail_queries
from entente.kit import typed
from entente.kit.pages import register_page

from .. import actions, exports, forms, queries
from ..models import Person
from ..policy import PEOPLE
from ..roles import MEANS, Role
from .tabs import tabs

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
        tabs=tabs(request.user, "index"),
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
        "tokens": queries.open_tokens(found, timezone.localdate()) if may["change"] else [],
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES],
        "page_title": str(found),
        "breadcrumb": _above(request),
    }
    return render(request, "people/account.html", context)


def me(request: HttpRequest) -> HttpResponse:
    """My own account: what my role is for, language and mail, authority given and held, days away."""
    person: Any = request.user
    today = timezone.localdate()
    form = typed.form(forms.Preferences, request, initial={"language": person.language, "mail": person.mail})
    if form.is_bound and form.is_valid():
        if form.cleaned_data["language"] != person.language:
            actions.choose_language(person, by=person, language=form.cleaned_data["language"])
        if form.cleaned_data["mail"] != person.mail:
            actions.choose_mail(person, by=person, mail=form.cleaned_data["mail"])
        messages.success(request, _("Your choice is kept."))
        return redirect("people:me")
    context = {
        "form": form,
        "facts": exports.about(person),
        "means": MEANS[Role(person.role)],
        "offices": queries.headed_by(person, today),
        "delegations": [(one, exports.state(one)) for one in queries.own_delegations(person, today)],
        "may_delegate": queries.heads_something(person, today),
        "absences": queries.own_absences(person, today),
        "page_title": _("My account"),
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


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


def _page(person: Person) -> str:
    return reverse("people:account", args=[person.pk])


def _above(request: HttpRequest) -> list[tuple[Any, str]]:
    return [(exports.PEOPLE.title, reverse("people:index"))] if PEOPLE.allows(request.user, "list") else []


def _form_page(request: HttpRequest, form: Any, title: str, cancel: str, **context: Any) -> HttpResponse:
    context = {"submit": title} | context | {"form": form, "page_title": title, "cancel": cancel}
    context["breadcrumb"] = _above(request)
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
