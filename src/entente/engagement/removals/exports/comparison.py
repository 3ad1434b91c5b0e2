"""Countries side by side for one period, the most cooperative first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entente.kit import numerals
from entente.kit.periods import Period
from entente.kit.table import Ask, Column, Filter, Report

from .. import queries, rules
from ..models import CountryFile, Measure, Temper
from ..models.figures import period_of
from .cells import capped, drawn, months, plain, scored

Span = tuple[date, date]
RECENT = 730  # days: two years of periods are weighed against each other


@dataclass(frozen=True, slots=True)
class Country:
    """One country in the comparison."""

    file: CountryFile
    rank: int | None
    line: rules.Line


def asked_span(ask: Ask) -> Span:
    """The period asked for, else the one that speaks for the most countries, else the last quarter.

    That is sought among the periods that ended within two years, where there are such; the latest of equals counts.
    """
    text = ask.chosen.get("period", "")
    if text:
        try:
            period = Period(text)
        except ValidationError:
            pass
        else:
            return period.first, period.last
    known, day = _known(ask), date.fromisoformat(ask.on)
    recent = [one for one in known if (day - one[1]).days <= RECENT] or known[:1]
    first, last, _many = max(recent, key=lambda one: one[2], default=(*queries.last_quarter(day), 0))
    return first, last


def _known(ask: Ask) -> list[tuple[date, date, int]]:
    """The periods with figures and the number of countries, asked once a page."""
    found: list[tuple[date, date, int]] = ask.once("removals-spans", lambda: queries.spans(ask.person, ask.on))
    return found


def periods_named(ask: Ask) -> list[tuple[str, str]]:
    """The periods for which there are figures, the latest first, each with its number of countries, for a filter."""
    found = []
    for first, last, many in _known(ask):
        said = ngettext("%(when)s (%(many)s country)", "%(when)s (%(many)s countries)", many)
        found.append((period_of(first, last), said % {"when": months(first, last), "many": numerals.figure(many)}))
    return found


def compared(ask: Ask) -> list[Country]:
    """Every country that has figures for the period, the highest score first; without a score last, by name."""
    first, last = asked_span(ask)
    rows = [
        Country(file, rank, rules.line(first, last, figures, reactions))
        for file, figures, reactions, rank in queries.compared(ask.person, ask.on, first, last)
        if figures
    ]
    return sorted(rows, key=_order)


def _order(one: Country) -> tuple[int, int]:
    score = one.line.score
    return (0, -(score.low + score.high)) if score else (1, 0)


def _measured(measure: str) -> Column:
    return Column(
        measure,
        capped(Measure(measure).label),
        lambda one: plain(one.line.figures.get(measure, [])),
        html=lambda one: drawn(one.line.figures.get(measure, []), (one.line.first, one.line.last)),
    )


def _reactions(one: Country) -> str:
    return ", ".join(str(Temper(temper).label) for temper in one.line.tempers)


def _missing(one: Country) -> str:
    return ", ".join(str(PARTS[name]) for name in one.line.score.missing) if one.line.score else ""


PARTS: dict[str, Any] = {
    "issued": _("documents issued"),
    "speed": _("days to a document"),
    "not_refused": _("refusals"),
    "reaction": _("reactions"),
}
"""What the parts of the score are called."""


def _rows(ask: Ask) -> Iterable[Country]:
    return compared(ask)


COMPARISON = Report(
    name="removals-comparison",
    title=_("Countries compared"),
    rows=_rows,
    columns=(
        Column("country", _("Country"), lambda one: one.file.partner.name, url=lambda one: one.file.get_absolute_url()),
        Column("key", _("Key"), lambda one: one.file.key, shown=False),
        Column("score", _("Score"), lambda one: scored(one.line.score), look="number"),
        Column("rank", _("Rank"), lambda one: one.rank, look="number"),
        *(_measured(measure) for measure in (Measure.WORKING, Measure.ASKED, Measure.ISSUED, Measure.REFUSED)),
        _measured(Measure.DAYS),
        Column("reactions", _("Reactions"), _reactions),
        Column("missing", _("Not known"), _missing),
    ),
    filters=(Filter("period", _("Period"), lambda rows, value, ask: rows, periods_named),),
)
