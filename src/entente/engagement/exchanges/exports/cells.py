"""What cells of this room's registers say."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from entente.kit.bilingual import language
from entente.kit.days import PartialDate
from entente.kit.table import Ask

from ..models import Level, State

BADGES = {
    State.RECORDED: "info", State.RETURNED: "warning", State.POSTPONED: "warning", State.REFUSED: "danger",
    State.RELEASED: "good", State.ACKNOWLEDGED: "good", State.USED: "good",
    State.SETTLED: "good", State.CLOSED: "neutral",
}  # fmt: skip
"""The shape of each state; one that is not here is on its way."""
ZONES = {"EST": pgettext_lazy("time zone", "EST"), "EDT": pgettext_lazy("time zone", "EDT")}
LEVELS = {Level.LOW: "good", Level.MEDIUM: "warning", Level.SUBSTANTIAL: "danger"}
Condition = Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]


def day(value: date | None) -> str:
    """A day the register draws as people write it."""
    return PartialDate(value.isoformat()) if value else ""


def moment(value: datetime | None) -> str:
    """An instant with its zone: ``2026-11-27 02:40 EST``, in French ``2026-11-27 02:40 HNE``."""
    if value is None:
        return ""
    here = timezone.localtime(value)
    return f"{here:%Y-%m-%d %H:%M} {zone(here)}"


def zone(here: datetime) -> str:
    """The zone of a local instant, as it is called in the reader's language."""
    name = here.tzname() or ""
    return str(ZONES.get(name, name))


def state_badge(exchange: Any) -> SafeString:
    """A state as a word with its shape."""
    return _badge(BADGES.get(exchange.state, "info"), str(exchange.get_state_display()), language())


def level_badge(baseline: Any) -> SafeString:
    """A level of risk as a word with its shape."""
    return _badge(LEVELS.get(baseline.level, "info"), str(baseline.get_level_display()), language())


@lru_cache(maxsize=64)
def _badge(kind: str, text: str, lang: str) -> SafeString:
    return mark_safe(render_to_string("components/badge.html", {"kind": kind, "text": text}))  # noqa: S308


def equal(path: str) -> Condition:
    """A condition that one column is exactly this."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def listed(choices: Iterable[tuple[str, Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are the same for everybody."""
    return lambda ask: choices


def keyed(question: Callable[[Ask], Iterable[Any]], name: str = "name") -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are things with a key and a name."""
    return lambda ask: [(one.key, getattr(one, name)) for one in question(ask)]


def years(question: Callable[[Ask], Iterable[int]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """Options that are calendar years."""
    return lambda ask: [(str(year), str(year)) for year in question(ask)]
