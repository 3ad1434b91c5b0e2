"""Registers as files: CSV, JSON and XLSX, written as a stream."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

import xlsxwriter

from .table import Ask, Column, Register, Report, plain, records

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHEET_NAME = 31  # characters the name of a sheet may have
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def stream(register: Register | Report, ask: Ask, form: str, order: str = "") -> Iterator[bytes]:
    """The register in one of the three forms. Raises ``KeyError`` for another form.

    CSV starts with a byte-order mark, so that spreadsheets read accents; headings are in the active language.
    JSON is an object with ``items`` (objects by column key) and ``count``.
    """
    return {"csv": as_csv, "json": as_json, "xlsx": as_xlsx}[form](register, records(register, ask, order))


def as_csv(register: Register | Report, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Heading row, then rows; cells a spreadsheet would run as a formula are disarmed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    yield b"\xef\xbb\xbf"
    writer.writerow([str(column.heading) for column in register.columns])
    for number, row in enumerate(rows, start=1):
        writer.writerow([disarm(cell) for cell in row.values()])
        if number % 500 == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_json(register: Register | Report, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """``{"items": [...], "count": n}``, one row a line."""
    count = 0
    yield b'{"items": ['
    for row in rows:
        line = json.dumps(row, ensure_ascii=False)
        yield f"{',' if count else ''}\n{line}".encode()
        count += 1
    yield f'\n], "count": {count}}}\n'.encode()


def as_xlsx(register: Register | Report, rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """One sheet with a frozen heading and filters. Rows go through a temporary file, not through memory."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        book = xlsxwriter.Workbook(kept.name, {"constant_memory": True, "strings_to_formulas": False})
        _sheet(book, None, [str(column.heading) for column in register.columns], (row.values() for row in rows))
        book.close()
        kept.seek(0)
        while part := kept.read(65536):
            yield part


def as_workbook(sheets: Iterable[tuple[Any, Iterable[Column], Iterable[Any]]]) -> bytes:
    """One workbook with a sheet for each title, columns and rows; a few hundred rows each, so it sits in memory."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False})
    for title, columns, rows in sheets:
        shown = list(columns)
        lines = ([plain(column.value(row)) for column in shown] for row in rows)
        _sheet(book, str(title)[:SHEET_NAME], [str(column.heading) for column in shown], lines)
    book.close()
    return kept.getvalue()


def _sheet(book: Any, name: str | None, headings: list[str], rows: Iterable[Iterable[Any]]) -> None:
    """A sheet with a frozen heading and filters."""
    sheet, bold = book.add_worksheet(name), book.add_format({"bold": True})
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, bold)
        sheet.set_column(at, at, 24)
    number = 0
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                sheet.write_number(number, at, cell)
            elif cell is not None:
                sheet.write_string(number, at, str(cell))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(number, 1), len(headings) - 1)


def disarm(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _emptied(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
