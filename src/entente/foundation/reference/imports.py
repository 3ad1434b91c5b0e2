"""The files of reference data, taking them in, and an officer's own list of sitting days."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from entente.kit import upload
from entente.kit.sheet import FIRST_DATA_ROW, Directory, Reading, Sheet, open_csv

from . import actions
from .models import Country, CountryName, Region, RegionMember, SittingDay
from .queries import DATA

NAMES = ("name_en", "name_fr")
DATES = ("starts_on", "ends_on")

SHEETS = (
    Sheet("regions.csv", Region, ("key", "kind", "m49", "parent", *NAMES), ("key",)),
    Sheet(
        "countries.csv",
        Country,
        ("code", "alpha3", "m49", *NAMES, "kind", "region", "sub_region", *DATES),
        ("code",),
    ),
    Sheet("region_members.csv", RegionMember, ("region", "country"), ("region", "country")),
    Sheet(
        "country_names.csv",
        CountryName,
        ("country", "kind", *NAMES, *DATES, "note_en", "note_fr"),
        ("country", "kind", *NAMES),
    ),
)


def load(*, by: Any) -> dict[str, dict[str, int]]:
    """Take in the files that come with the product: call it on every installation and after every update.

    Raises:
        ValueError: a file is wrong; every bad cell is named. Nothing was written.
    """
    readings, directory = read()
    return actions.take_in(readings, directory, by=by)


def read() -> tuple[list[Reading], Directory]:
    """Judge every cell of the files. Raises ``ValueError`` naming each bad one."""
    directory, readings = Directory(), []
    for sheet in SHEETS:
        directory.learn(sheet.model, sheet.identity_paths)
        errors: list[Any] = []
        table = open_csv((DATA / sheet.file).read_text(encoding="utf-8"), sheet, errors)
        for cells in table:
            directory.add(sheet.model, sheet.identity_of(cells))
        readings.append(sheet.read(table, directory))
        readings[-1].errors[:0] = errors
    if wrong := [error for reading in readings for error in reading.errors]:
        raise ValueError("\n".join(f"{e.file} {e.row} {e.column} {e.value!r}: {e.message}" for e in wrong))
    return readings, directory


SITTING_SHEET = Sheet("sitting-days", SittingDay, ("day",), ("day",))


def sitting_days(name: str, content: bytes) -> list[date]:
    """The days of an uploaded file. Raises ``ValidationError`` naming each bad cell by its row."""
    found, wrong = [], []
    for at, cells in enumerate(upload.opened(name, content, SITTING_SHEET), start=FIRST_DATA_ROW):
        text = cells.get("day", "").strip()[: len("2027-02-01")]
        try:
            found.append(date.fromisoformat(text))
        except ValueError:
            wrong.append(
                _("Row %(row)s: “%(text)s” is no day. Write year, month and day: 2027-02-01.")
                % {"row": at, "text": text}
            )
    if wrong:
        raise ValidationError(wrong, code="day")
    return found
