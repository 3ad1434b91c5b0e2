"""An officer's own spreadsheet of partners: read as it comes, judged cell by cell, added all or none.

A row the record has already is left as it is; where it says something else than the record, that is an error
and not a silent change. Words of either language stand for codes, and countries may be named.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entente.foundation.people.models import Unit
from entente.foundation.people.policy import cleared
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import Country
from entente.kit import upload
from entente.kit.bilingual import LANGUAGES, fold
from entente.kit.sheet import FIRST_DATA_ROW, CellError, Directory, Later, Row, Sheet
from entente.kit.upload import Table

from .. import policy, rules
from ..models import Kind, Partner, Sector, Subject
from .package import SAID, SHEET_OF

OWN = Sheet(
    file="partners",
    model=Partner,
    columns=("kind", "name_en", "name_fr", "country", "parent", *SAID[2:], "key"),
    identity=("key",),
    codes={"subjects": Subject},
)
HEADED = replace(OWN, identity=("kind", "name_en"))  # the columns no sheet can do without
WORDS: dict[str, Any] = {"kind": Kind, "sector": Sector, "subjects": Subject, "marking": Marking}
HELP: dict[str, Any] = {
    "kind": gettext_lazy("What the partner is. Needed: one of the words at the right."),
    "name_en": gettext_lazy("The name in English. Needed."),
    "name_fr": gettext_lazy("The name in French. It may follow later; pages then say that it is missing."),
    "country": gettext_lazy("Two letters (MX) or the name of the country. Needed for a country or territory."),
    "parent": gettext_lazy("The key of what it is part of, in the record or in this sheet."),
    "acronym_en": gettext_lazy("At most 20 characters."),
    "acronym_fr": gettext_lazy("At most 20 characters."),
    "sector": gettext_lazy("For a stakeholder only."),
    "subjects": gettext_lazy("One or several, with a bar between: goods|people."),
    "marking": gettext_lazy("Empty means unclassified."),
    "summary_en": gettext_lazy("One or two sentences on the relation, in English."),
    "summary_fr": gettext_lazy("The same in French."),
    "owner": gettext_lazy("The key of the office of primary interest."),
    "starts_on": gettext_lazy("When it began to exist: 2008, 2008-05 or 2008-05-31."),
    "ends_on": gettext_lazy("When it ceased to exist. Empty while it exists."),
    "key": gettext_lazy("Its name in addresses. Made from the English name when empty; it never changes."),
}


@dataclass(slots=True)
class Judged:
    """What a sheet holds: rows to add, rows the record has already, and every bad cell.

    ``table`` is the sheet as it came, so that nothing a person typed is lost.
    """

    table: Table
    rows: list[Row] = field(default_factory=list)
    kept: list[tuple[int, Partner]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────


def opened(name: str, content: bytes) -> Table:
    """The rows of an uploaded file by column. Raises ``ValidationError`` for a file that cannot be read."""
    return upload.opened(name, content, HEADED)


# ── Judging ───────────────────────────────────────────────────────────────────────────────────────


def judge(table: Table, *, person: Any) -> Judged:
    """Judge every cell of every row. Raises nothing; eight queries, however many rows."""
    judged, known = Judged(table), _learn(person)
    fresh: Table = []
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        cells = _understood(cells, known) if any(cells.values()) else {}
        key = known.key_of(cells)
        if cells and key in known.record:
            judged.kept.append((number, known.record[key]))
            judged.errors += _differences(number, cells, known.record[key], known)
            cells = {}
        elif cells:
            judged.errors += _taken(number, cells, known)
            cells = cells | {"key": key or known.new_key(cells["name_en"])}
            known.directory.add(Partner, (cells["key"],))
        fresh.append(cells)
    reading = OWN.read(fresh, known.directory)
    judged.errors += reading.errors
    judged.errors += [error for row in reading.rows for error in _ruled(row, person)]
    bad = {error.row for error in judged.errors}
    judged.rows = [row for row in reading.rows if row.number not in bad]
    judged.errors.sort(key=lambda error: error.row)
    return judged


@dataclass(slots=True)
class _Known:
    """What the cells of a sheet may mean, point at or collide with."""

    directory: Directory
    record: dict[str, Partner]  # what this person may see, by key
    by_name: dict[tuple[str, str], str]  # kind and folded name: key
    taken: set[str]
    codes: dict[str, dict[str, str]]  # column: folded word in either language: code
    rows: dict[tuple[str, str], int] = field(default_factory=dict)  # kind and folded name: row of this sheet

    def key_of(self, cells: Mapping[str, str]) -> str:
        """The key a row gives, or that of the partner of its kind and name; nothing for a new partner."""
        named = (cells.get("kind", ""), fold(cells.get("name_en", "")))
        return cells.get("key", "") or self.by_name.get(named, "")

    def new_key(self, name: str) -> str:
        """A key no partner has, made from a name."""
        wanted = slugify(name)[:70].strip("-") or "partner"
        key, number = wanted, 1
        while key in self.taken:
            number += 1
            key = f"{wanted}-{number}"
        self.taken.add(key)
        return key


def _learn(person: Any) -> _Known:
    directory = Directory()
    directory.learn(Country, ["code"])
    directory.learn(Unit, ["key"])
    seen = policy.visible_to(person).select_related("country", "parent", "owner", "source")
    record = {one.key: one for one in seen.order_by("-id")}
    for one in record.values():
        directory.add(Partner, (one.key,), one.pk)
    return _Known(
        directory=directory,
        record=record,
        by_name={(one.kind, name): one.key for one in record.values() for name in (one.sort_fr, one.sort_en)},
        taken=set(Partner.objects.values_list("key", flat=True)) | rules.RESERVED,
        codes=_words() | {"country": _countries()},
    )


def _words() -> dict[str, dict[str, str]]:
    """The labels of every code in both languages, folded: ``{column: {word: code}}``."""
    found: dict[str, dict[str, str]] = {column: {} for column in WORDS}
    for lang in LANGUAGES:
        with override(lang):
            for column, vocabulary in WORDS.items():
                found[column] |= {fold(str(label)): code for code, label in vocabulary.choices}
    return found


def _countries() -> dict[str, str]:
    """Codes and present names of countries, folded, to their codes."""
    found: dict[str, str] = {}
    for one in Country.objects.order_by("-ends_on", "id"):
        found |= {fold(said): one.code for said in (one.code, one.name_en, one.name_fr)}
    return found


def _understood(cells: Mapping[str, str], known: _Known) -> dict[str, str]:
    """The cells with words for codes put into codes; what is not understood stays and is judged as it is."""
    said = {column: cells.get(column, "").strip() for column in OWN.columns}
    for column, codes in known.codes.items():
        parts = [part.strip() for part in said[column].split("|")] if column == "subjects" else [said[column]]
        said[column] = "|".join(codes.get(fold(part), part) for part in parts)
    return said | {"marking": said["marking"] or Marking.UNCLASSIFIED}


def _differences(number: int, cells: Mapping[str, str], partner: Partner, known: _Known) -> Iterator[CellError]:
    """Where a row says something else than the record: neither may win in silence."""
    texts = SHEET_OF[Partner].texts(partner)
    if texts["parent"] not in known.record:
        texts["parent"] = ""  # what the person may not see is not told
    for column in OWN.columns:
        text = cells[column]
        if text and text != texts[column] and not (column == "marking" and text == Marking.UNCLASSIFIED):
            yield CellError(
                OWN.file,
                number,
                column,
                text,
                _("The record says “%(value)s”. Change it on the partner’s page, or leave this cell empty.")
                % {"value": texts[column]},
            )


def _taken(number: int, cells: Mapping[str, str], known: _Known) -> Iterator[CellError]:
    """A key that cannot be given, or a name that stands twice in the sheet."""
    if cells["key"] in known.taken:
        yield CellError(OWN.file, number, "key", cells["key"], _("This key cannot be used. Leave it empty."))
    named = (cells["kind"], fold(cells["name_en"]))
    if cells["name_en"] and named in known.rows:
        said = _("Row %(row)s has the same kind and name.") % {"row": known.rows[named]}
        yield CellError(OWN.file, number, "name_en", cells["name_en"], said)
    known.rows.setdefault(named, number)


def _ruled(row: Row, person: Any) -> Iterator[CellError]:
    """What the room's rules say of a row whose cells are good."""
    values = {name: value for name, value in row.values.items() if not isinstance(value, Later)}
    partner = Partner(**values)
    for problem in rules.obstacles(partner, rules.ENTERED):
        for column, errors in problem.error_dict.items():
            for error in errors:
                yield CellError(OWN.file, row.number, column, row.cells[column], " ".join(error.messages))
    if not cleared(person, partner):
        said = _("This marking is above your clearance.")
        yield CellError(OWN.file, row.number, "marking", row.cells["marking"], said)


# ── Giving back ───────────────────────────────────────────────────────────────────────────────────


def template() -> bytes:
    """An empty workbook with the headings, and a second sheet that says what each column takes."""
    return upload.template(OWN, columns())


def columns() -> list[dict[str, Any]]:
    """What each column takes: its heading, what to write, the words it knows, whether it is needed."""
    return [
        {"name": column, "help": HELP[column], "words": words_of(column), "needed": column in HEADED.identity}
        for column in OWN.columns
    ]


def words_of(column: str) -> list[tuple[str, Any]]:
    """The codes a column takes, with their labels; none for free text."""
    return list(WORDS[column].choices) if column in WORDS else []


def with_errors(judged: Judged) -> str:
    """The rows that are wrong, as they came, with a last column that says why. A CSV text."""
    return upload.with_errors(OWN, judged.table, judged.errors)
