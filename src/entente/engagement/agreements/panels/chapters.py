"""The chapters of a free trade agreement in its dossier: what we are in each, and whose desk it is."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import exports, queries
from ..models import OURS, Agreement, Kind
from ..policy import AGREEMENTS
from .own import record_page


def chapter_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """The chapters of a free trade agreement. Two queries; none for another instrument."""
    if agreement.kind != Kind.FTA:
        return []
    rows = [_row(one, ask, notes) for one in queries.chapters_of(ask, agreement)]
    may = AGREEMENTS.allows(ask.person, "add_chapter", agreement) and not ask.past
    return [
        Panel(
            key="chapters",
            title=_("Chapters"),
            template="agreements/panels/chapters.html" if rows else "",
            context={"rows": rows, "desk": reverse("agreements:free_trade"), "may": any(row["steps"] for row in rows)},
            count=sum(row["chapter"].role in OURS and row["chapter"].counts for row in rows) or None,
            empty=_(
                "No chapter is entered yet. Enter those we lead or follow: the free-trade desk is drawn from them."
            ),
            action=(_("Add a chapter"), reverse("agreements:add_chapter", args=[agreement.key])) if may else None,
        )
    ]


def _row(one: Any, ask: Ask, notes: Notes) -> dict[str, Any]:
    return {
        "chapter": one,
        "lead": exports.lead_badge(one),
        "talks": exports.text_stands(one),
        "from_on": exports.day(one.from_on),
        "to_on": exports.day(one.to_on),
        "citation": notes.cite(one),
        "departments": [
            {
                "department": share.department,
                "url": exports.page(exports.PARTNER, share.department.key),
                "role": share.role,
                "citation": notes.cite(share),
            }
            for share in one.beside
        ],
        "steps": [] if ask.past else list(_steps(one, ask.person)),
    }


def _steps(one: Any, person: Any) -> Any:
    if record := record_page(person, one):
        yield _("Correct"), record
    said = {
        "change_chapter": _("Change the chapter"),
        "add_department": _("Name a department"),
        "end_chapter": _("End"),
    }
    for act, label in said.items():
        if AGREEMENTS.allows(person, act, one) and not one.to_on:
            yield label, reverse(f"agreements:{act}", args=[one.agreement.key, one.pk])
