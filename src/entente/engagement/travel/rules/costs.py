"""What the money of a trip must obey."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken
from entente.kit.numerals import amount

from .. import queries
from ..models import Ceiling, CostLine, Trip


def variance_is_explained(lines: Iterable[CostLine], reason: str) -> ValidationError | None:
    """TRV-58. Who spent a tenth more or less than estimated says why.

    Only what is known counts: a line whose actual is missing is left out on both sides.
    Source: framework 2008, section 3B (roll-up of spending); Directive on Travel, Hospitality, Conference and Event
    Expenditures (main variances are explained).
    """
    known = [line for line in lines if line.actual is not None]
    estimate, actual = queries.costs.variance_of(known)
    if reason.strip() or not known or abs(actual - estimate) * 10 <= estimate:
        return None
    said = _("CAD %(actual)s were spent where CAD %(estimate)s were estimated, more than a tenth apart: say why.")
    params = {"actual": amount(actual), "estimate": amount(estimate)}
    return ValidationError({"reason": ValidationError(said, code="variance", params=params)})


def spent_on_authority(trip: Trip) -> ValidationError | None:
    """TRV-59. Money is spent on a trip that was authorised, be it that it was cancelled afterwards.

    Source: framework 2008, section 4D (authority before travel).
    """
    if trip.authorised_at is not None:
        return None
    return ValidationError(
        _("This trip was never authorised, so nothing can have been spent on it."), code="no_authority"
    )


def reimbursed_in_time(day: date | None, trip: Trip, today: date) -> ValidationError | None:
    """TRV-60. Nobody is reimbursed in the future. Source: what the column says."""
    if day is None or day <= today:
        return None
    return ValidationError(
        _("%(day)s is still to come: give the day on which it was paid."), code="future", params={"day": spoken(day)}
    )


def ceiling_follows(new: Ceiling, last: Ceiling | None, today: date) -> ValidationError | None:
    """TRV-61. A ceiling begins today or later and after the one before it: what applied to past trips stays.

    Source: design, dated facts.
    """
    if new.starts_on < today:
        said = _("A ceiling cannot begin in the past: what applied to earlier trips stays as it was.")
        return ValidationError({"starts_on": ValidationError(said, code="past")})
    if last is not None and new.starts_on <= last.starts_on:
        said = _("A later ceiling begins on %(day)s already. Choose a day after it.")
        problem = ValidationError(said, code="order", params={"day": spoken(last.starts_on)})
        return ValidationError({"starts_on": problem})
    return None


def ceiling_differs(new: Decimal, standing: Decimal) -> ValidationError | None:
    """TRV-62. A ceiling that changes nothing is not recorded. Source: design, what is in the trail."""
    if new == standing:
        said = _("CAD %(amount)s is the ceiling already.")
        return ValidationError({"amount": ValidationError(said, code="unchanged", params={"amount": amount(new)})})
    return None
