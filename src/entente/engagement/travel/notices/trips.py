"""What travellers, planners and heads are told about trips and their authorities."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from entente.foundation.notices import actions as notices
from entente.foundation.people.models import Person
from entente.foundation.people.roles import highest
from entente.kit.notice import Word, day, pair

from ..models import Trip

AUTHORITY_ASKED = Word(
    "travel.authority_asked",
    _("Travel authority to decide: %(who)s, %(title)s"),
    _("%(who)s is to travel to %(title)s from %(first)s to %(last)s. It is your turn to answer."),
)
AUTHORITY_GIVEN = Word(
    "travel.authority_given",
    _("Travel authorised: %(who)s, %(title)s"),
    _("The trip of %(who)s to %(title)s, from %(first)s to %(last)s, is authorised."),
)
AUTHORITY_SENT_BACK = Word(
    "travel.authority_sent_back",
    _("Travel authority returned: %(who)s, %(title)s"),
    _("%(by)s returned the trip of %(who)s to %(title)s: %(reason)s Change what is asked for, and ask again."),
)
AUTHORITY_REFUSED = Word(
    "travel.authority_refused",
    _("Travel authority refused: %(who)s, %(title)s"),
    _("%(by)s refused the trip of %(who)s to %(title)s: %(reason)s"),
)
TRIP_RECALLED = Word(
    "travel.trip_recalled",
    _("No longer to decide: %(who)s, %(title)s"),
    _("%(by)s called the trip of %(who)s to %(title)s back: %(reason)s There is nothing for you to answer now."),
)
TRIP_CANCELLED = Word(
    "travel.trip_cancelled",
    _("Trip cancelled: %(who)s, %(title)s"),
    _("%(by)s cancelled the trip of %(who)s to %(title)s: %(reason)s"),
)
TRIP_MOVED = Word(
    "travel.trip_moved",
    _("Trip changed: %(who)s, %(title)s"),
    _("The trip of %(who)s to %(title)s is now from %(first)s to %(last)s: %(reason)s"),
)
MEETING_CANCELLED = Word(
    "travel.meeting_cancelled",
    _("The meeting is cancelled, the trip is not: %(who)s, %(title)s"),
    _(
        "The trip of %(who)s from %(first)s to %(last)s leads to no meeting. "
        "The branch cancels it: its money is free then."
    ),
)
MEETING_SKIPPED = Word(
    "travel.meeting_skipped",
    _("We do not attend the meeting, the trip stands: %(who)s, %(title)s"),
    _(
        "It was decided not to attend the meeting to which %(who)s travels from %(first)s to %(last)s. "
        "The branch cancels the trip: its money is free then."
    ),
)
MEETING_MOVED = Word(
    "travel.meeting_moved",
    _("The meeting moved, the trip did not: %(who)s, %(title)s"),
    _("The trip of %(who)s from %(first)s to %(last)s has no day of its meeting. The branch changes it or cancels it."),
)
STEP_SKIPPED = Word(
    "travel.step_skipped",
    _("Your turn now: %(who)s, %(title)s"),
    _("Nobody at %(office)s can answer for the trip of %(who)s to %(title)s, so it is your turn."),
)


def tell_of_trip(  # noqa: PLR0913 - what a notice says
    told: Iterable[Person], word: Word, trip: Trip, *, by: Any = "", reason: str = "", part: str = "", **more: Any
) -> None:
    """Tell people about a trip, once for every revision of it (and ``part`` of that); who did it hears nothing."""
    meeting = trip.traveller.proposal.meeting
    notices.tell(
        [one for one in told if one.pk != getattr(by, "pk", None)],
        word,
        key=f"{trip.key}:{trip.revision}:{part}".rstrip(":"),
        address=("travel:trip", trip.key),
        marking=highest([trip.marking, meeting.marking]),
        who=str(trip.person),
        title=pair(meeting),
        first=day(trip.starts_on),
        last=day(trip.ends_on),
        by=str(by),
        reason=reason,
        **more,
    )
