"""What people are told about a proposal."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.notices.actions import tell
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person
from entente.kit.notice import Word, pair

from ..models import Outcome, Proposal
from .quarters import deciders

EXCEPTION = Word(
    "travel.exception_asked",
    _("An exception waits for your recommendation: %(meeting)s"),
    _("%(branch)s asks for travel that was not on the list of %(quarter)s. You recommend it to the President or not."),
)
RECOMMENDED = Word(
    "travel.exception_recommended",
    _("An exception waits for your decision: %(meeting)s"),
    _("The head of %(branch)s recommends travel that was not on the list of %(quarter)s."),
)
HELD_BACK = Word(
    "travel.held_back",
    _("Held back from the list: %(meeting)s"),
    _("International Affairs keeps the proposal of %(branch)s off the list: %(reason)s"),
)
SENT_BACK = Word(
    "travel.sent_back",
    _("Sent back to the branch: %(meeting)s"),
    _("Answer and put it forward again: %(reason)s"),
)
EXCEPTION_APPROVED = Word(
    "travel.exception_approved",
    _("The exception is approved: %(meeting)s"),
    _("The travel of %(branch)s outside the list of %(quarter)s may go ahead with individual authorities."),
)
EXCEPTION_REFUSED = Word(
    "travel.exception_refused",
    _("The exception is not approved: %(meeting)s"),
    _("The travel of %(branch)s outside the list of %(quarter)s does not go ahead: %(reason)s"),
)
MEETING_CANCELLED = Word(
    "travel.proposal_cancelled",
    _("The meeting of your proposal is cancelled: %(meeting)s"),
    _("Nobody is sent to it. Withdraw the proposal of %(branch)s, unless the meeting is reinstated."),
)
MEETING_SKIPPED = Word(
    "travel.proposal_skipped",
    _("We do not attend the meeting of your proposal: %(meeting)s"),
    _("Nobody is sent to it. Withdraw the proposal of %(branch)s, or have that decision changed."),
)
MEETING_ELSEWHERE = Word(
    "travel.proposal_moved",
    _("The meeting of your proposal is not in its quarter: %(meeting)s"),
    _("Withdraw the proposal of %(branch)s for %(quarter)s, and propose it for the quarter in which it begins."),
)


def astray(proposal: Proposal) -> None:
    """The branch hears that nobody is sent to the meeting as it stands, once for each change of the meeting."""
    meeting = proposal.meeting
    word = MEETING_SKIPPED if meeting.attendance == "skip" else MEETING_ELSEWHERE
    if meeting.state == meeting.State.CANCELLED:
        word = MEETING_CANCELLED
    _tell(people.planners_of(proposal.unit), word, proposal, part=f":meeting{meeting.revision}")


def put_forward(proposal: Proposal) -> None:
    """The head of the branch hears of an exception; what is forecast waits on the page of the quarter."""
    if proposal.exception:
        _tell(_heads_of_branch(proposal), EXCEPTION, proposal)


def recommended(proposal: Proposal) -> None:
    """The President hears of an exception."""
    _tell(deciders(timezone.localdate()), RECOMMENDED, proposal)


def held_back(proposal: Proposal, reason: str) -> None:
    """The branch hears why."""
    _tell(people.planners_of(proposal.unit), HELD_BACK, proposal, reason=reason)


def sent_back(proposal: Proposal, reason: str) -> None:
    """The branch hears what is asked."""
    _tell(people.planners_of(proposal.unit), SENT_BACK, proposal, reason=reason)


def exception_decided(proposal: Proposal, outcome: str, reason: str) -> None:
    """The branch and International Affairs hear what the President decided."""
    told = [*people.planners_of(proposal.unit), *people.balancing_planners()]
    if outcome == Outcome.RETURN:
        sent_back(proposal, reason)
    elif outcome == Outcome.REFUSE:
        _tell(told, EXCEPTION_REFUSED, proposal, reason=reason)
    else:
        _tell(told, EXCEPTION_APPROVED, proposal)


def _heads_of_branch(proposal: Proposal) -> list[Person]:
    """Who recommends: the first head from the branch upwards who does not travel and is not away, or who stands in."""
    travellers = [one.person for one in proposal.travellers.all() if one.person]
    links = people.chain(proposal.unit, on=timezone.localdate(), authority=Authority.APPROVE_TRAVEL, without=travellers)
    return [link.decider for link in links if link.decider][:1]


def _tell(to: Any, word: Word, proposal: Proposal, *, part: str = "", **said: Any) -> None:
    tell(
        to,
        word,
        key=f"{proposal.key}:{proposal.revision}{part}",
        address=("travel:proposal", proposal.key),
        marking=proposal.marking,
        meeting=pair(proposal.meeting),
        branch=pair(proposal.unit, "name"),
        quarter=pair(proposal.quarter),
        **said,
    )
