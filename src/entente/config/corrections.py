"""What a package says better of rows that an earlier one brought: its `corrections.csv`.

An entity is defined once, by the earliest text that names it; a later text may know that a treaty has ended since.
Such a row names the file, the key, the column and the better value, with a reason in both languages and the source and
place that say so. It becomes a correction beside the source's value (decision 11), never in its place, and goes again
with the row. What a person corrected or withdrew stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from entente.dossiers.corrections import judge_of
from entente.foundation.sources import actions, queries
from entente.foundation.sources.models import Correction, Package, Source, label_of
from entente.kit import sheet as sheets
from entente.kit.sheet import CellError, Directory, Sheet

FILE = "corrections.csv"
LINES = Sheet(
    file=FILE,
    model=Correction,
    columns=("file", "key", "field", "value", "reason_en", "reason_fr", "source", "place"),
    identity=("file", "key", "field"),
)
"""How a line is spelled. It is no record of its own: what it says stands on the record it names."""


@dataclass(frozen=True, slots=True)
class Better:
    """One good row: the sheet that spells the record it names, and the cells as they came."""

    sheet: Sheet
    cells: dict[str, str]


def read(text: str, known: Iterable[Sheet], directory: Directory) -> tuple[list[Better], list[CellError]]:
    """Judge the file of a package. ``directory`` knows the rows of every package it builds on, and its own."""
    by_file = {one.file: one for one in known if one.identity == ("key",)}
    rows: list[Better] = []
    errors: list[CellError] = []
    table = sheets.open_csv(text, LINES, errors)
    if errors:
        return rows, errors
    seen: set[sheets.Identity] = set()
    for number, line in enumerate(table, start=sheets.FIRST_DATA_ROW):
        cells = {column: line.get(column, "").strip() for column in LINES.columns}
        wrong = list(_wrong(cells, by_file, directory, twice=LINES.identity_of(cells) in seen))
        seen.add(LINES.identity_of(cells))
        errors += [CellError(FILE, number, column, cells[column], message) for column, message in wrong]
        if not wrong:
            rows.append(Better(by_file[cells["file"]], cells))
    return rows, errors


def _wrong(
    cells: dict[str, str], by_file: dict[str, Sheet], directory: Directory, *, twice: bool
) -> Iterable[tuple[str, Any]]:
    if twice:
        yield "key", _("This field is corrected twice.")
    for column in ("reason_en", "reason_fr"):
        if not cells[column].strip():
            yield column, _("Fill in this cell.")
    if (cells["source"],) not in directory.known.get(Source, {}):
        yield "source", _("Nothing has this key.")
    if cells["file"] not in by_file:
        yield "file", _("No file whose rows have a key has this name.")
        return
    sheet = by_file[cells["file"]]
    if (cells["key"],) not in directory.known.get(sheet.model, {}):
        yield "key", _("Nothing has this key.")
    try:
        judge_of(label_of(sheet.model), cells["field"])
    except Http404:
        yield "field", _("This field is not corrected.")
        return
    if cells["field"] in sheet.points_at:
        yield "field", _("What points at another record is corrected on its page.")
        return
    try:
        sheet.meaning(cells["field"], {cells["field"]: cells["value"]})
    except ValidationError as wrong:
        yield "value", " ".join(wrong.messages)


def take_in(package: Package, rows: list[Better], known: Iterable[Sheet]) -> dict[str, int]:
    """Let a package's corrections stand, and those it no longer holds go. Call it in the package's transaction.

    Returns how many were ``new``, ``changed``, ``kept`` (a person has spoken since) and ``removed``.

    Raises:
        ValidationError: a value cannot stand beside the record's others.
    """
    counts = {"new": 0, "changed": 0, "kept": 0, "removed": 0}
    cited = Source.objects.in_bulk([row.cells["source"] for row in rows], field_name="key")
    held = set()
    for row in rows:
        things = row.sheet.model._default_manager.select_related(*row.sheet.relations)
        thing = things.get(key=row.cells["key"])
        held.add((label_of(thing), thing.pk, row.cells["field"]))
        done = _stand(package, row, thing, cited[row.cells["source"]])
        if done:
            counts[done] += 1
    by_label = {label_of(one.model): one for one in known}
    for one in queries.standing_corrections().filter(package=package):
        if (one.label, one.record, one.field) not in held:
            sheet = by_label[one.label]
            gone = sheet.model._default_manager.filter(pk=one.record).first()
            if gone is None:
                continue  # its own package let it go
            actions.withdraw(
                one, gone, sheet, reason=_("The package no longer says so."), by=package.name, verb="drop_correction"
            )
            counts["removed"] += 1
    return counts


def _stand(package: Package, row: Better, thing: Any, source: Source) -> str:
    """Let one correction stand; returns under which of the counts it falls, or nothing where all is as it was."""
    field, value = row.cells["field"], row.cells["value"]
    last = queries.last_correction(thing, field)
    standing = last if last and last.withdrawn_at is None else None
    if standing and standing.package_id != package.pk:
        return "kept"
    if last and not standing and last.package_id == package.pk and last.withdrawn_by != package.name:
        return "kept"  # a person took it back
    said: dict[str, Any] = {"reason": row.cells["reason_en"], "reason_fr": row.cells["reason_fr"]}
    said |= {"package": package, "source": source, "place": row.cells["place"]}
    if standing and standing.value == value:
        return "changed" if actions.cite(standing, **said) else ""
    if row.sheet.text(thing, field) == value:
        return ""  # the record says so already
    actions.correct(thing, row.sheet, field=field, text=value, by=package.name, verb="load_correction", **said)
    return "changed" if standing else "new"
