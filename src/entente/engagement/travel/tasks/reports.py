"""The clock of trip reports: days follow meetings, reminders, what is late."""

from datetime import date

from ..actions import reports


def sweep(*, today: date) -> None:
    """Once a day, or as often as one likes."""
    reports.sweep(today=today)
