"""The lists of the framework."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit import export
from entente.kit.pages import as_file, ask_of, register_page
from entente.kit.table import Ask, Register, check_chosen

from .. import exports
from ..policy import FRAMEWORK
from .opening import tabs


def _list(request: HttpRequest, register: Register, here: str, **more: Any) -> HttpResponseBase:
    context = {
        "page_title": register.title,
        "breadcrumb": [(_("Framework"), reverse("framework:index"))],
        "tabs": tabs(here, ask_of(request)),
    }
    template = "framework/list.html"
    return register_page(request, register, template, exported=trail.note_export, **context | more)


def editions(request: HttpRequest) -> HttpResponseBase:
    """Every edition, the newest first."""
    offer = (_("Draft a new edition"), reverse("framework:new_edition"))
    offers = [offer] if FRAMEWORK.allows(request.user, "draft") else []
    return _list(request, exports.EDITIONS, "editions", offers=offers)


def elements(request: HttpRequest) -> HttpResponseBase:
    """Every element of every edition, or of one."""
    return _list(request, exports.ELEMENTS, "index")


def linkages(request: HttpRequest) -> HttpResponseBase:
    """Every link between elements."""
    return _list(request, exports.LINKAGES, "links")


def responsibility_list(request: HttpRequest) -> HttpResponseBase:
    """Who does what, as a list."""
    return _list(request, exports.RESPONSIBILITIES, "responsibilities")


def glossary(request: HttpRequest) -> HttpResponseBase:
    """The words of the field in both languages, searched in both."""
    offer = (_("Add a term"), reverse("framework:add_term"))
    offers = [offer] if FRAMEWORK.allows(request.user, "draft") else []
    return _list(request, exports.GLOSSARY, "glossary", offers=offers)


def missing_words(request: HttpRequest) -> HttpResponseBase:
    """What is said in one language only, or the whole of it as a file."""
    ask = ask_of(request, exports.MISSING_WORDS)
    try:
        check_chosen(exports.MISSING_WORDS, ask)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
        ask = Ask(ask.person, ask.on, ask.past)
    form = request.GET.get("format", "")
    if form in export.TYPES:
        asked = request.GET.urlencode()
        trail.note_export(by=request.user, register="missing-words", form=form, asked=asked)
        return as_file(exports.MISSING_WORDS, ask, form)
    context = {
        "page_title": exports.MISSING_WORDS.title,
        "breadcrumb": [(_("Framework"), reverse("framework:index"))],
        "tabs": tabs("missing_words", ask),
        "listing": exports.missing_words(ask, request.GET.dict()),
        "ask": ask,
        "path": request.path,
        "kept_filters": list(ask.chosen.items()),
    }
    return render(request, "framework/list.html", context)
