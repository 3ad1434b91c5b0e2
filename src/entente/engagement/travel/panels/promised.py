"""The promises that are still to be kept where a delegation would go."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from entente.engagement.commitments import exports
from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Meeting
from entente.foundation.people.roles import highest

from ..queries.history import promised

MOST = 6  # the register holds the others


def at_the_table(person: Any, meeting: Meeting) -> dict[str, Any]:
    """What ``travel/panels/promised.html`` expects: the first rows, how many there are, where all are. One query.

    ``marking`` is the highest of what is shown.
    """
    found, today = promised(person, meeting), timezone.localdate()
    shown = found[:MOST]
    return {
        "rows": [{"one": one, "late": _late(one, today)} for one in shown],
        "count": len(found),
        "all": _register(meeting) if len(found) > MOST else "",
        "marking": highest(one.bears for one in shown),
    }


def _late(one: Commitment, today: date) -> str:
    return exports.late((today - one.due_on).days) if one.due_on else ""


def _register(meeting: Meeting) -> str:
    name, thing = ("forum", meeting.body) if meeting.body else ("partner", meeting.partner)
    narrowed = f"&{name}={thing.key}" if thing else ""
    return f"{reverse('commitments:index')}?state=standing{narrowed}"
