"""An officer's own spreadsheet of figures: every cell of every row judged, entered all or none.

Countries may be written as key, name or code, measures as code or as the words of either language.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.foundation.sources import queries as sources
from entente.kit.bilingual import LANGUAGES, fold
from entente.kit.days import PartialDate
from entente.kit.sheet import FIRST_DATA_ROW, CellError, Sheet
from entente.kit.upload import Table

from .. import queries, rules
from ..models import CountryFile, Figure, Measure

FIGURES = Sheet(
    file="removals-figures",
    model=Figure,
    columns=("file", "measure", "starts_on", "ends_on", "number", "place", "as_of", "source"),
    identity=("file", "measure", "starts_on", "ends_on", "number"),
)
HELP: dict[str, Any] = {
    "file": gettext_lazy("The country: key, name or two-letter code. It has a country file. Needed."),
    "measure": gettext_lazy("What is counted: the code or its words. Needed."),
    "starts_on": gettext_lazy("The first day of the period: 2026-07-01. Needed."),
    "ends_on": gettext_lazy("The last day of the period: 2026-09-30. It is over. Needed."),
    "number": gettext_lazy("A whole number; days may have a half. Needed."),
    "place": gettext_lazy("Where it stands: the extract or report, and the table. Needed."),
    "as_of": gettext_lazy("The day on which it was counted or drawn: 2026-10-05. Needed."),
    "source": gettext_lazy("The key of a source, if the document is among the sources of the record."),
}
PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A count in figures: what a program would read as one, as 1e5, no person writes."""
Span = tuple[int, str, date, date]


@dataclass(slots=True)
class Judged:
    """What a sheet holds: figures to enter, each with its row, and every bad cell; ``table`` is as it came."""

    table: Table
    figures: list[tuple[int, Figure]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def given(self) -> list[dict[str, Any]]:
        """The rows as ``actions.import_rows`` takes them."""
        return [{name: getattr(one, name) for name in FIGURES.columns} for _number, one in self.figures]


@dataclass(slots=True)
class _Known:
    """What the cells of a sheet may mean or collide with."""

    files: dict[str, CountryFile]
    measures: dict[str, str]
    sources: dict[str, Any]
    today: date
    said: dict[Span, list[Figure]] = field(default_factory=dict)


def columns() -> list[dict[str, Any]]:
    """What each column takes: ``name``, ``help``, and ``words``, the codes with their labels."""
    return [
        {"name": name, "help": HELP[name], "words": Measure.choices if name == "measure" else []}
        for name in FIGURES.columns
    ]


def judge(table: Table, *, person: Any) -> Judged:
    """Judge every cell of every row. Raises nothing; three queries, however many rows."""
    judged, known = Judged(table), _learn(person)
    understood = []
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        if any(cells.values()):
            given, wrong = _understood(number, cells, known)
            judged.errors += wrong
            if not wrong:
                understood.append((number, cells, Figure(**given)))
    _remember(known, [figure for _number, _cells, figure in understood])
    for number, cells, figure in understood:
        wrong = list(_ruled(number, cells, figure, known))
        judged.errors += wrong
        if not wrong:
            judged.figures.append((number, figure))
    judged.errors.sort(key=lambda error: error.row)
    return judged


def _learn(person: Any) -> _Known:
    measures: dict[str, str] = {}
    for lang in LANGUAGES:
        with override(lang):
            measures |= {fold(str(label)): code for code, label in Measure.choices}
    measures |= {fold(code): code for code in Measure.values}
    return _Known(
        files=queries.book(person),
        measures=measures,
        sources={one.key: one for one in sources.sources()},
        today=timezone.localdate(),
    )


def _remember(known: _Known, figures: list[Figure]) -> None:
    """What is on record already for the countries of the sheet."""
    for one in queries.figures_of({figure.file for figure in figures}):
        known.said.setdefault(_span(one), []).append(one)


def _span(figure: Figure) -> Span:
    return figure.file_id, figure.measure, figure.starts_on, figure.ends_on


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────


def _understood(number: int, cells: Mapping[str, str], known: _Known) -> tuple[dict[str, Any], list[CellError]]:
    """The values a row's cells mean, and each cell that means nothing."""
    given: dict[str, Any] = {}
    wrong: list[CellError] = []
    for column in FIGURES.columns:
        text = cells.get(column, "").strip()
        try:
            given[column] = _value(column, text, known)
        except ValidationError as refusal:
            wrong += [CellError(FIGURES.file, number, column, text, message) for message in refusal.messages]
    return given, wrong


def _value(column: str, text: str, known: _Known) -> Any:
    if not text and column in FIGURES.identity:
        raise ValidationError(_("Fill in this cell."))
    match column:
        case "file":
            return _among(text, known.files, _("No country file you may see is called so."))
        case "measure":
            return _among(text, known.measures, _("Use one of: %(known)s.") % {"known": ", ".join(Measure.values)})
        case "starts_on" | "ends_on":
            return _day(text)
        case "number":
            return _number(text)
        case "as_of":
            return str(PartialDate(text)) if text else ""
        case "source":
            return _source(text, known)
    if len(text) > 200:
        raise ValidationError(_("At most %(most)s characters; this has %(many)s.") % {"most": 200, "many": len(text)})
    return text


def _among(text: str, book: Mapping[str, Any], unknown: str) -> Any:
    found = book.get(fold(text))
    if found is None:
        raise ValidationError(unknown)
    return found


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, in no zone
    except ValueError as none:
        raise ValidationError(_("Write the day as yyyy-mm-dd, for example 2026-11-27.")) from none


def _number(text: str) -> Decimal:
    if not PLAIN.fullmatch(text):
        raise ValidationError(_("Write a plain number: 1234 or 45.5."))
    value = Decimal(text)
    one: Any = Figure._meta.get_field("number")
    one.run_validators(value)
    if value < 0:
        raise ValidationError(_("A figure is zero or more."))
    return value


def _source(text: str, known: _Known) -> Any:
    if text and text not in known.sources:
        raise ValidationError(_("No source has this key."))
    return known.sources.get(text)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


def _ruled(number: int, cells: Mapping[str, str], figure: Figure, known: _Known) -> Iterator[CellError]:
    """What the rules have against a row as it would be entered, the rows above it included."""
    said = known.said.setdefault(_span(figure), [])
    for problem in rules.against(figure, said, today=known.today):
        for name, errors in getattr(problem, "error_dict", {NON_FIELD_ERRORS: [problem]}).items():
            column = {"period": "ends_on"}.get(name, name if name in FIGURES.columns else "")
            for error in errors:
                yield CellError(FIGURES.file, number, column, cells.get(column, ""), " ".join(error.messages))
    said.append(figure)
