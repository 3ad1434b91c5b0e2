"""The sheet as a file: what its columns are called, how it is opened and how it is given back.

Headings may be the names of the columns, or what forms and lists call them in either language.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.foundation.people.roles import Marking
from entente.kit import sheet as sheets
from entente.kit.bilingual import LANGUAGES, fold, heading_key
from entente.kit.export import disarm
from entente.kit.sheet import FIRST_DATA_ROW, CellError

from ..models import Commitment, Level, Side

FILE = "commitments"
COLUMNS = (
    "side", "title_en", "title_fr", "made_on", "due_on", "partner", "body", "agreement", "objective", "owner", "unit",
    "level", "text_en", "text_fr", "place", "marking",
)  # fmt: skip
NEEDED = ("side", "made_on")
HELP: dict[str, Any] = {
    "side": gettext_lazy("Whose promise it is. Needed."),
    "title_en": gettext_lazy("In a few words, in English. One of the two titles is needed."),
    "title_fr": gettext_lazy("The same in French."),
    "made_on": gettext_lazy("The day it was made: 2026-05-31. Needed, and not a day to come."),
    "due_on": gettext_lazy("The day it is due. It may have passed for an old promise; never before it was made."),
    "partner": gettext_lazy("Key, name or acronym. A partner, a forum or an instrument is needed."),
    "body": gettext_lazy("The forum or body: key, name or acronym."),
    "agreement": gettext_lazy("The instrument: key, reference number or title."),
    "objective": gettext_lazy("Key or title of an objective of the framework."),
    "owner": gettext_lazy("Account name, e-mail address or full name. Empty means yourself."),
    "unit": gettext_lazy("Key, name or acronym of the office. Empty means the owner’s."),
    "level": gettext_lazy("Who gave the word. Empty means officials."),
    "text_en": gettext_lazy("The words of the promise in English."),
    "text_fr": gettext_lazy("The words of the promise in French."),
    "place": gettext_lazy("The statement, minutes or letter, and the paragraph. Needed for heads of government."),
    "marking": gettext_lazy("Empty means unclassified."),
}
ALSO: dict[str, tuple[Any, ...]] = {
    "side": (gettext_lazy("Whose is it?"), gettext_lazy("Whose promise")),
    "unit": (gettext_lazy("Office"),),
    "place": (gettext_lazy("Where it stands"),),
}
"""What forms and lists call a column, where its field is called otherwise."""
WORDS: dict[str, Any] = {"side": Side, "level": Level, "marking": Marking}
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
Table = list[dict[str, str]]


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
    """The columns the headings mean. Raises ``ValidationError`` with every heading that is not known or missing."""
    known = headings()
    heading = [known.get(heading_key(name), name.strip()) for name in names]
    wrong = [
        _("The column “%(name)s” is not known.") % {"name": name} for name in heading if name and name not in COLUMNS
    ]
    wrong += [_("The column “%(name)s” is missing.") % {"name": name} for name in NEEDED if name not in heading]
    wrong += [
        _("The column “%(name)s” stands twice.") % {"name": name}
        for name in sorted({one for one in heading if one and heading.count(one) > 1})
    ]
    if wrong:
        raise ValidationError([ValidationError(text, code="heading") for text in wrong])
    return heading


def headings() -> dict[str, str]:
    """What a column may be called, folded: its name, and the words of models, forms and lists in both languages."""
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        with override(lang):
            for column in COLUMNS:
                field: Any = Commitment._meta.get_field(column)
                found |= {fold(str(words)): column for words in (field.verbose_name, *ALSO.get(column, ()))}
    return found | {fold(column): column for column in COLUMNS}


def words_of(column: str) -> list[tuple[str, Any]]:
    """The codes a column takes, with their labels; none for free text."""
    return list(WORDS[column].choices) if column in WORDS else []


def columns() -> list[dict[str, Any]]:
    """What each column takes: its name, what to write, the words it knows, whether it is needed."""
    return [
        {"name": column, "help": HELP[column], "words": words_of(column), "needed": column in NEEDED}
        for column in COLUMNS
    ]


# ── Giving back ───────────────────────────────────────────────────────────────────────────────────


def blank() -> str:
    """An empty sheet as CSV text: the headings alone."""
    return sheets.as_csv(COLUMNS, [])


def with_errors(table: Table, errors: Iterable[CellError]) -> str:
    """The sheet as it came, as CSV text, with a last column that says what is wrong in each row."""
    wrong: dict[int, list[str]] = {}
    for error in errors:
        wrong.setdefault(error.row, []).append(
            f"{error.column}: {error.message}" if error.column else str(error.message)
        )
    last = _("What is wrong")
    shown = [column for column in COLUMNS if any(column in cells for cells in table)]
    rows = [
        {column: disarm(cells.get(column, "")) for column in shown} | {last: " ".join(wrong.get(number, []))}
        for number, cells in enumerate(table, start=FIRST_DATA_ROW)
    ]
    return sheets.as_csv([*shown, last], rows)
