"""An edition on one page: titles only, so that it fits a sheet."""

from dataclasses import dataclass
from typing import Any

from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from .. import queries
from ..models import Edition, Element, Kind
from .paper import PLURALS

# What stands in the bands, from top to bottom; the last band has narrow columns.
BESIDE = (Kind.PRINCIPLE, Kind.DRIVER, Kind.TOOL, Kind.DECISION)


@dataclass(slots=True)
class Placemat:
    """``aim`` is the mandate; ``pillars`` are themes with their issues, else objectives with what stands under them."""

    aim: Element | None
    priorities: list[Element]
    objectives: list[Element]
    themes: list[tuple[Element, list[Element]]]
    beside: list[tuple[Any, list[Element]]]
    citations: dict[int, Any]


def placemat(ask: Ask, edition: Edition, notes: Notes) -> Placemat:
    """The placemat of an edition. One query."""
    elements = queries.elements_of(ask.person, edition)

    def top(kind: Kind) -> list[Element]:
        return [one for one in elements if one.kind == kind and one.parent_id is None]

    issues = [one for one in elements if one.kind == Kind.ISSUE]
    themes = [one for one in elements if one.kind == Kind.THEME]
    beside = [(PLURALS[kind], top(kind)) for kind in BESIDE]
    shown = Placemat(
        aim=next((one for one in elements if one.kind == Kind.MANDATE), None),
        priorities=top(Kind.CORPORATE_PRIORITY),
        objectives=top(Kind.OBJECTIVE),
        themes=[(theme, [one for one in issues if one.parent_id == theme.pk]) for theme in themes],
        beside=[(title, found) for title, found in beside if found],
        citations={},
    )
    for one in _told(shown):
        shown.citations[one.pk] = notes.cite(one)
    return shown


def _told(shown: Placemat) -> list[Element]:
    """Every element on the sheet, in the order in which it is read."""
    told = [*([shown.aim] if shown.aim else []), *shown.priorities, *shown.objectives]
    for theme, issues in shown.themes:
        told += [theme, *issues]
    for _title, found in shown.beside:
        told += found
    return told
