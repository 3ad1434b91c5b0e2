"""The registers of this room."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.trail import actions as trail
from entente.kit.pages import register_page

from .. import exports
from ..policy import VISITS
from .opening import above

TABS = ("index", "gifts", "costs")


def tabs(current: str) -> list[dict[str, Any]]:
    """The parts of this room, as links; the page one is on is marked."""
    labels = {"index": _("All visits"), "gifts": _("Gifts"), "costs": _("Costs of visits")}
    return [{"label": labels[one], "url": reverse(f"visits:{one}"), "current": one == current} for one in TABS]


def _list(request: HttpRequest, register: Any, name: str, **context: Any) -> HttpResponseBase:
    shared = {"page_title": register.title, "tabs": tabs(name), "breadcrumb": [] if name == "index" else above()}
    return register_page(request, register, "visits/list.html", exported=trail.note_export, **shared | context)


def index(request: HttpRequest) -> HttpResponseBase:
    """Every visit."""
    return _list(request, exports.VISITS, "index", may_add=VISITS.allows(request.user, "register"))


def gifts(request: HttpRequest) -> HttpResponseBase:
    """Every gift given or received."""
    return _list(request, exports.GIFTS, "gifts")


def costs(request: HttpRequest) -> HttpResponseBase:
    """Every cost line."""
    return _list(request, exports.COSTS, "costs")
