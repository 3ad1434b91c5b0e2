"""Read a table one row at a time and say exactly which cell is wrong; write rows back as they came.

A ``Sheet`` ties the columns of a file to the fields of a model. How a cell is read follows from the field: a foreign
key is the key of another row, a yes/no is ``yes`` or ``no``, a date may be partial, a choice is one of its codes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

import openpyxl
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from .bilingual import LANGUAGES, fold, heading_key
from .days import PartialDateField
from .gaps import GAPS

FIRST_DATA_ROW = 2  # row 1 is the heading, as a spreadsheet shows it
YES_NO = {"yes": True, "no": False, "oui": True, "non": False, "": None}
Identity = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that cannot be taken in, and why. ``row`` is the row as a spreadsheet numbers it."""

    file: str
    row: int
    column: str
    value: str
    message: Any


@dataclass(slots=True)
class Row:
    """One good row: the cells as they came, the field values they mean, and what identifies the row."""

    number: int
    cells: dict[str, str]
    values: dict[str, Any]
    identity: Identity


@dataclass(slots=True)
class Reading:
    """What a file held. Nothing may be written while ``errors`` is not empty."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


class Directory:
    """Keys of everything a cell may point at: ``{model: {identity: primary key or None}}``.

    ``None`` stands for a row of the same load that is not written yet.
    """

    def __init__(self) -> None:
        self.known: dict[type[models.Model], dict[Identity, int | None]] = {}

    def learn(self, model: type[models.Model], paths: Iterable[str]) -> None:
        """Read every identity of a model from the database, once. One query."""
        paths = tuple(paths)
        rows = model._default_manager.values_list("pk", *paths)
        known = {tuple("" if part is None else str(part) for part in rest): pk for pk, *rest in rows.iterator()}
        self.known[model] = self.known.get(model, {}) | known

    def add(self, model: type[models.Model], identity: Identity, pk: int | None = None) -> None:
        """Make a row known; without a primary key when it is still to be written."""
        book = self.known.setdefault(model, {})
        if pk is not None or identity not in book:
            book[identity] = pk

    def find(self, model: type[models.Model], identity: Identity) -> int | None:
        """The primary key, or ``None`` when the row is still to be written. Raises ``KeyError`` when unknown."""
        return self.known.get(model, {})[identity]


@dataclass(frozen=True)
class Sheet:
    """The columns of a file and the model they fill.

    ``identity`` names the columns that identify a row. ``through`` tells, for a foreign key to a model with a
    composite identity, which columns of this row make it up. ``codes`` gives the vocabulary of list columns
    (``goods|people``). ``checks`` look at a whole row and return a problem or nothing.
    """

    file: str
    model: type[models.Model]
    columns: tuple[str, ...]
    identity: tuple[str, ...]
    through: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[str, Any] = field(default_factory=dict)
    checks: tuple[Callable[[dict[str, Any]], ValidationError | None], ...] = ()

    @cached_property
    def fields(self) -> dict[str, models.Field[Any, Any]]:
        """The model field behind each column."""
        return {column: self.model._meta.get_field(column) for column in self.columns}  # type: ignore[misc]

    @cached_property
    def identity_paths(self) -> tuple[str, ...]:
        """Where the identity is found in the database."""
        return tuple(self.path(column) for column in self.identity)

    @cached_property
    def points_at(self) -> dict[str, type[models.Model]]:
        """The foreign keys among the columns, and what they point at."""
        return {c: f.related_model for c, f in self.fields.items() if isinstance(f, models.ForeignKey)}

    @cached_property
    def headings(self) -> dict[str, str]:
        """The columns by what a person may call them: their names, and what forms call them in either language."""
        found: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                found |= {fold(str(one.verbose_name)): column for column, one in self.fields.items()}
        return found | {fold(column): column for column in self.columns}

    def path(self, column: str) -> str:
        """The lookup path of a column's text: the key of what a foreign key points at."""
        target = self.points_at.get(column)
        return f"{column}__{key_of(target)}" if target else column

    def identity_of(self, cells: Mapping[str, str]) -> Identity:
        """The identity a row's cells spell."""
        return tuple(str(cells.get(column, "")) for column in self.identity)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, table: Iterable[Mapping[str, str]], directory: Directory, *, file: str = "") -> Reading:
        """Judge every cell of every row; never stop at the first error.

        ``table`` yields dictionaries by column. ``directory`` must know everything the cells may point at,
        the rows of this load included.
        """
        reading = Reading(self)
        seen: dict[Identity, int] = {}
        for number, cells in enumerate(table, start=FIRST_DATA_ROW):
            if not any(cells.values()):
                continue
            row = self._row(number, cells, directory, reading.errors, file or self.file)
            if row is None:
                continue
            if row.identity in seen:
                reading.errors.append(
                    CellError(
                        file or self.file,
                        number,
                        self.identity[-1],
                        " / ".join(row.identity),
                        _("Row %(row)s has the same key.") % {"row": seen[row.identity]},
                    )
                )
                continue
            seen[row.identity] = number
            reading.rows.append(row)
        return reading

    def _row(
        self,
        number: int,
        cells: Mapping[str, str],
        directory: Directory,
        errors: list[CellError],
        file: str,
    ) -> Row | None:
        values: dict[str, Any] = {}
        before = len(errors)
        for column in self.columns:
            text = cells.get(column, "")
            try:
                values |= self._value(column, text, cells, directory)
            except ValidationError as wrong:
                errors += [CellError(file, number, column, text, message) for message in wrong.messages]
        if len(errors) == before:
            for check in self.checks:
                if problem := check(values):
                    errors += [CellError(file, number, problem.code or "", "", text) for text in problem.messages]
        if len(errors) > before:
            return None
        return Row(
            number,
            {column: cells.get(column, "") for column in self.columns},
            values,
            self.identity_of(cells),
        )

    def _value(self, column: str, text: str, cells: Mapping[str, str], directory: Directory) -> dict[str, Any]:
        """``{attribute: value}`` for one cell; two entries when the cell is a mark. Raises ``ValidationError``."""
        one = self.fields[column]
        if column in self.points_at or isinstance(one, (models.DecimalField, models.IntegerField)):
            value, gap = (None, text) if text in GAPS else (text, "")
            marks = {f"{column}_gap": gap} if has_field(self.model, f"{column}_gap") else {}
            if gap and not marks:
                raise ValidationError(_("A mark cannot stand here."))
            if column in self.points_at:
                return marks | {one.attname: self._pointed(column, value or "", cells, directory, bool(gap))}
            return marks | {column: number(one, value or "")}
        if isinstance(one, models.BooleanField):
            if text not in YES_NO:
                raise ValidationError(_("Write yes or no."))
            if YES_NO[text] is None and not one.null:
                raise ValidationError(_("Write yes or no."))
            return {column: YES_NO[text]}
        if column in self.codes:
            return {column: codes(self.codes[column], text)}
        if isinstance(one, models.DateField):
            return {column: full_day(one, text)}
        return {column: words(one, text)}

    def meaning(self, column: str, cells: Mapping[str, str]) -> dict[str, Any]:
        """``{attribute: value}`` that one cell of a row gives a record; looks up what it points at.

        Raises ``ValidationError``.
        """
        directory = Directory()
        if target := self.points_at.get(column):
            parts = self.through.get(column, (column,))
            directory.learn(
                target,
                [key_of(target)] if len(parts) == 1 else [f"{p}__key" for p in parts[:-1]] + [key_of(target)],
            )
        return self._value(column, cells.get(column, ""), cells, directory)

    def _pointed(
        self, column: str, text: str, cells: Mapping[str, str], directory: Directory, gap: bool
    ) -> int | Later | None:
        if not text:
            if gap or self.fields[column].null:
                return None
            raise ValidationError(_("Fill in this cell."))
        target = self.points_at[column]
        identity = tuple(cells.get(part, "") for part in self.through.get(column, (column,)))
        try:
            pk = directory.find(target, identity)
        except KeyError:
            raise ValidationError(
                _("Nothing has the key “%(key)s” (%(kind)s)."),
                params={"key": " / ".join(identity), "kind": target._meta.verbose_name},
            ) from None
        return Later(target, identity) if pk is None else pk

    # ── writing back ─────────────────────────────────────────────────────────────────────────────────────────────

    def texts(self, thing: models.Model) -> dict[str, str]:
        """The cells of a row as a canonical file spells them. Reads foreign keys: select them with ``relations``."""
        return {column: self.text(thing, column) for column in self.columns}

    def text(self, thing: models.Model, column: str) -> str:
        """One cell as a canonical file spells it."""
        if gap := getattr(thing, f"{column}_gap", ""):
            return str(gap)
        value = getattr(thing, column)
        if value is None:
            return ""
        if column in self.points_at:
            return str(getattr(value, key_of(self.points_at[column])))
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Decimal):
            return format(value.normalize(), "f")
        return str(value)

    @cached_property
    def relations(self) -> list[str]:
        """The foreign keys to fetch with a row before ``texts``."""
        return list(self.points_at)


@dataclass(frozen=True, slots=True)
class Later:
    """A pointer to a row of the same load that is not written yet."""

    model: type[models.Model]
    identity: Identity


def key_of(model: type[models.Model]) -> str:
    """The column that names a row of this model in files: ``key``, or ``code`` where there is none."""
    return "key" if has_field(model, "key") else "code"


def has_field(model: type[models.Model], name: str) -> bool:
    """Whether a model has a field of this name."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def words(one: models.Field[Any, Any], text: str) -> str:
    """Text, a code or a partial date, judged by the field. Raises ``ValidationError``."""
    text = text.strip() if not isinstance(one, models.TextField) else text
    if not text:
        if one.blank:
            return ""
        raise ValidationError(_("Fill in this cell."))
    if one.choices and text not in (known := [code for code, _label in one.flatchoices]):
        raise ValidationError(
            _("“%(value)s” is not known here. Use one of: %(known)s."),
            params={"value": text, "known": ", ".join(str(code) for code in known if code)},
        )
    if isinstance(one, PartialDateField):
        return one.clean(text, None)
    if one.max_length and len(text) > one.max_length:
        raise ValidationError(
            _("At most %(most)s characters; this has %(many)s."),
            params={"most": one.max_length, "many": len(text)},
        )
    return text


def number(one: models.Field[Any, Any], text: str) -> Decimal | int | None:
    """A plain number with a point. Raises ``ValidationError``."""
    if not text.strip():
        if one.null:
            return None
        raise ValidationError(_("Fill in this cell."))
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise ValidationError(_("“%(value)s” is not a number. Write 1234.5."), params={"value": text}) from None
    if isinstance(one, models.IntegerField):
        if value != int(value):
            raise ValidationError(_("Write a whole number."))
        return int(value)
    return value


def full_day(one: models.Field[Any, Any], text: str) -> date | None:
    """A full day, or nothing where the field may be empty. Raises ``ValidationError``."""
    if not text.strip():
        if one.null:
            return None
        raise ValidationError(_("Fill in this cell."))
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValidationError(_("Write a full day: 2008-05-31.")) from None


def codes(vocabulary: Any, text: str) -> str:
    """A list of codes separated by bars. Raises ``ValidationError`` naming the codes that are not known."""
    parts = [part.strip() for part in text.split("|") if part.strip()]
    if strange := [part for part in parts if part not in vocabulary.values]:
        raise ValidationError(
            _("“%(value)s” is not known here. Use one of: %(known)s."),
            params={"value": ", ".join(strange), "known": ", ".join(vocabulary.values)},
        )
    return "|".join(parts)


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def open_csv(text: str, sheet: Sheet, errors: list[CellError], *, strict: bool = True) -> list[dict[str, str]]:
    """The rows of a CSV text by column. A heading that does not fit becomes an error in row 1.

    Packages are read ``strict``: every column is there under its own name. An officer's sheet may leave columns
    out and call them as the forms do, in either language.
    """
    reader = csv.reader(io.StringIO(text))
    heading = next(reader, [])
    return by_column(heading, reader, sheet, errors, strict=strict)


def open_xlsx(content: bytes, sheet: Sheet, errors: list[CellError], *, strict: bool = False) -> list[dict[str, str]]:
    """The rows of the first sheet of a workbook by column, every cell as text."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    lines = ([cell_text(cell) for cell in line] for line in book.worksheets[0].iter_rows(values_only=True))
    heading = next(lines, [])
    return by_column(heading, lines, sheet, errors, strict=strict)


def cell_text(cell: Any) -> str:
    """A workbook's cell as a person would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):  # how a workbook keeps a day, too
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("_x000D_", "")  # how a workbook spells the first half of an end of line


def by_column(
    heading: list[str], lines: Iterable[list[str]], sheet: Sheet, errors: list[CellError], *, strict: bool
) -> list[dict[str, str]]:
    """The lines under a heading, each by column; a heading or a line that does not fit becomes an error."""
    heading = [name.strip().lstrip("\ufeff") for name in heading]
    if not strict:
        heading = [sheet.headings.get(heading_key(name), name) for name in heading]
    unknown = [name for name in heading if name and name not in sheet.columns]
    missing = [name for name in (sheet.columns if strict else sheet.identity) if name not in heading]
    errors += [CellError(sheet.file, 1, name, name, _("This column is not known.")) for name in unknown]
    errors += [CellError(sheet.file, 1, name, "", _("This column is missing.")) for name in missing]
    twice = sorted({name for name in heading if name in sheet.columns and heading.count(name) > 1})
    errors += [CellError(sheet.file, 1, name, name, _("This column stands twice.")) for name in twice]
    rows = []
    for number, line in enumerate(lines, start=FIRST_DATA_ROW):
        if len(line) > len(heading):
            errors.append(CellError(sheet.file, number, "", line[-1], _("The row has more cells than the heading.")))
        rows.append(dict(zip(heading, line, strict=False)))
    return rows


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A canonical CSV text: heading, minimal quoting, one line feed a row."""
    columns, out = list(columns), io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def generations(rows: list[Row], model: type[models.Model]) -> Iterator[list[Row]]:
    """Rows in waves, so that a row is written after the rows of its own model it points at.

    Raises ``ValueError`` when rows point at each other in a circle.
    """
    waiting = {row.identity: row for row in rows}
    while waiting:
        ready = [
            row
            for row in waiting.values()
            if not any(
                isinstance(value, Later) and value.model is model and value.identity in waiting
                for value in row.values.values()
            )
        ]
        if not ready:
            raise ValueError(f"Rows point at each other: {list(waiting)[:5]}")
        yield ready
        for row in ready:
            del waiting[row.identity]
