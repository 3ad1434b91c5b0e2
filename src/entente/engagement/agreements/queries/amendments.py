"""What amendment pages ask: a draft against what counts, clause by clause."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from .. import policy
from ..models import Agreement, Amendment, Clause, Draft, said_by


def amendments(person: Any, agreement: Agreement) -> QuerySet[Any]:
    """The amendments of an instrument, the latest first, each with ``many`` drafts that were written."""
    rows = policy.visible_amendments(person).filter(agreement=agreement)
    return rows.annotate(many=Count("drafts", filter=Q(drafts__made__isnull=False))).order_by("-started_at", "-id")


def amendment(person: Any, agreement: Agreement, pk: int) -> QuerySet[Amendment]:
    """One amendment of an instrument, as a queryset of one or none."""
    return policy.visible_amendments(person).filter(agreement=agreement, pk=pk).select_related("agreement")


def draft(amendment: Amendment, pk: int) -> QuerySet[Draft]:
    """One draft of an amendment, as a queryset of one or none."""
    return Draft.objects.filter(amendment=amendment, pk=pk).select_related("origin")


def drafts_of_amendment(amendment: Amendment) -> QuerySet[Draft]:
    """The clauses of an amendment as they were drafted, in reading order. One query."""
    return amendment.drafts.order_by("kind", "article", "code", "id")


@dataclass(frozen=True, slots=True)
class Compared:
    """A draft, the clause that counts in its place now (or none), and what each side says."""

    draft: Draft
    current: Clause | None
    base: dict[str, Any] | None
    wanted: dict[str, Any] | None
    counts: dict[str, Any] | None

    @property
    def chosen(self) -> str:
        """The choice somebody made, while what counts is still what it was made against."""
        return self.draft.chosen if self.draft.chosen and self.draft.chosen_against == (self.counts or {}) else ""


def compared(amendment: Amendment) -> list[Compared]:
    """Every draft of an amendment against what counts now, in reading order. Three queries.

    What counts in the place of a clause is the clause itself, or what later amendments made of it; a new clause stands
    against one that somebody else entered for the same article, kind and code.
    """
    drafts = list(drafts_of_amendment(amendment).select_related("origin"))
    clauses = {one.pk: one for one in Clause.objects.filter(agreement=amendment.agreement_id).order_by("id")}
    merged = Draft.objects.filter(amendment__agreement=amendment.agreement_id, made__isnull=False)
    made = dict(merged.exclude(amendment=amendment).filter(origin__isnull=False).values_list("origin", "made"))
    origins = {one.origin_id for one in drafts}
    return [_compared(one, clauses, made, origins) for one in drafts]


def _compared(one: Draft, clauses: dict[int, Clause], made: dict[int, int], origins: set[Any]) -> Compared:
    base = dict(one.base) or None
    current = _latest(clauses.get(one.origin_id or 0), clauses, made) if base else _same_place(one, clauses, origins)
    wanted = None if one.gone else said_by(one)
    return Compared(one, current, base, wanted, said_by(current) if current else None)


def _latest(clause: Clause | None, clauses: dict[int, Clause], made: dict[int, int]) -> Clause | None:
    """The clause that stands in the place of one now: itself while it has no end, else what was made of it."""
    while clause is not None and clause.to_on:
        clause = clauses.get(made.get(clause.pk, 0))
    return clause


def _same_place(one: Draft, clauses: dict[int, Clause], origins: set[Any]) -> Clause | None:
    place = (one.article, one.kind, one.code)
    for clause in clauses.values():
        there = (clause.article, clause.kind, clause.code) == place
        if there and not clause.to_on and clause.pk not in origins:
            return clause
    return None
