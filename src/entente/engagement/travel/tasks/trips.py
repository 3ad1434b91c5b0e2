"""What happens to trips every day."""

from datetime import date

from .. import actions, queries
from ..notices import formalities as words
from ..rules.formalities import REMIND_BEFORE


def sweep(*, today: date) -> None:
    """Pass on what nobody can answer any more, and remind of passports and visas."""
    pass_on(today=today)
    remind(today=today)


def pass_on(*, today: date) -> None:
    """Questions for authority that nobody can answer any more go on upwards."""
    for step in queries.authorities.waiting():
        actions.pass_on(step.trip)


def remind(*, today: date) -> None:
    """Thirty days before a passport or visa of somebody who travels expires, and before a departure with open tasks."""
    for task in queries.formalities.expiring_before_trips(today, REMIND_BEFORE):
        if trip := queries.formalities.next_trip(task.person, today):
            words.tell_of_formality(words.FORMALITY_EXPIRES, task, trip, key=f"{task.pk}:{task.expires_on}")
    for task in queries.formalities.open_before_departure(today, REMIND_BEFORE):
        if task.trip:
            words.tell_of_formality(words.FORMALITY_OPEN, task, task.trip, key=f"{task.pk}:{task.trip.starts_on}")
