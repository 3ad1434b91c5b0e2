"""What the worker does every day: tell of delegations, and gather the digests when all rooms have spoken."""

from datetime import date

from django_tasks import task

from . import actions

LAST = -90
"""Priority: after the sweeps of all rooms."""


def sweep(*, today: date) -> None:
    """Tell people of delegations that begin or end."""
    actions.tell_of_delegations(today=today)


@task(priority=LAST)
def digests(day: str) -> int:
    """Gather the digests of a day, in ISO form, and ask for them to be sent."""
    made = actions.gather(today=date.fromisoformat(day))
    actions.ask_to_send()
    return made
