"""From the record to what a machine reads: codes as they are, words in the language that was asked for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from entente.engagement.agreements.queries import Basis
from entente.engagement.exchanges.models import Exchange, Line, Release
from entente.engagement.exchanges.queries import Row, Whole
from entente.engagement.exchanges.rules import Decision
from entente.kit.bilingual import language, other_language

from .shapes import DecisionOut


def basis(one: Basis) -> dict[str, Any]:
    """An instrument in force, with the clauses that count."""
    return {
        "agreement": one.key,
        "title": _in_ours(one, "title"),
        "kind": one.kind,
        "binding": one.binding,
        "marking": one.marking,
        "since": one.since,
        "until": one.until,
        "vouched": one.vouched,
        "terms": [
            {name: getattr(term, name) for name in TERM} | {"text": _in_ours(term, "text")} for term in one.terms
        ],
    }


LINE = ("element", "count", "consent", "originator_consent", "verdict", "withheld", "level")
TERM = ("article", "kind", "code", "answer", "number", "unit", "from_on", "to_on")


def decision(found: Decision, exchange: Exchange, at: datetime) -> DecisionOut:
    """What may go, and why."""
    lang = language()
    elements = [
        {
            "element": ruling.element,
            "verdict": ruling.verdict,
            "level": ruling.level,
            "article": ruling.article,
            "reasons": [reason(one.kept(), lang) for one in ruling.reasons],
        }
        for ruling in found.rulings
    ]
    may_go = bool(found.rulings) and len(found.releasable) == len(found.rulings)
    agreement = exchange.agreement.key if exchange.agreement else None
    return DecisionOut.model_validate({"at": at, "agreement": agreement, "may_go": may_go, "elements": elements})


def reason(kept: dict[str, Any], lang: str) -> dict[str, Any]:
    """A reason as it is frozen, in one language."""
    said = {name: kept.get(name, "") for name in ("code", "verdict", "article", "level")}
    return said | {"place": kept["place"][lang], "text": kept["text"][lang]}


def exchange(one: Exchange, lines: Iterable[Line]) -> dict[str, Any]:
    """An exchange. Its identifiers, where a site keeps any, are not among what is said."""
    said = {name: getattr(one, name) for name in EXCHANGE}
    return said | {
        "partner": one.partner.key,
        "agreement": one.agreement.key if one.agreement else None,
        "marking": one.kept_as,
        "elements": {line.element: line.count for line in lines},
    }


EXCHANGE = (
    "key", "kind", "flow", "purpose", "way", "urgency", "state", "office", "reference", "own_reference",
    "received_at", "confirm_by", "confirmed_at", "reply_by",
)  # fmt: skip


def whole(known: Whole) -> dict[str, Any]:
    """An exchange with its lines, the reasons of its decision and its release."""
    lang = language()
    lines = [
        {name: getattr(line, name) for name in LINE}
        | {"origin": line.origin.key if line.origin else None}
        | {"reasons": [reason(one, lang) for one in line.reasons]}
        for line in known.lines
    ]
    return exchange(known.exchange, known.lines) | {"lines": lines, "release": _release(known.release)}


def _release(one: Release | None) -> dict[str, Any] | None:
    if one is None:
        return None
    names = ("at", "office", "caveat", "marking", "receipt_by", "use_by", "keep_until")
    return {name: getattr(one, name) for name in names}


def row(one: Row, years: list[int]) -> dict[str, Any]:
    """One partner under one instrument."""
    return {
        "partner": one.partner.key,
        "partner_name": str(one.partner.name),
        "agreement": one.agreement.key,
        "agreement_title": str(one.agreement.title),
        "releases": one.times,
        "records": one.records,
        "years": [
            {"year": year, "releases": one.often.get(year, 0), "records": one.much.get(year, 0)} for year in years
        ],
        "elements": one.elements,
        "purposes": one.purposes,
    }


def _in_ours(thing: Any, name: str) -> str:
    """The words in our language, or in the other where only that one has them."""
    lang = language()
    return str(getattr(thing, f"{name}_{lang}") or getattr(thing, f"{name}_{other_language(lang)}"))
