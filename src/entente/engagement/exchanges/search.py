"""What exchanges offer to the one index: their number, partner and instrument. Identifiers are never found."""

from entente.foundation.index.actions import Entry

from .models import Exchange
from .policy import EVERYTHING


def entry(exchange: Exchange) -> Entry:
    """An exchange as it is found by those who see every one. Reads ``partner`` and ``agreement``."""
    partner, agreement = exchange.partner, exchange.agreement
    words = [exchange.key, partner.name_en, partner.name_fr, exchange.reference, exchange.own_reference]
    if agreement:
        words += [agreement.title_en, agreement.title_fr, agreement.number]
    return Entry(
        thing=exchange,
        kind="exchange",
        address=("exchanges:exchange", exchange.key),
        title_en=f"{exchange.title_en}, {exchange.key}",
        title_fr=f"{exchange.title_fr}, {exchange.key}",
        more=" ".join(dict.fromkeys(word for word in words if word)),
        marking=exchange.kept_as,
        readers=tuple(role.value for role in EVERYTHING),
    )


OFFERS = ((Exchange, lambda: Exchange.objects.select_related("partner", "agreement"), entry),)
