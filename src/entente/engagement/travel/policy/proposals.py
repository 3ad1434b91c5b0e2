"""Who forecasts, balances and decides one proposal, and who may read it.

A proposal names people, so it is no open book: the planners of a branch read that of their branch, International
Affairs, executives, desk officers and auditors read all, a traveller reads the own. A draft is the branch's alone.
Everybody needs the clearance for its marking and for that of the meeting, the body and the partner.
"""

from typing import Any

from django.db.models import Q, QuerySet

from entente.engagement.meetings.policy import MEETINGS
from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from ..models import Proposal, ProposalState, Traveller, Verdict
from . import chart


def may_read(person: Any, proposal: Any) -> bool:
    """Anyone cleared whom it concerns: the branch, International Affairs, auditors; executives and desk officers too.

    Executives of other branches, desk officers and the travellers see it once it is put forward.
    """
    return _cleared(person, proposal) and _concerns(person, proposal)


def may_read_worksheet(person: Any, proposal: Any) -> bool:
    """Anyone who may read the proposal and is cleared for what the worksheet took over from the record."""
    return may_read(person, proposal) and cleared(person, getattr(proposal, "worksheet", None))


def branch_planner(person: Any, proposal: Any) -> bool:
    """The travel planner of the branch, cleared for it."""
    return _cleared(person, proposal) and chart.plans_for_branch(person, proposal.unit)


def balancing_planner(person: Any, proposal: Any) -> bool:
    """A travel planner of International Affairs, cleared for it."""
    return _cleared(person, proposal) and chart.balances(person)


def head_of_the_branch(person: Any, proposal: Any) -> bool:
    """Who heads the branch or an office above it, or acts for the head, and is not among the travellers."""
    head = chart.answers_for(person, proposal.unit) if _cleared(person, proposal) else None
    return head is not None and not _travels(person, proposal) and not _travels(head, proposal)


def president(person: Any, proposal: Any) -> bool:
    """Who heads the agency on that day, or holds that person's authority to decide the quarter."""
    return _cleared(person, proposal) and chart.decides_for(person) is not None


def keeper_of_the_delegation(person: Any, proposal: Any) -> bool:
    """A desk officer or travel planner who may read it, and so names delegates to its meeting."""
    return may_read(person, proposal) and MEETINGS.allows(person, "add_delegate", proposal.meeting)


# fmt: off
PROPOSALS = Policy({
    # act             who
    "view":           (may_read,),
    "read_sheet":     (may_read_worksheet,),
    "propose":        (branch_planner, balancing_planner),
    "edit":           (branch_planner, balancing_planner),
    "check":          (branch_planner, balancing_planner),
    "put_forward":    (branch_planner, balancing_planner),
    "take_back":      (branch_planner, balancing_planner),
    "withdraw":       (branch_planner, balancing_planner),
    "list":           (balancing_planner,),
    "hold_back":      (balancing_planner,),
    "ask_branch":     (balancing_planner,),
    "recommend":      (head_of_the_branch,),
    "decline":        (head_of_the_branch,),
    "approve":        (president,),
    "reduce":         (president,),
    "refuse":         (president,),
    "return":         (president,),
    "reconsider":     (president,),
    "name_delegates": (keeper_of_the_delegation,),
})
# fmt: on


def proposals_visible_to(person: Any) -> QuerySet[Proposal]:
    """Every proposal this person may view: the "view" row, asked of many at once."""
    return Proposal.objects.filter(_readable(person), _reach(person))


def travellers_visible_to(person: Any) -> QuerySet[Traveller]:
    """The travellers of the proposals this person may view."""
    return Traveller.objects.filter(proposal__in=proposals_visible_to(person).values("pk"))


def verdicts_visible_to(person: Any) -> QuerySet[Verdict]:
    """What was decided about the proposals this person may view."""
    return Verdict.objects.filter(proposal__in=proposals_visible_to(person).values("pk"))


def _cleared(person: Any, proposal: Any) -> bool:
    meeting = proposal.meeting
    return all(cleared(person, one) for one in (proposal, meeting, meeting.body, meeting.partner))


def _readable(person: Any) -> Q:
    readable = markings_for(person)
    return (
        Q(marking__in=readable, meeting__marking__in=readable)
        & (Q(meeting__body=None) | Q(meeting__body__marking__in=readable))
        & (Q(meeting__partner=None) | Q(meeting__partner__marking__in=readable))
    )


def _own_branch(person: Any, place: chart.Place) -> Any:
    """The branch whose travel the person reads from the first draft on: that of its planner or executive."""
    return place.branch if person.role in (Role.TRAVEL_PLANNER, Role.EXECUTIVE) else None


def _all_drafts(person: Any, place: chart.Place) -> bool:
    return person.role == Role.AUDITOR or place.international


def _concerns(person: Any, proposal: Any) -> bool:
    place = chart.place_of(person)
    own = _own_branch(person, place)
    if proposal.author_id == person.pk or _all_drafts(person, place) or (own and own.pk == proposal.unit_id):
        return True
    if proposal.state == ProposalState.DRAFT:
        return False
    return chart.sees_all(person, place) or _travels(person, proposal)


def _reach(person: Any) -> Q:
    place = chart.place_of(person)
    if _all_drafts(person, place):
        return Q()
    reach = Q(author=person)
    if branch := _own_branch(person, place):
        reach |= Q(unit=branch)
    told = ~Q(state=ProposalState.DRAFT)
    if chart.sees_all(person, place):
        return reach | told
    return reach | told & Q(pk__in=Traveller.objects.filter(person=person).values("proposal"))


def _travels(person: Any, proposal: Any) -> bool:
    return bool(proposal.pk) and Traveller.objects.filter(proposal=proposal, person=person).exists()
