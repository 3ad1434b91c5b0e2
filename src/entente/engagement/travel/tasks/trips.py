"""What happens to trips every day."""

from datetime import date

from entente.foundation.people import queries as people

from .. import actions, queries
from ..notices import formalities as words
from ..notices import trips
from ..rules.formalities import REMIND_BEFORE


def sweep(*, today: date) -> None:
    """Pass on what nobody can answer any more, tell of trips without a meeting, remind of passports and visas."""
    pass_on(today=today)
    tell_who_goes_astray(today=today)
    remind(today=today)


def pass_on(*, today: date) -> None:
    """Questions for authority that nobody can answer any more go on upwards."""
    for step in queries.authorities.waiting():
        actions.pass_on(step.trip)


def tell_who_goes_astray(*, today: date) -> None:
    """Whose meeting is off, not attended or moved away: traveller and planners, once for each change of it."""
    for trip in queries.trips.astray(today):
        meeting = trip.traveller.proposal.meeting
        told = [trip.person, *people.planners_of(trip.traveller.proposal.unit)]
        word = trips.MEETING_SKIPPED if meeting.attendance == "skip" else trips.MEETING_MOVED
        if meeting.state == meeting.State.CANCELLED:
            word = trips.MEETING_CANCELLED
        trips.tell_of_trip(told, word, trip, part=f"meeting{meeting.revision}")


def remind(*, today: date) -> None:
    """Thirty days before a passport or visa of somebody who travels expires, and before a departure with open tasks."""
    for task in queries.formalities.expiring_before_trips(today, REMIND_BEFORE):
        if trip := queries.formalities.next_trip(task.person, today):
            words.tell_of_formality(words.FORMALITY_EXPIRES, task, trip, key=f"{task.pk}:{task.expires_on}")
    for task in queries.formalities.open_before_departure(today, REMIND_BEFORE):
        if task.trip:
            words.tell_of_formality(words.FORMALITY_OPEN, task, task.trip, key=f"{task.pk}:{task.trip.starts_on}")
