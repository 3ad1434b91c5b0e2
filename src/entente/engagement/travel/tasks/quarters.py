"""Reminders before forecasts are due, and of proposals whose meeting went away."""

from datetime import date

from .. import queries
from ..notices import proposals as of_proposals
from ..notices import quarters as notices


def sweep(*, today: date) -> None:
    """Remind the planners of every quarter that takes forecasts, and tell of proposals without their meeting."""
    for one in queries.forecasting(today=today):
        notices.remind(one, today=today)
    for proposal in queries.proposals.astray(today):
        of_proposals.astray(proposal)
