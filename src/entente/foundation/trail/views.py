"""The trail, and one entry of it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.kit.numerals import moment
from entente.kit.pages import register_page

from . import actions, exports, queries
from .policy import TRAIL


def index(request: HttpRequest) -> HttpResponseBase:
    """Everything that was done, newest first."""
    TRAIL.require(request.user, "list")
    return register_page(
        request,
        exports.TRAIL,
        "trail/index.html",
        exported=actions.note_export,
        page_title=exports.TRAIL.title,
    )


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry with everything it holds, and whether its seal fits its content."""
    TRAIL.require(request.user, "view")
    found = get_object_or_404(queries.entry(request.user, pk))
    context = {
        "entry": found,
        "moment": moment(exports.local(found)),
        "address": queries.address(found),
        "holds": found.sealed() == found.seal,
        "page_title": _("Entry %(number)s of the trail") % {"number": found.pk},
        "breadcrumb": [(exports.TRAIL.title, reverse("trail:index"))],
    }
    return render(request, "trail/entry.html", context)
