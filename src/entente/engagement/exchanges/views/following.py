"""Pages for what follows a release: receipt, use, requests to pass on, retention, outcomes; and its printed sheet."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.foundation.people.roles import Marking, highest
from entente.kit import typed
from entente.kit.bilingual import language, other_language

from .. import actions, forms, panels, queries
from ..models import Exchange, Flow
from ..policy import EXCHANGES
from .opening import above, answered, opened


def _page(
    request: HttpRequest, key: str, act: str, verb: Callable[..., Any], kind: Any, said: tuple[str, str, str]
) -> HttpResponse:
    """One page of this kind: who may, which form, which verb; ``said`` is title, button and answer."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, act, exchange)
    given = {"person": request.user} if kind is forms.Onward else {}
    form = typed.form(kind, request, **given)
    title, submit, done = said

    def do(**values: Any) -> Any:
        return verb(exchange, **values)

    return answered(request, form, do, done, exchange=exchange, page_title=title, submit=submit)


def acknowledge(request: HttpRequest, key: str) -> HttpResponse:
    """It arrived."""
    said = (_("Record the receipt"), _("Record the receipt"), _("The receipt is recorded."))
    return _page(request, key, "acknowledge", actions.acknowledge, forms.Arrived, said)


def report_use(request: HttpRequest, key: str) -> HttpResponse:
    """What it was used for."""
    said = (_("Record the use"), _("Record the use"), _("The use is recorded."))
    return _page(request, key, "report_use", actions.report_use, forms.Used, said)


def settle(request: HttpRequest, key: str) -> HttpResponse:
    """Returned, destroyed, or kept longer."""
    said = (_("Settle the retention"), _("Record it"), _("It is recorded."))
    return _page(request, key, "settle", actions.settle, forms.Kept, said)


def ask_onward(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody asks to pass it on."""
    said = (_("Record a request to pass on"), _("Record the request"), _("The originator is to answer."))
    return _page(request, key, "ask_onward", actions.ask_onward, forms.Onward, said)


def outcome(request: HttpRequest, key: str) -> HttpResponse:
    """What came of it."""
    said = (_("Record an outcome"), _("Record the outcome"), _("The outcome is recorded."))
    return _page(request, key, "tell_outcome", actions.tell_outcome, forms.CameOf, said)


def answer_onward(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The originator answers."""
    exchange = opened(request, key)
    EXCHANGES.require(request.user, "answer_onward", exchange)
    asked = get_object_or_404(queries.onward_request(exchange, pk))
    may = EXCHANGES.allows(request.user, "consent_onward", exchange)
    form = typed.form(forms.Consented, request, exchange=exchange, may_consent=may)
    context = {"page_title": _("Answer of the originator"), "submit": _("Record the answer"), "lead_text": str(asked)}

    def act(**given: Any) -> Any:
        return actions.answer_onward(asked, **given)

    return answered(request, form, act, _("The answer is recorded."), exchange=exchange, **context)


def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The release sheet as it goes with the information: both languages on one paper, caveat and all."""
    exchange = opened(request, key)
    released = getattr(exchange, "release", None)
    if released is None:
        raise Http404
    first = language()
    sides = [_side(exchange, released, lang) for lang in (first, other_language(first))]
    context = {
        "page_title": f"{_('Release sheet')}, {exchange.key}",
        "breadcrumb": above(exchange),
        "marking": exchange.kept_as,
        "exchange": exchange,
        "sides": sides,
    }
    return render(request, "exchanges/sheet.html", context)


def _side(exchange: Exchange, released: Any, lang: str) -> dict[str, Any]:
    """One language of the sheet: words, elements, caveat."""
    with override(lang):
        inward = exchange.flow == Flow.TO_US
        words = (
            (_("What binds us"), _("What was received")) if inward else (_("Caveat"), _("What goes with this sheet"))
        )
        return {
            "lang": lang,
            "title": _("Information received") if inward else _("Release of information"),
            "facts": [
                (_("Number"), exchange.key),
                (_("Received from") if inward else _("Released to"), f"{released.office}, {exchange.partner.name}"),
                (_("Received at") if inward else _("Released at"), panels.moment(released.at)),
                (_("Their reference"), exchange.reference or exchange.confirmation or "—"),
                (_("Marking"), Marking(highest([released.marking, exchange.kept_as])).label),
            ],
            "lines": [(one.get_element_display(), one.count, one.article) for one in released.entries.order_by("id")],
            "words": (_("Element"), _("Number of records"), _("Article"), *words),
            "caveat": getattr(released, f"caveat_{lang}").splitlines(),
        }
