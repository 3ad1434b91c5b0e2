"""Two answers in one look: who has what with us, and how many targets are no priority."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from entente.engagement.framework.models import Edition
from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners.models import Partner
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Kind, abroad
from . import registers


@dataclass(slots=True)
class Row:
    """One partner and how many instruments of each type there are with it, each counted once."""

    partner: Partner
    numbers: dict[str, int]
    total: int


@dataclass(slots=True)
class Matrix:
    """Partners by types. ``kinds`` holds the types that occur, in the order of the type list.

    The totals count instruments and not cells: one with two partners stands in two rows and counts once.
    """

    kinds: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    total: int = 0
    without_partner: int = 0


def matrix(ask: Ask) -> Matrix:
    """Instruments by partner and type as they stood on a day, administrations counted with their country.

    ``ask.chosen`` may hold ``status`` and ``subject``. Four queries whatever the number of partners.
    """
    rows: QuerySet[Any] = registers.agreements(ask).prefetch_related(None).select_related(None)
    if status := ask.chosen.get("status"):
        rows = rows.filter(status_on=status)
    if subject := ask.chosen.get("subject"):
        rows = registers.on_subject(rows, subject)
    kinds = dict(rows.order_by("id").values_list("pk", "kind"))
    bound = policy.visible_parties(ask.person).filter(abroad()).order_by("id").values_list("agreement_id", "partner_id")
    whole = dict(Partner.objects.order_by("id").values_list("pk", "parent_id"))
    held: dict[int, set[int]] = defaultdict(set)
    for agreement, partner in bound:
        if agreement in kinds:
            held[top(partner, whole)].add(agreement)
    shown = partners_policy.visible_to(ask.person).filter(pk__in=held).order_by(f"sort_{language()}", "id")
    return _counted(kinds, [(partner, held[partner.pk]) for partner in shown])


def top(partner: int, whole: Mapping[int, int | None]) -> int:
    """The partner at the top of what a partner is part of, at most two steps up."""
    for _step in range(2):
        partner = whole.get(partner) or partner
    return partner


def _counted(kinds: dict[int, str], held: list[tuple[Partner, set[int]]]) -> Matrix:
    present = {pk for _partner, agreements in held for pk in agreements}
    totals = _tally(present, kinds)
    return Matrix(
        kinds=[kind for kind in Kind.values if kind in totals],
        rows=[Row(partner, _tally(pks, kinds), len(pks)) for partner, pks in held],
        totals=totals,
        total=len(present),
        without_partner=len(kinds) - len(present),
    )


def _tally(agreements: set[int], kinds: dict[int, str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for pk in agreements:
        numbers[kinds[pk]] = numbers.get(kinds[pk], 0) + 1
    return numbers


@dataclass(frozen=True, slots=True)
class Answer:
    """How many partners an edition puts in line for negotiation, and how many of them in no tier."""

    targets: int
    no_priority: int


def answer(ask: Ask, edition: Edition) -> Answer:
    """What the candidates' page says in its title. One query."""
    rows: Any = registers.candidates(ask).filter(edition=edition).order_by("id")
    priorities = list(rows.values_list("is_priority", flat=True))
    return Answer(len(priorities), priorities.count(False))
