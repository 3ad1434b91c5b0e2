"""What a year in the chair must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import ChairYear, Hosting, HostTask, Meeting


def year_is_running(year: ChairYear) -> ValidationError | None:
    """MTG-61. A year that was handed over changes no more. Source: design, nothing decided is overwritten."""
    if not year.is_over:
        return None
    return ValidationError(_("MTG-61: this year was handed over and is closed."), code="handed_over")


def years_follow_each_other(year: ChairYear, others: Iterable[ChairYear]) -> ValidationError | None:
    """MTG-62. A body has one year in the chair at a time. ``others`` are the body’s other years of ours.

    Source: 2019 framework, existing cooperation (the chair rotates every year).
    """
    for other in others:
        if year.starts_on <= other.ends_on and other.starts_on <= year.ends_on:
            said = _("MTG-62: %(key)s covers some of these days already.")
            return ValidationError({"starts_on": said}, code="overlap", params={"key": other.key})
    return None


def hosted_within_the_year(hosting: Hosting) -> ValidationError | None:
    """MTG-63. A session is hosted within the year in the chair. Source: what hosting is."""
    year, day = hosting.chair_year, hosting.due_on
    if day is None or year.starts_on <= day <= year.ends_on:
        return None
    return ValidationError({"due_on": _("MTG-63: this day is not in the year in the chair.")}, code="outside")


def hosted_meeting_is_of_the_body(meeting: Meeting | None, bodies: Iterable[int]) -> ValidationError | None:
    """MTG-64. The session hosted is one of the body or of a body under it. ``bodies`` are their primary keys.

    Source: 2019 framework, existing cooperation (heads and deputy heads meetings and some working groups).
    """
    if meeting is None or meeting.body_id in set(bodies):
        return None
    said = _("MTG-64: this meeting is not one of the body or of a body under it.")
    return ValidationError({"meeting": said}, code="other_body")


def task_is_open(task: HostTask) -> ValidationError | None:
    """MTG-65. What was done or dropped is not done again. Source: what a record is."""
    if task.is_open:
        return None
    return ValidationError(_("MTG-65: this task is closed already."), code="closed")


def handover_is_written(year: ChairYear) -> ValidationError | None:
    """MTG-66. Who hands the chair over writes down what the next one needs, in at least one language.

    Source: needs, M4 (term, end-of-term report); engagement, handover packs.
    """
    if year.handover_en.strip() or year.handover_fr.strip():
        return None
    said = _("MTG-66: write what the next chair needs to know, in at least one language.")
    return ValidationError({"handover_en": said}, code="empty")


def tasks_are_closed(open_tasks: Iterable[Any]) -> ValidationError | None:
    """MTG-67. A year is handed over with its tasks done, or dropped with the reason. Source: what a handover is."""
    names = [str(one.title) for one in open_tasks]
    if not names:
        return None
    said = _("MTG-67: still open: %(tasks)s. Finish them, or drop them with the reason.")
    return ValidationError(said, code="open", params={"tasks": "; ".join(names)})


def handed_over_by_now(day: date, today: date, year: ChairYear) -> ValidationError | None:
    """MTG-68. A chair is handed over on a day that has come, in the year or after it. Source: what a handover is."""
    if day > today:
        return ValidationError({"handed_over_on": _("MTG-68: this day is still to come.")}, code="future")
    if day < year.starts_on:
        return ValidationError({"handed_over_on": _("MTG-68: the year had not begun by then.")}, code="before")
    return None
