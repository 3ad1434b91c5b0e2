"""Amendments in the dossier of their instrument, and one set against what counts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.sources.queries import Notes
from entente.kit.panel import Panel
from entente.kit.table import Ask

from .. import exports, queries, rules
from ..models import Agreement, Amending, Amendment, Choice, Clause, ClauseKind, Draft, said_by
from ..policy import AGREEMENTS

AMENDMENT_KINDS = {Amending.DRAFT: "info", Amending.MERGED: "good", Amending.DROPPED: "neutral"}


Says = dict[str, Any] | None


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
    """An amendment clause by clause: a draft against what counts now, a closed one against what it began from.

    At most three queries.
    """
    if amendment.state != Amending.DRAFT:
        merged, drafts = amendment.state == Amending.MERGED, queries.drafts_of_amendment(amendment)
        return {"rows": [_closed_row(one, merged=merged) for one in drafts], "conflicts": 0, "changes": 0}
    rows = [_row(amendment, one, may=may) for one in queries.compared(amendment)]
    return {
        "rows": rows,
        "conflicts": sum(row["state"] == "conflict" for row in rows),
        "changes": sum(row["state"] not in ("same", "kept") for row in rows),
    }


def _closed_row(one: Draft, *, merged: bool) -> dict[str, Any]:
    """A clause of a closed amendment: what it replaced and what was merged, whatever counts by now."""
    base, wanted = dict(one.base) or None, None if one.gone else said_by(one)
    before = (dict(one.chosen_against) or base) if merged and one.chosen else base
    return {
        "draft": one,
        "what": _what(one),
        "counts": _told(Clause(**before), before) if before else None,
        "wanted": _told(one, wanted),
        "state": _closed_state(one, before, wanted, merged=merged),
    }


def _closed_state(one: Draft, before: Says, wanted: Says, *, merged: bool) -> str:
    if wanted == (dict(one.base) or None):
        return "same"
    if wanted is None:
        kept = merged and one.chosen == Choice.CURRENT and one.chosen_against != one.base
        return "kept" if kept else "out"
    if merged and one.made_id is None:
        return "kept"
    return "new" if before is None else "changed"


def _what(one: Draft) -> str:
    return ", ".join(str(said) for said in (ClauseKind(one.kind).label, one.get_code_display()) if said)


def _row(amendment: Amendment, one: queries.Compared, *, may: bool) -> dict[str, Any]:
    result = rules.merging(one.base, one.wanted, one.counts, chosen=one.chosen)
    key = amendment.agreement.key
    return {
        "draft": one.draft,
        "what": _what(one.draft),
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
