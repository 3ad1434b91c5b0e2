"""What the room's own pages show besides its registers: the matrix, an act, the help for a spreadsheet."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.people.policy import cleared
from entente.foundation.sources import queries as sources
from entente.foundation.sources.queries import Notes
from entente.kit.numerals import figure
from entente.kit.table import Ask

from .. import exports, imports, queries
from ..models import Act, Kind, Status
from ..search import page
from .own import fact


def tabs(current: str) -> list[dict[str, Any]]:
    """The lists of instruments, the one shown marked."""
    places = (
        ("agreements", _("All instruments"), "agreements:index"),
        ("pipeline", _("Pipeline"), "agreements:pipeline"),
        ("matrix", _("By partner and type"), "agreements:matrix"),
        ("free-trade", _("Free trade"), "agreements:free_trade"),
        ("clauses", _("Clauses"), "agreements:clauses"),
        ("obligations", _("Obligations"), "agreements:obligations"),
        ("lapses", _("What will stop"), "agreements:lapses"),
        ("candidates", _("Candidates"), "agreements:candidates_now"),
        ("conventions", _("Conventions"), "agreements:conventions"),
        ("acts", _("Acts"), "agreements:acts"),
        ("party-actions", _("Actions of parties"), "agreements:party_actions"),
    )
    return [{"label": label, "url": reverse(to), "current": name == current} for name, label, to in places]


def drawn_matrix(ask: Ask, found: queries.Matrix) -> dict[str, Any]:
    """The matrix with an address behind every number, and the controls that narrow it."""
    chosen = dict(ask.chosen) | ({"on": ask.on} if ask.past else {})
    index = reverse("agreements:index")

    def address(**more: str) -> str:
        asked = chosen | more
        return f"{index}?{urlencode(asked)}" if asked else index

    return {
        "columns": [
            {"label": Kind(kind).label, "url": address(kind=kind), "total": found.totals[kind]} for kind in found.kinds
        ],
        "rows": [
            {
                "label": row.partner.name,
                "url": page(exports.PARTNER, row.partner.key, on=ask.on if ask.past else ""),
                "cells": [
                    {"number": row.numbers.get(kind, 0), "url": address(partner=row.partner.key, kind=kind)}
                    for kind in found.kinds
                ],
                "total": {"number": row.total, "url": address(partner=row.partner.key)},
            }
            for row in found.rows
        ],
        "found": found,
        "controls": {
            "filter_form": [control(one, ask) for one in exports.MATRIX.filters],
            "sentence": "x" if ask.chosen else "",
            "caption": exports.MATRIX.title,
        },
        "keep": [("on", ask.on)] if ask.past else [],
        "kept_filters": list(ask.chosen.items()),
        "files": [(form.upper(), f"?{urlencode(chosen | {'format': form})}") for form in ("csv", "xlsx", "json")],
    }


def control(one: Any, ask: Ask) -> dict[str, Any]:
    """One condition of a list, as components/filters draws it."""
    value = ask.chosen.get(one.name, "")
    offered = one.options(ask) if one.options else ()
    options = [(str(code), str(label), code == value) for code, label in offered]
    return {"name": one.name, "label": one.label, "kind": one.kind, "options": options, "value": value}


def act_facts(act: Act, notes: Notes, person: Any) -> list[dict[str, Any]]:
    """What the record says of an act, with what was corrected. One query."""
    corrected, citation = sources.corrections_of([act]), notes.cite(act)
    facts = [fact(act, "title_en", _("Title in English"), act.title_en, corrected)]
    facts.append(fact(act, "title_fr", _("Title in French"), act.title_fr, corrected))
    if act.department and cleared(person, act.department):
        told = fact(act, "department", _("For"), act.department.name, corrected)
        facts.append(told | {"url": page(exports.PARTNER, act.department.key)})
    if act.role:
        facts.append(fact(act, f"role_{act.role.lang}", _("Our part"), act.role, corrected))
    return [one | {"citation": citation} for one in facts if one["value"] or one["correction"]]


def columns() -> list[dict[str, Any]]:
    """The columns a spreadsheet may have, each explained, with the words that are understood."""
    return [
        {
            "name": column,
            "help": imports.HELP[column],
            "codes": list(imports.CHOICES[column].choices) if column in imports.CHOICES else [],
        }
        for column in imports.COLUMNS
    ]


def preview(rows: list[Any]) -> list[dict[str, Any]]:
    """The rows of a spreadsheet as they would be entered, in words."""
    return [
        {
            "number": row.number,
            "title": row.values["title_en"],
            "kind": Kind(row.values["kind"]).label,
            "parties": [one.name for one in parties],
            "status": Status(row.values["status"]).label,
            "signed_on": exports.day(row.values["signed_on"]),
            "in_force_on": exports.day(row.values["in_force_on"]),
        }
        for row, parties in rows
    ]


def clause_rows(rows: list[Any]) -> list[dict[str, Any]]:
    """The clauses of a spreadsheet as they would be entered, in words."""
    return [
        {
            "number": number,
            "clause": one,
            "answer": exports.answer_badge(one),
            "length": exports.length(one),
            "from_on": exports.day(one.from_on),
        }
        for number, one in rows
    ]


def clauses_entered(many: int) -> str:
    """What happened to a sheet of clauses."""
    said = ngettext("%(count)s clause is entered.", "%(count)s clauses are entered.", many)
    return said % {"count": figure(many)}


def entered(many: int) -> str:
    """What happened to a sheet."""
    said = ngettext("%(count)s instrument is registered.", "%(count)s instruments are registered.", many)
    return said % {"count": figure(many)}
