"""Edition packages: which files which room reads, in which order, and how a folder becomes records and back.

The rooms declare their files in ``imports.SHEETS``; this module only knows the order of rooms.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from entente.foundation.index import actions as index
from entente.foundation.reference.models import Country
from entente.foundation.sources import actions, queries
from entente.foundation.sources.models import Package
from entente.kit import sheet as sheets
from entente.kit.sheet import CellError, Directory, Reading, Sheet

from . import corrections

ROOMS = (
    "foundation.sources",
    "foundation.people",
    "engagement.facts",
    "engagement.framework",
    "engagement.partners",
    "engagement.agreements",
    "engagement.forums",
    "engagement.removals",
)
WORKING = (
    "engagement.commitments",
    "engagement.meetings",
    "engagement.travel",
    "engagement.visits",
    "engagement.exchanges",
)
"""Rooms that no package fills; what they hold can be found all the same."""
ABOUT = "package.yaml"
HERE = "entered-here"  # the folder a dump writes for what people added by hand


def all_sheets() -> list[Sheet]:
    """Every file the rooms read, in the order in which files may point at each other."""
    return [one for room in ROOMS for one in import_module(f"entente.{room}.imports").SHEETS]


@dataclass(slots=True)
class Folder:
    """A package as files: what it says of itself and the text of each file."""

    name: str
    about: dict[str, Any]
    files: dict[str, str]
    errors: list[CellError] = field(default_factory=list)
    better: list[corrections.Better] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """One value for all names and contents."""
        content = "\0".join(f"{name}\0{text}" for name, text in sorted(self.files.items()))
        return hashlib.sha256(content.encode()).hexdigest()


class Refused(Exception):
    """Nothing was loaded. ``errors`` names each bad cell as ``(package, CellError)``."""

    def __init__(self, errors: list[tuple[str, CellError]]):
        super().__init__(f"{len(errors)} errors")
        self.errors = errors


def open_folder(path: Path) -> Folder:
    """Read a folder's files. Problems with the folder itself become errors of row 0."""
    folder = Folder(path.name, {}, {})
    for file in sorted(path.iterdir() if path.is_dir() else []):
        if not file.is_file() or file.name.startswith("."):
            continue
        try:
            folder.files[file.name] = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            folder.errors.append(CellError(file.name, 0, "", "", _("The file is not UTF-8 text.")))
    if ABOUT not in folder.files:
        folder.errors.append(
            CellError(ABOUT, 0, "", "", _("The folder has no package.yaml, so it is no edition package."))
        )
        return folder
    try:
        about = yaml.safe_load(folder.files[ABOUT])
    except yaml.YAMLError as wrong:
        folder.errors.append(CellError(ABOUT, 0, "", "", _("This is not YAML: %(why)s") % {"why": wrong}))
        return folder
    folder.about = about if isinstance(about, dict) else {}
    folder.name = str(folder.about.get("name") or path.name)
    for name in ("name", "title_en", "title_fr", "agency"):
        if not folder.about.get(name):
            folder.errors.append(CellError(ABOUT, 0, name, "", _("Fill in this cell.")))
    return folder


def in_order(folders: Iterable[Folder]) -> list[Folder]:
    """Packages after those they build on. Raises ``Refused`` when one is neither given nor loaded."""
    waiting, ordered = {folder.name: folder for folder in folders}, []
    placed = set(queries.packages().values_list("name", flat=True)) - set(waiting)
    while waiting:
        ready = [f for f in waiting.values() if set(f.about.get("builds_on") or []) <= placed]
        if not ready:
            raise Refused([
                (
                    f.name,
                    CellError(
                        ABOUT, 0, "builds_on",
                        ", ".join(sorted(set(f.about["builds_on"]) - placed)),
                        _("This package is neither loaded nor given, or the packages build on each other in a circle."),
                    ),
                )
                for f in waiting.values()
            ])  # fmt: skip
        for folder in ready:
            ordered.append(waiting.pop(folder.name))
            placed.add(folder.name)
    return ordered


def load(
    paths: Iterable[Path], *, by: Any, step: Callable[[int], object] = lambda rows: None
) -> dict[str, dict[str, int]]:
    """Load packages, all or nothing. Returns ``{package: {new, changed, kept, removed}}``.

    ``step`` is called with the number of rows written, for a progress bar.

    Raises:
        Refused: with every bad cell of every package.
    """
    folders, known, directory = in_order([open_folder(path) for path in paths]), all_sheets(), _directory()
    readings = [(folder, read(folder, known, directory)) for folder in folders]
    if errors := _errors(readings):
        raise Refused(errors)
    with transaction.atomic():
        done = {
            folder.name: write(folder, reading, directory, position, by=by, step=step)
            for position, (folder, reading) in enumerate(readings)
        }
        if any(any(counts.values()) for counts in done.values()):
            reindex()
    return done


def check(paths: Iterable[Path]) -> int:
    """Judge packages without writing anything. Returns how many rows are fine. Raises ``Refused``."""
    folders, known, directory = in_order([open_folder(path) for path in paths]), all_sheets(), _directory()
    readings = [(folder, read(folder, known, directory)) for folder in folders]
    if errors := _errors(readings):
        raise Refused(errors)
    return sum(len(folder.better) + sum(len(one.rows) for one in judged) for folder, judged in readings)


def unread(paths: Iterable[Path]) -> list[tuple[str, str]]:
    """Files that no room reads, as ``(package, file)``: a later room's, or a name that is misspelt."""
    known = {ABOUT, corrections.FILE, *(one.file for one in all_sheets())}
    return [(folder.name, name) for folder in map(open_folder, paths) for name in folder.files if name not in known]


def count_rows(paths: Iterable[Path]) -> int:
    """About how many rows the packages hold, for a progress bar."""
    files = {one.file for one in all_sheets()}
    return sum(
        text.count("\n") - 1 for path in paths for name, text in open_folder(path).files.items() if name in files
    )


def _directory() -> Directory:
    directory = Directory()
    directory.learn(Country, ["code"])
    for one in all_sheets():
        directory.learn(one.model, one.identity_paths)
    return directory


def _errors(readings: list[tuple[Folder, list[Reading]]]) -> list[tuple[str, CellError]]:
    return [
        (folder.name, error)
        for folder, judged in readings
        for error in [*folder.errors, *(error for one in judged for error in one.errors)]
    ]


def read(folder: Folder, known: list[Sheet], directory: Directory) -> list[Reading]:
    """Judge every file of a package. The directory learns its rows, so that later packages may point at them."""
    readings, tables = [], {}
    for one in known:
        if one.file not in folder.files:
            continue
        reading = Reading(one)
        tables[one.file] = sheets.open_csv(folder.files[one.file], one, reading.errors)
        readings.append(reading)
        reading.errors += _already_held(folder.name, one, tables[one.file], directory)
        for cells in tables[one.file]:
            directory.add(one.model, one.identity_of(cells))
    for reading in readings:
        if any(error.row == 1 for error in reading.errors):
            continue
        judged = reading.sheet.read(tables[reading.sheet.file], directory)
        reading.rows, reading.errors = judged.rows, reading.errors + judged.errors
    if corrections.FILE in folder.files:
        folder.better, wrong = corrections.read(folder.files[corrections.FILE], known, directory)
        folder.errors += wrong
    return readings


def _already_held(package: str, one: Sheet, table: list[dict[str, str]], directory: Directory) -> list[CellError]:
    """Rows whose key another package, or a person, already holds."""
    own = queries.identities(package, one.file)
    book = directory.known.get(one.model, {})
    return [
        CellError(
            one.file, number, one.identity[0], " / ".join(identity),
            _("This key is already held by another package, or was entered here."),
        )
        for number, cells in enumerate(table, start=sheets.FIRST_DATA_ROW)
        if any(cells.values()) and (identity := one.identity_of(cells)) in book and identity not in own
    ]  # fmt: skip


def write(
    folder: Folder,
    readings: list[Reading],
    directory: Directory,
    position: int,
    *,
    by: Any,
    step: Callable[[int], object],
) -> dict[str, int]:
    """Write one judged package. A package whose files are as they were is left alone."""
    totals = {"new": 0, "changed": 0, "kept": 0, "removed": 0}
    rows = sum(len(reading.rows) for reading in readings)
    if queries.digest_of(folder.name) == folder.digest:
        step(rows)
        return totals
    read_files = [reading.sheet.file for reading in readings]
    package = actions.note_package(
        by=by,
        name=folder.name,
        title_en=folder.about["title_en"],
        title_fr=folder.about["title_fr"],
        digest=folder.digest,
        position=position,
        kept={name: text for name, text in folder.files.items() if name not in read_files},
        read=read_files,
    )
    for reading in readings:
        for name, count in actions.take_in(package, reading, directory, by=by).items():
            totals[name] += count
        step(len(reading.rows))
    by_file = {reading.sheet.file: reading for reading in readings}
    for one in reversed(all_sheets()):
        held = [row.identity for row in by_file[one.file].rows] if one.file in by_file else []
        totals["removed"] += actions.let_go(package, one, held, by=by)
    for name, count in corrections.take_in(package, folder.better, all_sheets()).items():
        totals[name] += count
    return totals


def offers() -> list[tuple[type[models.Model], Callable[[], models.QuerySet[Any]], Callable[[Any], index.Entry]]]:
    """What the rooms offer to the index: the model, the question that finds its things, the entry of each."""
    countries = Country.objects.prefetch_related("names")
    found: list[Any] = [(Country, countries.all, country_entry)]
    for room in (*ROOMS, *WORKING):
        if find_spec(f"entente.{room}.search"):
            found += import_module(f"entente.{room}.search").OFFERS
    return found


def country_entry(country: Country) -> index.Entry:
    """A country in the index, under every name it has or had. Said here: the index stands above `reference`."""
    names = " ".join(f"{name.name_en} {name.name_fr}" for name in country.names.all())
    return index.Entry(
        thing=country,
        kind="country",
        address=("reference:country", country.code),
        title_en=country.name_en,
        title_fr=country.name_fr,
        more=f"{country.code} {country.alpha3} {names}",
    )


def reindex() -> int:
    """Put everything the rooms offer into the search index anew. Returns how many things can be found."""
    return sum(
        index.rebuild(model._meta.label_lower, (entry(thing) for thing in things().iterator(chunk_size=1000)))
        for model, things, entry in offers()
    )


def offered() -> int:
    """How many things the rooms offer to the index."""
    return sum(things().count() for _model, things, _entry in offers())


# ── back to files ─────────────────────────────────────────────────────────────────────────────────────────────────


def dump(package: Package) -> dict[str, str]:
    """The files of a package as the record stands now: ``{name: text}``. Unedited, they are the bytes that came.

    What a later package corrected is written as this one's source says it: the later one holds its correction.
    """
    files = {one.name: one.content for one in package.files.all()}
    for one in all_sheets():
        if one.file not in files:
            continue
        rows = list(queries.package_rows(package, one.file).values_list("record", flat=True))
        things = one.model._default_manager.select_related(*one.relations).in_bulk(rows)
        before = queries.corrected_by_packages(one.model)
        told = (one.texts(things[pk]) | before.get(pk, {}) for pk in rows if pk in things)
        files[one.file] = sheets.as_csv(one.columns, told)
    return files


def entered_here() -> dict[str, str]:
    """The files of everything that no package brought: what people added by hand."""
    files = {}
    for one in all_sheets():
        things = _unloaded(one.model).select_related(*one.relations).order_by("pk")
        if things:
            files[one.file] = sheets.as_csv(one.columns, (one.texts(thing) for thing in things))
    return files


def _unloaded(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.exclude(pk__in=queries.records_loaded(model))


def message(error: CellError) -> str:
    """One error as a line: file, row, column, value, reason."""
    place = f"{error.file}"
    if error.row:
        place += _(", row %(row)s") % {"row": error.row}
    if error.column:
        place += _(", column %(column)s") % {"column": error.column}
    value = f" “{error.value[:60]}”" if error.value else ""
    return f"{place}:{value} {error.message}"


def refusal(errors: Iterable[tuple[str, CellError]]) -> ValidationError:
    """The errors as one exception for a page."""
    return ValidationError([f"{package}/{message(error)}" for package, error in errors])
