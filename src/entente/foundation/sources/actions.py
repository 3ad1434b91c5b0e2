"""Taking packages in, and correcting what they brought."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail import actions as trail
from entente.kit.sheet import Directory, Later, Reading, Row, Sheet, generations

from .models import Correction, LoadedRow, Package, PackageFile, Source, label_of

BATCH = 500


@transaction.atomic
def note_package(
    *,
    by: Any,
    name: str,
    title_en: str,
    title_fr: str,
    digest: str,
    position: int,
    kept: dict[str, str],
    read: Iterable[str],
) -> Package:
    """Remember a package and its files. ``kept`` are the files no room reads, with their content."""
    package, _new = Package.objects.update_or_create(
        name=name,
        defaults={
            "title_en": title_en,
            "title_fr": title_fr,
            "digest": digest,
            "position": position,
            "loaded_at": timezone.now(),
        },
    )
    package.files.all().delete()
    PackageFile.objects.bulk_create(
        [PackageFile(package=package, name=file, content=text, is_read=False) for file, text in kept.items()]
        + [PackageFile(package=package, name=file, is_read=True) for file in read]
    )
    trail.record(by=by, verb="load_package", subject=package, digest=digest)
    return package


@transaction.atomic
def take_in(package: Package, reading: Reading, directory: Directory, *, by: Any) -> dict[str, int]:
    """Write the new and changed rows of one file. ``let_go`` sees to those the package no longer holds.

    A value a person corrected stays; the correction then shows both. Returns how many rows were ``new``,
    ``changed`` or ``kept`` (changed in the file but corrected here).
    """
    sheet = reading.sheet
    before = {row.identity: row for row in LoadedRow.objects.filter(package=package, file=sheet.file)}
    fresh, moved = [], []
    for position, row in enumerate(reading.rows):
        old = before.pop(_spell(row.identity), None)
        if old is None:
            fresh.append((position, row))
        elif old.cells != row.cells or old.position != position:
            moved.append((position, row, old))
    counts = {"new": _add(package, sheet, fresh, directory, by=by)}
    return counts | _change(sheet, moved, directory, by=by)


@transaction.atomic
def let_go(package: Package, sheet: Sheet, held: Iterable[tuple[str, ...]], *, by: Any) -> int:
    """Remove the records whose rows left the package; ``held`` are the identities it still holds. Returns how
    many.

    Call it for the files in reverse order of loading, so that what points goes before what is pointed at.

    Raises:
        ValidationError: a record that left is still needed by another.
    """
    still = {_spell(identity) for identity in held}
    loaded = LoadedRow.objects.filter(package=package, file=sheet.file)
    return _remove(sheet, [row for row in loaded if row.identity not in still], by=by)


def _spell(identity: tuple[str, ...]) -> str:
    return json.dumps(identity, ensure_ascii=False)


def _settled(row: Row, directory: Directory) -> dict[str, Any]:
    """The row's values with pointers to rows of the same load replaced by their primary keys."""
    return {
        name: directory.find(value.model, value.identity) if isinstance(value, Later) else value
        for name, value in row.values.items()
    }


def _add(package: Package, sheet: Sheet, rows: list[tuple[int, Row]], directory: Directory, *, by: Any) -> int:
    positions = {row.identity: position for position, row in rows}
    for wave in generations([row for _position, row in rows], sheet.model):
        things = [sheet.model(**_settled(row, directory)) for row in wave]
        sheet.model._default_manager.bulk_create(things, batch_size=BATCH)
        for row, thing in zip(wave, things, strict=True):
            directory.add(sheet.model, row.identity, thing.pk)
        LoadedRow.objects.bulk_create(
            [
                LoadedRow(
                    package=package,
                    file=sheet.file,
                    position=positions[row.identity],
                    identity=_spell(row.identity),
                    label=label_of(sheet.model),
                    record=thing.pk,
                    cells=row.cells,
                )
                for row, thing in zip(wave, things, strict=True)
            ],
            batch_size=BATCH,
        )
        trail.record_many([trail.line(thing, "load", package=package.name) for thing in things], by=by)
    return len(rows)


def _change(sheet: Sheet, rows: list[tuple[int, Row, LoadedRow]], directory: Directory, *, by: Any) -> dict[str, int]:
    standing: dict[int, dict[str, Correction]] = defaultdict(dict)
    records = [old.record for _position, _row, old in rows]
    for one in Correction.objects.filter(label=label_of(sheet.model), record__in=records, withdrawn_at__isnull=True):
        standing[one.record][one.field] = one
    things = sheet.model._default_manager.select_related(*sheet.relations).in_bulk(records)
    lines, changed, kept = [], [], 0
    for position, row, old in rows:
        thing = things[old.record]
        changes, corrected = _renew(sheet, thing, row, old, _settled(row, directory), standing[old.record])
        kept += corrected
        if changes:
            changed.append(thing)
            lines.append(trail.line(thing, "reload", **changes))
        old.cells, old.position = row.cells, position
    if changed:
        fields = [f.name for f in sheet.model._meta.concrete_fields if not f.primary_key]
        sheet.model._default_manager.bulk_update(changed, fields, batch_size=BATCH)
    if rows:
        LoadedRow.objects.bulk_update([old for *_rest, old in rows], ["cells", "position"], batch_size=BATCH)
    trail.record_many(lines, by=by) if lines else None
    return {"changed": len(changed), "kept": kept}


def _renew(
    sheet: Sheet,
    thing: models.Model,
    row: Row,
    old: LoadedRow,
    values: dict[str, Any],
    standing: dict[str, Correction],
) -> tuple[dict[str, list[str]], int]:
    """Give a record the values of the cells that changed in its file; what else was changed here stays.

    A corrected field keeps its value, its correction learns what the source now says. Returns the changes, and how
    many corrections were renewed. Does not save the record.
    """
    columns = {sheet.fields[column].attname: column for column in sheet.columns}
    columns |= {f"{column}_gap": column for column in sheet.columns}
    changes, corrected = {}, 0
    for attribute, value in values.items():
        column = columns[attribute]
        before, after = old.cells.get(column, ""), row.cells.get(column, "")
        if before == after:
            continue
        if correction := standing.get(column):
            correction.source_value, correction.source_changed_at = after, timezone.now()
            correction.save()
            corrected += attribute == sheet.fields[column].attname
        else:
            setattr(thing, attribute, value)
            changes[column] = [before, after]
    return changes, corrected


def _remove(sheet: Sheet, gone: list[LoadedRow], *, by: Any) -> int:
    if not gone:
        return 0
    things = sheet.model._default_manager.filter(pk__in=[old.record for old in gone])
    trail.record_many([trail.line(thing, "remove") for thing in things], by=by)
    try:
        things.delete()
    except models.ProtectedError as needed:
        raise ValidationError(
            _("%(file)s: a row that left the package is still needed: %(what)s."),
            params={
                "file": sheet.file,
                "what": ", ".join(str(one) for one in list(needed.protected_objects)[:5]),
            },
        ) from needed
    LoadedRow.objects.filter(pk__in=[old.pk for old in gone]).delete()
    return len(gone)


@transaction.atomic
def correct(  # noqa: PLR0913 - the house's one shape of a correction
    thing: models.Model,
    sheet: Sheet,
    *,
    field: str,
    text: str,
    reason: str,
    by: Any,
    verb: str = "correct",
    **cited: Any,
) -> Correction:
    """Replace one value of a record by a person's, with the reason, and keep what the source says.

    ``field`` is a column of the sheet and ``text`` the new value as a file spells it (a key, a code, ``yes``,
    a partial date). ``cited`` is what a package tells beside: ``reason_fr``, ``package``, ``source``, ``place``. The
    room has asked its policy. The first correction remembers the source's value; later
    ones keep it.

    Raises:
        ValidationError: no reason, nothing changes, or the value cannot stand there. Nothing was written.
    """
    was = sheet.text(thing, field)
    text = text.strip()
    _require_reason(reason)
    if text == was:
        raise ValidationError({"text": ValidationError(_("This is the present value."), code="unchanged")})
    _set(thing, sheet, field, text)
    now, label, who = timezone.now(), label_of(thing), getattr(by, "username", str(by))
    standing = Correction.objects.filter(label=label, record=thing.pk, field=field, withdrawn_at__isnull=True).first()
    if standing:
        _close(standing, reason=reason, by=who)
    correction = Correction.objects.create(
        label=label,
        record=thing.pk,
        field=field,
        source_value=standing.source_value if standing else was,
        value=text,
        reason=reason,
        by=who,
        at=now,
        **cited,
    )
    trail.record(by=by, verb=verb, subject=thing, reason=reason, **{field: [was, text]})
    return correction


@transaction.atomic
def cite(  # noqa: PLR0913 - all that a package tells of a correction
    correction: Correction, *, reason: str, reason_fr: str, package: Package, source: Source, place: str
) -> bool:
    """Note that a package now gives another reason or place for its correction. Returns whether that is news."""
    told = {"reason": reason, "reason_fr": reason_fr, "package": package, "source": source, "place": place}
    if all(getattr(correction, name) == value for name, value in told.items()):
        return False
    for name, value in told.items():
        setattr(correction, name, value)
    correction.save()
    thing = apps.get_model(correction.label)._default_manager.get(pk=correction.record)
    trail.record(by=package.name, verb="load_correction", subject=thing, reason=reason, field=correction.field)
    return True


@transaction.atomic
def withdraw(  # noqa: PLR0913 - as above
    correction: Correction,
    thing: models.Model,
    sheet: Sheet,
    *,
    reason: str,
    by: Any,
    verb: str = "withdraw_correction",
) -> Correction:
    """Give a field its source's value back. The room has asked its policy.

    Raises:
        ValidationError: no reason, or the source's value cannot stand there any more.
    """
    _require_reason(reason)
    _set(thing, sheet, correction.field, correction.source_value)
    _close(correction, reason=reason, by=getattr(by, "username", str(by)))
    moved = {correction.field: [correction.value, correction.source_value]}
    trail.record(by=by, verb=verb, subject=thing, reason=reason, **moved)
    return correction


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": ValidationError(_("Give the reason for this step."), code="reason_missing")})


def _set(thing: models.Model, sheet: Sheet, field: str, text: str) -> None:
    try:
        values = sheet.meaning(field, sheet.texts(thing) | {field: text})
    except ValidationError as wrong:
        raise ValidationError({"text": wrong.messages}) from wrong
    for attribute, value in values.items():
        setattr(thing, attribute, value)
    thing.full_clean()
    thing.save()


def _close(correction: Correction, *, reason: str, by: str) -> None:
    correction.withdrawn_at, correction.withdrawn_by, correction.withdrawn_because = (
        timezone.now(),
        by,
        reason,
    )
    correction.save()
