"""Amendments in the dossier of their instrument, and one set against what counts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import exports, queries, rules
from ..models import Agreement, Amending, Amendment, ClauseKind
from ..policy import AGREEMENTS

AMENDMENT_KINDS = {Amending.DRAFT: "info", Amending.MERGED: "good", Amending.DROPPED: "neutral"}


def amendment_panels(ask: Ask, agreement: Agreement, notes: Notes) -> list[Panel]:
    """The amendments of an instrument, drafts first to be seen. One query."""
    if ask.past:
        return []
    rows = [
        {
            "amendment": one,
            "kind": AMENDMENT_KINDS[Amending(one.state)],
            "url": reverse("agreements:amendment", args=[agreement.key, one.pk]),
        }
        for one in queries.amendments(ask.person, agreement)
    ]
    may = AGREEMENTS.allows(ask.person, "begin_amendment", agreement)
    if not rows and not may:
        return []
    return [
        Panel(
            key="amendments",
            title=_("Amendments of its clauses"),
            template="agreements/panels/amendments.html" if rows else "",
            context={"rows": rows},
            count=sum(row["amendment"].state == Amending.DRAFT for row in rows) or None,
            empty=_("No amendment is drafted here."),
            action=(_("Begin an amendment"), reverse("agreements:begin_amendment", args=[agreement.key]))
            if may
            else None,
        )
    ]


def difference(amendment: Amendment, *, may: bool) -> dict[str, Any]:
    """An amendment set against what counts now, clause by clause. Three queries."""
    rows = [_row(amendment, one, may=may) for one in queries.compared(amendment)]
    return {
        "rows": rows,
        "conflicts": sum(row["state"] == "conflict" for row in rows),
        "changes": sum(row["state"] not in ("same", "kept") for row in rows),
    }


def _row(amendment: Amendment, one: queries.Compared, *, may: bool) -> dict[str, Any]:
    result = rules.merging(one.base, one.wanted, one.counts, chosen=one.chosen)
    key = amendment.agreement.key
    return {
        "draft": one.draft,
        "what": ", ".join(
            str(said) for said in (ClauseKind(one.draft.kind).label, one.draft.get_code_display()) if said
        ),
        "counts": _told(one.current, one.counts),
        "wanted": _told(one.draft, one.wanted),
        "state": _state(one, result),
        "moved": one.base is not None and one.counts != one.base,
        "chosen": one.chosen,
        "edit": reverse("agreements:change_draft", args=[key, amendment.pk, one.draft.pk]) if may else "",
        "choose": reverse("agreements:choose_draft", args=[key, amendment.pk, one.draft.pk]) if may else "",
    }


def _state(one: queries.Compared, result: str) -> str:
    if result == "conflict":
        return "conflict"
    if result == "keep":
        return "same" if one.wanted in (one.base, one.counts) else "kept"
    if one.wanted is None:
        return "out"
    return "new" if one.base is None else "changed"


def _told(thing: Any, says: dict[str, Any] | None) -> dict[str, Any] | None:
    """What one side says, drawn."""
    if says is None or thing is None:
        return None
    return {
        "article": thing.article,
        "what": thing.get_code_display() or ClauseKind(thing.kind).label,
        "answer": exports.answer_badge(thing),
        "length": exports.length(thing),
        "text": thing.text,
    }
