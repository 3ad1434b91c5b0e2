"""What delegations, heads and International Affairs are told about trip reports. No notice carries protected text."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.foundation.people.models import Person
from entente.foundation.people.policy import cleared
from entente.kit.notice import Word, day, pair

from ..models import Report

OPENED = Word(
    "travel.report_opened",
    _("A trip report is yours to write: %(title)s"),
    _("It covers the whole delegation and is due on %(due)s. Any traveller of the delegation may write it with you."),
)
DUE = Word(
    "travel.report_due",
    _("Trip report due on %(due)s: %(title)s"),
    _("The meeting ended on %(ended)s. Hand the report in by the end of %(due)s; what is on record is in it already."),
)
DUE_TODAY = Word(
    "travel.report_due_today",
    _("Trip report due today: %(title)s"),
    _("Hand it in today, %(due)s. From tomorrow it is late, and the director general of your office is told."),
)
LATE = Word(
    "travel.report_late",
    _("Trip report late since %(due)s: %(title)s"),
    _("No new trip is authorised before it is handed in. The director general of your office has been told."),
)
LATE_OFFICE = Word(
    "travel.report_late_office",
    _("Your office owes a trip report since %(due)s: %(title)s"),
    _("%(author)s is to write report %(number)s and was reminded. Your office answers for it."),
)
MOVED = Word(
    "travel.report_moved",
    _("The meeting moved, the report is due on %(due)s: %(title)s"),
    _("It was due on %(before)s. The day follows the end of the meeting."),
)
HANDED_IN = Word(
    "travel.report_handed_in",
    _("A trip report waits for you: %(title)s"),
    _("%(author)s handed in report %(number)s, version %(version)s. Accept it, or send it back with the reason."),
)
SENT_BACK = Word(
    "travel.report_sent_back",
    _("Trip report sent back: %(title)s"),
    _("%(by)s asks for more. The reason stands on the report; what you wrote is kept."),
)
ACCEPTED = Word(
    "travel.report_accepted",
    _("Trip report accepted: %(title)s"),
    _("%(by)s accepted report %(number)s, version %(version)s."),
)
FILED = Word(
    "travel.report_filed",
    _("New trip report: %(title)s"),
    _("Report %(number)s of %(branch)s was accepted, version %(version)s. It stands in the dossier of the meeting."),
)
REMARKED = Word(
    "travel.report_remarked",
    _("A remark on your trip report: %(title)s"),
    _("%(by)s wrote a remark on report %(number)s."),
)
RELEASED = Word(
    "travel.report_released",
    _("Trip report no longer owed: %(title)s"),
    _("Its meeting is cancelled, or nobody of the delegation travels. What was written is kept."),
)
RESUMED = Word(
    "travel.report_resumed",
    _("Trip report owed again: %(title)s"),
    _("The meeting takes place after all, or somebody travels again. It is due on %(due)s; what was written is kept."),
)


def tell(people: Iterable[Person], word: Word, report: Report, key: str, **values: Any) -> None:
    """Tell people something about a report, those among them who may know of its meeting."""
    meeting = report.meeting
    about = [one for one in (meeting, meeting.body, meeting.partner) if one is not None]
    told = [one for one in people if all(cleared(one, thing) for thing in about)]
    said: dict[str, Any] = {
        "title": pair(meeting),
        "due": day(report.due),
        "ended": day(meeting.ends_on),
        "author": str(report.author),
        "branch": pair(report.proposal.unit, "name"),
        "number": report.key,
    }
    notices.tell(
        told,
        word,
        key=f"{report.key}:{key}",
        address=("travel:report", report.key),
        due_on=report.due if report.is_owed else None,
        marking=meeting.marking,
        **(said | values),
    )
