"""What stands in the cells of the registers of travel."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from entente.kit import days
from entente.kit.bilingual import language
from entente.kit.numerals import figure
from entente.kit.table import Ask, Filter, words

CENT = Decimal("0.01")


def dollars(value: Any, lang: str | None = None) -> str:
    """An amount in CAD without the sign: ``1,200``, ``1,200.50``; « 1 200 », « 1 200,50 »."""
    if value is None:
        return ""
    exact = Decimal(value).quantize(CENT)
    lang = lang or language()
    whole = figure(exact.to_integral_value(rounding="ROUND_DOWN"), lang)
    cents = int(abs(exact) % 1 * 100)
    if not cents:
        return whole
    sign = "-" if exact < 0 and not whole.startswith(("-", "\u2212")) else ""
    return f"{sign}{whole}{',' if lang == 'fr' else '.'}{cents:02}"


def spoken(name: str) -> Callable[[Any], SafeString]:
    """A day of a row as a person writes it; files keep the ISO form. ``name`` is a path with dots."""
    return lambda row: words(days.spoken(reach(row, name) or ""))


def amount(name: str) -> Callable[[Any], SafeString]:
    """An amount of a row as a person reads it; files keep the number."""
    return lambda row: words(dollars(getattr(row, name)))


def reach(row: Any, path: str) -> Any:
    """What stands at the end of a path with dots, or nothing."""
    for name in path.split("."):
        row = getattr(row, name, None)
    return row


def listed(choices: Iterable[tuple[Any, Any]]) -> Callable[[Ask], Iterable[tuple[str, Any]]]:
    """A fixed list of options."""
    return lambda ask: [(str(code), label) for code, label in choices]


def equal(path: str) -> Callable[[Any, str, Ask], Any]:
    """Rows whose column is just so."""
    return lambda rows, value, ask: rows.filter(**{path: value})


def keyed(question: Callable[[Ask], Iterable[Any]]) -> Callable[[Ask], list[tuple[str, Any]]]:
    """The things a question finds, as options by their key."""
    return lambda ask: [(one.key, str(one)) for one in question(ask)]


def at_least_once(name: str, label: Any, path: str) -> Filter:
    """A filter by yes: rows where a column is true."""
    return Filter(name, label, lambda rows, value, ask: rows.filter(**{path: True}), kind="check")
