"""What runs once a day for candidacies."""

from datetime import date

from entente.foundation.notices.actions import tell
from entente.kit.notice import day, pair

from . import notices
from .models import CandidacyState
from .queries import candidacies

DAYS_BEFORE = (30, 14, 7, 2, 1, 0)  # days left on which the keepers of a candidacy are reminded


def sweep(*, today: date) -> None:
    """Remind those who keep a candidacy before its call closes and before its term ends. Telling twice says nothing."""
    for one in candidacies.to_remind(today):
        won = one.state == CandidacyState.WON
        due = one.term_ends_on if won else one.closes_on
        left = max((due - today).days, 0) if due else None
        step = min((days for days in DAYS_BEFORE if left is not None and left <= days), default=None)
        if due is None or step is None:
            continue
        word, values = (notices.TERM_ENDS, {"ends": day(due)}) if won else (notices.CALL_CLOSES, {"closes": day(due)})
        tell(
            candidacies.keepers(one),
            word,
            key=f"{one.key}:{due.isoformat()}:{step}",
            address=("forums:candidacy", one.key),
            due_on=due,
            marking=one.marking,
            seat=notices.seat_of(one),
            body=pair(one.body, "name"),
            key_of=one.key,
            **values,
        )
