"""The search page: one box over everything a person may see, both languages, accents ignored, exact counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entente.foundation.index import queries
from entente.foundation.index.models import Record

PAGE = 25
KINDS = {
    "partner": gettext_lazy("partner"),
    "agreement": gettext_lazy("instrument"),
    "act": gettext_lazy("act"),
    "contact": gettext_lazy("contact by office"),
    "forum": gettext_lazy("forum or body"),
    "candidacy": gettext_lazy("candidacy"),
    "commitment": gettext_lazy("commitment"),
    "meeting": gettext_lazy("meeting"),
    "agenda_item": gettext_lazy("agenda item"),
    "series": gettext_lazy("series of meetings"),
    "minutes": gettext_lazy("minutes of a meeting"),
    "decision": gettext_lazy("decision of a meeting"),
    "product": gettext_lazy("joint product"),
    "chair_year": gettext_lazy("year in the chair"),
    "region": gettext_lazy("regional page"),
    "visit": gettext_lazy("visit"),
    "exchange": gettext_lazy("exchange of information"),
    "country_file": gettext_lazy("country file on removals"),
    "removals_plan": gettext_lazy("removals engagement plan"),
    "fact": gettext_lazy("fact"),
    "element": gettext_lazy("framework element"),
    "edition": gettext_lazy("edition"),
    "term": gettext_lazy("term"),
    "source": gettext_lazy("source"),
    "report": gettext_lazy("trip report"),
    "public_report": gettext_lazy("trip report, public part"),
    "country": gettext_lazy("country or territory"),
}
SHORT = 220  # characters of a text that a result shows


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: what it is, where it is, how it begins."""

    title: Any
    kind: Any
    url: str
    text: Any
    marking: str


def search(request: HttpRequest) -> HttpResponse:
    """Results for the words in the box, of one kind or of all."""
    asked, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    found = queries.found(asked, person=request.user)
    counts = {one["kind"]: one["many"] for one in found.order_by().values("kind").annotate(many=Count("id"))}
    shown = found.filter(kind=kind) if kind else found
    first = _first(request)
    page = list(shown[first : first + PAGE])
    count = counts.get(kind, 0) if kind else sum(counts.values())
    context = {
        "page_title": _("Search"),
        "search_words": asked,
        "hits": hits(page),
        "count": count,
        "all_count": sum(counts.values()),
        "kinds": [(code, KINDS.get(code, code), many) for code, many in sorted(counts.items())],
        "kind": kind,
        "first": first,
        "previous": max(first - PAGE, 0) if first else None,
        "next": first + PAGE if first + PAGE < count else None,
    }
    return render(request, "home/search.html", context)


def _first(request: HttpRequest) -> int:
    """Which result comes first; anything that is no number starts at the beginning."""
    text = request.GET.get("from", "0")
    return min(int(text), 100_000) if text.isdecimal() else 0


def hits(records: Iterable[Record]) -> list[Hit]:
    """Results as the page shows them; a record whose address no longer exists is left out."""
    shown = []
    for record in records:
        name, _space, argument = record.address.partition(" ")
        try:
            url = reverse(name, args=[argument] if argument and not argument.startswith("?") else [])
        except NoReverseMatch:
            continue
        url += argument if argument.startswith("?") else ""
        shown.append(
            Hit(record.title, KINDS.get(record.kind, record.kind), url, shortened(record.text), record.marking)
        )
    return shown


def shortened(text: Any) -> Any:
    """The beginning of a text, ended at a word; it stays in its language."""
    if len(text) <= SHORT:
        return text
    return type(text)(text[:SHORT].rsplit(" ", 1)[0] + " …", text.lang)
