"""What passports and visas must obey. Only the day of expiry is kept: no number, no scan."""

import calendar
import re
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

MONTHS_AFTER_RETURN = 6
REMIND_BEFORE = timedelta(days=30)
NUMBER = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{1,3}[ -]?\d{5,}[A-Z0-9]*|\d{7,}[A-Z0-9]*)(?![A-Z0-9])", re.IGNORECASE)
"""Letters and a run of figures, or a long run of figures: how passports and visas are numbered in most countries."""


def valid_until_at_least(returns_on: date) -> date:
    """Until when a passport must be valid for a trip: six months after the return, as most countries ask."""
    month = returns_on.month - 1 + MONTHS_AFTER_RETURN
    year, month = returns_on.year + month // 12, month % 12 + 1
    return date(year, month, min(returns_on.day, calendar.monthrange(year, month)[1]))


def valid_long_enough(expires_on: date | None, returns_on: date) -> ValidationError | None:
    """TRV-63. A passport is valid for at least six months after the return.

    Source: framework 2008, section 4B (passport and visa services once travel is approved); entry rules of most
    countries.
    """
    needed = valid_until_at_least(returns_on)
    if expires_on is not None and expires_on >= needed:
        return None
    return ValidationError(
        _("The passport must be valid until %(day)s, six months after the return."),
        code="passport",
        params={"day": spoken(needed)},
    )


def no_number(note: str) -> ValidationError | None:
    """TRV-64. No passport or visa number is kept here. Source: needs, row 58 (expiry only, no scans)."""
    if NUMBER.search(note):
        said = _("This looks like the number of a passport or visa. Only the day of expiry is kept here: take it out.")
        return ValidationError({"note": ValidationError(said, code="number")})
    return None


def held_means_valid(state: str, expires_on: date | None, today: date) -> ValidationError | None:
    """TRV-65. What is held is valid today and says until when. Source: what “held” means."""
    if state != "held":
        return None
    if expires_on is None:
        return ValidationError({"expires_on": _("Say until when it is valid.")}, code="expiry_missing")
    if expires_on < today:
        return ValidationError({"expires_on": _("It expired already: it is not held any more.")}, code="expired")
    return None


def valid_for_its_trip(task: Any) -> ValidationError | None:
    """TRV-66. What is held for a trip lasts long enough for it.

    A passport six months after the return, a visa until it. Source: as TRV-63.
    """
    if task.state != "held" or task.trip is None or task.expires_on is None:
        return None
    if task.kind == "passport":
        problem = valid_long_enough(task.expires_on, task.trip.ends_on)
        return ValidationError({"expires_on": problem}) if problem else None
    if task.expires_on < task.trip.ends_on:
        said = _("The visa must be valid until the return on %(day)s.")
        params = {"day": spoken(task.trip.ends_on)}
        return ValidationError({"expires_on": ValidationError(said, code="visa", params=params)})
    return None


def open_tasks(formalities: Any) -> list[Any]:
    """Those of some tasks that are still to be done."""
    return [one for one in formalities if one.state in ("needed", "applied")]
