"""The baseline is assessed; the yearly return is read, printed, taken away and sent."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking
from entente.foundation.trail import actions as trail
from entente.kit import export, typed
from entente.kit.pages import as_file
from entente.kit.table import Ask

from .. import actions, exports, forms, queries
from ..models import Level
from ..policy import RISK
from .listing import tabs
from .opening import above, answered

FIRST_YEAR = 2019  # the Act came into force in July of that year


def assess(request: HttpRequest) -> HttpResponse:
    """Write down the baseline with a country or entity."""
    RISK.require(request.user, "assess")
    asked = {name: request.GET[name] for name in ("partner",) if name in request.GET}
    initial = {} if request.method == "POST" else {"initial": {"starts_on": timezone.localdate()} | asked}
    form = typed.form(forms.Assessed, request, person=request.user, **initial)
    context = {
        "page_title": _("Assess a baseline"),
        "submit": _("Write the baseline down"),
        "lead_text": _("What is known before anything is done about it. Measures are recorded in each exchange."),
        "back": reverse("exchanges:baselines"),
    }
    return answered(request, form, actions.assess, _("The baseline stands, for every desk."), exchange=None, **context)


def returns(request: HttpRequest) -> HttpResponse:
    """The yearly returns: those that were sent, and the one that is due."""
    RISK.require(request.user, "view")
    today = timezone.localdate()
    sent = {one.year: one for one in queries.returns()}
    last = today.year - 1
    years = sorted({*sent, last, today.year}, reverse=True)
    context = {
        "page_title": _("Yearly return"),
        "tabs": tabs("returns", request.user),
        "breadcrumb": above(),
        "years": [{"year": year, "sent": sent.get(year), "due": queries.due_on(year)} for year in years],
    }
    return render(request, "exchanges/returns.html", context)


def yearly_return(request: HttpRequest, year: int) -> HttpResponseBase:
    """One return: its figures as the record has them, or as they were frozen; with ``public`` the public version."""
    RISK.require(request.user, "view")
    today = timezone.localdate()
    if not FIRST_YEAR <= year <= today.year:
        raise Http404
    sent, public = queries.last_return(year), bool(request.GET.get("public"))
    figures = sent.figures if sent else queries.figures(year)
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register=f"mistreatment-return-{year}", form=form, asked="")
        return as_file(exports.returned(year, figures), Ask(request.user, today.isoformat()), form)
    standing = figures.get("standing", {})
    context = {
        "page_title": _("Return to the Minister on %(year)s") % {"year": year},
        "breadcrumb": [*above(), (_("Yearly return"), reverse("exchanges:returns"))],
        "marking": "" if public else Marking.PROTECTED_A,
        "year": year,
        "sent": sent,
        "public": public,
        "due": queries.due_on(year),
        "late": queries.due_on(year) < today and sent is None,
        "over": year < today.year,
        "figures": [(label, figures.get(name, 0)) for name, label in exports.RETURN],
        "standing": [(Level(code).label, many) for code, many in standing.items()],
        "may_send": sent is None and year < today.year and RISK.allows(request.user, "send_return"),
    }
    return render(request, "exchanges/return.html", context)


def send(request: HttpRequest, year: int) -> HttpResponse:
    """The return goes to the Minister; its figures are frozen."""
    RISK.require(request.user, "send_return")
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        raise Http404
    form = typed.form(forms.Sent, request)
    context: dict[str, Any] = {
        "page_title": _("Send the return on %(year)s") % {"year": year},
        "submit": _("Send the return"),
        "lead_text": _("Its figures are frozen as the record has them now. This cannot be undone."),
        "back": reverse("exchanges:return", args=[year]),
    }

    def act(**given: Any) -> Any:
        return actions.send_return(year=year, **given)

    return answered(request, form, act, _("The return is sent; its figures are frozen."), exchange=None, **context)
