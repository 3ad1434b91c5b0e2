"""What cells of this room's registers say."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from entente.kit.days import PartialDate
from entente.kit.table import Ask

Condition = Callable[[QuerySet[Any], str, Ask], QuerySet[Any]]


def day(value: date | None) -> str:
    """A day the register draws as people write it."""
    return PartialDate(value.isoformat()) if value else ""


def moment(value: datetime | None) -> str:
    """An instant with its zone: ``2026-11-27 02:40 EST``."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M %Z") if value else ""


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
