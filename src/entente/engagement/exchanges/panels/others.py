"""What exchanges show in the dossiers of partners and instruments: how often, how much, when last."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import queries
from ..policy import EVERYTHING


def partner_panels(ask: Ask, partner: Any, notes: Notes) -> list[Panel]:
    """What was exchanged with a partner and its parts, for those who see it. Three queries; none for others."""
    if ask.person.role not in EVERYTHING:
        return []
    lately = list(queries.with_partner(queries.exchanges(ask), partner.key).order_by("-received_at", "-id")[:5])
    parts = [partner.pk, *partner.parts.values_list("pk", flat=True)]
    told = queries.released_to(ask.person, parts)
    if not lately and not told["often"]:
        return []
    more = f"{reverse('exchanges:index')}?partner={partner.key}"
    return [_panel(told, lately, more)]


def agreement_panels(ask: Ask, agreement: Any, notes: Notes) -> list[Panel]:
    """What was exchanged under an instrument: whether it is used. Two queries; none for others."""
    if ask.person.role not in EVERYTHING:
        return []
    rows = queries.exchanges(ask).filter(agreement=agreement)
    lately = list(rows.order_by("-received_at", "-id")[:5])
    told = queries.released_under(ask.person, agreement)
    if not lately and not told["often"]:
        return []
    return [_panel(told, lately, f"{reverse('exchanges:index')}?agreement={agreement.key}")]


OPEN_SHOWN = 20


def open_page(key: str) -> str:
    """The address of the exchanges still open under an instrument."""
    return f"{reverse('exchanges:index')}?agreement={key}&open=1"


def open_under(ask: Ask, agreement: Any) -> Panel:
    """What is still open under an instrument and would stand without it, the oldest first. Two queries.

    Those a person recorded are shown to that person, as everywhere.
    """
    rows = queries.still_open(queries.exchanges(ask)).filter(agreement=agreement).order_by("received_at", "id")
    shown = list(rows[: OPEN_SHOWN + 1])
    many = len(shown) if len(shown) <= OPEN_SHOWN else rows.count()
    context = {"rows": shown[:OPEN_SHOWN], "many": many, "more": open_page(agreement.key)}
    return Panel(
        "open-exchanges", _("Exchanges still open under it"), "exchanges/panels/open.html" if shown else "", context,
        count=many or None, open=True, empty=_("No exchange that you may see is open under it."),
        marking=highest(one.kept_as for one in shown[:OPEN_SHOWN]),
    )  # fmt: skip


def _panel(told: dict[str, Any], lately: list[Any], more: str) -> Panel:
    context = {
        "often": told["often"] or 0,
        "much": told["much"] or 0,
        "last": told["last"],
        "rows": lately,
        "more": more,
    }
    marking = highest(one.kept_as for one in lately)
    template = "exchanges/panels/exchanged.html"
    return Panel("exchanges", _("Information exchanged"), template, context, count=told["often"] or 0, marking=marking)
