"""What must hold before those the President approved are named for the meeting's own delegation."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import highest

from ..models import Proposal, ProposalState


def delegation_is_approved(proposal: Proposal) -> ValidationError | None:
    """TRV-32. Only an approved delegation is put on the meeting's own; what was asked for is not yet granted.

    Source: framework 2008, section 4B (travel is pre-approved by the President).
    """
    if proposal.state == ProposalState.APPROVED:
        return None
    said = _("TRV-32: the proposal is not approved (%(state)s). Name delegates by hand, or wait for the decision.")
    return ValidationError(said, code="not_approved", params={"state": proposal.get_state_display()})


def marked_no_higher_than_its_meeting(proposal: Proposal) -> ValidationError | None:
    """TRV-33. A delegation shows to whoever may read its meeting, so a proposal marked higher stays where it is.

    Source: design, visibility (a record shows to those cleared for its marking).
    """
    meeting = proposal.meeting
    if highest([proposal.marking, meeting.marking]) == meeting.marking:
        return None
    said = _(
        "TRV-33: the proposal is marked %(marking)s, higher than its meeting. Whoever may read the meeting would read "
        "who travels: mark the meeting as high first, or name by hand those who may be named there."
    )
    return ValidationError(said, code="marked_higher", params={"marking": proposal.get_marking_display()})
