"""Those whom the President approved sit in the meeting's own delegation, without anybody typing them again."""

from typing import Any

from django.db import transaction

from entente.engagement.meetings import actions as meetings
from entente.engagement.meetings import queries as meetings_queries
from entente.engagement.meetings.models import Delegate, Meeting
from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Proposal
from ..policy import PROPOSALS
from ..queries import proposals as questions
from ..queries import seats
from ..rules import delegations as judging


@transaction.atomic
def name_delegates(proposal: Proposal, *, by: Any) -> list[Delegate]:
    """Name the approved travellers of a proposal for our delegation to its meeting, with rank and office as approved.

    Whoever sits there stays as typed and is not named twice. Who was refused, withdrew or whose trip is called off is
    left out, and so is an office without a name. Where somebody heads the delegation already, the head of the proposal
    is a member. Done twice it names nobody.

    Raises:
        PermissionDenied: ``by`` may not read the proposal or not name delegates to the meeting.
        ValidationError: TRV-32 or TRV-33 refuses, or the meeting was cancelled (MTG-13).
    """
    proposal = questions.held(proposal)
    PROPOSALS.require(by, "name_delegates", proposal)
    rules.obey(judging.delegation_is_approved(proposal), judging.marked_no_higher_than_its_meeting(proposal))
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=proposal.meeting_id)  # nobody names them meanwhile
    led = meetings_queries.heads(meeting, None).exists()
    made = []
    for one in seats.to_seat(proposal):
        part = "head" if one.is_head and not led else "member"
        led = led or part == "head"
        said = {"person": one.person, "office_en": one.office_en, "office_fr": one.office_fr, "unit": one.unit}
        made.append(meetings.add_delegate(meeting, by=by, rank=one.rank, part=part, **said))
    if made:
        trail.record(by=by, verb="name_delegates", subject=proposal, delegates=[str(one) for one in made])
    return made
