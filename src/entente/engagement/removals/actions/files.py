"""Opening a country file and changing what it says."""

from datetime import date
from typing import Any

from django.db import transaction

from entente.engagement.partners.models import Partner
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import CountryFile
from ..policy import REMOVALS
from .keeping import _checked, _found_again, _locked, _obey, _today


@transaction.atomic
def open_file(partner: Partner, *, by: Any, opened_on: date | None = None, **given: Any) -> CountryFile:
    """Open the file of a country. ``given`` are ``officer standing_en standing_fr marking``.

    Raises:
        PermissionDenied: ``by`` may not, or is not cleared for the country or the file.
        ValidationError: REM-1, REM-2, REM-3, REM-11 or REM-14 refuses; every obstacle at once.
    """
    file = CountryFile(partner=partner, key=partner.key, opened_on=opened_on or _today(), **({"officer": by} | given))
    REMOVALS.require(by, "open_file")
    _obey(
        rules.of_a_country(partner),
        rules.one_file_a_country(queries.file_of(partner)),
        rules.has_come(file.opened_on, "opened_on", today=_today()),
        rules.not_above_own_clearance(file, by),
        rules.names_nobody(file),
    )
    REMOVALS.require(by, "open_file", file)
    file.full_clean()
    file.save()
    _found_again(file)
    trail.record(by=by, verb="open_file", subject=file, officer=file.officer or "", marking=file.marking)
    return file


@transaction.atomic
def change(file: CountryFile, *, by: Any, **changes: Any) -> CountryFile:
    """Change who keeps it, where cooperation stands, or its marking.

    Raises:
        PermissionDenied: ``by`` may not, before or after the change.
        ValidationError: REM-1, REM-14 or REM-15 refuses.
    """
    file = _locked(file)
    REMOVALS.require(by, "change", file)
    before = {name: getattr(file, name) for name in changes}
    moved = [name for name, value in changes.items() if before[name] != value]
    for name in moved:
        setattr(file, name, changes[name])
    _checked(file, rules.something_changes(moved), rules.not_above_own_clearance(file, by))
    file.save()
    _found_again(file)
    kept = {name: [before[name] or "", changes[name] or ""] for name in moved}
    trail.record(by=by, verb="change", subject=file, **kept)
    return file
