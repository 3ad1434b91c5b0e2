"""What runs every day: who is in charge is reminded of what is due, each once."""

from datetime import date

from entente.kit.notice import Word, day

from . import notices, queries
from .actions.keeping import _tell
from .models import Visit


def sweep(*, today: date) -> None:
    """Remind of pre-briefs and feedback that are due."""
    for visit in queries.due_pre_briefs(today):
        _remind(visit, notices.PRE_BRIEF_DUE, visit.pre_brief_due)
    for visit in queries.due_feedback(today):
        _remind(visit, notices.FEEDBACK_DUE, visit.feedback_due)


def _remind(visit: Visit, word: Word, due: date) -> None:
    _tell(queries.in_charge(visit), word, visit, key=f"{visit.key}:{due.isoformat()}", due_on=due, due=day(due))
