"""The registers of this room, what is owed, and the reviewer's page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import export
from entente.kit.pages import as_file, register_page
from entente.kit.table import Ask

from .. import exports, panels, queries
from ..models import Flow
from ..policy import EVERYTHING, EXCHANGES, RISK
from .opening import above

TABS = ("index", "owed", "ledger", "entries", "outcomes", "baselines", "returns")
ASKED = ("year", "flow", "partner", "agreement")


def tabs(current: str, person: Any) -> list[dict[str, Any]]:
    """The parts of this room, as links; the page one is on is marked."""
    labels = {
        "index": _("All exchanges"),
        "owed": _("What is owed"),
        "ledger": _("How much, how often"),
        "entries": _("Lines of the ledger"),
        "outcomes": _("Outcomes"),
        "baselines": _("Risk of mistreatment"),
        "returns": _("Yearly return"),
    }
    shown = TABS if person.role in EVERYTHING else TABS[:2]
    return [{"label": labels[one], "url": reverse(f"exchanges:{one}"), "current": one == current} for one in shown]


def _list(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    shared = {
        "page_title": register.title,
        "tabs": tabs(name, request.user),
        "breadcrumb": [] if name == "index" else above(),
    }
    return register_page(request, register, "exchanges/list.html", exported=trail.note_export, **shared | context)


def index(request: HttpRequest) -> HttpResponseBase:
    """Every exchange."""
    may = EXCHANGES.allows(request.user, "record")
    return _list(
        request, exports.EXCHANGES, "index", may_record=may, may_import=EXCHANGES.allows(request.user, "import")
    )


def entries(request: HttpRequest) -> HttpResponseBase:
    """Every line of the ledger."""
    RISK.require(request.user, "view")
    return _list(request, exports.ENTRIES, "entries")


def outcomes(request: HttpRequest) -> HttpResponseBase:
    """What came of exchanges; what may be told is the export of success stories."""
    return _list(request, exports.OUTCOMES, "outcomes")


def baselines(request: HttpRequest) -> HttpResponseBase:
    """The baselines that stand, one for all desks."""
    RISK.require(request.user, "view")
    return _list(request, exports.BASELINES, "baselines", may_assess=RISK.allows(request.user, "assess"))


def owed(request: HttpRequest) -> HttpResponse:
    """What is owed, the earliest first: confirmations, replies, receipts, use, retention, requests to pass on."""
    today = timezone.localdate()
    rows: list[dict[str, Any]] = [
        {"exchange": exchange, "why": why, "due": due, "late": due < today}
        for exchange in queries.owed_on(request.user, today)
        for why, due in panels.owed(exchange, today)
    ]
    context = {
        "page_title": _("What is owed"),
        "tabs": tabs("owed", request.user),
        "breadcrumb": above(),
        "rows": sorted(rows, key=lambda row: (row["due"], row["exchange"].key)),
        "onward": queries.onward_pending(request.user),
    }
    return render(request, "exchanges/owed.html", context)


def ledger(request: HttpRequest) -> HttpResponseBase:
    """How much, how often, to whom, under what, in three years: one page, one export."""
    RISK.require(request.user, "view")
    today = timezone.localdate()
    chosen = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    if not queries.is_a_year(chosen.get("year", "")):
        chosen.pop("year", None)
    ask = Ask(request.user, today.isoformat(), chosen=chosen)
    form = request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register="exchanges-reviewed", form=form, asked=request.GET.urlencode())
        return as_file(exports.reviewed(ask), ask, form)
    years, rows = queries.years_of(ask), queries.reviewed(ask)
    kept = request.GET.copy()
    kept.pop("format", None)
    context = {
        "page_title": _("How much, how often, to whom, under what"),
        "tabs": tabs("ledger", request.user),
        "breadcrumb": above(),
        "years": years,
        "rows": [_row(row, years) for row in rows],
        "totals": [_total(rows, year) for year in years],
        "often": sum(row.times for row in rows),
        "much": sum(row.records for row in rows),
        "refused": sum(queries.refused(ask).values()),
        "flows": [(code, label, code == (chosen.get("flow") or Flow.FROM_US)) for code, label in Flow.choices],
        "year": years[-1],
        "partner": chosen.get("partner", ""),
        "partners": queries.of_the_ledger(ask),
        "asked": kept.urlencode(),
    }
    return render(request, "exchanges/ledger.html", context)


def _row(row: queries.Row, years: list[int]) -> dict[str, Any]:
    return {
        "row": row,
        "cells": [(row.often.get(year, 0), row.much.get(year, 0)) for year in years],
        "lines": f"?partner={row.partner.key}&agreement={row.agreement.key}",
    }


def _total(rows: list[queries.Row], year: int) -> tuple[int, int]:
    return sum(row.often.get(year, 0) for row in rows), sum(row.much.get(year, 0) for row in rows)
