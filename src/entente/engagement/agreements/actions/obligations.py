"""What can be done with duties: entered, done with what shows it, waived with a reason, taken up again."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from entente.foundation.files import actions as files
from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Agreement, Discharge, Duty, Obligation
from ..policy import AGREEMENTS
from ..workflow import OBLIGATION
from .register import _as_of_today, _locked, _refuse, _save


@transaction.atomic
def add_obligation(agreement: Agreement, *, by: Any, **given: Any) -> Obligation:
    """Enter a duty under an instrument, or a line of its work plan.

    Raises ``PermissionDenied``, or ``ValidationError`` when AGR-72 or AGR-118 refuses, or the instrument has one of
    this title.
    """
    made = Obligation(agreement=agreement, **_as_of_today(given))
    AGREEMENTS.require(by, "add_obligation", made)
    _refuse(rules.against_duty(made))
    _save(made)
    trail.record(by=by, verb="add_obligation", subject=agreement, duty=made.title_en, due_on=made.due_on or "")
    return made


def discharge(obligation: Obligation, *, by: Any, text: str, on: date | None = None, upload: Any = None) -> Discharge:
    """Record that a duty was done on a day (today), with what shows it; one that comes again moves to its next day.

    Raises ``PermissionDenied``, or ``ValidationError``: not open, AGR-70 or AGR-71 refuses, the file is not fit.
    """
    return _close(obligation, "discharge", by=by, text=text, on=on, upload=upload)


def waive(obligation: Obligation, *, by: Any, reason: str) -> Discharge:
    """Let a duty go this time, with the reason. Raises as ``discharge``."""
    return _close(obligation, "waive_duty", by=by, text=reason, on=None, upload=None)


@transaction.atomic
def take_up(obligation: Obligation, *, by: Any, reason: str) -> Obligation:
    """Open a duty again that was done or waived; what was recorded stays. Raises without a reason."""
    locked = _locked(obligation)
    AGREEMENTS.require(by, "take_up_duty", locked)
    OBLIGATION.take(locked, "take_up_duty", reason=reason)
    locked.save()
    trail.record(by=by, verb="take_up_duty", subject=locked.agreement, reason=reason, duty=locked.title_en)
    return locked


@transaction.atomic
def _close(  # noqa: PLR0913 - what a duty is closed with
    obligation: Obligation, step: str, *, by: Any, text: str, on: date | None, upload: Any
) -> Discharge:
    locked, today = _locked(obligation), timezone.localdate()
    AGREEMENTS.require(by, step, locked)
    day = on or today
    found = [rules.evidence_given(text), rules.done_by_today(day, today=today)]
    _refuse([*OBLIGATION.obstacles(locked, step, reason=text or "-"), *(one for one in found if one)])
    OBLIGATION.take(locked, step, reason=text)
    made = Discharge(
        obligation=locked, due_on=locked.due_on, on=day, waived=step == "waive_duty", text=text, by=by.username
    )  # fmt: skip
    if upload:
        made.document = _attached(locked, upload, by=by)
    if locked.every and locked.due_on:
        locked.state = Duty.OPEN
        locked.due_on = rules.next_day(locked.due_on, locked.every, locked.unit, after=locked.due_on)
    _save(made)
    locked.save()
    said = {"duty": locked.title_en, "due_on": [made.due_on or "", locked.due_on or ""]}
    trail.record(by=by, verb=step, subject=locked.agreement, reason=text, **said)
    return made


def _attached(obligation: Obligation, upload: Any, *, by: Any) -> Any:
    """The file that shows it, kept with the instrument's documents."""
    agreement = obligation.agreement
    try:
        return files.attach(
            by=by, subject=trail.subject_of(agreement), upload=upload, marking=agreement.marking,
            title_en=obligation.title_en, title_fr=obligation.title_fr or obligation.title_en,
        )  # fmt: skip
    except ValidationError as refusal:
        raise ValidationError(refusal.messages) from refusal
