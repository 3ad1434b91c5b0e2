"""How an amendment is set against what counts, and what must hold before it is merged.

Codes AGR-76 to AGR-78, AGR-117.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import UNKNOWN, PartialDate, spoken

from ..models import Choice

SAID = {
    "AGR-76": _("Another change touched %(many)s of these clauses meanwhile. Choose for each which one is to count."),
    "AGR-77": _("The day must come after the one from which each clause it replaces counts, the last being %(day)s."),
    "AGR-117": _(
        "It will count from %(day)s, which is past: what the record answers for the days since then changes. "
        "Merge once more if that is meant."
    ),
    "AGR-78": _("%(by)s changed this clause while you wrote. Both are shown: look at theirs, then save yours again."),
}
Says = dict[str, Any] | None
"""What a clause says; ``None`` for one that is not there: not yet written, or taken out."""


def _problem(code: str, **said: Any) -> ValidationError:
    return ValidationError(SAID[code], code=code, params=said or None)


def merging(base: Says, draft: Says, current: Says, *, chosen: str = "") -> str:
    """What becomes of one clause: ``keep`` what counts, ``write`` the draft, or ``conflict``.

    A draft that changes nothing keeps what counts, whatever changed meanwhile; one that alone changed is written; two
    that changed alike are one. Two that changed otherwise are a conflict until somebody chooses.
    """
    if draft in (base, current):
        return "keep"
    if current == base or chosen == Choice.DRAFT:
        return "write"
    return "keep" if chosen == Choice.CURRENT else "conflict"


def every_conflict_is_decided(open_conflicts: int) -> ValidationError | None:
    """AGR-76. Nothing that changed meanwhile is overwritten unseen. Source: house rule (nothing is lost)."""
    return _problem("AGR-76", many=open_conflicts) if open_conflicts else None


def day_follows_what_it_replaces(day: date, beginnings: list[str]) -> ValidationError | None:
    """AGR-77. A clause counted at least a day before another replaces it. Source: house rule (dated facts)."""
    known = [PartialDate(text).last for text in beginnings if text not in UNKNOWN]
    late = max(known, default=None)
    return _problem("AGR-77", day=spoken(late)) if late and day <= late else None


def past_day_was_shown(day: date, shown: date | None, *, today: date) -> ValidationError | None:
    """AGR-117. Who merges on a day that is past has been told that answers already given change with it.

    ``shown`` is the past day the person was warned of. Source: house rule (dated facts); an exchange was decided by
    what counted on its day.
    """
    return _problem("AGR-117", day=spoken(day)) if day < today and shown != day else None


def nobody_changed_it_meanwhile(seen: int, revision: int, by: str) -> ValidationError | None:
    """AGR-78. Who saves has seen the latest words. Source: house rule (two editors lose nothing)."""
    return _problem("AGR-78", by=by) if seen != revision else None
