"""The list of a delegation as a spreadsheet: read as it comes, judged cell by cell, taken in all or none.

Words of either language stand for codes. A row holds an office and a rank; a column with names is not known here.
"""

import csv
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.foundation.people.roles import Rank
from entente.kit import sheet as sheets
from entente.kit.bilingual import LANGUAGES, fold
from entente.kit.sheet import CellError, Directory, Sheet

from .models import Language, Part, Visitor

MOST_BYTES = 1024 * 1024
MOST_ROWS = 500
WORDS: dict[str, Any] = {"rank": Rank, "part": Part, "languages": Language}


def named(values: dict[str, Any]) -> ValidationError | None:
    """Whether a row names an office in at least one language."""
    if values["office_en"] or values["office_fr"]:
        return None
    return ValidationError(gettext_lazy("Name the office in at least one language."), code="office_en")


LIST = Sheet(
    file="delegation",
    model=Visitor,
    columns=("position", "office_en", "office_fr", "rank", "part", "languages", "interpretation"),
    identity=("position",),
    codes={"languages": Language},
    checks=(named,),
)
NEEDED = Sheet(file="delegation", model=Visitor, columns=LIST.columns, identity=("rank",), codes=LIST.codes)
"""The columns no list can do without."""


@dataclass(slots=True)
class Judged:
    """What a list holds: good rows as values of visitors, in the order of precedence, and every bad cell."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


def judge(name: str, content: bytes) -> Judged:
    """Every row of an uploaded list. Raises ``ValidationError`` for a file that cannot be read."""
    table = _opened(name, content)
    understood = [_understood(number, cells) for number, cells in enumerate(table, start=1)]
    reading = LIST.read(understood, Directory())
    rows = sorted(reading.rows, key=lambda row: row.values["position"])
    return Judged([row.values for row in rows], sorted(reading.errors, key=lambda error: error.row))


def _opened(name: str, content: bytes) -> list[dict[str, str]]:
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 1 megabyte. A delegation fits in less."), code="large")
    errors: list[CellError] = []
    try:
        if name.lower().endswith(".xlsx"):
            table = sheets.open_xlsx(content, NEEDED, errors)
        else:
            table = sheets.open_csv(_with_commas(_text(content)), NEEDED, errors, strict=False)
    except (zipfile.BadZipFile, KeyError, ValueError, csv.Error, IndexError) as unreadable:
        said = _("This file cannot be read. Save it as CSV or XLSX and send it again.")
        raise ValidationError(said, code="unreadable") from unreadable
    if errors:
        raise ValidationError([_problem(error) for error in errors], code="heading")
    if len(table) > MOST_ROWS:
        raise ValidationError(_("The list has more than 500 rows. A delegation fits in fewer."), code="long")
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


def _understood(number: int, cells: dict[str, str]) -> dict[str, str]:
    """The cells with words for codes put into codes; what is not understood stays and is judged as it is."""
    said = {column: cells.get(column, "").strip() for column in LIST.columns}
    if not any(said.values()):
        return said
    codes = _codes()
    for column in ("rank", "part"):
        said[column] = codes[column].get(fold(said[column]), said[column])
    spoken = said["languages"].replace(",", "|").replace("/", "|").replace(";", "|").split("|")
    said["languages"] = "|".join(
        codes["languages"].get(fold(one.strip()), one.strip()) for one in spoken if one.strip()
    )
    return said | {
        "position": said["position"] or str(number),
        "part": said["part"] or Part.MEMBER.value,
        "interpretation": fold(said["interpretation"]) or "no",
    }


def _codes() -> dict[str, dict[str, str]]:
    """The labels of every code in both languages, folded: ``{column: {word: code}}``."""
    found: dict[str, dict[str, str]] = {column: {} for column in WORDS}
    for lang in LANGUAGES:
        with override(lang):
            for column, vocabulary in WORDS.items():
                found[column] |= {fold(str(label)): code for code, label in vocabulary.choices}
    return found


def template() -> bytes:
    """An empty list with its headings in the active language, and one row that shows how it is filled."""
    heading = [str(LIST.fields[column].verbose_name) for column in LIST.columns]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    shown = ["1", "Director General, Customs", "Directeur général des douanes", Rank.DIRECTOR_GENERAL.label]
    writer.writerow([*shown, Part.HEAD.label, f"{Language.ES.label}|{Language.EN.label}", _("no")])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
