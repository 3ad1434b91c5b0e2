"""What the verbs of this room share."""

from datetime import date
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone

from entente.foundation.index import actions as index

from .. import rules, search
from ..models import CountryFile

FIELDS = {"reason_missing": "reason"}
"""Beside which question a problem without a place of its own is shown."""


def _today() -> date:
    """The day in the agency's zone."""
    return timezone.localdate()


def _locked(file: CountryFile) -> CountryFile:
    """The file as it stands now, held until the transaction ends: what is done to one country is done in turn."""
    return CountryFile.objects.select_for_update(of=("self",)).select_related("partner", "officer").get(pk=file.pk)


def _obey(*problems: ValidationError | None) -> None:
    """Raises every problem at once: those of a question under its name, the others under none."""
    said: dict[str, list[ValidationError]] = {}
    for one in problems:
        if one is not None:
            place = FIELDS.get(getattr(one, "code", None) or "", NON_FIELD_ERRORS)
            for name, found in getattr(one, "error_dict", {place: [one]}).items():
                said.setdefault(name, []).extend(found)
    if said:
        raise ValidationError(said)


def _checked(thing: Any, *problems: ValidationError | None) -> None:
    """What the rules, the fields and REM-1 have against a record, all at once."""
    _obey(*problems, rules.names_nobody(thing))
    thing.full_clean()


def _found_again(file: CountryFile) -> None:
    """Renew the file in the index."""
    index.put([search.entry(file)])
