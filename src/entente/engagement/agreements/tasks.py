"""What the worker does every day."""

from datetime import date

from . import notices


def sweep(*, today: date) -> None:
    """Remind heads of offices of duties that are due and late."""
    notices.remind(today=today)
