"""Corporate priorities against objectives: which serves which, and which serves nothing."""

from collections import Counter
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from entente.foundation.sources.queries import Notes
from entente.kit.table import Ask

from .. import queries
from ..models import Edition, Element, Kind, Linkage


@dataclass(slots=True)
class Cell:
    """One crossing. ``main`` says that the link stands where most of them stand; ``letter`` is its note's."""

    linkage: Linkage | None
    main: bool = False
    letter: str = ""


@dataclass(slots=True)
class Remark:
    """A note that several links share, under its letter, with the sources of those links."""

    letter: str
    note: Any
    count: int
    citations: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Matrix:
    """Corporate priorities in rows, objectives in columns.

    ``places`` are where the links are said, the main one first; ``unlinked`` the priorities and objectives that
    no link touches.
    """

    objectives: list[Element]
    rows: list[tuple[Element, list[Cell]]]
    places: list[str]
    remarks: list[Remark]
    unlinked: list[Element]
    count: int


def matrix(ask: Ask, edition: Edition, notes: Notes) -> Matrix:
    """The matrix of an edition. Two queries."""
    elements = queries.elements_of(ask.person, edition)
    objectives = [one for one in elements if one.kind == Kind.OBJECTIVE]
    priorities = [one for one in elements if one.kind == Kind.CORPORATE_PRIORITY]
    links = {key: one for one in queries.linkages_of(ask.person, edition) if (key := crossing(one))}
    places = [place for place, _count in Counter(one.place for one in links.values()).most_common()]
    remarks = _remarks(list(links.values()), notes)
    letters = {str(remark.note): remark.letter for remark in remarks}
    touched = {pk for pair in links for pk in pair}
    rows = []
    for priority in priorities:
        crossed = [links.get((priority.pk, objective.pk)) for objective in objectives]
        rows.append((priority, [_cell(one, places, letters) for one in crossed]))
    unlinked = [one for one in [*priorities, *objectives] if one.pk not in touched]
    return Matrix(objectives, rows, places, remarks, unlinked, len(links))


def crossing(linkage: Linkage) -> tuple[int, int] | None:
    """The priority and the objective that a linkage joins, whichever way round; nothing for other links."""
    ends = {linkage.from_element.kind: linkage.from_element_id, linkage.to_element.kind: linkage.to_element_id}
    if set(ends) != {Kind.CORPORATE_PRIORITY, Kind.OBJECTIVE}:
        return None
    return ends[Kind.CORPORATE_PRIORITY], ends[Kind.OBJECTIVE]


def other_links(ask: Ask, edition: Edition, notes: Notes) -> list[dict[str, Any]]:
    """The linkages that are no crossing of a priority with an objective. One query."""
    return [
        {"linkage": one, "citation": notes.cite(one)}
        for one in queries.linkages_of(ask.person, edition)
        if not crossing(one)
    ]


def _cell(linkage: Linkage | None, places: list[str], letters: dict[str, str]) -> Cell:
    if linkage is None:
        return Cell(None)
    return Cell(linkage, linkage.place == places[0], letters.get(str(linkage.note), ""))


def _remarks(links: list[Linkage], notes: Notes) -> list[Remark]:
    remarks: dict[str, Remark] = {}
    for one in links:
        said = str(one.note)
        if said not in remarks:
            letter = ascii_lowercase[len(remarks) % len(ascii_lowercase)] if said else ""
            remarks[said] = Remark(letter, one.note, 0)
        remark = remarks[said]
        remark.count += 1
        citation = notes.cite(one)
        if citation and citation not in remark.citations:
            remark.citations.append(citation)
    return list(remarks.values())
