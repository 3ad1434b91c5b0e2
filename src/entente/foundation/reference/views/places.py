"""The list of countries and the page of one."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from entente.foundation.trail import actions as trail
from entente.kit.pages import ask_of, register_page

from .. import exports, queries


def index(request: HttpRequest) -> HttpResponseBase:
    """Countries and territories as they stood on a day: searched, narrowed, sorted, taken away."""
    return register_page(
        request,
        exports.COUNTRIES,
        "reference/index.html",
        exported=trail.note_export,
        page_title=exports.COUNTRIES.title,
    )


def country(request: HttpRequest, code: str) -> HttpResponse:
    """One country: its names by date, its codes, the regions it belongs to."""
    ask = ask_of(request)
    found = get_object_or_404(queries.country(request.user, code))
    return render(
        request,
        "reference/country.html",
        {
            "page_title": found.name_on(ask.on),
            "breadcrumb": [(exports.COUNTRIES.title, reverse("reference:index"))],
            "sentence": exports.sentence(found, ask),
            "facts": exports.facts(found),
            "names": exports.names(found, ask),
            "ask": ask,
        },
    )
