"""How much, how often, to whom, under what: the question of a reviewer, answered from the ledger alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Sum, When

from entente.engagement.agreements.models import Agreement, Element, Purpose
from entente.engagement.partners.models import Partner
from entente.foundation.people.policy import markings_for
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Entry, Flow, State, Tally

YEARS = 3  # what a review looks back over
EARLIEST, LATEST = 1900, 2099  # years that can be meant


@dataclass(slots=True)
class Row:
    """One partner under one instrument: releases and records of each year, and of what."""

    partner: Partner
    agreement: Agreement
    often: dict[int, int] = field(default_factory=dict)
    much: dict[int, int] = field(default_factory=dict)
    elements: dict[str, int] = field(default_factory=dict)
    purposes: dict[str, int] = field(default_factory=dict)

    @property
    def times(self) -> int:
        """How often in all years."""
        return sum(self.often.values())

    @property
    def records(self) -> int:
        """How much in all years."""
        return sum(self.much.values())

    @property
    def element_words(self) -> str:
        """Of what, the most first."""
        known = dict(Element.choices)
        ordered = sorted(self.elements.items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(str(known[code]) for code, _count in ordered)

    @property
    def purpose_words(self) -> str:
        """For what, the most first."""
        known = dict(Purpose.choices)
        ordered = sorted(self.purposes.items(), key=lambda pair: (-pair[1], pair[0]))
        return ", ".join(str(known[code]) for code, _count in ordered)


def is_a_year(text: str) -> bool:
    """Whether somebody wrote a year that can be meant."""
    return len(text) == len("2026") and text.isdecimal() and EARLIEST <= int(text) <= LATEST


def years_of(ask: Ask) -> list[int]:
    """The calendar years that the question looks at: the one asked for and the two before it."""
    last = int(ask.chosen.get("year") or ask.on[:4])
    return list(range(last - YEARS + 1, last + 1))


def reviewed(ask: Ask) -> list[Row]:
    """How much, how often, to whom, under what, in three years; most first. Three queries.

    Answered from the tallies: as fast over a million lines as over a hundred. ``chosen`` may name ``flow``,
    ``partner`` and ``agreement``.
    """
    if ask.person.role not in policy.EVERYTHING:
        return []
    years, flow = years_of(ask), ask.chosen.get("flow") or Flow.FROM_US.value
    told = policy.tallies_for(ask.person).filter(flow=flow, year__in=years)
    if key := ask.chosen.get("partner"):
        told = told.filter(partner__in=_with_its_parts(key))
    if key := ask.chosen.get("agreement"):
        told = told.filter(agreement__key=key)
    cells = list(told.order_by().values_list("partner", "agreement", "year", "what", "code", "often", "much"))
    readable = markings_for(ask.person)
    partners = Partner.objects.filter(marking__in=readable).in_bulk({cell[0] for cell in cells})
    agreements = Agreement.objects.filter(marking__in=readable).in_bulk({cell[1] for cell in cells})
    element, rows = Tally.What.ELEMENT.value, dict[tuple[int, int], Row]()
    for partner, agreement, year, what, code, often, much in cells:
        if partner not in partners or agreement not in agreements:
            continue
        row = rows.get((partner, agreement))
        if row is None:
            row = rows[partner, agreement] = Row(partners[partner], agreements[agreement])
        if what == element:
            row.elements[code] = row.elements.get(code, 0) + much
            row.often[year] = row.often.get(year, 0) + often
            row.much[year] = row.much.get(year, 0) + much
        else:
            row.purposes[code] = row.purposes.get(code, 0) + much
    sort = f"sort_{language()}"
    return sorted(rows.values(), key=lambda row: (-row.records, getattr(row.partner, sort), row.agreement.pk))


def refused(ask: Ask) -> dict[int, int]:
    """How many exchanges were refused as a whole in each of the three years, narrowed like ``reviewed``. One query."""
    years = years_of(ask)
    first, after = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    rows = policy.visible_to(ask.person).filter(
        state=State.REFUSED,
        flow=ask.chosen.get("flow") or Flow.FROM_US,
        received_at__date__gte=first,
        received_at__date__lt=after,
    )
    if key := ask.chosen.get("partner"):
        rows = rows.filter(partner__in=_with_its_parts(key))
    if key := ask.chosen.get("agreement"):
        rows = rows.filter(agreement__key=key)
    found = rows.order_by().values_list("received_at__year").annotate(many=Count("pk"))
    return {year: dict(found).get(year, 0) for year in years}


def _with_its_parts(key: str) -> QuerySet[Any]:
    return Partner.objects.filter(Q(key=key) | Q(parent__key=key)).values("pk")


def entries(ask: Ask) -> QuerySet[Any]:
    """Every line of the ledger this person may read, unordered. One query."""
    return policy.entries_for(ask.person).select_related("partner", "agreement", "release__exchange")


def released_under(person: Any, agreement: Agreement) -> dict[str, Any]:
    """How often and how much was exchanged under an instrument, and when last. One query."""
    found = policy.entries_for(person).filter(agreement=agreement)
    return _summed(found)


def released_to(person: Any, partners: Iterable[int]) -> dict[str, Any]:
    """How often and how much was exchanged with partners, and when last. One query."""
    return _summed(policy.entries_for(person).filter(partner__in=list(partners)))


def _summed(rows: QuerySet[Entry]) -> dict[str, Any]:
    return rows.order_by().aggregate(
        often=Sum(Case(When(first=True, then=1), default=0, output_field=IntegerField())),
        much=Sum("count"),
        last=Max("on"),
    )


def ledger_years(ask: Ask) -> list[int]:
    """The years of the ledger, the latest first. One query."""
    found = policy.tallies_for(ask.person).order_by("-year").values_list("year", flat=True).distinct()
    return list(found)
