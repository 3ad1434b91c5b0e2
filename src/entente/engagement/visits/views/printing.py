"""The programme as it is printed: for our own people, and for the visitors."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Marking, highest
from entente.kit.pages import ask_of

from .. import queries
from ..models import Visit
from ..panels.words import period
from .opening import above, opened


def programme(request: HttpRequest, key: str) -> HttpResponse:
    """The programme with hosts, who attends and notes, as far as the reader is cleared."""
    visit = opened(request, key)
    items = queries.whole(ask_of(request), visit).items
    marking = highest([visit.kept_as, *(one.marking for one in items)])
    return _sheet(request, visit, items, title=_("Programme"), marking=marking, own=True)


def guests(request: HttpRequest, key: str) -> HttpResponse:
    """The visitors’ copy: unclassified items only, and nothing of our own notes."""
    visit = opened(request, key)
    items = [one for one in queries.whole(ask_of(request), visit).items if one.marking == Marking.UNCLASSIFIED]
    return _sheet(request, visit, items, title=_("Programme of the visit"), marking="", own=False)


def _sheet(request: HttpRequest, visit: Visit, items: list[Any], *, title: str, **context: Any) -> HttpResponse:
    shared = {
        "page_title": title,
        "breadcrumb": above(visit),
        "visit": visit,
        "named": visit.kept_as == Marking.UNCLASSIFIED or context["own"],
        "period": period(visit.starts_on, visit.ends_on),
        "days": [{"on": on, "items": list(found)} for on, found in groupby(items, key=lambda one: one.on)],
        "visitors": queries.whole(ask_of(request), visit).visitors,
    }
    return render(request, "visits/programme.html", shared | context)
