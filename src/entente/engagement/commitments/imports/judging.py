"""Every cell of every row judged, and what the rules have against each row; nothing is written here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.engagement.agreements import queries as agreements
from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people import queries as people
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import LANGUAGES, fold
from entente.kit.days import in_our_time
from entente.kit.sheet import FIRST_DATA_ROW, CellError

from .. import policy, queries, rules
from ..models import Commitment, Level
from .files import COLUMNS, FILE, WORDS, Table

DAYS = ("made_on", "due_on")
EMPTY = {"level": Level.OFFICIALS.value, "marking": Marking.UNCLASSIFIED.value}
Book = dict[str, list[Any]]


@dataclass(slots=True)
class Line:
    """One good row: its number in the spreadsheet and the values ``actions.promise`` takes."""

    number: int
    given: dict[str, Any]


@dataclass(slots=True)
class Judged:
    """What a sheet holds: rows to write down, and every bad cell. ``table`` is the sheet as it came."""

    table: Table
    lines: list[Line] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def given(self) -> list[dict[str, Any]]:
        """The rows as ``actions.import_rows`` takes them."""
        return [line.given for line in self.lines]


@dataclass(slots=True)
class _Known:
    """What the cells of a sheet may mean, point at or collide with."""

    person: Any
    today: date
    codes: dict[str, dict[str, str]]
    things: dict[str, Book]
    recorded: dict[tuple[str, date], str]
    rows: dict[tuple[str, date], int] = field(default_factory=dict)


def judge(table: Table, *, person: Any) -> Judged:
    """Judge every cell of every row. Raises nothing; eight queries, however many rows."""
    judged, known = Judged(table), _learn(person)
    for number, cells in enumerate(table, start=FIRST_DATA_ROW):
        if not any(cells.values()):
            continue
        given, wrong = _understood(number, cells, known)
        wrong = wrong or [*_ruled(number, cells, given, known), *_doubled(number, given, known)]
        judged.errors += wrong
        if not wrong:
            judged.lines.append(Line(number, given))
    return judged


def _learn(person: Any) -> _Known:
    codes: dict[str, dict[str, str]] = {}
    for lang in LANGUAGES:
        with override(lang):
            for column, vocabulary in WORDS.items():
                said = {fold(str(label)): code for code, label in vocabulary.choices}
                codes[column] = codes.get(column, {}) | said | {fold(code): code for code in vocabulary.values}
    named = ("key", "name_en", "name_fr", "acronym_en", "acronym_fr")
    things = {
        "partner": _book(partners.choices(person), named),
        "body": _book(forums.choices(person), named),
        "agreement": _book(agreements.choices(person), ("key", "number", "title_en", "title_fr")),
        "objective": _book(partners.objectives(person), ("key", "title_en", "title_fr")),
        "owner": _book(queries.choices(person), ("username", "email", "get_full_name")),
        "unit": _book(people.every_office(), named),
    }
    seen = policy.visible_to(person).values_list("sort_en", "sort_fr", "made_on", "key")
    recorded = {(title, made): key for en, fr, made, key in seen for title in (en, fr)}
    return _Known(person, timezone.localdate(), codes, things, recorded)


def _book(things: Iterable[Any], names: tuple[str, ...]) -> Book:
    """Things by every word that may stand for them, folded."""
    found: Book = {}
    for one in things:
        said = {value() if callable(value) else value for name in names if (value := getattr(one, name, ""))}
        for word in {fold(str(text)) for text in said if text}:
            found.setdefault(word, []).append(one)
    return found


# ── Cells ─────────────────────────────────────────────────────────────────────────────────────────


def _understood(number: int, cells: Mapping[str, str], known: _Known) -> tuple[dict[str, Any], list[CellError]]:
    """The values a row's cells mean, and each cell that means nothing."""
    given: dict[str, Any] = {}
    wrong: list[CellError] = []
    for column in COLUMNS:
        text = cells.get(column, "").strip()
        try:
            given[column] = _value(column, text, known)
        except ValidationError as refusal:
            wrong += [CellError(FILE, number, column, text, message) for message in refusal.messages]
    return given, wrong


def _value(column: str, text: str, known: _Known) -> Any:
    if column in WORDS:
        return _code(column, text or EMPTY.get(column, ""), known)
    if column in DAYS:
        return _day(column, text)
    if column in known.things:
        return _thing(text, known.things[column]) if text else None
    one: Any = Commitment._meta.get_field(column)
    one.run_validators(text)
    return text


def _code(column: str, text: str, known: _Known) -> str:
    if not text:
        raise ValidationError(_("Fill in this cell."))
    if code := known.codes[column].get(fold(text)):
        return code
    words = ", ".join(f"{code} ({label})" for code, label in WORDS[column].choices)
    raise ValidationError(_("“%(value)s” is not known here. Use one of: %(known)s.") % {"value": text, "known": words})


def _day(column: str, text: str) -> date | None:
    if not text and column == "due_on":
        return None
    try:
        read = date.fromisoformat(text)
    except ValueError as none:
        raise ValidationError(_("Write the day as yyyy-mm-dd, for example 2026-11-27.")) from none
    in_our_time(read)
    return read


def _thing(text: str, book: Book) -> Any:
    """The one thing that is called so. Raises ``ValidationError`` when none is, or several are."""
    found = book.get(fold(text), [])
    exact = [one for one in found if text in (getattr(one, "key", ""), getattr(one, "username", ""))] or found
    if len(exact) == 1:
        return exact[0]
    if not exact:
        raise ValidationError(_("Nothing you may see is called so. Check the spelling, or write the key."))
    keys = ", ".join(str(getattr(one, "key", "") or one.username) for one in exact)
    raise ValidationError(_("Several are called so. Write one of the keys: %(keys)s.") % {"keys": keys})


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────


def _ruled(number: int, cells: Mapping[str, str], given: dict[str, Any], known: _Known) -> Iterator[CellError]:
    """What the rules have against a row as it would be written down."""
    if not given["title_en"] and not given["title_fr"]:
        yield CellError(FILE, number, "title_en", "", _("Give a title in at least one language."))
    one = Commitment.written(by=known.person, **given)
    for problem in rules.obstacles(one, by=known.person, today=known.today):
        for column, errors in getattr(problem, "error_dict", {NON_FIELD_ERRORS: [problem]}).items():
            shown = column if column in COLUMNS else ""
            for error in errors:
                yield CellError(FILE, number, shown, cells.get(shown, ""), " ".join(error.messages))


def _doubled(number: int, given: Mapping[str, Any], known: _Known) -> Iterator[CellError]:
    """A sheet sent twice must not fill the register twice, nor a row that stands in it twice."""
    for column in ("title_en", "title_fr"):
        title = given[column]
        if not title:
            continue
        same = (fold(title)[:120], given["made_on"])
        if key := known.recorded.get(same):
            said = _("A promise of this title and day is on record already (%(key)s).") % {"key": key}
            yield CellError(FILE, number, column, title, said)
        elif (before := known.rows.setdefault(same, number)) != number:
            said = _("Row %(row)s has the same title and day.") % {"row": before}
            yield CellError(FILE, number, column, title, said)
