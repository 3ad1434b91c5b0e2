"""What the worker does every day."""

from datetime import date

from . import notices


def sweep(*, today: date) -> None:
    """Remind leads of reviews, and keepers of figures that are missing."""
    notices.remind(today=today)
