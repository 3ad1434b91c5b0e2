"""What stops on which day, and the exchanges still open under what stops."""

from datetime import date, timedelta
from typing import Any

from entente.engagement.agreements import queries as agreements
from entente.engagement.exchanges import queries as exchanges
from entente.kit.table import Ask

AHEAD = timedelta(days=365)
Line = tuple[agreements.Lapse, list[Any], int]


def ahead(ask: Ask) -> list[Line]:
    """What stops in the year after the day asked about: the lapse, its partners, the exchanges open under it.

    Where a party withdraws and the instrument goes on with others, those open with that party alone are counted. Who
    may not see an exchange finds it in no count. One query more than ``agreements.queries.lapses_with_partners``.
    """
    first = date.fromisoformat(ask.on)
    found = agreements.lapses_with_partners(first, first + AHEAD, person=ask.person)
    under = exchanges.open_under(ask.person, {lapse.agreement_id for lapse, _partners in found})
    return [(lapse, partners, _open(lapse, under.get(lapse.agreement_id, []))) for lapse, partners in found]


def _open(lapse: agreements.Lapse, under: list[tuple[frozenset[int], int]]) -> int:
    touched = [number for family, number in under if lapse.cause != "withdrew" or family & lapse.partner_ids]
    return sum(touched)
