"""Reading an edition: as a paper, on one page, crossed with its priorities, by region, by office; thing by thing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit.pages import ask_of

from .. import exports, panels, policy, queries
from ..models import RegionalPage, Responsibility, Term
from ..policy import FRAMEWORK
from ..workflow import EDITION
from .opening import Opened, badge, opened, tabs


def _shown(page: Opened, here: str, title: Any, **more: Any) -> HttpResponse:
    context = page.around(here, title) | more | {"sources": page.notes.listed}
    template = f"framework/{here}.html" if page.edition else "framework/none.html"
    return render(page.request, template, context)


def index(request: HttpRequest) -> HttpResponse:
    """The edition in effect on the day, or the one asked for, as a paper."""
    page = opened(request)
    if page.edition is None:
        return _shown(page, "index", _("Framework"))
    summary = page.notes.cite(page.edition)
    sections = panels.paper(page.ask, page.edition, page.notes)
    more = {
        "badge": badge(page.edition),
        "period": exports.period(page.edition),
        "summary_citation": summary,
        "summary_correction": _corrected(page.edition).get(f"summary_{page.edition.summary.lang}"),
        "sections": sections,
        "contents": panels.contents(sections),
        "regions": queries.regions_of(request.user, page.edition),
        "followers": queries.following(page.edition),
    }
    return _shown(page, "index", page.edition.title, **more)


def placemat(request: HttpRequest) -> HttpResponse:
    """The edition on one sheet of paper."""
    page = opened(request)
    if page.edition is None:
        return _shown(page, "placemat", _("One page"))
    sheet = panels.placemat(page.ask, page.edition, page.notes)
    return _shown(page, "placemat", page.edition.title, sheet=sheet, period=exports.period(page.edition))


def links(request: HttpRequest) -> HttpResponse:
    """Corporate priorities against objectives, and the other links of the edition."""
    page = opened(request)
    if page.edition is None:
        return _shown(page, "links", _("Links"))
    crossed = panels.matrix(page.ask, page.edition, page.notes)
    others = panels.other_links(page.ask, page.edition, page.notes)
    return _shown(page, "links", _("Corporate priorities and objectives"), matrix=crossed, others=others)


def regions(request: HttpRequest) -> HttpResponse:
    """How the edition sees each region."""
    page = opened(request)
    if page.edition is None:
        return _shown(page, "regions", _("Regions"))
    found = queries.regions_of(request.user, page.edition)
    pages = panels.regional(found, page.notes)
    return _shown(page, "regions", _("Regional pages"), pages=pages)


def responsibilities(request: HttpRequest) -> HttpResponse:
    """Offices against parts, then what each office does."""
    page = opened(request)
    if page.edition is None:
        return _shown(page, "responsibilities", _("Who does what"))
    offices = panels.offices(page.ask, page.edition, page.notes)
    parts = [part.title for part in offices[0].parts] if offices else []
    return _shown(page, "responsibilities", _("Who does what"), offices=offices, parts=parts)


# ── Thing by thing ────────────────────────────────────────────────────────────────────────────────────────────────


def edition(request: HttpRequest, key: str) -> HttpResponse:
    """The record of an edition: its state, what stands in its way, what may be done, what was done."""
    found = get_object_or_404(policy.visible_to(request.user).select_related("source", "previous"), key=key)
    notes = Notes()
    steps = [move for move in EDITION.open_to(found) if FRAMEWORK.allows(request.user, move.name, found)]
    context = {
        "page_title": found.title,
        "breadcrumb": [
            (_("Framework"), reverse("framework:index")),
            (_("Editions"), reverse("framework:editions")),
        ],
        "edition": found,
        "badge": badge(found),
        "citation": notes.cite(found),
        "period": exports.period(found),
        "corrections": panels.corrections_shown(found, _corrected(found)),
        "obstacles": panels.obstacles(EDITION.obstacles(found, "submit"), found) if found.is_draft else [],
        "steps": [(panels.MOVES[move.name], reverse(f"framework:{move.name}", args=[key])) for move in steps],
        "parts": panels.parts(queries.counts(found), found),
        "may_draft": FRAMEWORK.allows(request.user, "draft", found),
        "may_correct": FRAMEWORK.allows(request.user, "correct", found),
        "history": queries.history(found)[:20],
        "followers": queries.following(found),
        "tabs": tabs("editions", ask_of(request)),
        "sources": notes.listed,
    }
    return render(request, "framework/edition.html", context)


def element(request: HttpRequest, key: str) -> HttpResponse:
    """One element in both languages, with what stands around it."""
    found = get_object_or_404(queries.element(request.user, key))
    notes = Notes()
    citation = notes.cite(found)
    context = _anatomy(request, found, "index", exports.address("elements")) | {
        "citation": citation,
        "parts": queries.parts_under(found),
        "links": [{"linkage": one, "citation": notes.cite(one)} for one in queries.linkages_at(found)],
        "sources": notes.listed,
    }
    return render(request, "framework/element.html", context)


def region(request: HttpRequest, address: str) -> HttpResponse:
    """One regional page in both languages."""
    return _record(request, region_at(request, address), "regions")


def responsibility(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece of an office's work in both languages."""
    rows = policy.parts_visible_to(request.user, Responsibility).select_related("edition", "unit", "source")
    return _record(request, get_object_or_404(rows, pk=pk), "responsibilities")


def term(request: HttpRequest, key: str) -> HttpResponse:
    """One term in both languages."""
    rows = policy.parts_visible_to(request.user, Term).select_related("edition", "source")
    return _record(request, get_object_or_404(rows, key=key), "glossary")


def region_at(request: HttpRequest, address: str) -> RegionalPage:
    """The regional page an address names: the edition's key, then the region. Raises ``Http404``."""
    key, _dash, area = address.rpartition("-")
    if not key:
        raise Http404
    rows = policy.parts_visible_to(request.user, RegionalPage).select_related("edition", "source")
    return get_object_or_404(rows, edition__key=key, region=area)


def _record(request: HttpRequest, found: Any, here: str) -> HttpResponse:
    notes = Notes()
    context = _anatomy(request, found, here, reverse(f"framework:{here}")) | {"citation": notes.cite(found)}
    return render(request, "framework/record.html", context | {"sources": notes.listed})


def _anatomy(request: HttpRequest, found: Any, here: str, above: str) -> dict[str, Any]:
    """What the page of any single part shows: both languages side by side, its edition, what may be done."""
    corrected = _corrected(found)
    return {
        "page_title": panels.name_of(found),
        "breadcrumb": [
            (_("Framework"), reverse("framework:index")),
            (capfirst(found._meta.verbose_name_plural), above),
        ],
        "thing": found,
        "edition": found.edition,
        "pairs": panels.sides_of(found, corrected),
        "facts": panels.facts_of(found),
        "addresses": panels.addresses(found),
        "may_draft": FRAMEWORK.allows(request.user, "draft", found),
        "may_correct": FRAMEWORK.allows(request.user, "correct", found),
        "tabs": tabs(here, ask_of(request)),
    }


def _corrected(thing: Any) -> dict[str, Any]:
    return {column: one for (_label, _pk, column), one in corrections_of([thing]).items()}
