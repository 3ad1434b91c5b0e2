"""Taking reference data in."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext, override

from entente.foundation.trail import actions as trail
from entente.kit.sheet import Directory, Later, Reading, Row, generations

from ..models import Country, CountryName, RegionMember
from ..policy import REFERENCE

SUBJECT = "reference.country:*"


@transaction.atomic
def take_in(readings: Iterable[Reading], directory: Directory, *, by: Any) -> dict[str, dict[str, int]]:
    """Write what differs from the files, in their order. ``by`` is an administrator or the name of a command.

    A region or country that left its file stays, because other rooms point at it; names and memberships go.

    Returns:
        ``{file: {"new": n, "changed": n, "removed": n}}``. Taking the same files in again changes nothing and
        leaves no entry in the trail.

    Raises:
        PermissionDenied: ``by`` is a person without the right.
    """
    if not isinstance(by, str):
        REFERENCE.require(by, "take_in")
    counts = {reading.sheet.file: _write(reading, directory) for reading in readings}
    counts["known_as"] = {"new": 0, "changed": _settle_sounds(), "removed": 0}
    if any(any(count.values()) for count in counts.values()):
        trail.record_many([_line(counts)], by=by)
    return counts


def _line(counts: dict[str, dict[str, int]]) -> trail.Line:
    titles = {}
    for lang in ("en", "fr"):
        with override(lang):
            titles[f"title_{lang}"] = gettext("Countries and territories")
    return trail.Line("take_in", SUBJECT, changes=dict(counts), **titles)


def _write(reading: Reading, directory: Directory) -> dict[str, int]:
    sheet, model = reading.sheet, reading.sheet.model
    before = {
        sheet.identity_of(cells): (thing, cells)
        for thing in model._default_manager.select_related(*sheet.relations)
        for cells in [sheet.texts(thing)]
    }
    fresh = [row for row in reading.rows if row.identity not in before]
    moved = [row for row in reading.rows if row.identity in before and before[row.identity][1] != row.cells]
    for wave in generations(fresh, model):
        things = [model(**_settled(row, directory)) for row in wave]
        model._default_manager.bulk_create(things)
        for row, thing in zip(wave, things, strict=True):
            directory.add(model, row.identity, thing.pk)
    for row in moved:
        thing = before[row.identity][0]
        for attribute, value in _settled(row, directory).items():
            setattr(thing, attribute, value)
        thing.save()
    gone = [before[one][0].pk for one in before.keys() - {row.identity for row in reading.rows}]
    removed = _remove(model, gone) if model in (CountryName, RegionMember) else 0
    return {"new": len(fresh), "changed": len(moved), "removed": removed}


def _settled(row: Row, directory: Directory) -> dict[str, Any]:
    """The row's values with pointers to rows of the same load replaced by their primary keys."""
    return {
        name: directory.find(value.model, value.identity) if isinstance(value, Later) else value
        for name, value in row.values.items()
    }


def _remove(model: type[models.Model], keys: list[int]) -> int:
    model._default_manager.filter(pk__in=keys).delete()
    return len(keys)


def _settle_sounds() -> int:
    """Bring ``known_as`` up to date with codes and names. Returns how many countries changed."""
    moved = []
    for one in Country.objects.prefetch_related("names"):
        if one.known_as != (sounds := one.sounds()):
            one.known_as = sounds
            moved.append(one)
    Country.objects.bulk_update(moved, ["known_as"])
    return len(moved)
