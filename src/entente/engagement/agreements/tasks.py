"""What the worker does every day."""

from datetime import date

from . import notices


def sweep(*, today: date) -> None:
    """Remind heads of offices of duties, and agreements officers of negotiations and of instruments that end."""
    notices.remind(today=today)
    notices.remind_of_negotiations(today=today)
