"""The calendar of the House of Commons: what is known of it, and keeping it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import typed
from entente.kit.pages import register_page

from .. import actions, exports, forms, imports, queries
from ..policy import REFERENCE


def _above() -> list[tuple[Any, str]]:
    return [(_("Sitting days of the House"), reverse("reference:house"))]


def house(request: HttpRequest) -> HttpResponse:
    """What is known of the calendar: sessions, a year by month, sources; and when a tabled text is free."""
    today = timezone.localdate()
    years = queries.years()
    chosen = request.GET.get("year", "")
    year = (
        int(chosen) if chosen.isdigit() and int(chosen) in years else next((y for y in years if y >= today.year), None)
    )
    year = year or (years[-1] if years else today.year)
    asked = typed.asked(forms.Asked, request.GET if "tabled" in request.GET else None)
    tabled = asked.cleaned_data["tabled"] if asked.is_bound and asked.is_valid() else None
    told = queries.Calendar.kept().told
    context = {
        "page_title": _("Sitting days of the House"),
        "until": exports.told_until(told[-1][1] if told else None),
        "asked": asked,
        "answer": exports.wait_sentence(queries.sitting_day_after(tabled)) if tabled else "",
        "sessions": [exports.drawn_session(one) for one in queries.house_sessions()],
        "calendars": queries.sitting_calendars(),
        "year": year,
        "years": [{"label": str(one), "url": f"?year={one}", "current": one == year} for one in years],
        "months": [exports.drawn_month(first, days, told) for first, days in queries.months(year)] if years else [],
        "may_publish": REFERENCE.allows(request.user, "publish_calendar"),
        "may_record": REFERENCE.allows(request.user, "record_session"),
    }
    return render(request, "reference/house.html", context, status=422 if asked.errors else 200)


def sitting_days(request: HttpRequest) -> HttpResponseBase:
    """Every sitting day with its source: narrowed, sorted, taken away."""
    return register_page(
        request,
        exports.SITTING_DAYS,
        "reference/index.html",
        exported=trail.note_export,
        page_title=exports.SITTING_DAYS.title,
        breadcrumb=_above(),
    )


def session(request: HttpRequest, parliament: int = 0, number: int = 0) -> HttpResponse:
    """Record a session of Parliament, or the end of one."""
    REFERENCE.require(request.user, "record_session")
    initial: dict[str, Any] = {}
    if parliament:
        one = get_object_or_404(queries.house_session(parliament, number))
        names = ("parliament", "number", "opened_on", "ended_on", "ending")
        initial = {name: getattr(one, name) for name in names}
    form = typed.form(forms.Session, request, initial=initial)
    title = _("Record a session of Parliament")
    said = _("Prorogation interrupts the wait of a tabled treaty; dissolution ends it, and the text is tabled again.")
    return _asked(
        request,
        form,
        lambda: actions.record_session(by=request.user, **form.cleaned_data),
        page_title=title,
        submit=_("Record the session"),
        lead_text=said,
        done=_("The session is recorded."),
    )


def publish(request: HttpRequest) -> HttpResponse:
    """Take in a published calendar: a period, its sitting days, its source."""
    REFERENCE.require(request.user, "publish_calendar")
    form = typed.form(forms.Published, request)

    def keep() -> Any:
        sent = form.cleaned_data["file"]
        more = imports.sitting_days(sent.name, sent.read()) if sent else []
        return actions.publish_calendar(by=request.user, **form.said(more))

    return _asked(
        request,
        form,
        keep,
        page_title=_("Take in a sitting calendar"),
        submit=_("Take it in"),
        lead_text=_("What the calendar said of the same days before is replaced; the trail keeps what changed."),
        done=_("The calendar is taken in."),
    )


def _asked(request: HttpRequest, form: Form, act: Callable[[], Any], *, done: str, **context: Any) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            act()
        except ValidationError as refusal:
            form.add_error(None, refusal) if not hasattr(refusal, "error_dict") else _at_fields(form, refusal)
        else:
            messages.success(request, done)
            return redirect("reference:house")
    context |= {"form": form, "breadcrumb": _above(), "cancel": reverse("reference:house")}
    return render(request, "reference/form.html", context, status=422 if form.errors else 200)


def _at_fields(form: Form, refusal: ValidationError) -> None:
    for name, problems in refusal.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
