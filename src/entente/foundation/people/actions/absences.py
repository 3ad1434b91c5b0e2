"""Recording who is away, one absence or a whole sheet."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Absence, Person
from ..policy import ABSENCES

BATCH = 500  # rows a statement writes; SQLite takes no more variables


@transaction.atomic
def record_absence(*, by: Any, person: Person, starts_on: date, ends_on: date, kind: str = "leave") -> Absence:
    """Note that somebody is away, both days included.

    Raises:
        PermissionDenied: ``by`` is neither that person nor an administrator.
        ValidationError: the days cannot be, the same absence is there already, or PPL-9 refuses.
    """
    absence = Absence(person=person, starts_on=starts_on, ends_on=ends_on, kind=kind)
    if not isinstance(by, str):
        ABSENCES.require(by, "record", absence)
    absence.full_clean()
    rules.refuse(rules.not_too_long(absence))
    absence.save()
    trail.record(by=by, verb="record_absence", subject=absence, kind=kind, starts_on=starts_on, ends_on=ends_on)
    return absence


@transaction.atomic
def withdraw_absence(absence: Absence, *, by: Any, reason: str) -> None:
    """Take an absence back; the trail keeps it. Needs a reason.

    Raises:
        PermissionDenied: ``by`` is neither that person nor an administrator.
        ValidationError: no reason.
    """
    absence = Absence.objects.select_for_update(of=("self",)).select_related("person").get(pk=absence.pk)
    if not isinstance(by, str):
        ABSENCES.require(by, "withdraw", absence)
    rules.refuse(rules.reason_given(reason))
    said = {"starts_on": absence.starts_on, "ends_on": absence.ends_on}
    trail.record(by=by, verb="withdraw_absence", subject=absence, reason=reason, **said)
    absence.delete()


@transaction.atomic
def import_absences(rows: Iterable[Absence], *, by: Any, file: str) -> list[Absence]:
    """Record the absences of a sheet that was judged and found good: all of them or none.

    Raises:
        PermissionDenied: ``by`` is no administrator.
        ValidationError: PPL-9 refuses a row, or somebody recorded one of them since the sheet was judged.
    """
    if not isinstance(by, str):
        ABSENCES.require(by, "import")
    rows = list(rows)
    for one in rows:
        rules.refuse(rules.not_too_long(one))
    try:
        with transaction.atomic():
            made = Absence.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError as twice:
        raise ValidationError(
            _("Some of these were recorded meanwhile. Look at the sheet again."), code="twice"
        ) from twice
    lines = [
        trail.line(one, "import", file=file, kind=one.kind, starts_on=one.starts_on, ends_on=one.ends_on)
        for one in made
    ]
    trail.record_many(lines, by=by)
    return made
