"""Opening, balancing, submitting and closing a quarter."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from ..models import Quarter, QuarterState, quarter_of
from ..notices import quarters as notices
from ..policy import QUARTERS
from ..rules import obey
from ..rules import quarters as rules
from ..workflow import QUARTER
from .steps import _enter


@transaction.atomic
def open_quarter(
    *, by: Any, starts_on: date, budget: Decimal | int | None = None, forecast_due_on: date | None = None
) -> Quarter:
    """Open the quarter of the fiscal year in which a day falls; the planners of the branches are told.

    Raises:
        PermissionDenied: ``by`` does not plan for International Affairs.
        ValidationError: it is open already, it is over, or forecasts would be due out of time.
    """
    QUARTERS.require(by, "open")
    key, first, last = quarter_of(starts_on)
    quarter = Quarter(key=key, starts_on=first, ends_on=last, budget=budget, forecast_due_on=forecast_due_on)
    today = timezone.localdate()
    obey(rules.it_is_not_over(quarter, today=today), rules.forecast_is_due_in_time(quarter, today=today))
    _enter(quarter)
    trail.record(by=by, verb="open_quarter", subject=quarter, budget=budget, forecast_due_on=forecast_due_on)
    notices.opened(quarter)
    return quarter


@transaction.atomic
def change_quarter(
    quarter: Quarter, *, by: Any, reason: str, budget: Decimal | None, forecast_due_on: date | None
) -> Quarter:
    """Set another budget or another day for forecasts, with the reason; the old values stay in the trail.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    quarter = _held(quarter)
    QUARTERS.require(by, "change", quarter)
    before = {"budget": quarter.budget, "forecast_due_on": quarter.forecast_due_on}
    quarter.budget, quarter.forecast_due_on = budget, forecast_due_on
    moved = {"budget": budget, "forecast_due_on": forecast_due_on}
    changed = {name: [before[name], moved[name]] for name in moved if before[name] != moved[name]}
    new_day = "forecast_due_on" in changed
    obey(
        rules.a_change_says_why(changed, reason),
        rules.forecast_is_due_in_time(quarter, today=timezone.localdate()) if new_day else None,
    )
    quarter.full_clean()
    quarter.save()
    trail.record(by=by, verb="change", subject=quarter, reason=reason, **changed)
    if new_day and forecast_due_on:
        notices.opened(quarter)
    return quarter


@transaction.atomic
def close_forecast(quarter: Quarter, *, by: Any, reason: str = "") -> Quarter:
    """Take no more forecasts: International Affairs balances. Raises ``PermissionDenied`` or ``ValidationError``."""
    return _step(quarter, "close_forecast", by=by, reason=reason)


@transaction.atomic
def reopen_forecast(quarter: Quarter, *, by: Any, reason: str) -> Quarter:
    """Take forecasts again, with the reason; the planners are told. Raises as ``close_forecast``."""
    quarter = _step(quarter, "reopen_forecast", by=by, reason=reason)
    notices.reopened(quarter, reason)
    return quarter


@transaction.atomic
def submit(quarter: Quarter, *, by: Any, reason: str = "") -> Quarter:
    """Lay the list before the President. Raises ``ValidationError`` with everything that stands in the way."""
    late = rules.every_listed_meeting_is_to_come(quarter, today=timezone.localdate())
    quarter = _step(quarter, "submit", late, by=by, reason=reason, submitted_at=timezone.now())
    notices.submitted(quarter)
    return quarter


@transaction.atomic
def take_back(quarter: Quarter, *, by: Any, reason: str) -> Quarter:
    """Take the list back from the President, with the reason; what is decided stays decided."""
    return _step(quarter, "take_back", by=by, reason=reason)


@transaction.atomic
def close(quarter: Quarter, *, by: Any, reason: str = "") -> Quarter:
    """Close the decided list: it is the International Travel Plan, and the branches are told."""
    quarter = _step(quarter, "close", by=by, reason=reason, decided_at=timezone.now())
    notices.decided(quarter)
    return quarter


@transaction.atomic
def reopen(quarter: Quarter, *, by: Any, reason: str) -> Quarter:
    """Open a decided list again, with the reason; what is decided stays decided until it is taken back."""
    return _step(quarter, "reopen", by=by, reason=reason)


def _held(quarter: Quarter) -> Quarter:
    return Quarter.objects.select_for_update(of=("self",)).get(pk=quarter.pk)


def _step(quarter: Quarter, move: str, *more: ValidationError | None, by: Any, reason: str, **said: Any) -> Quarter:
    quarter = _held(quarter)
    QUARTERS.require(by, move, quarter)
    obstacles = [*QUARTER.obstacles(quarter, move, reason=reason), *(one for one in more if one)]
    if obstacles:
        raise ValidationError(obstacles)
    before = quarter.state
    QUARTER.take(quarter, move, reason=reason)
    for name, value in said.items():
        setattr(quarter, name, value)
    quarter.full_clean()
    quarter.save()
    state = [before, QuarterState(quarter.state).value]
    trail.record(by=by, verb=move, subject=quarter, reason=reason.strip(), state=state)
    return quarter
