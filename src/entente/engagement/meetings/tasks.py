"""What runs once a day for joint products and years in the chair."""

from datetime import date, timedelta
from typing import Any

from entente.foundation.notices.actions import tell
from entente.foundation.people import queries as people
from entente.kit.notice import day, pair

from . import notices
from .models import HostTask, Input
from .queries import chair, products

AHEAD = (7, 1, 0)  # days before the due day on which who owes it is reminded
BEHIND = (1, 7, 14, 28)  # days after it on which whoever leads the product hears of it


def sweep(*, today: date) -> None:
    """Remind who owes an input or a task, and tell who leads the product what is late. Telling twice says nothing."""
    for one in products.to_remind(today + timedelta(days=AHEAD[0])):
        _of_input(one, today)
    for task in chair.tasks_to_remind(today + timedelta(days=AHEAD[0])):
        _of_task(task, today)


def stage(due: date, today: date) -> int | None:
    """The last stage that was reached: 7, 1 or 0 days before, or 1, 7, 14 or 28 days after (told as below nought)."""
    left = (due - today).days
    reached = [days for days in AHEAD if left <= days] if left >= 0 else [-days for days in BEHIND if -left >= days]
    return min(reached, default=None)


def _of_input(one: Input, today: date) -> None:
    if one.due_on is None or (at := stage(one.due_on, today)) is None:
        return
    said: dict[str, Any] = {"input": pair(one), "product": pair(one.product), "due": day(one.due_on)}
    asked: dict[str, Any] = {
        "key": f"{one.product.key}:{one.pk}:{one.due_on.isoformat()}:{at}",
        "address": ("meetings:product", one.product.key),
        "due_on": one.due_on,
        "marking": one.product.marking,
    }
    if at < 0 and one.product.lead is not None:
        owes = one.partner or one.unit
        who = pair(owes, "name") if owes is not None else ""
        tell([one.product.lead], notices.INPUT_LATE, **asked, **said, who=who)
    if one.unit is not None:
        tell(_who(one, today), notices.INPUT_DUE, **asked, **said)


def _who(one: Input, today: date) -> list[Any]:
    """Who sees to an input of ours, else the head of the office that owes it."""
    if one.owner is not None:
        return [one.owner]
    headship = people.head_of(one.unit, on=today) if one.unit else None
    return [headship.person] if headship else []


def _of_task(task: HostTask, today: date) -> None:
    if task.due_on is None or (at := stage(task.due_on, today)) is None:
        return
    year = task.chair_year
    tell(
        [one for one in (task.owner or year.lead,) if one is not None],
        notices.TASK_DUE,
        key=f"{year.key}:{task.pk}:{task.due_on.isoformat()}:{at}",
        address=("meetings:chair_year", year.key),
        due_on=task.due_on,
        marking=year.marking,
        task=pair(task),
        year=pair(year),
        due=day(task.due_on),
    )
