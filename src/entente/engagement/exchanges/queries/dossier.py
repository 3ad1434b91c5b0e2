"""Everything this room keeps of one exchange, asked once for a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from entente.kit.table import Ask

from ..models import (
    Escalation,
    Exchange,
    Identifier,
    Line,
    Mitigation,
    OnwardRequest,
    Outcome,
    Receipt,
    Release,
    Retention,
    Step,
    UseReport,
)
from .judging import lapsed


@dataclass(slots=True)
class Whole:
    """What is known of an exchange. Steps: the latest first. ``lapsed``: its legal basis does not stand now."""

    exchange: Exchange
    lines: list[Line]
    steps: list[Step]
    mitigations: list[Mitigation]
    escalations: list[Escalation]
    release: Release | None
    receipt: Receipt | None
    uses: list[UseReport]
    onward: list[OnwardRequest]
    retentions: list[Retention]
    outcomes: list[Outcome]
    identifiers: int
    lapsed: bool


def whole(ask: Ask, exchange: Exchange) -> Whole:
    """Everything this room keeps of an exchange. Fifteen queries at most the first time a page asks, none after."""
    kept: dict[int, Whole] = exchange.__dict__.setdefault("_whole", {})
    if ask.person.pk not in kept:
        kept[ask.person.pk] = _gather(exchange)
    return kept[ask.person.pk]


def lines_of(exchanges: Iterable[Exchange]) -> dict[int, list[Line]]:
    """The lines of exchanges, by exchange. One query."""
    found: dict[int, list[Line]] = {}
    for line in Line.objects.filter(exchange__in=[one.pk for one in exchanges]).order_by("id"):
        found.setdefault(line.exchange_id, []).append(line)
    return found


def _gather(exchange: Exchange) -> Whole:
    release = Release.objects.filter(exchange=exchange).select_related("receipt").first()

    def after(model: Any) -> list[Any]:
        return list(model.objects.filter(release=release).order_by("id")) if release else []

    return Whole(
        exchange=exchange,
        lines=list(exchange.lines.select_related("origin").order_by("id")),
        steps=list(exchange.steps.order_by("-id")),
        mitigations=list(exchange.mitigations.order_by("id")),
        escalations=list(exchange.escalations.order_by("id")),
        release=release,
        receipt=getattr(release, "receipt", None) if release else None,
        uses=after(UseReport),
        onward=list(OnwardRequest.objects.filter(release=release).select_related("to_partner").order_by("id"))
        if release
        else [],
        retentions=after(Retention),
        outcomes=list(exchange.outcomes.order_by("id")),
        identifiers=Identifier.objects.filter(exchange=exchange).count(),
        lapsed=lapsed(exchange, timezone.now()),
    )
