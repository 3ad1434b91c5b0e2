"""What owners of promises and the heads of their offices are told, and when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.foundation.people import queries as people
from entente.foundation.people.models import Headship, Person
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
UNOWNED = Word(
    "commitments.unowned",
    _("Nobody keeps it any more: %(title)s"),
    _("The account of its owner, %(owner)s, is closed. It is due on %(due)s. Give it to somebody who can keep it."),
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

    A day that was missed is made up for: what matters is which stretch of days the promise stands in. Four queries
    besides the notices.
    """
    standing = list(queries.to_remind(today + timedelta(days=SOON)))
    heads = people.heads_on({one.office for one in standing if one.office}, today)
    desks = queries.desks_of([one.office for one in standing if one.is_orphaned])
    for one in standing:
        if one.is_orphaned:
            _ask_for_an_owner(one, heads, desks, today=today)
        else:
            _remind(one, heads.get(one.unit_id or 0), today=today)


def _ask_for_an_owner(
    one: Commitment, heads: dict[int, Headship], desks: dict[int | None, list[Person]], *, today: date
) -> None:
    """Tell the head of the office and its desk officers, every week: they can give the promise to somebody."""
    office = one.office.pk if one.office else None
    head = heads.get(office or 0)
    late = max((today - one.due_on).days, 0) if one.due_on else 0
    key = f"{one.key}:{one.owner_id}:{day(one.due_on)}:{late // EVERY}"
    who = dict.fromkeys([*([head.person] if head else []), *desks.get(office, [])])
    _tell(who, UNOWNED, one, key, due=day(one.due_on), owner=str(one.owner or ""))


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
