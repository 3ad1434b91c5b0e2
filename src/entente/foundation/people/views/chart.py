"""The offices of the agency, who heads them, and the chart they make on a day."""

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

from .. import actions, exports, forms, queries
from ..models import Headship, Unit
from ..policy import PEOPLE
from .tabs import tabs

TRAIL_LINES = 12


def offices(request: HttpRequest) -> HttpResponseBase:
    """The offices of the agency as they stood on a day."""
    return register_page(
        request,
        exports.OFFICES,
        "people/offices.html",
        exported=trail.note_export,
        page_title=exports.OFFICES.title,
        tabs=tabs(request.user, "offices"),
    )


def chart(request: HttpRequest) -> HttpResponse:
    """The organisation chart as it stood on a day: every office, who heads it, what is part of it."""
    PEOPLE.require(request.user, "view_offices")
    ask = ask_of(request)
    context = {
        "nodes": queries.tree(ask),
        "ask": ask,
        "path": request.path,
        "tabs": tabs(request.user, "chart"),
        "may_keep": PEOPLE.allows(request.user, "keep_chart"),
        "page_title": _("Organisation chart"),
    }
    return render(request, "people/chart.html", context)


def heads(request: HttpRequest) -> HttpResponseBase:
    """Who heads which office on a day."""
    return register_page(
        request,
        exports.HEADS,
        "people/heads.html",
        exported=trail.note_export,
        page_title=exports.HEADS.title,
        tabs=tabs(request.user, "heads"),
        may_keep=PEOPLE.allows(request.user, "keep_chart"),
    )


def unit(request: HttpRequest, key: str) -> HttpResponse:
    """One office: who heads it, what it is part of, its parts, and for those who keep accounts its people."""
    found = get_object_or_404(queries.office(request.user, key))
    may_list = PEOPLE.allows(request.user, "list")
    context = {
        "unit": found,
        "facts": exports.about_office(found),
        "parts": queries.parts_of(found),
        "heads": queries.heads_ever(found),
        "people": queries.colleagues(request.user, found) if may_list else [],
        "trail": trail_queries.about(trail.subject_of(found))[:TRAIL_LINES] if may_list else [],
        "may_keep": PEOPLE.allows(request.user, "keep_chart"),
        "ask": ask_of(request),
        "page_title": found.name,
        "breadcrumb": [(exports.OFFICES.title, reverse("people:offices"))],
    }
    return render(request, "people/unit.html", context)


def work(request: HttpRequest, key: str) -> HttpResponse:
    """Say what an office does for the whole agency."""
    found = get_object_or_404(queries.office(request.user, key))
    PEOPLE.require(request.user, "keep_chart")
    form = typed.form(forms.Work, request, **_first(request, {"work": found.work}))
    return _asked(
        request,
        form,
        found,
        lambda: actions.set_work(found, by=request.user, **form.cleaned_data),
        (_("Work for the whole agency"), _("The office’s work is kept.")),
        lead_text=_("Rules look for these offices: who heads the agency, who coordinates international affairs."),
    )


def name_head(request: HttpRequest) -> HttpResponse:
    """Name who heads an office, or acts for its head."""
    PEOPLE.require(request.user, "keep_chart")
    form = typed.form(forms.NewHead, request, **_first(request, {"unit": request.GET.get("office", "")}))
    return _asked(
        request,
        form,
        None,
        lambda: actions.name_head(by=request.user, **form.cleaned_data),
        (_("Name a head"), _("The head is named.")),
        lead_text=_("Approvals follow these heads, day by day."),
    )


def change_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a headship or let it end."""
    found = get_object_or_404(queries.headship(pk))
    PEOPLE.require(request.user, "keep_chart")
    now = {name: getattr(found, name) for name in ("rank", "acting", "starts_on", "ends_on")}
    form = typed.form(forms.ChangedHead, request, **_first(request, now))
    return _asked(
        request,
        form,
        found.unit,
        lambda: actions.change_head(found, by=request.user, **form.cleaned_data),
        (_("Change or end a headship"), _("The headship is changed.")),
        lead_text=_headed(found),
    )


def withdraw_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a headship that was entered by mistake."""
    found = get_object_or_404(queries.headship(pk))
    PEOPLE.require(request.user, "keep_chart")
    form = typed.form(forms.Reason, request)
    lead = _("%(head)s. Take it back only when it never was; one that is over gets its last day.")
    return _asked(
        request,
        form,
        found.unit,
        lambda: actions.withdraw_head(found, by=request.user, **form.cleaned_data),
        (_("Take a headship back"), _("The headship is taken back; the trail keeps it.")),
        lead_text=lead % {"head": _headed(found)},
    )


def _headed(one: Headship) -> str:
    return _("%(person)s at the head of %(office)s") % {"person": one.person, "office": one.unit.name}


def _first(request: HttpRequest, now: dict[str, Any]) -> dict[str, Any]:
    """What a form shows before anybody has typed."""
    return {"initial": now} if request.method != "POST" else {}


def _asked(
    request: HttpRequest, form: Any, unit: Unit | None, act: Any, words: tuple[str, str], **context: Any
) -> HttpResponse:
    """A form of the chart: done, then back to the office; refused, shown again with every problem."""
    title, done = words
    above = [(exports.HEADS.title, reverse("people:heads"))]
    back = above[0][1]
    if unit:
        back = reverse("people:unit", args=[unit.key])
        above = [(exports.OFFICES.title, reverse("people:offices")), (unit.name, back)]
    if form.is_bound and form.is_valid():
        try:
            made = act()
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done)
            return redirect(reverse("people:unit", args=[made.unit.key]) if unit is None else back)
    context = {"submit": title} | context | {"form": form, "page_title": title, "cancel": back, "breadcrumb": above}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
