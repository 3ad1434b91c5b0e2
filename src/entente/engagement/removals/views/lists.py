"""The lists: country files, figures, plans, rankings, and countries side by side."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.kit import export, pages, table, typed
from entente.kit.days import spoken
from entente.kit.panel import Head, Panel

from .. import actions, exports, forms, panels, queries
from ..policy import REMOVALS
from .answering import above, answer


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    parts = [
        (_("Country files"), "removals:index"),
        (_("Countries compared"), "removals:comparison"),
        (_("Engagement plans"), "removals:plans"),
        (_("Rankings"), "removals:rankings"),
        (_("All figures"), "removals:figures"),
    ]
    found = [(label, reverse(name)) for label, name in parts]
    return [{"label": label, "url": url, "current": url == request.path} for label, url in found]


def index(request: HttpRequest) -> HttpResponseBase:
    """Every country file: rank, the latest figures, the plan."""
    return pages.register_page(
        request,
        exports.FILES,
        "removals/index.html",
        exported=trail.note_export,
        page_title=_("Removals"),
        tabs=_tabs(request),
        may=REMOVALS.allowed(request.user, ("open_file", "import")),
    )


def figures(request: HttpRequest) -> HttpResponseBase:
    """Every figure that stands, with its place."""
    return pages.register_page(
        request,
        exports.FIGURES,
        "removals/list.html",
        exported=trail.note_export,
        page_title=_("Removals figures"),
        breadcrumb=above(),
        tabs=_tabs(request),
    )


def plans(request: HttpRequest) -> HttpResponseBase:
    """Every engagement plan."""
    return pages.register_page(
        request,
        exports.PLANS,
        "removals/list.html",
        exported=trail.note_export,
        page_title=_("Engagement plans"),
        breadcrumb=above(),
        tabs=_tabs(request),
    )


def rankings(request: HttpRequest) -> HttpResponseBase:
    """Every list on which countries are ranked."""
    may = REMOVALS.allows(request.user, "rank")
    return pages.register_page(
        request,
        exports.RANKINGS,
        "removals/list.html",
        exported=trail.note_export,
        page_title=_("Rankings"),
        breadcrumb=above(),
        tabs=_tabs(request),
        action=(_("Rank the countries"), reverse("removals:rank")) if may else None,
    )


def rank(request: HttpRequest) -> HttpResponse:
    """Rank countries by a method on a day; earlier rankings stay as they are."""
    REMOVALS.require(request.user, "rank")
    form = typed.form(forms.RankingSheet, request, person=request.user)
    return answer(
        request,
        form,
        lambda: actions.rank(form.cleaned_data.pop("places"), by=request.user, **form.cleaned_data),
        _("The ranking is on record. Earlier ones stay as they were."),
        page_title=_("Rank the countries"),
        breadcrumb=[*above(), (_("Rankings"), reverse("removals:rankings"))],
        submit=_("Rank them"),
        cancel=reverse("removals:rankings"),
    )


def ranking(request: HttpRequest, key: str) -> HttpResponse:
    """One ranking: its method, its countries, and what sources say of it."""
    one = get_object_or_404(queries.ranking(request.user, key))
    ask, notes = pages.ask_of(request), Notes()
    facts: list[dict[str, Any]] = [
        {"label": _("Ranked on"), "value": spoken(one.ranked_on), "citation": notes.cite(one)},
        {"label": _("Where it stands"), "value": one.place},
    ]
    shown = [
        Panel(
            "method",
            _("Method"),
            "removals/panels/standing.html",
            {"text": one.method, "facts": [fact for fact in facts if fact["value"]]},
        ),
        _places(one, request.user),
        *_statements(one, ask, notes),
    ]
    context = {
        "head": Head(one.title, _("Ranking of countries"), marking=one.marking),
        "panels": shown,
        "sources": notes.listed,
        "breadcrumb": [*above(), (_("Rankings"), reverse("removals:rankings"))],
        "marking": one.marking,
    }
    return render(request, "removals/ranking.html", context)


def _places(one: Any, person: Any) -> Panel:
    rows = queries.places_of(one, person)
    said = _("The source withholds the names.") if one.withheld else _("No country is on it.")
    return Panel(
        "places",
        _("Countries in order"),
        "removals/panels/places.html" if rows else "",
        {"rows": rows},
        count=len(rows) or None,
        empty=said,
    )


def _statements(one: Any, ask: table.Ask, notes: Notes) -> list[Panel]:
    rows = [
        {
            "name": fact.name,
            "url": reverse("facts:fact", args=[fact.key]),
            "apart": any(first.contradicts(other) for first in values for other in values),
            "values": [
                {"said": each.said, "place": each.place, "note": each.note, "citation": notes.cite(each)}
                for each in values
            ],
        }
        for fact, values in queries.statements(one, ask)
    ]
    if not rows:
        return []
    return [Panel("statements", _("What the sources say of it"), "removals/panels/statements.html", {"rows": rows})]


def comparison(request: HttpRequest) -> HttpResponseBase:
    """Countries side by side for one period, the most cooperative first; or the whole of it as a file."""
    report = exports.COMPARISON
    ask, form = pages.ask_of(request, report), request.GET.get("format", "")
    if form in export.TYPES:
        trail.note_export(by=request.user, register=report.name, form=form, asked=request.GET.urlencode())
        return pages.as_file(report, ask, form)
    rows = exports.compared(ask)
    first, last = exports.asked_span(ask)
    period = exports.period_of(first, last)
    columns = [column for column in report.columns if column.shown]
    when = exports.months(first, last)
    periods = [(value, label, value == period) for value, label in report.filters[0].offers(ask)]
    if not any(selected for _value, _label, selected in periods):
        periods.insert(0, (period, when, True))  # the choice says what is shown, also where nobody has a figure
    day = {"on": ask.on} if ask.past else {}
    context = {
        "page_title": _("Countries compared"),
        "breadcrumb": above(),
        "ask": ask,
        "path": request.path,
        "kept": [("period", period)] if ask.chosen else [],
        "tabs": _tabs(request),
        "columns": columns,
        "body": table.body(columns, rows),
        "count": len(rows),
        "periods": periods,
        "when": when,
        "formula": panels.formula(),
        "exports": [
            (kind.upper(), "?" + urlencode(day | {"period": period, "format": kind}))
            for kind in ("csv", "xlsx", "json")
        ],
    }
    return render(request, "removals/comparison.html", context)
