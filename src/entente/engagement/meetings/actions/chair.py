"""What is done in a year in the chair: sessions to host, tasks, money, and the handover at the end."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.numbers.actions import take
from entente.foundation.trail import actions as trail

from .. import rules, search
from ..models import ChairYear, Hosting, HostTask
from ..policy import CHAIRS
from ..queries import chair as asked
from .meetings import _locked, _obey

SERIES = "CHR"
RELATED = ("body", "seat", "unit", "lead")


@transaction.atomic
def open_chair_year(*, by: Any, **given: Any) -> ChairYear:
    """Put a year in the chair of a body on record: from when to when, themes, budget, who leads.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or not cleared for the body.
        ValidationError: a value cannot stand, or MTG-4 or MTG-62 refuses.
    """
    year = ChairYear(**given)
    CHAIRS.require(by, "open_chair_year", year)
    year.key = take(SERIES, year=year.starts_on.year if year.starts_on else timezone.localdate().year)
    overlap = rules.years_follow_each_other(year, asked.other_years(year))
    _obey(overlap, rules.within_own_clearance(year, by), thing=year)
    year.save()
    trail.record(by=by, verb="open_chair_year", subject=year, starts_on=year.starts_on, ends_on=year.ends_on)
    index.put([search.chair_year_entry(year)])
    return year


@transaction.atomic
def change_chair_year(year: ChairYear, *, by: Any, reason: str = "", **given: Any) -> ChairYear:
    """Change what is known of a year. When its days or its budget move the reason is needed.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, or MTG-4, MTG-50, MTG-61 or MTG-62 refuses.
    """
    year = _year(year)
    CHAIRS.require(by, "change_chair_year", year)
    before = {name: getattr(year, name) for name in given if getattr(year, name) != given[name]}
    for name in before:
        setattr(year, name, given[name])
    slips = any(before.get(name) is not None for name in ("starts_on", "ends_on", "budget"))
    _obey(
        rules.year_is_running(year),
        rules.something_changes(before),
        rules.reason_given(reason) if slips else None,
        rules.years_follow_each_other(year, asked.other_years(year)),
        rules.within_own_clearance(year, by),
        thing=year,
    )
    year.save()
    said = {name: [value, getattr(year, name)] for name, value in before.items() if not name.startswith("themes")}
    trail.record(by=by, verb="change_chair_year", subject=year, reason=reason, **said)
    index.put([search.chair_year_entry(year)])
    return year


@transaction.atomic
def plan_session(year: ChairYear, *, by: Any, **given: Any) -> Hosting:
    """Put a session to host on record, with its estimate, and the meeting where it is in the catalogue.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or MTG-61, MTG-63 or MTG-64 refuses.
    """
    year = _year(year)
    hosting = Hosting(chair_year=year, **given)
    CHAIRS.require(by, "plan_session", hosting)
    _obey(*_against(hosting), thing=hosting)
    hosting.save()
    said = {"session": hosting.title_en, "due_on": hosting.due_on, "estimate": hosting.estimate}
    trail.record(by=by, verb="plan_session", subject=year, **said)
    return hosting


@transaction.atomic
def change_session(hosting: Hosting, *, by: Any, reason: str = "", **given: Any) -> Hosting:
    """Change a session to host: its meeting, its day, its estimate, what it cost.

    A day or a figure that moves needs the reason, and the trail keeps the old one.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, or MTG-50, MTG-61, MTG-63 or MTG-64 refuses.
    """
    _year(hosting.chair_year)
    hosting = _locked(hosting, "chair_year__body", "meeting")
    CHAIRS.require(by, "change_session", hosting)
    before = {name: getattr(hosting, name) for name in given if getattr(hosting, name) != given[name]}
    for name in before:
        setattr(hosting, name, given[name])
    slips = any(before.get(name) is not None for name in ("due_on", "estimate", "actual"))
    _obey(
        rules.something_changes(before),
        rules.reason_given(reason) if slips else None,
        *_against(hosting),
        thing=hosting,
    )
    hosting.save()
    said = {name: [value, getattr(hosting, name)] for name, value in before.items()}
    trail.record(
        by=by, verb="change_session", subject=hosting.chair_year, reason=reason, session=hosting.title_en, **said
    )
    return hosting


@transaction.atomic
def add_task(year: ChairYear, *, by: Any, **given: Any) -> HostTask:
    """Put a task of the host on record: what, by when, who sees to it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value cannot stand, or MTG-61 refuses.
    """
    year = _year(year)
    task = HostTask(chair_year=year, **given)
    CHAIRS.require(by, "add_task", task)
    _obey(rules.year_is_running(year), thing=task)
    task.save()
    trail.record(by=by, verb="add_task", subject=year, task=task.title_en or task.title_fr, due_on=task.due_on)
    return task


@transaction.atomic
def move_task(task: HostTask, *, by: Any, due_on: date | None, reason: str) -> HostTask:
    """Move the day on which a task is due; the trail keeps the old one, with the reason."""
    task = _task(task)
    CHAIRS.require(by, "move_task", task)
    before, task.due_on = task.due_on, due_on
    _obey(*_open(task), rules.something_changes(before != due_on), rules.reason_given(reason))
    task.save(update_fields=["due_on"])
    trail.record(by=by, verb="move_task", subject=task.chair_year, reason=reason, task=task.pk, due_on=[before, due_on])
    return task


@transaction.atomic
def finish_task(task: HostTask, *, by: Any, done_on: date) -> HostTask:
    """Record that a task is done. Raises ``ValidationError`` by MTG-55, MTG-61 or MTG-65."""
    task = _task(task)
    CHAIRS.require(by, "finish_task", task)
    _obey(*_open(task), rules.day_has_come(done_on, "done_on", timezone.localdate()))
    task.done_on = done_on
    task.save(update_fields=["done_on"])
    trail.record(
        by=by, verb="finish_task", subject=task.chair_year, task=task.title_en or task.title_fr, done_on=done_on
    )
    return task


@transaction.atomic
def drop_task(task: HostTask, *, by: Any, reason: str) -> HostTask:
    """Drop a task, with the reason. Raises ``ValidationError`` by MTG-50, MTG-61 or MTG-65."""
    task = _task(task)
    CHAIRS.require(by, "drop_task", task)
    _obey(*_open(task), rules.reason_given(reason))
    task.dropped_because = reason
    task.save(update_fields=["dropped_because"])
    trail.record(by=by, verb="drop_task", subject=task.chair_year, reason=reason, task=task.title_en or task.title_fr)
    return task


@transaction.atomic
def hand_over_year(year: ChairYear, *, by: Any, handed_over_on: date, **given: Any) -> ChairYear:
    """Hand the chair over: to whom, with what they need to know. From then on the year changes no more.

    ``given``: ``handed_to handover_en handover_fr``.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: MTG-61 or MTG-66 to MTG-68 refuses; every obstacle at once.
    """
    year = _year(year)
    CHAIRS.require(by, "hand_over_year", year)
    running = rules.year_is_running(year)
    for name, value in given.items():
        setattr(year, name, value)
    _obey(
        running,
        rules.handover_is_written(year),
        rules.tasks_are_closed(asked.tasks_still_open(year)),
        rules.handed_over_by_now(handed_over_on, timezone.localdate(), year),
        thing=year,
    )
    year.handed_over_on = handed_over_on
    year.save()
    to = year.handed_to.key if year.handed_to else ""
    trail.record(by=by, verb="hand_over_year", subject=year, handed_over_on=handed_over_on, partner=to)
    return year


def _year(year: ChairYear) -> ChairYear:
    found: ChairYear = _locked(year, *RELATED)
    return found


def _task(task: HostTask) -> HostTask:
    found: HostTask = _locked(task, "chair_year__body", "owner", "unit")
    return found


def _open(task: HostTask) -> list[Any]:
    return [rules.year_is_running(task.chair_year), rules.task_is_open(task)]


def _against(hosting: Hosting) -> list[Any]:
    bodies = asked.bodies_under(hosting.chair_year.body) if hosting.meeting else []
    return [
        rules.year_is_running(hosting.chair_year),
        rules.hosted_within_the_year(hosting),
        rules.hosted_meeting_is_of_the_body(hosting.meeting, bodies),
    ]
