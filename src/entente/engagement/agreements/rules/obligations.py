"""What must hold before a duty is done with. Codes AGR-70 and up."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import LAST_DAY, days_later, months_later, spoken

from ..models import Obligation, TimeUnit
from .clauses import length_can_be_meant
from .register import Obstacles

SAID = {
    "AGR-70": _("Say what shows that it was done, or why it is waived."),
    "AGR-71": _("%(day)s has not come yet: what is done was done by today."),
    "AGR-72": _("Give the day it is due, or say what sets it off."),
}
MONTHS = {TimeUnit.MONTHS: 1, TimeUnit.YEARS: 12}


def _problem(code: str, **said: Any) -> ValidationError:
    return ValidationError(SAID[code], code=code, params=said or None)


def evidence_given(text: str) -> ValidationError | None:
    """AGR-70. Nothing is closed by a tick alone. Source: house rule (promises close with what shows it)."""
    return None if text.strip() else _problem("AGR-70")


def done_by_today(on: date, *, today: date) -> ValidationError | None:
    """AGR-71. What was done was done by today. Source: house rule."""
    return _problem("AGR-71", day=spoken(on)) if on > today else None


def duty_has_its_moment(one: Obligation) -> ValidationError | None:
    """AGR-72. A duty has a day, or words that say what sets it off. Source: needs study M3, obligations register."""
    set_off = one.trigger_en.strip() or one.trigger_fr.strip()
    return None if one.due_on or set_off else _problem("AGR-72")


def against_duty(one: Obligation) -> Obstacles:
    """Everything that stands against a duty as it would be kept."""
    found = [duty_has_its_moment(one), length_can_be_meant(one.every, one.unit)]
    return [said for said in found if said]


def next_day(due: date, every: int, unit: str, *, after: date) -> date:
    """The first day on which a duty is due again after another day.

    Counted from ``due`` and not from the day it was done, so that a late year does not move every later one; a
    month without the day (31) takes its last. Nothing is due after the last day that can be meant. Raises
    ``ValueError`` for a length of nothing.
    """
    if every < 1:
        raise ValueError("A duty that comes again needs a length.")
    times = 1
    while (day := _later(due, every * times, unit)) <= after and day < LAST_DAY:
        times += 1
    return day


def _later(day: date, many: int, unit: str) -> date:
    if unit == TimeUnit.DAYS:
        return days_later(day, many)
    return months_later(day, many * MONTHS[TimeUnit(unit)])
