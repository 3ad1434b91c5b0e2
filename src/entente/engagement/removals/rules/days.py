"""Which days may be meant, and what was said before: slips of the finger are refused where they are typed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN, PartialDate, spoken

from ..models import Figure, Item, Plan, Use

EARLIEST = date(1990, 1, 1)
"""Nothing this room counts or does is older: what names an earlier day is a slip of the finger."""


def within_memory(day: date | None, question: str) -> ValidationError | None:
    """REM-28. What is counted, ranked, offered or decided lies in 1990 or later. ``question``: what the form calls it.

    Source: house rule (a year that cannot be meant is refused where it is typed).
    """
    if day is None or day >= EARLIEST:
        return None
    said = _("REM-28: %(day)s is too long ago: nothing here is older than %(earliest)s.")
    told = {"day": spoken(day), "earliest": spoken(EARLIEST)}
    return ValidationError({question: ValidationError(said % told, code="long_ago")})


def drawn_in_time(figure: Figure, *, today: date) -> ValidationError | None:
    """REM-29. A figure was drawn by today, and not before its period began.

    A month or a year counts by the days it may mean. Source: design, provenance (a source speaks for a day).
    """
    if figure.as_of in UNKNOWN:
        return None
    day = PartialDate(figure.as_of)
    if day.first > today:
        ahead = _("REM-29: %(day)s has not come yet: give the day on which it was drawn.") % {"day": spoken(day)}
        return ValidationError({"as_of": ValidationError(ahead, code="ahead")})
    if day.last < figure.starts_on:
        said = _("REM-29: the period begins on %(day)s only: what was drawn before says nothing of it.")
        told = {"day": spoken(figure.starts_on)}
        return ValidationError({"as_of": ValidationError(said % told, code="before")})
    return None


def still_to_do(item: Item, *, today: date) -> ValidationError | None:
    """REM-30. An item falls due today or later: what is to be done lies ahead. Source: needs, M15 (plans, timeline)."""
    if item.due_on is None or item.due_on >= today:
        return None
    said = _("REM-30: %(day)s is past: an item falls due today or later.") % {"day": spoken(item.due_on)}
    return ValidationError({"due_on": ValidationError(said, code="past")})


def answered_afterwards(use: Use) -> ValidationError | None:
    """REM-31. An answer is expected on the day of the step or later. Source: needs, M15 (actions with reaction)."""
    if use.answer_due_on is None or use.answer_due_on >= use.used_on:
        return None
    said = _("REM-31: the lever was used on %(day)s: an answer is expected that day or later.")
    told = {"day": spoken(use.used_on)}
    return ValidationError({"answer_due_on": ValidationError(said % told, code="before")})


def done_within(plan: Plan, ended_on: date) -> ValidationError | None:
    """REM-32. An item is done on the day its plan was drafted or later. Source: what a plan is."""
    if ended_on >= plan.drafted_on:
        return None
    said = _("REM-32: the plan was drafted on %(day)s: its items are done that day or later.")
    return ValidationError({"ended_on": ValidationError(said % {"day": spoken(plan.drafted_on)}, code="before")})


def not_twice(is_there: bool) -> ValidationError | None:
    """REM-33. The same thing is put on record once: a form sent twice is refused the second time.

    Source: design (one record of one event).
    """
    if not is_there:
        return None
    return ValidationError(_("REM-33: this stands on record already, word for word."), code="twice")
