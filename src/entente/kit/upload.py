"""An officer’s own spreadsheet: opened as it comes, given back with what is wrong, or empty with its headings."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import sheet as sheets
from .export import disarm
from .sheet import FIRST_DATA_ROW, CellError, Sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
Table = list[dict[str, str]]
"""The rows as they came, each by column."""


def opened(name: str, content: bytes, sheet: Sheet) -> Table:
    """The rows of an uploaded file by column. Raises ``ValidationError`` for a file that cannot be read.

    A CSV may have commas or semicolons between cells and be UTF-8 or what older spreadsheets write. Columns that
    identify a row of the sheet are needed, others may be left out.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 megabytes. Send it in parts."), code="large")
    errors: list[CellError] = []
    try:
        if name.lower().endswith(".xlsx"):
            table = sheets.open_xlsx(content, sheet, errors)
        else:
            table = sheets.open_csv(_with_commas(_text(content)), sheet, errors, strict=False)
    except (zipfile.BadZipFile, KeyError, ValueError, csv.Error, IndexError) as unreadable:
        said = _("This file cannot be read. Save it as CSV or XLSX and send it again.")
        raise ValidationError(said, code="unreadable") from unreadable
    if errors:
        raise ValidationError([_problem(error) for error in errors], code="heading")
    if len(table) > MOST_ROWS:
        raise ValidationError(_("The sheet has more than 10,000 rows. Send it in parts."), code="long")
    if not any(any(cells.values()) for cells in table):
        raise ValidationError(_("The sheet has no rows under its heading."), code="empty")
    return table


def _problem(error: CellError) -> str:
    return _("Row %(row)s, “%(column)s”: %(message)s") % {
        "row": error.row,
        "column": error.column or error.value,
        "message": error.message,
    }


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _with_commas(text: str) -> str:
    heading = text.split("\n", 1)[0]
    if heading.count(";") <= heading.count(","):
        return text
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(csv.reader(io.StringIO(text), delimiter=";"))
    return out.getvalue()


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
