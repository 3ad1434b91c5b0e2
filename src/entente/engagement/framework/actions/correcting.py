"""Correcting what a decided edition says, with the reason; the source's words stay beside it."""

from typing import Any

from django.db import models, transaction

from entente.foundation.index import actions as index
from entente.foundation.sources import actions as sources
from entente.foundation.sources.models import Correction
from entente.kit.sheet import Sheet

from .. import search
from ..policy import FRAMEWORK


@transaction.atomic
def correct(  # noqa: PLR0913 - the house's one shape of a correction
    thing: models.Model, sheet: Sheet, *, field: str, text: str, reason: str, by: Any
) -> Correction:
    """Give one value of an edition, element, linkage, regional page, responsibility or term a better one.

    ``text`` is the value as a file spells it.

    Raises:
        PermissionDenied: the edition is a draft or in review, or ``by`` may not correct.
        ValidationError: no reason, nothing changes, or the value cannot stand there.
    """
    FRAMEWORK.require(by, "correct", thing)
    correction = sources.correct(thing, sheet, field=field, text=text, reason=reason, by=by)
    _renew(thing)
    return correction


@transaction.atomic
def withdraw(correction: Correction, thing: models.Model, sheet: Sheet, *, reason: str, by: Any) -> Correction:
    """Give a field its source's value back.

    Raises:
        PermissionDenied: the edition is a draft or in review, or ``by`` may not correct.
        ValidationError: no reason, or the source's value cannot stand there any more.
    """
    FRAMEWORK.require(by, "withdraw_correction", thing)
    withdrawn = sources.withdraw(correction, thing, sheet, reason=reason, by=by)
    _renew(thing)
    return withdrawn


def _renew(thing: models.Model) -> None:
    """Bring what can be found of a thing up to date."""
    if entry := search.entry(thing):
        index.put([entry])
