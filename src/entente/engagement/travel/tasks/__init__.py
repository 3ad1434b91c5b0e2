"""What happens every day without anybody asking. Every part is idempotent: a notice has a key."""

from datetime import date

from . import quarters, reports, trips


def sweep(*, today: date) -> None:
    """Reminders of all parts of travel."""
    quarters.sweep(today=today)
    trips.sweep(today=today)
    reports.sweep(today=today)
