"""What owners of promises and the heads of their offices are told, and when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.foundation.people import queries as people
from entente.foundation.people.models import Headship
from entente.kit.notice import Word, day, pair

from . import queries
from .models import Commitment
from .policy import cleared_for_all

SOON = 14  # days before it is due
EVERY = 7  # days between two reminders of a promise that is late
ESCALATES = 15  # days late after which the head of the office is told

PASSED = Word(
    "commitments.passed",
    _("Yours from now on: %(title)s"),
    _("%(by)s gave you this promise, made on %(made)s. %(why)s"),
)
DUE_SOON = Word(
    "commitments.due_soon",
    _("Due on %(due)s: %(title)s"),
    _("You own this promise, made on %(made)s. When it is kept, close it with what shows it."),
)
DUE_TODAY = Word(
    "commitments.due_today",
    _("Due today: %(title)s"),
    _("Close this promise with what shows it, or give another day with the reason. It is due today, %(due)s."),
)
LATE = Word(
    "commitments.late",
    _("Late since %(due)s: %(title)s"),
    _("Close this promise with what shows it, give another day with the reason, or pass it on to somebody else."),
)
LONG_LATE = Word(
    "commitments.long_late",
    _("More than two weeks late: %(title)s"),
    _("It was due on %(due)s. Its owner, %(owner)s, was reminded. Your office answers for it."),
)
SENT_BACK = Word(
    "commitments.sent_back",
    _("Not accepted as kept: %(title)s"),
    _("%(by)s sent it back: %(why)s. It is open again; say what shows it now."),
)


def tell_owner(one: Commitment, *, by: Any, why: str = "", again: int = 0) -> None:
    """Tell the owner that a promise is theirs now. ``again`` tells one passing on from another."""
    _tell([one.owner], PASSED, one, f"{one.key}:{again}", by=str(by), made=day(one.made_on), why=why)


def tell_sent_back(one: Commitment, *, by: Any, why: str, again: int) -> None:
    """Tell the owner that a promise is open again because somebody did not agree that it was kept."""
    _tell([one.owner], SENT_BACK, one, f"{one.key}:{again}", by=str(by), why=why.rstrip("."))


def remind(*, today: date) -> None:
    """Tell owners what is due and late, and heads of offices what is long late; each once, however often it runs.

    A day that was missed is made up for: what matters is which stretch of days the promise stands in. Three queries
    besides the notices.
    """
    standing = list(queries.to_remind(today + timedelta(days=SOON)))
    heads = people.heads_on({one.unit for one in standing if one.unit}, today)
    for one in standing:
        _remind(one, heads.get(one.unit_id or 0), today=today)


def _remind(one: Commitment, head: Headship | None, *, today: date) -> None:
    due: Any = one.due_on
    late, key = (today - due).days, f"{one.key}:{due.isoformat()}"
    if late < 0:
        _tell([one.owner], DUE_SOON, one, key, due=day(due), made=day(one.made_on))
    elif late == 0:
        _tell([one.owner], DUE_TODAY, one, key, due=day(due))
    else:
        _tell([one.owner], LATE, one, f"{key}:{(late - 1) // EVERY}", due=day(due))
    if late >= ESCALATES and head and head.person_id != one.owner_id:
        _tell([head.person], LONG_LATE, one, key, due=day(due), owner=str(one.owner or head.unit))


def _tell(people: Iterable[Any], word: Word, one: Commitment, key: str, **values: Any) -> None:
    """Tell those who may read it."""
    notices.tell(
        [person for person in people if person is not None and cleared_for_all(person, one)],
        word,
        key=key,
        address=("commitments:commitment", one.key),
        due_on=one.due_on,
        marking=one.bears,
        title=pair(one),
        **values,
    )
