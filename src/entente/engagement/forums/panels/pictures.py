"""The room's own pages, ready to draw: the matrix, the chairs of a day and the priority forums, with their sources."""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from entente.foundation.sources.queries import Notes

from ..queries.chairs import Chair
from ..queries.matrix import Matrix
from .words import period

Citation = dict[str, Any]


def cited(things: Iterable[Any], notes: Notes) -> list[Citation]:
    """The numbers of the sources of several records, each once."""
    found = [one for one in map(notes.cite, things) if one]
    return list({one["number"]: one for one in found}.values())


def columns(matrix: Matrix, notes: Notes) -> list[dict[str, Any]]:
    """The chosen forums with how many partners sit in each, and the sources of that."""
    sums = matrix.totals
    return [
        {"forum": forum, "total": sums[at], "citations": cited(behind, notes)}
        for at, (forum, behind) in enumerate(matrix.memberships)
    ]


def tiers(matrix: Matrix, notes: Notes) -> list[dict[str, Any]]:
    """The tiers with the sources of their standings."""
    return [
        {"group": group, "citations": cited((line.standing for line in group.lines), notes)} for group in matrix.groups
    ]


def remarks(matrix: Matrix, notes: Notes) -> list[dict[str, Any]]:
    """What the sources remark on memberships in the matrix: each remark once, with the partners it concerns."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for forum, behind in matrix.memberships:
        for one in behind:
            if one.note:
                at = found.setdefault(
                    (forum.pk, str(one.note)),
                    {"forum": forum, "note": one.note, "partners": [], "citation": notes.cite(one)},
                )
                at["partners"].append(one.partner)
    return list(found.values())


def kept(asked: QueryDict) -> list[tuple[str, str]]:
    """What the date field of the matrix keeps of its address: the edition and the forums."""
    return [(name, value) for name in ("edition", "forum") for value in asked.getlist(name) if value]


def chairs(found: Iterable[Chair], notes: Notes) -> list[dict[str, Any]]:
    """One row a seat and holder, with every source that says so."""
    rows = []
    for chair in found:
        for at, seat in enumerate(chair.held):
            told = [one for one in chair.told if one.holder_id == seat.holder_id]
            periods = list(dict.fromkeys(filter(None, map(period, told))))
            rows.append(
                {
                    "chair": chair,
                    "seat": seat,
                    "periods": periods,
                    "citations": cited(told, notes),
                    "contested": chair.contested and at == 0,  # said once a chair
                }
            )
    return rows


def forums(found: Iterable[Any], notes: Notes) -> list[dict[str, Any]]:
    """The priority forums of an edition with their goals there, each with its source."""
    return [
        {
            "priority": one,
            "citation": notes.cite(one),
            "goals": [{"goal": goal, "citation": notes.cite(goal)} for goal in one.body.wanted],
        }
        for one in found
    ]
