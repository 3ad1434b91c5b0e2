"""What a trip report must obey. A rule returns a problem or nothing; its ``code`` is the question it is about."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import up_to
from entente.kit.days import spoken

from .. import queries
from ..models import Report, Told
from ..models.reports import deadline_of as deadline_of

ASKED = ("summary", "positions", "follow_up", "value")
"""Texts that nothing else on record can stand for. One language is enough: it is the delegation's."""
KNOWN = ("decisions", "contacts")
"""Texts that are asked only where the record of the meeting does not hold the same already."""


def nothing_owed(person: Any, today: date) -> ValidationError | None:
    """TRV-70. Nobody gets authority for a trip who owes the report of an earlier one.

    Source: framework 2008, section 3B (a report is mandatory for all officials who participate in international
    meetings); international travel: authority is refused with an unreported earlier trip.
    """
    owed = list(queries.reports.owed_by(person, today)[:3])
    if not owed:
        return None
    names = "; ".join(f"{one.meeting.title} ({one.key})" for one in owed)
    message = ngettext_lazy(
        "TRV-70: %(person)s owes the report of an earlier trip: %(names)s. Once it is handed in, the way is free.",
        "TRV-70: %(person)s owes the reports of earlier trips: %(names)s. Once they are handed in, the way is free.",
        "count",
    )
    return ValidationError(message, code="report_owed", params={"count": len(owed), "person": person, "names": names})


def told_in_full(report: Report) -> ValidationError | None:
    """TRV-71. A report says whether the purpose was met, what happened, what we said, what follows and what it was
    worth; decisions and contacts too, where the record of the meeting does not hold them.

    Source: framework 2008, section 3B (reports inform senior management on the results).
    """
    found = [] if report.purpose_met else [_missing("purpose_met")]
    known = queries.reports.held_by_the_record(report)
    asked = [*ASKED, *(one for one in KNOWN if not known[one])]
    for name in ("summary", "decisions", "positions", "contacts", "follow_up", "value"):
        if name in asked and not (getattr(report, f"{name}_en").strip() or getattr(report, f"{name}_fr").strip()):
            found.append(_missing(name))
    return ValidationError(found) if found else None


def says_whether_to_go_again(report: Report) -> ValidationError | None:
    """TRV-72. A report says whether to attend next time, and why.

    Source: framework 2008, section 2D (the agency cannot attend everything: priority forums).
    """
    found = []
    if not report.attend_next:
        found.append(_missing("attend_next"))
    if not report.attend_next_reason.strip():
        found.append(ValidationError(_("Say why we should attend next time, or not."), code="attend_next_reason"))
    return ValidationError(found) if found else None


def public_in_both_languages(report: Report) -> ValidationError | None:
    """TRV-73. The public part stands in both official languages; where there is none, the report says why.

    Source: framework 2008, section 3B (reports inform the public); Official Languages Act, Part IV.
    """
    en, fr, none = report.public_en.strip(), report.public_fr.strip(), report.public_none.strip()
    if en and fr or not (en or fr) and none:
        return None
    if en or fr:
        lacks = "public_fr" if en else "public_en"
        message = {
            "public_fr": _("The public part lacks its French text."),
            "public_en": _("The public part lacks its English text."),
        }[lacks]
        return ValidationError(message, code=lacks)
    return ValidationError(_("Write a public part, or say why there is none."), code="public")


def meeting_is_over(report: Report, today: date) -> ValidationError | None:
    """TRV-74. A report is handed in when its meeting is over: on its last day or later.

    Source: framework 2008, section 3B (within 15 days of the meeting’s completion).
    """
    if report.meeting.ends_on <= today:
        return None
    message = _("TRV-74: the meeting ends on %(day)s. What is written is kept until then.")
    return ValidationError(message, code="meeting", params={"day": spoken(report.meeting.ends_on)})


def seen_before_saving(report: Report, revision: int) -> ValidationError | None:
    """TRV-75. Who saves has seen what was saved before: the second of two people is shown the text of the first.

    Source: design, nothing is overwritten.
    """
    if report.revision == revision:
        return None
    message = _(
        "TRV-75: somebody saved this report while you were writing. Nothing of yours is lost: look at both texts."
    )
    return ValidationError(message, code="stale")


def correction_has_a_ground(report: Report, reason: str) -> ValidationError | None:
    """TRV-76. What was accepted once changes only as a further version, with the reason.

    Source: framework 2008, section 3B; design, negative steps carry a reason and nothing is overwritten.
    """
    if report.accepted_version and not reason.strip():
        return ValidationError(_("Say why the accepted report is corrected."), code="reason")
    return None


def correction_changes_something(report: Report, last: Told | None) -> ValidationError | None:
    """TRV-77. A correction says something else than the version before it. Source: what a correction is."""
    if report.accepted_version and last is not None and last.telling() == report.telling():
        return ValidationError(_("TRV-77: nothing differs from the version before."), code="unchanged")
    return None


def marking_can_be_read(report: Report, by: Any) -> ValidationError | None:
    """TRV-78. A report is marked no higher than its author and whoever marks it may read.

    Source: design, visibility (a record shows to those cleared for its marking).
    """
    if report.marking not in markings_for(by):
        return ValidationError(_("TRV-78: this marking is above your clearance."), code="marking")
    if report.marking not in up_to(report.author.clearance):
        message = _("TRV-78: %(author)s, who must write it, is not cleared for this marking.")
        return ValidationError(message, code="marking", params={"author": report.author})
    return None


def reason_of_return(reason: str) -> ValidationError | None:
    """TRV-79. A report goes back with the reason, which stays on it. Source: design, negative steps carry a reason."""
    return None if reason.strip() else ValidationError(_("Say what is missing."), code="reason")


def _missing(name: str) -> ValidationError:
    labels = {
        "purpose_met": _("Say whether the purpose was met."),
        "summary": _("Say what happened."),
        "decisions": _("Say what was decided, or that nothing was: the record of the meeting holds no decision."),
        "positions": _("Say which positions were taken, and by whom."),
        "contacts": _("Say whom you met: the record of the meeting names no other delegation."),
        "follow_up": _("Say what follows, or that nothing does."),
        "value": _("Say whether it was worth its cost."),
        "attend_next": _("Say whether to attend next time."),
    }
    return ValidationError(labels[name], code=name)
