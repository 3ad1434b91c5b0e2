"""What International Affairs, the branch's head and the President decide about proposals.

Whatever was decided stays: another decision is another verdict. The President's screen sends many lines at once; each
is judged for itself, so that one that somebody else decided meanwhile does not undo the others.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from entente.engagement.meetings import actions as meetings
from entente.engagement.meetings.models import Attendance
from entente.engagement.meetings.models import State as MeetingState
from entente.engagement.meetings.policy import MEETINGS
from entente.foundation.trail import actions as trail

from ..models import Outcome, Proposal, ProposalState, Quarter, QuarterState, TravellerState
from ..notices import proposals as notices
from ..policy import QUARTERS
from ..queries import proposals as questions
from ..rules import proposals as rules
from . import quarters, trips
from .steps import _say, step

BY_THE_PRESIDENT = (Outcome.APPROVE, Outcome.REDUCE, Outcome.REFUSE, Outcome.RETURN)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the President's screen as it was sent: ``seen`` is the revision that was read.

    ``keep`` are the primary keys of the travellers who stay ticked.
    """

    proposal: Proposal
    outcome: str
    seen: int
    reason: str = ""
    keep: Collection[int] = ()


@dataclass(slots=True)
class Decided:
    """What came of a list of decisions: those that stand, and why the others do not, by key of the proposal."""

    done: list[Proposal] = field(default_factory=list)
    problems: dict[str, ValidationError] = field(default_factory=dict)
    closed: bool = False


# ── International Affairs ─────────────────────────────────────────────────────────────────────────


@transaction.atomic
def put_on_list(proposal: Proposal, *, by: Any, reason: str = "") -> Proposal:
    """Put a proposal on the list for the President. Raises ``PermissionDenied`` or ``ValidationError``."""
    return step(proposal, "list", by=by, reason=reason)


@transaction.atomic
def hold_back(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """Keep a proposal off the list, with the reason. Raises ``PermissionDenied`` or ``ValidationError``."""
    proposal = step(proposal, "hold_back", by=by, reason=reason)
    notices.held_back(proposal, reason)
    return proposal


@transaction.atomic
def ask_branch(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """Send a proposal to its branch with a question. Raises ``PermissionDenied`` or ``ValidationError``."""
    proposal = step(proposal, "ask_branch", by=by, reason=reason)
    notices.sent_back(proposal, reason)
    return proposal


# ── The head of the branch, for an exception ──────────────────────────────────────────────────────


@transaction.atomic
def recommend(proposal: Proposal, *, by: Any, reason: str = "") -> Proposal:
    """The head of the branch recommends an exception to the President. Raises as the others."""
    proposal = step(proposal, "recommend", by=by, reason=reason)
    notices.recommended(proposal)
    return proposal


@transaction.atomic
def decline(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """The head of the branch does not recommend an exception: it goes back, with the reason."""
    proposal = step(proposal, "decline", by=by, reason=reason)
    notices.sent_back(proposal, reason)
    return proposal


# ── The President ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def decide(  # noqa: PLR0913 - what one line of the screen says
    proposal: Proposal, *, by: Any, outcome: str, seen: int, reason: str = "", keep: Collection[int] | None = None
) -> Proposal:
    """The President decides one proposal, by delegation (approve, refuse, return) or by traveller (reduce).

    ``seen`` is the revision that was read: what somebody else decided meanwhile is not overwritten. ``keep`` are the
    travellers who stay; everybody when it is not given.

    Raises:
        PermissionDenied: ``by`` neither heads the agency today nor holds that authority.
        ValidationError: every obstacle at once; among them who was here before.
    """
    if outcome not in BY_THE_PRESIDENT:
        raise ValidationError(_("Choose approve, reduce, refuse or return."), code="outcome_unknown")
    held = questions.held(proposal)
    if problem := rules.nobody_decided_meanwhile(held, seen, questions.latest_verdict(held)):
        raise ValidationError([problem])
    kept = {one.pk for one in rules.going(held)} if keep is None else set(keep)
    by_traveller = {Outcome.APPROVE: rules.all_are_ticked, Outcome.REDUCE: rules.some_stay_and_some_go}
    judge = by_traveller.get(Outcome(outcome))
    problem = judge(held, kept) if judge else None
    proposal = step(held, outcome, by=by, reason=reason, more=[problem] if problem else [])
    _answer_travellers(proposal, outcome, kept, by=by, reason=reason)
    if outcome in (Outcome.APPROVE, Outcome.REDUCE):
        trips.open_trips(proposal, by=by)
        _say_that_we_go(proposal, by=by)
    if proposal.exception:
        notices.exception_decided(proposal, outcome, reason)
    elif outcome == Outcome.RETURN:
        notices.sent_back(proposal, reason)
    return proposal


@transaction.atomic
def decide_list(quarter: Quarter, *, by: Any, lines: Iterable[Line]) -> Decided:
    """Decide many lines in one go; a line that cannot stand is told and leaves the others alone.

    When nothing is left to decide and no branch owes an answer, the list is closed.

    Raises ``PermissionDenied`` when ``by`` may not decide this quarter.
    """
    QUARTERS.require(by, "decide", quarter)
    found = _each(lines, lambda line: _decided(line, by))
    open_ones = questions.in_state(quarter, ProposalState.LISTED, ProposalState.RETURNED).filter(exception=False)
    quarter.refresh_from_db()
    if found.done and quarter.state == QuarterState.SUBMITTED and not open_ones.exists():
        quarters.close(quarter, by=by)
        found.closed = True
    if found.done:
        trail.record(by=by, verb="decide_list", subject=quarter, decided=len(found.done))
    return found


@transaction.atomic
def sort_list(quarter: Quarter, *, by: Any, lines: Iterable[Line]) -> Decided:
    """International Affairs sorts many proposals in one go: put on the list, hold back, ask the branch.

    A line that cannot stand is told and leaves the others alone. Raises ``PermissionDenied``.
    """
    QUARTERS.require(by, "submit", quarter)
    found = _each(lines, lambda line: _sorted(line, by))
    if found.done:
        trail.record(by=by, verb="sort_list", subject=quarter, decided=len(found.done))
    return found


@transaction.atomic
def reconsider(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """The President takes a decision back, with the reason; it stands on the list again and the old verdict on file.

    Raises ``PermissionDenied``; ``ValidationError`` while a trip stands on it or the list is not open.
    """
    proposal = step(proposal, "reconsider", by=by, reason=reason)
    for one in proposal.travellers.all():
        if one.state in (TravellerState.APPROVED, TravellerState.REFUSED):
            one.state = TravellerState.ASKED
            one.save()
    return proposal


def _say_that_we_go(proposal: Proposal, *, by: Any) -> None:
    """A delegation was approved, so we attend, where nobody decided that before and this person may."""
    meeting = proposal.meeting
    open_still = meeting.attendance == Attendance.UNDECIDED and meeting.state != MeetingState.CANCELLED
    if open_still and MEETINGS.allows(by, "decide_attendance", meeting):
        meetings.decide_attendance(meeting, by=by, attendance=Attendance.ATTEND, reason=proposal.key)


def _each(lines: Iterable[Line], act: Callable[[Line], Proposal]) -> Decided:
    """Act on each line; what cannot stand is told under its key.

    All rows are held first, always in one order and before the trail is touched, so that two people on one list wait
    for each other and never both at once.
    """
    chosen = sorted(lines, key=lambda line: line.proposal.pk)
    rows = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=[one.proposal.pk for one in chosen])
    list(rows.order_by("pk"))
    found = Decided()
    for line in chosen:
        try:
            found.done.append(act(line))
        except ValidationError as refusal:
            found.problems[line.proposal.key] = refusal
    return found


def _decided(line: Line, by: Any) -> Proposal:
    return decide(line.proposal, by=by, outcome=line.outcome, seen=line.seen, reason=line.reason, keep=line.keep)


def _sorted(line: Line, by: Any) -> Proposal:
    verbs = {Outcome.LIST: put_on_list, Outcome.HOLD_BACK: hold_back, Outcome.ASK_BRANCH: ask_branch}
    held = questions.held(line.proposal)
    if problem := rules.nobody_decided_meanwhile(held, line.seen, questions.latest_verdict(held)):
        raise ValidationError([problem])
    return verbs[Outcome(line.outcome)](held, by=by, reason=line.reason)


def _answer_travellers(proposal: Proposal, outcome: str, kept: set[int], *, by: Any, reason: str) -> None:
    """Give each traveller the answer; who is taken out of the delegation has a verdict of the own."""
    if outcome == Outcome.RETURN:
        return
    stay = []
    for one in rules.going(proposal):
        goes = outcome != Outcome.REFUSE and one.pk in kept
        one.state = TravellerState.APPROVED if goes else TravellerState.REFUSED
        one.save()
        if goes:
            stay.append(one)
        if outcome == Outcome.REDUCE:
            said = Outcome.APPROVE if goes else Outcome.REFUSE
            _say(proposal, said, by=by, reason="" if goes else reason, traveller=one)
    if stay and not any(one.is_head for one in stay):
        for one in proposal.travellers.all():
            one.is_head = one.pk == stay[0].pk
            one.save()
