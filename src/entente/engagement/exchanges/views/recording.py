"""Pages on which an exchange is written down: on a telephone at night, or at a desk."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from entente.kit import typed

from .. import actions, forms, queries, rules
from ..models import Exchange
from ..policy import EXCHANGES
from .opening import answered, opened


def call(request: HttpRequest) -> HttpResponse:
    """Record a verbal request: six questions, made for a telephone."""
    EXCHANGES.require(request.user, "record")
    form = typed.form(forms.Call, request, person=request.user)
    context = {
        "page_title": _("Record a verbal request"),
        "submit": _("Record it now"),
        "template": "exchanges/call.html",
    }
    done = _("It is recorded, with the time. Have it confirmed in writing; the page says by when.")

    def act(**given: Any) -> Exchange:
        return queries.just_recorded(request.user, form.said()) or actions.record(by=given["by"], **form.said())

    return answered(request, form, act, done, exchange=None, **context)


def new(request: HttpRequest) -> HttpResponse:
    """Write any exchange down; for what did not go with another, most is known already."""
    EXCHANGES.require(request.user, "record")
    asked = {name: request.GET[name] for name in ("partner", "kind") if name in request.GET}
    asked |= {"unit": request.user.unit.key} if request.user.unit else {}  # type: ignore[union-attr]
    if earlier := queries.exchange(request.user, request.GET.get("again", "")).first():
        asked |= forms.Written.again(earlier)
    initial = {} if request.method == "POST" else {"initial": asked}
    form = typed.form(forms.Written, request, person=request.user, **initial)
    context = {"page_title": _("Write an exchange down"), "submit": _("Write it down")}

    def act(**given: Any) -> Exchange:
        return queries.just_recorded(request.user, form.cleaned_data) or actions.record(**given)

    return answered(request, form, act, _("The exchange is recorded."), exchange=None, **context)


def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is said of an exchange that is not decided."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "change", exchange)
    known = {name: getattr(exchange, name) for name in forms.Written.base_fields if hasattr(exchange, name)}
    known["unit"] = exchange.unit.key if exchange.unit else ""
    known["seen"] = queries.last_step(exchange)
    initial = {} if request.method == "POST" else {"initial": known}
    form = typed.form(forms.Described, request, person=request.user, **initial)
    context = {"page_title": _("Change what is said of it"), "submit": _("Save")}

    def act(**given: Any) -> Exchange:
        return actions.change(exchange, **given)

    return answered(request, form, act, _("The exchange is changed."), exchange=exchange, **context)


def ask_for(request: HttpRequest, key: str) -> HttpResponse:
    """Add an element, or change how many and whose of the one that is named in the address."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "change", exchange)
    known = exchange.lines.filter(element=request.GET.get("element", "")).select_related("origin").first()
    form = typed.form(forms.Wanted, request, person=request.user, exchange=exchange, known=known)
    title = _("Change an element") if known else _("Add an element")
    context = {"page_title": title, "submit": _("Keep the element"), "lead_text": str(known) if known else ""}

    def act(**given: Any) -> Any:
        return actions.ask_for(exchange, **given)

    return answered(request, form, act, _("The element stands in the exchange."), exchange=exchange, **context)


def drop(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take an element out, with the reason."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "change", exchange)
    line = get_object_or_404(exchange.lines.filter(pk=pk))
    form = typed.form(forms.Dropped, request)
    context = {"page_title": _("Take an element out"), "submit": _("Take it out"), "lead_text": str(line)}

    def act(**given: Any) -> Any:
        actions.drop(line, **given)

    return answered(request, form, act, _("It is taken out."), exchange=exchange, **context)


def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The paper has come."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "confirm", exchange)
    form = typed.form(forms.Confirmed, request)
    context = {"page_title": _("Record the written confirmation"), "submit": _("Record the confirmation")}

    def act(**given: Any) -> Exchange:
        return actions.confirm(exchange, **given)

    return answered(request, form, act, _("The confirmation is recorded."), exchange=exchange, **context)


def identifiers(request: HttpRequest, key: str) -> HttpResponse:
    """Open the sealed identifiers, which is noted, or add one. Nothing is opened by looking at the page alone."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "read_identifier", exchange)
    if obstacle := rules.identifiers_switched_on(settings.ENTENTE_IDENTIFIERS):
        messages.error(request, " ".join(obstacle.messages))
        return redirect(exchange)
    if request.method == "POST" and "open" in request.POST:
        shown = actions.read_identifiers(exchange, by=request.user)
        context = {"page_title": _("Personal identifiers"), "shown": shown, "exchange": exchange, "opened": True}
        return render(request, "exchanges/identifiers.html", context | {"marking": exchange.kept_as})
    form = typed.form(forms.Identified, request)
    context = {
        "page_title": _("Personal identifiers"),
        "submit": _("Seal it"),
        "template": "exchanges/identifiers.html",
        "count": exchange.identifiers.count(),
    }

    def act(**given: Any) -> Any:
        return actions.identify(exchange, **given)

    return answered(request, form, act, _("It is sealed."), exchange=exchange, **context)
