"""Delegations of authority: the list, one's own among them, giving and revoking."""

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
from ..policy import DELEGATIONS, PEOPLE
from .tabs import tabs


def delegations(request: HttpRequest) -> HttpResponseBase:
    """Every delegation this person may see: all for those who keep or audit, else those given and held."""
    return register_page(
        request,
        exports.DELEGATIONS,
        "people/delegations.html",
        exported=trail.note_export,
        page_title=exports.DELEGATIONS.title,
        tabs=tabs(request.user, "delegations"),
    )


def delegate(request: HttpRequest) -> HttpResponse:
    """Give somebody an authority from a day to a day."""
    person: Any = request.user
    anyone = PEOPLE.allows(person, "keep_chart")
    today = timezone.localdate()
    form = typed.form(forms.Delegating, request, by=person, anyone=anyone, today=today, **_first(request, today))
    if form.is_bound and form.is_valid():
        said = {"giver": person} | form.cleaned_data
        try:
            actions.delegate(by=person, **said)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The authority is delegated."))
            return redirect("people:delegations" if anyone else "people:me")
    title = _("Delegate an authority")
    context = {
        "form": form,
        "page_title": title,
        "submit": title,
        "lead_text": _("The other person then acts on the head’s behalf. It cannot be passed on, and can be revoked."),
        "breadcrumb": _above(),
        "cancel": reverse("people:delegations" if anyone else "people:me"),
    }
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest, today: Any) -> dict[str, Any]:
    return {"initial": {"starts_on": today}} if request.method != "POST" else {}


def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegation, and revoking it with the reason."""
    found = get_object_or_404(queries.delegation(request.user, pk))
    may_revoke = DELEGATIONS.allows(request.user, "revoke", found) and not found.revoked_at
    form = typed.form(forms.Reason, request)
    if request.method == "POST":
        DELEGATIONS.require(request.user, "revoke", found)
    if form.is_bound and form.is_valid():
        try:
            actions.revoke(found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The delegation is revoked."))
            return redirect("people:delegation", pk=pk)
    context = {
        "delegation": found,
        "facts": exports.about_delegation(found),
        "may_revoke": may_revoke,
        "form": form,
        "trail": trail_queries.about(trail.subject_of(found)),
        "page_title": str(found),
        "breadcrumb": _above(),
    }
    return render(request, "people/delegation.html", context, status=422 if form.errors else 200)


def _above() -> list[tuple[Any, str]]:
    return [(exports.DELEGATIONS.title, reverse("people:delegations"))]
