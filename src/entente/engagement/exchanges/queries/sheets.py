"""Questions about a sheet of automatic exchanges: what of it stands in the ledger already, and who may take it in."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Unit

from ..models import Entry, Exchange


def in_the_ledger(exchanges: Iterable[Exchange]) -> Callable[[Exchange, Iterable[str]], dict[str, str]]:
    """What of exchanges, saved or not, stands in the ledger already: asked of one and its elements, which of them do,
    each with the number of its exchange. The same partner, instrument, instant, direction, purpose and references. One
    query for all.
    """
    told = list(exchanges)
    days = [timezone.localdate(one.received_at) for one in told]
    known: dict[tuple[Any, ...], dict[str, str]] = {}
    if told:
        rows = Entry.objects.filter(agreement__in={one.agreement_id for one in told}, on__range=(min(days), max(days)))
        earlier = ("release__exchange__received_at", "release__exchange__reference", "release__exchange__own_reference")
        found = rows.values_list(
            "partner", "agreement", "flow", "purpose", *earlier, "element", "release__exchange__key"
        )
        for *same, element, key in found:
            known.setdefault(tuple(same), {})[element] = key

    def asked(one: Exchange, elements: Iterable[str]) -> dict[str, str]:
        same = (one.partner_id, one.agreement_id, one.flow, one.purpose, one.received_at)
        there = known.get((*same, one.reference, one.own_reference), {})
        return {element: there[element] for element in elements if element in there}

    return asked


def may_take_in(unit: Unit, on: date) -> list[Any]:
    """Who holds the authority to release for an office on a day: its head, those above, and who holds it from them.

    Three queries.
    """
    line = people.line_of(unit)
    heads = people.heads_on(line, on)
    above = [heads[one.pk].person for one in line if one.pk in heads]
    held = people.delegations_on(on, authority=Authority.RELEASE_INFORMATION).filter(giver__in=above)
    return list(dict.fromkeys([*above, *(one.receiver for one in held)]))
