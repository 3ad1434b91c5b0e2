"""What heads of offices are told of duties under instruments, and when."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.foundation.people import queries as people
from entente.foundation.people.policy import cleared
from entente.kit.notice import Word, day, pair

from .. import queries
from ..models import Obligation

SOON = timedelta(days=30)
EVERY = 30  # days between two reminders of a duty that is late

DUE_SOON = Word(
    "agreements.duty_due",
    _("Due on %(due)s: %(title)s"),
    _("Your office leads this duty under “%(agreement)s”. When it is done, record it with what shows it."),
)
LATE = Word(
    "agreements.duty_late",
    _("Late since %(due)s: %(title)s"),
    _("Your office leads this duty under “%(agreement)s”. Record it with what shows it, or waive it with the reason."),
)


def remind(*, today: date) -> None:
    """Tell heads of offices which duties are due and late; each once a stretch of days, however often it runs."""
    standing = list(queries.to_remind(today + SOON))
    heads = people.heads_on({one.owner for one in standing if one.owner}, today)
    for one in standing:
        head = heads.get(one.owner_id or 0)
        if head and cleared(head.person, one.agreement):
            _remind(one, head.person, today=today)


def _remind(one: Obligation, person: Any, *, today: date) -> None:
    due: Any = one.due_on
    late = (today - due).days
    key = f"{one.pk}:{due.isoformat()}" + (f":{late // EVERY}" if late > 0 else "")
    notices.tell(
        [person],
        LATE if late > 0 else DUE_SOON,
        key=key,
        address=("agreements:agreement", one.agreement.key),
        due_on=due,
        marking=one.agreement.marking,
        due=day(due),
        title=pair(one),
        agreement=pair(one.agreement),
    )
