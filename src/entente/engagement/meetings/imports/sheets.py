"""An officer's own spreadsheet: read as it comes, judged cell by cell, taken in all or none.

Headings and codes may be written as codes or as the words of either language.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.kit import sheet as kit
from entente.kit.bilingual import LANGUAGES, fold, heading_key
from entente.kit.days import in_our_time
from entente.kit.export import disarm
from entente.kit.sheet import FIRST_DATA_ROW, CellError

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
Table = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column a sheet may have: its name, its words, what stands in it, how a cell is read.

    ``read`` returns what a cell means or raises ``ValidationError``; ``choices`` are the codes it may hold.
    """

    name: str
    label: Any
    help: Any
    read: Callable[[str], Any]
    needed: bool = False
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(slots=True)
class Judged:
    """What a sheet holds: rows to take in, and every cell that is wrong. ``table`` is the sheet as it came."""

    table: Table
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def given(self) -> list[dict[str, Any]]:
        """The rows as the verb takes them."""
        return [values for _number, values in self.rows]


def opened(name: str, content: bytes, headings: Iterable[Heading]) -> Table:
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
    names = _names(lines[0] if lines else [], list(headings))
    table = [dict(zip(names, map(str.strip, line), strict=False)) for line in lines[1:]]
    if not any(any(cells.values()) for cells in table):
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    if len(table) > MOST_ROWS:
        raise ValidationError(_("The sheet has more than 5,000 rows. Send it in parts."), code="long")
    return table


def _workbook(content: bytes) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for line in book.worksheets[0].iter_rows(values_only=True):
        yield [cell.strftime("%H:%M") if isinstance(cell, time) else kit.cell_text(cell) for cell in line]


def _text(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    comma = ";" if heading.count(";") > heading.count(",") else ","
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=comma))


def _names(written: Iterable[str], headings: list[Heading]) -> list[str]:
    """The columns the headings mean. Raises ``ValidationError`` with every one that is not known or missing."""
    known = meant([(one.name, one.label) for one in headings])
    names = [known.get(heading_key(text), text.strip()) for text in written]
    columns = {one.name for one in headings}
    wrong = [_("The column “%(name)s” is not known.") % {"name": one} for one in names if one and one not in columns]
    missing = [one.name for one in headings if one.needed and one.name not in names]
    wrong += [_("The column “%(name)s” is missing.") % {"name": one} for one in missing]
    twice = sorted({one for one in names if one and names.count(one) > 1})
    wrong += [_("The column “%(name)s” stands twice.") % {"name": one} for one in twice]
    if wrong:
        raise ValidationError([ValidationError(text, code="heading") for text in wrong])
    return names


def meant(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    """Codes by themselves and by their words in both languages, folded."""
    choices = list(choices)
    found = {fold(str(code)): str(code) for code, _label in choices}
    for lang in LANGUAGES:
        with override(lang):
            found |= {fold(str(label)): str(code) for code, label in choices}
    return found


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────


def words(most: int) -> Callable[[str], str]:
    """A short or long text."""

    def read(text: str) -> str:
        if len(text) > most:
            said = _("At most %(most)s characters; this has %(many)s.")
            raise ValidationError(said % {"most": most, "many": len(text)})
        return text

    return read


def day(text: str) -> date | None:
    """A day in figures; nothing for an empty cell."""
    if not text:
        return None
    try:
        read = date.fromisoformat(text)
    except ValueError:
        raise ValidationError(_("Write a day that exists, such as 2026-11-22.")) from None
    in_our_time(read)
    return read


def hour(text: str) -> time | None:
    """A time of day; nothing for an empty cell."""
    if not text:
        return None
    try:
        return time.fromisoformat(text.zfill(5))
    except ValueError:
        raise ValidationError(_("Write a time of day, such as 14:30.")) from None


def one_of(choices: Iterable[tuple[str, Any]], empty: str) -> Callable[[str], str]:
    """One of some codes, written as code or word; an empty cell means ``empty``."""
    choices = list(choices)
    known = meant(choices)

    def read(text: str) -> str:
        if not text:
            return empty
        if fold(text) not in known:
            said = _("“%(value)s” is not known here. Use one of: %(known)s.")
            raise ValidationError(said % {"value": text, "known": ", ".join(str(code) for code, _label in choices)})
        return known[fold(text)]

    return read


def record(book: Mapping[str, list[Any]], unknown: Any) -> Callable[[str], Any]:
    """A record named by key, acronym or name (``book`` is folded); nothing for an empty cell."""

    def read(text: str) -> Any:
        if not text:
            return None
        found = book.get(fold(text), [])
        exact = [one for one in found if getattr(one, "key", "") == text] or found
        if len(exact) == 1:
            return exact[0]
        if not exact:
            raise ValidationError(unknown)
        keys = ", ".join(str(getattr(one, "key", one)) for one in exact)
        raise ValidationError(_("Several are called so. Write one of the keys: %(keys)s.") % {"keys": keys})

    return read


def book_of(things: Iterable[Any], *names: str) -> dict[str, list[Any]]:
    """Records by everything a cell may call them, folded."""
    found: dict[str, list[Any]] = {}
    for one in things:
        for word in {fold(text) for name in names if (text := str(getattr(one, name, "") or ""))}:
            found.setdefault(word, []).append(one)
    return found


# ── Judging and giving back ───────────────────────────────────────────────────────────────────────

Ruled = Callable[[dict[str, Any]], Iterable[ValidationError | None]]


def judge(table: Table, headings: Iterable[Heading], ruled: Ruled, file: str) -> Judged:
    """Judge every cell of every row, then what rules have against the rows whose cells are sound."""
    judged, headings = Judged(table), list(headings)
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        if not any(cells.values()):
            continue
        values, wrong = _read(number, cells, headings, file)
        if not wrong:
            wrong = [
                CellError(file, number, name if name != "__all__" else "", cells.get(name, ""), text)
                for problem in ruled(values)
                if problem is not None
                for name, errors in getattr(problem, "error_dict", {"__all__": [problem]}).items()
                for error in errors
                for text in error.messages
            ]
        judged.errors += wrong
        if not wrong:
            judged.rows.append((number, values))
    return judged


def _read(
    number: int, cells: Mapping[str, str], headings: list[Heading], file: str
) -> tuple[dict[str, Any], list[CellError]]:
    values: dict[str, Any] = {}
    wrong: list[CellError] = []
    for one in headings:
        text = cells.get(one.name, "")
        try:
            if one.needed and not text:
                raise ValidationError(_("Fill in this cell."))
            values[one.name] = one.read(text)
        except ValidationError as problem:
            wrong += [CellError(file, number, one.name, text, said) for said in problem.messages]
    return values, wrong


def blank(headings: Iterable[Heading]) -> str:
    """An empty sheet as CSV text: the headings alone."""
    return kit.as_csv([one.name for one in headings], [])


def with_errors(judged: Judged, headings: Iterable[Heading]) -> str:
    """The sheet as it came, as CSV text, with a last column that says what is wrong in each row."""
    wrong: dict[int, list[str]] = {}
    for error in judged.errors:
        said = f"{error.column}: {error.message}" if error.column else str(error.message)
        wrong.setdefault(error.row, []).append(said)
    last = _("What is wrong")
    columns = [one.name for one in headings if any(one.name in cells for cells in judged.table)]
    rows = [
        {column: str(disarm(cells.get(column, ""))) for column in columns} | {last: " ".join(wrong.get(number, []))}
        for number, cells in enumerate(judged.table, start=FIRST_DATA_ROW)
    ]
    return kit.as_csv([*columns, last], rows)
