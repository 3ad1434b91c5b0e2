"""Pages about series: the list, one series with its meetings, opening, changing, what comes next."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, exports, forms, queries
from ..models import Series
from ..policy import MEETINGS
from .answering import about, above, answer, heed, stamp
from .meetings import register_page


def series_list(request: HttpRequest) -> HttpResponseBase:
    """Every series."""
    return register_page(request, exports.SERIES, "series_list")


def series(request: HttpRequest, key: str) -> HttpResponse:
    """One series with its meetings, the latest first."""
    found = get_object_or_404(queries.series(request.user, key))
    meetings = list(queries.in_series(request.user, found))
    context: dict[str, Any] = {
        "page_title": found.title,
        "series": found,
        "meetings": meetings,
        "last": meetings[0] if meetings else None,
        "breadcrumb": [*above(), (_("Series"), reverse("meetings:series_list"))],
        "marking": found.marking,
        "may_keep": MEETINGS.allows(request.user, "keep_series", found),
        "may_add": MEETINGS.allows(request.user, "register"),
    }
    return render(request, "meetings/series.html", context)


def new_series(request: HttpRequest) -> HttpResponse:
    """Open a series of meetings."""
    MEETINGS.require(request.user, "keep_series")
    asked = {name: request.GET[name] for name in ("body", "partner") if request.GET.get(name)}
    form = typed.form(forms.NewSeries, request, person=request.user, initial=asked)
    context: dict[str, Any] = {
        "page_title": _("Open a series"),
        "submit": _("Open the series"),
        "breadcrumb": [*above(), (_("Series"), reverse("meetings:series_list"))],
        "cancel": reverse("meetings:series_list"),
    }
    return answer(request, form, actions.open_series, _("The series is open."), to=_page, **context)


def change_series(request: HttpRequest, key: str) -> HttpResponse:
    """Change what a series is called, how often it meets, who leads."""
    found = get_object_or_404(queries.series(request.user, key))
    MEETINGS.require(request.user, "keep_series", found)
    present = forms.initial_of(found, forms.NewSeries)
    form = typed.form(forms.NewSeries, request, person=request.user, initial=present)
    context: dict[str, Any] = {
        "page_title": _("Change the series"),
        "submit": _("Save the changes"),
        "breadcrumb": [*above(), (found.title, found.get_absolute_url())],
        "cancel": found.get_absolute_url(),
        "marking": found.marking,
        "seen": stamp(present),
    }
    heed(request, form, stamp(present))
    act = about(actions.change_series, found)
    return answer(request, form, act, _("The series is changed."), to=_page, **context)


def next_session(request: HttpRequest, key: str) -> HttpResponse:
    """Propose the next session of a series: after its last one, or its first."""
    found = get_object_or_404(queries.series(request.user, key))
    MEETINGS.require(request.user, "register")
    last = queries.in_series(request.user, found).first()
    new = reverse("meetings:new")
    return redirect(f"{new}?after={last.key}" if last else f"{new}?series={found.key}{_with(found)}")


def _with(series: Series) -> str:
    body = f"&body={series.body.key}" if series.body else ""
    return body + (f"&partner={series.partner.key}" if series.partner else "")


def _page(series: Series) -> str:
    return series.get_absolute_url()
