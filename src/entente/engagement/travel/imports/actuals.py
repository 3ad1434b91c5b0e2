"""A sheet of what was spent: a row an amount, found by the trip's key and the kind of cost. Entered all or none.

Headings and kinds may be codes or words of either language; amounts as either language writes them.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.kit import sheet as sheets
from entente.kit.bilingual import LANGUAGES, fold, heading_key
from entente.kit.export import disarm
from entente.kit.sheet import FIRST_DATA_ROW, CellError

from .. import queries
from ..models import CostKind, CostLine, Trip
from ..policy import planned_by
from ..rules import costs as rules

FILE = "actuals"
MOST_BYTES, MOST_ROWS = 5 * 1024 * 1024, 5_000
MOST = Decimal("99999999.99")
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
NAMES: dict[str, Any] = {
    "trip": gettext_lazy("trip"),
    "kind": gettext_lazy("kind of cost"),
    "amount": gettext_lazy("amount"),
    "reimbursed_on": gettext_lazy("reimbursed on"),
    "reason": gettext_lazy("reason"),
}
HELP: dict[str, Any] = {
    "trip": gettext_lazy("The key of the trip, as TRP-2026-0001. Needed."),
    "kind": gettext_lazy("The kind of cost: its code, or its name in either language. Needed."),
    "amount": gettext_lazy("What was spent, in CAD: 1,234.50 or 1 234,50. Needed."),
    "reimbursed_on": gettext_lazy("The day on which it was paid back, as 2026-05-31; empty while it was not."),
    "reason": gettext_lazy(
        "Why it cost more or less than estimated, where more than a tenth lies between. Once for a trip."
    ),
}
NEEDED = ("trip", "kind", "amount")
Table = list[dict[str, str]]


@dataclass(slots=True)
class Entered:
    """What a sheet says of one trip."""

    trip: Trip
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)
    reason: str = ""
    row: int = 0

    @property
    def total(self) -> Decimal:
        """The sum of its amounts."""
        return sum((line["actual"] for line in self.lines.values()), Decimal(0))


@dataclass(slots=True)
class Judged:
    """What a sheet holds: what to enter for each trip, and every bad cell. ``table`` is the sheet as it came."""

    table: Table
    trips: list[Entered] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def given(self) -> list[tuple[Trip, dict[str, dict[str, Any]], str]]:
        """The trips as ``actions.spend_many`` takes them."""
        return [(one.trip, one.lines, one.reason) for one in self.trips]

    @property
    def total(self) -> Decimal:
        """The sum of all amounts."""
        return sum((one.total for one in self.trips), Decimal(0))


def columns() -> list[dict[str, Any]]:
    """What each column takes, for the page that asks for a sheet."""
    words = list(CostKind.choices)
    return [
        {"name": name, "help": HELP[name], "needed": name in NEEDED, "words": words if name == "kind" else []}
        for name in NAMES
    ]


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────


def opened(name: str, content: bytes) -> Table:
    """The rows of an uploaded file by column. Raises ``ValidationError`` for a file that cannot be read.

    A CSV may have commas or semicolons between cells and be UTF-8 or what older spreadsheets write.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 megabytes. Send it in parts."), code="large")
    try:
        lines = list(_workbook(content) if name.lower().endswith(".xlsx") else _text(content))
    except (zipfile.BadZipFile, KeyError, ValueError, csv.Error, IndexError, OSError) as unreadable:
        said = _("This file cannot be read. Save it as CSV or XLSX and send it again.")
        raise ValidationError(said, code="unreadable") from unreadable
    heading = _heading(lines[0] if lines else [])
    table = [dict(zip(heading, map(str.strip, line), strict=False)) for line in lines[1:]]
    if not any(any(cells.values()) for cells in table):
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    if len(table) > MOST_ROWS:
        raise ValidationError(_("The sheet has more than 5,000 rows. Send it in parts."), code="long")
    return table


def _workbook(content: bytes) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for line in book.worksheets[0].iter_rows(values_only=True):
        yield [sheets.cell_text(cell) for cell in line]


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    comma = ";" if heading.count(";") > heading.count(",") else ","
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=comma))


def _heading(names: Iterable[str]) -> list[str]:
    known = _words(NAMES)
    heading = [known.get(heading_key(name.strip().lstrip("\ufeff")), name.strip()) for name in names]
    wrong = [
        _("The column “%(name)s” is not known.") % {"name": name} for name in heading if name and name not in NAMES
    ]
    wrong += [_("The column “%(name)s” is missing.") % {"name": name} for name in NEEDED if name not in heading]
    twice = sorted({one for one in heading if one and heading.count(one) > 1})
    wrong += [_("The column “%(name)s” stands twice.") % {"name": name} for name in twice]
    if wrong:
        raise ValidationError([ValidationError(text, code="heading") for text in wrong])
    return heading


def _words(labels: Mapping[str, Any]) -> dict[str, str]:
    """Codes by themselves and by their words in both languages, folded."""
    found = {fold(code): code for code in labels}
    for lang in LANGUAGES:
        with override(lang):
            found |= {fold(str(label)): code for code, label in labels.items()}
    return found


# ── Judging ───────────────────────────────────────────────────────────────────────────────────────


def judge(table: Table, *, person: Any, today: date) -> Judged:
    """Judge every cell of every row; never stop at the first error. Few queries, however many rows."""
    judged, kinds = Judged(table), _words(dict(CostKind.choices))
    seen: dict[tuple[int, str], int] = {}
    asked = {cells.get("trip", "").upper() for cells in table}
    known = {trip.key.upper(): trip for trip in queries.trips.keyed(person, asked)}
    mine = set(planned_by(person).filter(key__in=asked).values_list("pk", flat=True))
    found: dict[int, Entered] = {}
    doubtful: set[int] = set()  # trips with a bad cell: what they cost is not known yet
    for row, cells in enumerate(table, start=FIRST_DATA_ROW):
        if not any(cells.values()):
            continue
        reader = _Row(row, cells, judged.errors)
        trip = reader.trip(known, mine)
        kind = reader.kind(kinds)
        said = {"actual": reader.amount(), "reimbursed_on": reader.day(trip, today)}
        if trip is not None and kind and (trip.pk, kind) in seen:
            reader.wrong("kind", _("Row %(row)s has this trip and kind already.") % {"row": seen[trip.pk, kind]})
        if trip is not None and reader.is_wrong:
            doubtful.add(trip.pk)
        if trip is None or kind is None or said["actual"] is None or (trip.pk, kind) in seen:
            continue
        seen[trip.pk, kind] = row
        entered = found.setdefault(trip.pk, Entered(trip, row=row))
        entered.lines[kind], entered.reason = said, entered.reason or cells.get("reason", "")
    _explained([one for pk, one in found.items() if pk not in doubtful], judged)
    judged.trips = list(found.values())
    judged.errors.sort(key=lambda error: error.row)
    return judged


@dataclass(frozen=True, slots=True)
class _Row:
    """One row and where its errors go."""

    number: int
    cells: Mapping[str, str]
    errors: list[CellError]

    def wrong(self, column: str, message: Any) -> None:
        self.errors.append(CellError(FILE, self.number, column, self.cells.get(column, ""), message))

    @property
    def is_wrong(self) -> bool:
        """Whether a cell of it was found wrong: the errors of a row come last while it is read."""
        return bool(self.errors and self.errors[-1].row == self.number)

    def trip(self, known: Mapping[str, Trip], mine: set[int]) -> Trip | None:
        text = self.cells.get("trip", "")
        trip = known.get(text.upper())
        if not text:
            self.wrong("trip", _("Fill in this cell."))
        elif trip is None:
            self.wrong("trip", _("You know no trip with this key. Keys look like TRP-2026-0001."))
        elif trip.pk not in mine:
            self.wrong("trip", _("Only the planners of its branch and of International Affairs enter its costs."))
        elif problem := rules.spent_on_authority(trip):
            self.wrong("trip", problem.messages[0])
        else:
            return trip
        return None

    def kind(self, kinds: Mapping[str, str]) -> str | None:
        text = self.cells.get("kind", "")
        if kind := kinds.get(fold(text)):
            return kind
        said = _("“%(value)s” is not known here. Use one of: %(known)s.")
        self.wrong("kind", said % {"value": text, "known": ", ".join(CostKind.values)})
        return None

    def amount(self) -> Decimal | None:
        text = self.cells.get("amount", "")
        try:
            value = figure(text)
        except InvalidOperation:
            self.wrong("amount", _("This is no amount. Write 1,234.50 or 1 234,50."))
            return None
        if value < 0:
            self.wrong("amount", _("An amount cannot be negative."))
        elif value > MOST or value != value.quantize(queries.costs.CENT):
            self.wrong("amount", _("An amount has at most two decimals and eight digits before them."))
        else:
            return value
        return None

    def day(self, trip: Trip | None, today: date) -> date | None:
        text = self.cells.get("reimbursed_on", "")
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.wrong("reimbursed_on", _("Write the day as yyyy-mm-dd, for example 2026-11-27."))
            return None
        if trip is not None and (problem := rules.reimbursed_in_time(day, trip, today)):
            self.wrong("reimbursed_on", problem.messages[0])
        return day


def figure(text: str) -> Decimal:
    """An amount as either language writes it: ``1,234.50``, ``1 234,50``. Raises ``InvalidOperation``.

    A comma before three digits groups, before one or two it begins the cents.
    """
    text = "".join(text.replace("$", "").split())
    if GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    value = Decimal(text.replace(",", ".", 1))
    if not value.is_finite():
        raise InvalidOperation
    return value


def _explained(entered: list[Entered], judged: Judged) -> None:
    """TRV-58, asked of every trip as it would stand after the sheet. One query."""
    standing: dict[int, list[CostLine]] = {}
    for line in queries.costs.lines_of_many(one.trip.traveller_id for one in entered):
        standing.setdefault(line.traveller_id, []).append(line)
    for one in entered:
        lines = {line.kind: line for line in standing.get(one.trip.traveller_id, [])}
        for kind, said in one.lines.items():
            line = lines.setdefault(kind, CostLine(traveller_id=one.trip.traveller_id, kind=kind))
            line.actual = said["actual"]
        if problem := rules.variance_is_explained(lines.values(), one.reason or one.trip.variance_reason):
            judged.errors.append(CellError(FILE, one.row, "reason", one.reason, problem.messages[0]))


# ── Giving back ───────────────────────────────────────────────────────────────────────────────────


def blank() -> str:
    """An empty sheet as CSV text: the headings alone."""
    return sheets.as_csv(NAMES, [])


def with_errors(judged: Judged) -> str:
    """The sheet as it came, as CSV text, with a last column that says what is wrong in each row."""
    wrong: dict[int, list[str]] = {}
    for error in judged.errors:
        wrong.setdefault(error.row, []).append(f"{error.column}: {error.message}")
    last = _("What is wrong")
    shown = [column for column in NAMES if any(column in cells for cells in judged.table)]
    rows = [
        {column: disarm(cells.get(column, "")) for column in shown} | {last: " ".join(wrong.get(number, []))}
        for number, cells in enumerate(judged.table, start=FIRST_DATA_ROW)
    ]
    return sheets.as_csv([*shown, last], rows)
