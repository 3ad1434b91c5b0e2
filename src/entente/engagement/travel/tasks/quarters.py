"""Reminders before forecasts are due."""

from datetime import date

from .. import queries
from ..notices import quarters as notices


def sweep(*, today: date) -> None:
    """Remind the planners of every quarter that takes forecasts."""
    for one in queries.forecasting(today=today):
        notices.remind(one, today=today)
