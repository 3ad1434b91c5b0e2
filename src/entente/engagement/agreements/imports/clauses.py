"""Clauses from an officer's own spreadsheet, judged cell by cell and row by row; nothing is written here."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.foundation.sources import queries as sources
from entente.kit import sheet as sheets
from entente.kit.bilingual import LANGUAGES, fold
from entente.kit.export import FORMULA
from entente.kit.sheet import FIRST_DATA_ROW, CellError
from entente.kit.table import Ask

from .. import queries, rules
from ..models import CODES, Clause, ClauseKind, Element, TimeUnit
from .clause_sheet import BESIDE, COLUMNS, LABELS, OWN, WORDS, Lines, meanings

ALSO_UNITS = {
    "day": "days", "jour": "days", "month": "months", "year": "years", "annee": "years", "an": "years", "ans": "years",
}  # fmt: skip
"""How people write a unit beside its label."""
LENGTH = re.compile(r"(\d{1,9})\s*([^\W\d]*)")
LATER = ("code", "unit")  # what they may be hangs on the kind and the length
Identity = tuple[int, str, str, str, str]


@dataclass(slots=True)
class Judged:
    """What a sheet holds: clauses to enter with their rows, how many rows stand already, and every bad cell.

    ``lines`` is the sheet as it came; an error names its column as the sheet does.
    """

    lines: Lines
    clauses: list[tuple[int, Clause]] = field(default_factory=list)
    standing: int = 0
    errors: list[CellError] = field(default_factory=list)

    @property
    def given(self) -> list[dict[str, Any]]:
        """The rows as ``actions.import_clauses`` takes them."""
        return [{name: getattr(one, name) for name in COLUMNS} for _number, one in self.clauses]


# ── Judging ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Known:
    """What the cells of a sheet may mean or collide with, and how the sheet calls its columns."""

    instruments: dict[str, list[Any]]
    sources: dict[str, Any]
    today: str
    called: dict[str, str]
    recorded: dict[Identity, Clause] = field(default_factory=dict)
    rows: dict[Identity, int] = field(default_factory=dict)

    def wrong(self, number: int, column: str, cells: Mapping[str, str], message: Any) -> CellError:
        """A bad cell, its column named as the sheet names it; the code is read before the words."""
        codes = (one for one, other in BESIDE.items() if other == column and one in self.called)
        read = next((one for one in codes if cells.get(one) or column not in self.called), column)
        return self.cell(number, read, cells, message)

    def cell(self, number: int, column: str, cells: Mapping[str, str], message: Any) -> CellError:
        """A bad cell of exactly this column."""
        called = self.called.get(column) or str(LABELS[column])
        return CellError(OWN.file, number, called, cells.get(column, ""), message)


def judge(lines: Lines, *, person: Any) -> Judged:
    """Judge every cell of every row. Raises nothing; three queries, however many rows."""
    judged, heading, order = Judged(lines), lines[0], meanings(lines[0])
    known = _learn(person, {to: name.strip() for name, to in zip(heading, order, strict=True) if to})
    understood = []
    for number, line in enumerate(lines[1:], start=FIRST_DATA_ROW):
        if not any(cell.strip() for cell in line):
            continue
        cells = {to: _typed(cell) for to, cell in zip(order, line, strict=False) if to}
        given, wrong = _understood(number, cells, known)
        wrong += _beyond(number, line, heading)
        judged.errors += wrong
        if not wrong:
            understood.append((number, cells, Clause(**given)))
    about = {clause.agreement_id for _number, _cells, clause in understood}
    known.recorded = {_identity(one): one for one in queries.clauses_of(about)}
    for number, cells, clause in understood:
        wrong = [*_ruled(number, cells, clause, known), *_doubled(number, cells, clause, known)]
        judged.errors += wrong
        if not wrong and _identity(clause) in known.recorded:
            judged.standing += 1
        elif not wrong:
            judged.clauses.append((number, clause))
    judged.errors.sort(key=lambda error: error.row)
    return judged


def _learn(person: Any, called: dict[str, str]) -> _Known:
    instruments: dict[str, list[Any]] = {}
    for one in queries.choices(person):
        for word in {fold(text) for text in (one.key, one.number, one.title_en, one.title_fr) if text}:
            instruments.setdefault(word, []).append(one)
    today = timezone.localdate().isoformat()
    seen = {one.key: one for one in sources.all_sources(Ask(person, today))}
    return _Known(instruments, seen, today, called)


def _typed(cell: str) -> str:
    """A cell as somebody typed it: a file of the register puts an apostrophe before what would run as a formula."""
    cell = cell.strip().replace("\r\n", "\n")
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _beyond(number: int, line: list[str], heading: list[str]) -> Iterator[CellError]:
    """Cells that stand under no heading: nothing typed may be lost in silence."""
    for at, cell in enumerate(line):
        if cell.strip() and not (at < len(heading) and heading[at].strip()):
            yield CellError(OWN.file, number, "", cell, _("This cell stands under no heading."))


def _identity(clause: Clause) -> Identity:
    return clause.agreement_id, clause.kind, clause.code, clause.article, clause.from_on


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────


def _understood(number: int, cells: Mapping[str, str], known: _Known) -> tuple[dict[str, Any], list[CellError]]:
    """The values a row's cells mean, and each cell that means nothing."""
    given: dict[str, Any] = {}
    wrong: list[CellError] = []
    for column in sorted(COLUMNS, key=lambda name: name in LATER):
        try:
            given[column] = _value(column, cells, given, known)
        except ValidationError as refusal:
            wrong += [known.wrong(number, column, cells, message) for message in refusal.messages]
    if not wrong:
        wrong += _disagreeing(number, cells, given, known)
    return given, wrong


def _value(column: str, cells: Mapping[str, str], given: dict[str, Any], known: _Known) -> Any:
    text = cells.get(column, "")
    match column:
        case "agreement":
            return _instrument(cells.get("agreement_key") or text, known)
        case "kind":
            return _code(text, ClauseKind, needed=True)
        case "code":
            return _of_kind(cells.get("code_key") or text, given.get("kind", ""))
        case "answer":
            return _code(text, WORDS[column])
        case "number":
            return _length(text)[0]
        case "unit":
            return _unit(text, cells.get("number", ""))
        case "source":
            return _source(text, known)
        case "as_of":
            text = text or known.today
    one: Any = Clause._meta.get_field(column)
    return sheets.words(one, text)


def _instrument(text: str, known: _Known) -> Any:
    """The one instrument that is called so. Raises ``ValidationError`` when none is, or several are."""
    if not text:
        raise ValidationError(_("Fill in this cell."))
    found = known.instruments.get(fold(text), [])
    exact = [one for one in found if one.key == text] or found
    if len(exact) == 1:
        return exact[0]
    if exact:
        keys = ", ".join(one.key for one in exact)
        raise ValidationError(_("Several instruments are called so. Write one of the keys: %(keys)s.") % {"keys": keys})
    raise ValidationError(_("No instrument you may see has this key, number or title."))


def _code(text: str, listed: type[TextChoices], *, needed: bool = False) -> str:
    """The code that a code or its words in either language mean. Raises ``ValidationError`` that lists them."""
    if not text and not needed:
        return ""
    if code := _codes(listed).get(fold(text)):
        return code
    known = ", ".join(f"{label} ({code})" for code, label in listed.choices)
    if not text:
        raise ValidationError(_("Fill in this cell with one of: %(known)s.") % {"known": known})
    said = _("“%(value)s” is not known here. Use one of: %(known)s.")
    raise ValidationError(said % {"value": text[:60], "known": known})


@cache
def _codes(listed: type[TextChoices]) -> dict[str, str]:
    """Codes by themselves and by their words in both languages, folded."""
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        with override(lang):
            found |= {fold(str(label)): str(code) for code, label in listed.choices}
    return found | {fold(code): code for code in listed.values}


def _of_kind(text: str, kind: str) -> str:
    """What a clause of a kind speaks of; not judged while its kind is not understood."""
    return _code(text, CODES.get(kind, Element), needed=kind in CODES) if kind else text


def _length(text: str) -> tuple[int | None, str]:
    """A number, and the unit where the cell names it. Raises ``ValidationError``."""
    if not text:
        return None, ""
    found = LENGTH.fullmatch(text)
    word = fold(found[2]) if found else ""
    unit = _codes(TimeUnit).get(word) or ALSO_UNITS.get(word, "")
    if found is None or (word and not unit):
        raise ValidationError(_("Write a whole number, with its unit here or in a column of its own: 5 years."))
    return int(found[1]), unit


def _unit(text: str, length: str) -> str:
    """The unit of its own cell or of the length's. Raises ``ValidationError`` when they differ or one is missing."""
    unit = ALSO_UNITS.get(fold(text)) or _code(text, TimeUnit)
    try:
        number, beside = _length(length)
    except ValidationError:
        return unit  # the cell of the length says what is wrong
    if (unit and beside and unit != beside) or (number is None) != (not (unit or beside)):
        raise ValidationError(_("Give the length together with its unit."))
    return unit or beside


def _source(text: str, known: _Known) -> Any:
    if text and text not in known.sources:
        raise ValidationError(_("No source has this key."))
    return known.sources.get(text)


def _disagreeing(number: int, cells: Mapping[str, str], given: Mapping[str, Any], known: _Known) -> Iterator[CellError]:
    """What says in words what another column says as a code must mean the same: a row half changed is found."""
    for column, other in BESIDE.items():
        text = cells.get(other, "")
        if not text or not cells.get(column):
            continue
        if other == "agreement":
            same = given[other] in known.instruments.get(fold(text), [])
        else:
            same = _codes(CODES.get(given["kind"], Element)).get(fold(text)) == given[other]
        if not same:
            said = _("This and “%(column)s” do not mean the same. Mend one of them, or empty this cell.")
            yield known.cell(number, other, cells, said % {"column": known.called[column]})


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


def _ruled(number: int, cells: Mapping[str, str], clause: Clause, known: _Known) -> Iterator[CellError]:
    """What the rules have against a row as it would be entered."""
    for problem in rules.against_clause(clause):
        column = rules.CLAUSE_FIELDS[str(problem.code)]
        yield known.wrong(number, column, cells, problem.messages[0])


def _doubled(number: int, cells: Mapping[str, str], clause: Clause, known: _Known) -> Iterator[CellError]:
    """A clause is entered once: not again from another row, nor over what the register says otherwise."""
    before = known.rows.setdefault(_identity(clause), number)
    if before != number:
        said = _("Row %(row)s has the same clause: instrument, article, kind and day.") % {"row": before}
        yield known.wrong(number, "kind", cells, said)
    elif recorded := known.recorded.get(_identity(clause)):
        for column in COLUMNS:
            if not _same(column, cells, recorded, clause):
                said = _("The register has this clause and says something else here. Correct it there.")
                yield known.wrong(number, column, cells, said)


def _same(column: str, cells: Mapping[str, str], recorded: Clause, clause: Clause) -> bool:
    """Whether a cell says what is on record; a column left out says nothing, nor does an empty day of the sheet."""
    if column not in cells or (column == "as_of" and not cells[column]):
        return True
    was, now = getattr(recorded, column), getattr(clause, column)
    return bool(str(was).split() == str(now).split() if column in ("text_en", "text_fr") else was == now)
