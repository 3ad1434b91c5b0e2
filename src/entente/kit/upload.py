"""An officer’s own spreadsheet: opened as it comes, given back with what is wrong, or empty with its headings."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import openpyxl
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import sheet as sheets
from .export import disarm
from .sheet import FIRST_DATA_ROW, CellError, Sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024  # bytes: a workbook is packed, and a small one may be made to fill the memory
MOST_ROWS = 10_000
MOST_LETTERS = 32_767  # what a cell of a spreadsheet holds
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, csv.Error, KeyError, ValueError, TypeError, IndexError,
    OSError,
)  # fmt: skip
"""What opening a file that is no spreadsheet, or a broken one, may raise."""
Table = list[dict[str, str]]
"""The rows as they came, each by column."""


def opened(name: str, content: bytes, sheet: Sheet) -> Table:
    """The rows of an uploaded file by column. Raises ``ValidationError`` for a file that cannot be read.

    Columns that identify a row of the sheet are needed, others may be left out.
    """
    heading, *rest = lines(name, content) or [[]]
    errors: list[CellError] = []
    table = sheets.by_column(heading, rest, sheet, errors, strict=False)
    if errors:
        raise ValidationError([_problem(error) for error in errors], code="heading")
    if not any(any(cells.values()) for cells in table):
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    return table


def lines(name: str, content: bytes) -> list[list[str]]:
    """The lines of an uploaded file as they came, the heading first. Raises ``ValidationError`` where none can be read.

    A CSV may have commas or semicolons between cells and be UTF-8 or what older spreadsheets write.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 megabytes. Send it in parts."), code="large")
    try:
        found = list(_workbook(content) if name.lower().endswith(".xlsx") else _text(content))
    except UNREADABLE as unreadable:
        said = _("This file cannot be read. Save it as CSV or XLSX and send it again.")
        raise ValidationError(said, code="unreadable") from unreadable
    if len(found) > MOST_ROWS + 1:
        raise ValidationError(_("The sheet has more than 10,000 rows. Send it in parts."), code="long")
    for number, line in enumerate(found, start=1):
        if any(len(cell) > MOST_LETTERS for cell in line):
            said = _(
                "Row %(row)s has a cell of more than 32,767 characters, which no spreadsheet holds. Look for a "
                "quotation mark that is not closed, or shorten it, and send the sheet again."
            )
            raise ValidationError(said % {"row": number}, code="cell")
    return found


def _workbook(content: bytes) -> Iterator[list[str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise ValueError
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()  # a sheet may claim a million rows of sixteen thousand cells
    for line in sheet.iter_rows(values_only=True):
        yield [sheets.cell_text(cell) for cell in line]


def _text(content: bytes) -> Iterator[list[str]]:
    if b"\0" in content:
        raise ValueError
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    heading = text.split("\n", 1)[0]
    mark = ";" if heading.count(";") > heading.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    csv.field_size_limit(MOST_BYTES)  # a cell too long is told apart from a file that is no sheet
    yield from reader


def _problem(error: CellError) -> str:
    return _("Row %(row)s, “%(column)s”: %(message)s") % {
        "row": error.row,
        "column": error.column or error.value,
        "message": error.message,
    }


def template(sheet: Sheet, columns: Iterable[Mapping[str, Any]]) -> bytes:
    """An empty workbook with the headings, and a second sheet that says what each column takes.

    ``columns`` have ``name``, ``help`` and ``words``: the codes with their labels, none for free text.
    """
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    empty, told = book.add_worksheet(sheet.file), book.add_worksheet(_("Help"))
    for at, column in enumerate(columns):
        empty.write_string(0, at, column["name"], bold)
        empty.set_column(at, at, 18)
        told.write_string(at + 1, 0, column["name"], bold)
        told.write_string(at + 1, 1, str(column["help"]), wrapped)
        told.write_string(at + 1, 2, "\n".join(f"{code}: {label}" for code, label in column["words"]), wrapped)
    empty.freeze_panes(1, 0)
    for at, (heading, width) in enumerate(((_("Column"), 16), (_("What to write"), 60), (_("Words"), 40))):
        told.write_string(0, at, heading, bold)
        told.set_column(at, at, width)
    book.close()
    return kept.getvalue()


def with_errors(sheet: Sheet, table: Table, errors: Iterable[CellError]) -> str:
    """The rows that are wrong, as they came, with a last column that says why. A CSV text."""
    wrong: dict[int, list[str]] = {}
    for error in errors:
        wrong.setdefault(error.row, []).append(
            f"{error.column}: {error.message}" if error.column else str(error.message)
        )
    columns = [column for column in sheet.columns if any(column in cells for cells in table)]
    heading = _("What is wrong")
    rows = [
        table[number - FIRST_DATA_ROW] | {_("Row"): str(number), heading: "; ".join(why)}
        for number, why in sorted(wrong.items())
    ]
    tame = [{column: disarm(cell) for column, cell in row.items()} for row in rows]
    return sheets.as_csv([_("Row"), *columns, heading], tame)
