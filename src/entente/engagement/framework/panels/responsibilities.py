"""Who does what under an edition: offices in rows, parts in columns."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Unit
from entente.foundation.sources.queries import Notes, corrections_of
from entente.kit.gaps import kind
from entente.kit.table import Ask

from .. import queries
from ..models import Edition, Part, Responsibility

PARTS: tuple[tuple[str, Any], ...] = (*Part.choices, ("", _("part not said")))


@dataclass(slots=True)
class Works:
    """What an office does in one part: each work with its citation, its standing correction, the kind of its mark."""

    role: str
    title: Any
    works: list[tuple[Responsibility, Any, Any, str]]

    @property
    def count(self) -> int:
        return len(self.works)


@dataclass(slots=True)
class Office:
    """A row of the matrix: an office and its works, part by part (empty parts included)."""

    unit: Unit
    parts: list[Works]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.parts)


def offices(ask: Ask, edition: Edition, notes: Notes) -> list[Office]:
    """The offices that an edition names, in its order. Two queries. Parts that nobody has are left out of all."""
    found = queries.responsibilities_of(ask.person, edition)
    corrected = {pk: one for (_label, pk, _column), one in corrections_of(found).items()}
    used = [(role, title) for role, title in PARTS if any(one.role == role for one in found)]
    by_unit: dict[Unit, list[Responsibility]] = {}
    for one in found:
        by_unit.setdefault(one.unit, []).append(one)

    def told(one: Responsibility) -> tuple[Responsibility, Any, Any, str]:
        return one, notes.cite(one), corrected.get(one.pk), kind(str(one.work))

    return [
        Office(unit, [Works(role, title, [told(one) for one in works if one.role == role]) for role, title in used])
        for unit, works in by_unit.items()
    ]
