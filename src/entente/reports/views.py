"""Pages of questions that cross rooms."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entente.engagement.agreements import exports as instruments
from entente.engagement.agreements import forms
from entente.engagement.agreements import panels as offered
from entente.engagement.agreements import queries as agreements
from entente.engagement.exchanges import panels as exchanges
from entente.engagement.framework import queries as framework
from entente.engagement.framework.models import Edition
from entente.foundation.people.roles import Marking
from entente.foundation.sources.queries import Notes
from entente.foundation.trail import actions as trail
from entente.kit import export, typed
from entente.kit.days import spoken
from entente.kit.gaps import GAPS
from entente.kit.pages import as_file, ask_of, register_page
from entente.kit.table import Ask, Report, check_chosen

from . import editions, exports, light, panels, queries


def coherence(request: HttpRequest) -> HttpResponseBase:
    """What an edition leaves open or contradicts, each finding with its source."""
    ask = ask_of(request)
    if taken := _taken(request, exports.COHERENCE, ask):
        return taken
    edition, notes = queries.edition_of(ask), Notes()
    if ask.edition and edition is None:
        raise Http404
    answers = queries.coherence(ask, edition, notes) if edition else []
    context = {
        "page_title": _("Coherence"),
        "ask": ask,
        "path": request.path,
        "keep": [("edition", edition.key)] if edition else [],
        "edition": edition,
        "editions": queries.editions(),
        "answers": answers,
        "total": sum(len(one.findings) for one in answers),
        "sources": notes.listed,
    }
    return render(request, "reports/coherence.html", context)


def side_by_side(request: HttpRequest) -> HttpResponseBase:
    """Two editions side by side: what came, went, changed, and which partners moved tier."""
    ask = ask_of(request)
    if taken := _taken(request, exports.MOVEMENTS, ask):
        return taken
    known = list(queries.editions())
    before, after = _pair(request, known)
    if before is None or after is None:
        return render(request, "reports/editions.html", {"page_title": _("Editions side by side"), "editions": known})
    moved = editions.movements(ask, before, after)
    said = {"": _("not in this edition"), **{mark: str(text) for mark, text in GAPS.items()}}
    said |= {str(tier.name_en): str(tier.name) for one in (before, after) for tier in editions.tiers(one)}
    context = {
        "page_title": _("Editions side by side"),
        "editions": known,
        "before": before,
        "after": after,
        "movements": moved,
        "tally": editions.tally(moved),
        "picture": editions.picture(moved, said),
        "compared": framework.compared(before, after),
        "ask": ask,
        "said": said,
    }
    return render(request, "reports/editions.html", context)


def signed_and_used(request: HttpRequest) -> HttpResponseBase:
    """Every instrument in force with the day it last served, and how used the whole portfolio is."""
    return register_page(
        request,
        exports.USED,
        "reports/used.html",
        exported=trail.note_export,
        beside=lambda ask: {
            "said": panels.portfolio_said(ask),
            "partly": not light.sees_all(ask.person),
        },
        page_title=exports.USED.title,
    )


def will_stop(request: HttpRequest) -> HttpResponseBase:
    """What stops in the next twelve months, and what would stop if one instrument ended; the exchanges open beside."""
    ask = ask_of(request)
    if taken := _taken(request, exports.LAPSES, ask):
        return taken
    tomorrow = timezone.localdate() + timedelta(days=1)
    asked = request.GET.copy() if request.GET.get("instrument") else None
    if asked:
        asked.setdefault("day", tomorrow.isoformat())
    ending = typed.asked(forms.Ending, asked, instruments=agreements.choices(request.user), initial={"day": tomorrow})
    preview = _preview(ask, ending) if asked and ending.is_valid() else None
    marking = preview["open"].marking if preview else ""
    if marking == Marking.PROTECTED_B:
        trail.record(by=request.user, verb="read", subject=ending.cleaned_data["instrument"])
    context = {
        "page_title": exports.LAPSES.title,
        "breadcrumb": [(_("Agreements"), reverse("agreements:index"))],
        "tabs": offered.tabs("lapses"),
        "rows": [_stopped(*one) for one in exports.LAPSES.rows(ask)],
        "form": ending,
        "files": [(kind.upper(), f"?format={kind}") for kind in export.TYPES],
        "preview": preview,
        "marking": marking,
    }
    return render(request, "reports/lapses.html", context, status=422 if asked and ending.errors else 200)


def free_trade(request: HttpRequest) -> HttpResponseBase:
    """The free-trade desk: the chapters of each agreement, its committees, what is owed, what follows."""
    ask = ask_of(request, exports.FREE_TRADE)
    try:
        check_chosen(exports.FREE_TRADE, ask)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        ask = replace(ask, chosen={})
    if taken := _taken(request, exports.FREE_TRADE, ask):
        return taken
    shown = panels.desk(ask)
    if shown["protected"]:
        trail.record_many([trail.line(one, "read") for one in shown["protected"]], by=request.user)
    context = {
        "page_title": exports.FREE_TRADE.title,
        "breadcrumb": [(_("Agreements"), reverse("agreements:index"))],
        "tabs": offered.tabs("free-trade"),
        "ask": ask,
        "path": request.path,
    }
    return render(request, "reports/free_trade.html", context | shown)


def _stopped(lapse: Any, partners: list[Any], number: int) -> dict[str, Any]:
    return {
        "day": spoken(lapse.day),
        "title": instruments.titled(lapse),
        "url": reverse("agreements:agreement", args=[lapse.key]),
        "why": instruments.cause(lapse),
        "partners": [str(one.name) for one in partners],
        "terms": instruments.stopping(lapse.terms),
        "open": number,
        "open_url": exchanges.open_page(lapse.key),
    }


def _preview(ask: Ask, form: forms.Ending) -> dict[str, Any]:
    agreement, day = form.cleaned_data["instrument"], form.cleaned_data["day"]
    found = agreements.if_ended(agreement, day, person=ask.person)
    return offered.stopping(found) | {
        "url": reverse("agreements:agreement", args=[agreement.key]),
        "open": exchanges.open_under(ask, agreement),
    }


def _taken(request: HttpRequest, report: Report, ask: Ask) -> HttpResponseBase | None:
    """The report as a file when the address asks for one, noted in the trail."""
    form = request.GET.get("format", "")
    if form not in export.TYPES:
        return None
    trail.note_export(by=request.user, register=report.name, form=form, asked=request.GET.urlencode())
    return as_file(report, ask, form)


def _pair(request: HttpRequest, known: list[Edition]) -> tuple[Edition | None, Edition | None]:
    """The two editions asked for; else the newest that has one before it, with that one."""
    by_key = {edition.key: edition for edition in known}
    asked = [request.GET.get(name, "") for name in ("before", "after")]
    if any(key and key not in by_key for key in asked):
        raise Http404
    if all(asked):
        return by_key[asked[0]], by_key[asked[1]]
    after = next((edition for edition in known if edition.previous), None)
    return (after.previous, after) if after else (None, None)
