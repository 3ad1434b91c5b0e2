"""What the worker does every day."""

from datetime import date

from . import notices


def sweep(*, today: date) -> None:
    """Remind owners of what is due and late, and heads of offices of what is long late."""
    notices.remind(today=today)
