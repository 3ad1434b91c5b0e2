"""Where approved travel and a meeting's own delegation differ: who is to be put on it, who is on it and does not go."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.engagement.meetings.models import State as MeetingState
from entente.engagement.meetings.policy import MEETINGS
from entente.foundation.people.roles import highest
from entente.foundation.sources.queries import Notes
from entente.kit.panel import Panel
from entente.kit.table import Ask

from ..models import Proposal, ProposalState, TripState
from ..policy import PROPOSALS
from ..queries import seats
from ..rules.delegations import marked_no_higher_than_its_meeting


def meeting_panels(ask: Ask, meeting: Any, notes: Notes) -> list[Panel]:
    """What differs, open until somebody puts it right; nothing where all agrees or nobody may know. One query.

    Whoever reads the proposal is told that a delegate does not travel; why and from when, who may read the trip.
    """
    if meeting.state == MeetingState.CANCELLED:
        return []
    found = seats.seats(ask.person, meeting)
    lines: dict[int, list[Any]] = {}
    for one in found.missing:
        lines.setdefault(one.proposal_id, []).append(one)
    missing = [_line(ask.person, group) for group in lines.values()]
    may = MEETINGS.allows(ask.person, "remove_delegate", meeting)
    astray = [
        {"text": _why(one), "who": one, "out": reverse("meetings:remove_delegate", args=[one.seat]) if may else ""}
        for one in found.astray
    ]
    if not missing and not astray:
        return []
    return [
        Panel(
            "seats",
            _("Delegation and approved travel"),
            "travel/panels/seats.html",
            {"missing": missing, "astray": astray},
            count=len(missing) + len(astray),
            open=True,
            marking=highest(one.proposal.marking for one in (*found.missing, *found.astray)),
        )
    ]


def of_proposal(person: Any, proposal: Proposal) -> dict[str, Any] | None:
    """What stands on the page of an approved proposal: who is still to be put on the delegation. One query."""
    if proposal.state != ProposalState.APPROVED or proposal.meeting.state == MeetingState.CANCELLED:
        return None
    missing = list(seats.to_seat(proposal))
    for one in missing:
        one.proposal = proposal
    return _line(person, missing) if missing else None


def _line(person: Any, travellers: list[Any]) -> dict[str, Any]:
    proposal = travellers[0].proposal
    higher = marked_no_higher_than_its_meeting(proposal)
    may = higher is None and PROPOSALS.allows(person, "name_delegates", proposal)
    return {
        "branch": proposal.unit.name,
        "names": ", ".join(str(one) for one in travellers),
        "higher": higher.messages[0] if higher else "",
        "put": reverse("travel:name_delegates", args=[proposal.key]) if may else "",
    }


def _why(traveller: Any) -> str:
    trip = getattr(traveller, "trip", None)
    said = {"who": traveller, "reason": trip.state_reason if trip else ""}
    if trip is None or trip.state not in seats.CALLED_OFF:
        return _("%(who)s is on our delegation, and the travel was not approved.") % said
    if not traveller.knows:
        return _("%(who)s is on our delegation, and does not travel any more.") % said
    if trip.state == TripState.CANCELLED:
        return _("%(who)s is on our delegation, and the trip was cancelled: %(reason)s") % said
    return _("%(who)s is on our delegation, and the trip was refused: %(reason)s") % said


def not_leading(proposal: Proposal, made: Iterable[Any]) -> list[Any]:
    """Those who head the proposal and were named as members, because somebody heads the delegation already."""
    heads = {one.person_id for one in proposal.travellers.all() if one.is_head}
    return [one for one in made if one.person_id in heads and one.part != "head"]
