"""Pages of the participation worksheet: filling it in, vouching for it, the printed form.

Source: framework 2008, Appendix G.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.engagement.framework.models import Edition
from entente.foundation.people.roles import highest
from entente.kit import typed
from entente.kit.bilingual import LANGUAGES, language, other_language

from .. import queries
from ..actions import worksheets as verbs
from ..forms import worksheets as forms
from ..models import Proposal
from ..panels import promised
from ..panels import worksheets as panels
from ..policy import PROPOSALS
from ..queries import worksheets as records
from ..rules import proposals as rules
from ..rules import worksheets as completeness
from .answers import crumbs, explain, told
from .cures import cure_of


def worksheet(request: HttpRequest, key: str) -> HttpResponse:
    """Fill the worksheet in, or read it; what the record knows is shown, not asked."""
    one = _one(request, key)
    sheet = getattr(one, "worksheet", None)
    may_edit = PROPOSALS.allows(request.user, "edit", one) and rules.the_worksheet_is_open(one) is None
    if sheet is None or not may_edit:
        return render(request, "travel/proposals/worksheet_read.html", _on_screen(request, one))
    edition = _edition(request, sheet.edition)
    boxes, known = records.boxes(edition), records.known(one, edition)
    given: dict[str, Any] = {"boxes": boxes, "known": known, "initial": forms.typed_before(sheet)}
    form = typed.form(forms.Sheet, request, **given)
    obstacles: list[tuple[str, str]] = []
    if form.is_bound and form.is_valid():
        try:
            verbs.fill(one, by=request.user, seen=form.cleaned_data["seen"], edition=edition, **form.said())
        except ValidationError as refusal:
            explain(form, refusal)
        else:
            obstacles = _check(request, one) if "check" in request.POST else []
            if not obstacles:
                messages.success(request, _done(request))
                return redirect(one if "check" in request.POST else request.get_full_path())
            given["initial"] = forms.typed_before(_one(request, key).worksheet)
            form = forms.Sheet(**given)
    context = _on_screen(request, one) | {
        "form": form,
        "obstacles": obstacles,
        "kept": _("What you wrote is saved.") if obstacles else "",
        "boxes": panels.boxes(form, boxes, known),
        "known": known,
        "report": queries.told_last_time(request.user, known.report),
        "edition": edition,
        "editions": records.editions(request.user),
        "outdated": completeness.worksheet_agrees_with_the_record(one),
    }
    wrong = bool(form.errors) or bool(obstacles)
    return render(request, "travel/proposals/worksheet.html", context, status=422 if wrong else 200)


def _check(request: HttpRequest, one: Proposal) -> list[tuple[str, str]]:
    """Vouch for what was just saved; what is missing comes back, each with its place on the page."""
    try:
        verbs.check(one, by=request.user)
    except ValidationError as refusal:
        return [(text, f"#{place.rpartition('#')[2]}") for text, place in told(refusal, cure_of(one))]
    return []


def _done(request: HttpRequest) -> str:
    if "check" in request.POST:
        return _("The worksheet is complete, and you vouch for it.")
    return _("The worksheet is saved. Vouch for it when it is complete.")


def print_worksheet(request: HttpRequest, key: str) -> HttpResponse:
    """The form on paper: one page a language, with boxes and lines to sign. ``?language=both`` prints both."""
    one = _one(request, key)
    asked = request.GET.get("language", "")
    shown = (
        [asked] if asked in LANGUAGES else [language(), other_language(language())] if asked == "both" else [language()]
    )
    pages = []
    for lang in shown:
        with override(lang):
            pages.append({"lang": lang, "sheet": panels.paper(one)})
    context = _context(request, one) | {"pages": pages, "asked": asked or language()}
    return render(request, "travel/proposals/worksheet_print.html", context)


def _one(request: HttpRequest, key: str) -> Proposal:
    found: Proposal = get_object_or_404(queries.proposal(request.user, key))
    PROPOSALS.require(request.user, "read_sheet", found)
    return found


def _edition(request: HttpRequest, present: Edition) -> Edition:
    """The edition chosen in the address, else the worksheet's own."""
    chosen = request.GET.get("edition", "")
    return next((one for one in records.editions(request.user) if one.key == chosen), present)


def _on_screen(request: HttpRequest, one: Proposal) -> dict[str, Any]:
    """What both pages show beside the form of the framework: the promises that wait where they would go."""
    context, owed = _context(request, one), promised.at_the_table(request.user, one.meeting)
    return context | {"promised": owed, "marking": highest([context["marking"], owed["marking"]])}


def _context(request: HttpRequest, one: Proposal) -> dict[str, Any]:
    above = (one.quarter.title, one.quarter.get_absolute_url()), (one.meeting.title, one.get_absolute_url())
    sheet = getattr(one, "worksheet", None)
    return {
        "page_title": _("Participation worksheet"),
        "proposal": one,
        "sheet": sheet,
        "paper": panels.paper(one) if sheet else None,
        "breadcrumb": crumbs(*above),
        "marking": sheet.marking if sheet else one.marking,
        "may_check": PROPOSALS.allows(request.user, "check", one),
    }
