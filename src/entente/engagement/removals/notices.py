"""What leads of plans and keepers of files are told, and when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.kit.notice import Word, day, pair

from . import queries
from .models import CountryFile, Plan
from .policy import cleared_for_file

SOON = 14  # days before a plan is to be reviewed
EVERY = 7  # days between two reminders of a review that is late
GRACE = 30  # days after a quarter within which its figures are entered

SENT_BACK = Word(
    "removals.sent_back",
    _("Plan sent back: %(title)s"),
    _("%(by)s sent it back: %(why)s. It is a draft again."),
)
APPROVED = Word(
    "removals.approved",
    _("Plan approved: %(title)s"),
    _("%(by)s approved it. Give the day of its review and begin."),
)
REVIEW_SOON = Word(
    "removals.review_soon",
    _("To be reviewed by %(due)s: %(title)s"),
    _("You lead this plan. End every item, say what came of the plan, and review it."),
)
REVIEW_LATE = Word(
    "removals.review_late",
    _("Review late since %(due)s: %(title)s"),
    _("You lead this plan. End every item, say what came of the plan, and review it."),
)
FIGURES_MISSING = Word(
    "removals.figures_missing",
    _("Figures are missing: %(title)s"),
    _("You keep this file. The quarter ended on %(last)s, and some of its figures are not entered."),
)


def tell_lead(plan: Plan, word: Word, *, by: Any, again: int, why: str = "") -> None:
    """Tell the lead and the author of a plan what somebody decided. ``again`` tells one decision from another."""
    people = {one.pk: one for one in (plan.lead, plan.author) if one.pk != by.pk}
    _tell(people.values(), word, plan.file, ("removals:plan", plan.key), f"{plan.key}:{again}",
          title=pair(plan), by=str(by), why=why.rstrip("."))  # fmt: skip


def remind(*, today: date) -> None:
    """Tell leads which reviews are near and late, and keepers which figures are missing; each once.

    A day that was missed is made up for. Two queries besides the notices.
    """
    for plan in queries.to_review(today + timedelta(days=SOON)):
        due: Any = plan.review_on
        late, key = (today - due).days, f"{plan.key}:{due.isoformat()}"
        word = REVIEW_SOON if late <= 0 else REVIEW_LATE
        key = key if late <= 0 else f"{key}:{(late - 1) // EVERY}"
        _tell(
            [plan.lead], word, plan.file, ("removals:plan", plan.key), key, due_on=due, title=pair(plan), due=day(due)
        )
    first, last = queries.last_quarter(today)
    if today < last + timedelta(days=GRACE):
        return
    for file in queries.without_figures(first, last):
        key = f"{file.key}:{last.isoformat()}"
        due = last + timedelta(days=GRACE)
        _tell(
            [file.officer],
            FIGURES_MISSING,
            file,
            ("removals:file", file.key),
            key,
            due_on=due,
            title=pair(file),
            last=day(last),
        )


def _tell(
    people: Iterable[Any], word: Word, file: CountryFile, address: tuple[str, ...], key: str, **values: Any
) -> None:
    """Tell those who may read the file."""
    readers = [one for one in people if one is not None and one.is_active and cleared_for_file(one, file)]
    notices.tell(readers, word, key=key, address=address, marking=file.bears, **values)
