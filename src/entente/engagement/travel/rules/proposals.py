"""What a proposal must obey on its way from the branch to the President."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

from ..models import Proposal, ProposalState, Quarter, QuarterState, Traveller, TravellerState, Trip, TripState

TOWARDS_THE_MEETING = ("put_forward", "list", "recommend", "approve", "reduce")
"""The steps of a proposal at whose end somebody travels."""


def forecasts_are_open(proposal: Proposal) -> ValidationError | None:
    """TRV-8. A branch puts forward while forecasts are open; later only what was sent back, or an exception.

    Source: framework 2008, section 4B (exceptions to the pre-approved list receive a higher level of scrutiny).
    """
    state, decided = proposal.quarter.state, proposal.quarter.state == QuarterState.DECIDED
    if proposal.exception:
        if decided:
            return None
        return ValidationError(
            _("An exception is for a quarter that is decided. This one still takes forecasts: drop the exception."),
            code="exception_too_early",
        )
    answers = proposal.state == ProposalState.RETURNED and not decided
    if state == QuarterState.FORECASTING or answers:
        return None
    if decided:
        return ValidationError(
            _("The list of this quarter is decided. Say why it was not on it: it goes forward as an exception."),
            code="list_is_decided",
        )
    return ValidationError(
        _("Forecasts for this quarter are closed. Ask International Affairs to reopen them."), code="forecasts_closed"
    )


def the_meeting_falls_in_the_quarter(proposal: Proposal) -> ValidationError | None:
    """TRV-9. The meeting begins in the quarter whose money it takes.

    Source: framework 2008, section 4B (quarterly review).
    """
    if proposal.quarter.starts_on <= proposal.meeting.starts_on <= proposal.quarter.ends_on:
        return None
    return ValidationError(
        _("The meeting begins on %(day)s, outside this quarter. Propose it for the quarter in which it begins."),
        code="meeting_outside_the_quarter",
        params={"day": spoken(proposal.meeting.starts_on)},
    )


def the_meeting_is_to_come(proposal: Proposal, *, today: date) -> ValidationError | None:
    """TRV-10. Nobody is sent to a meeting that is cancelled, over, or that we decided not to attend.

    Source: framework 2008, section 4B (participation is approved before it takes place).
    """
    meeting = proposal.meeting
    if meeting.state == meeting.State.CANCELLED:
        return ValidationError(
            _("The meeting is cancelled: nobody goes to it, unless it is reinstated on its page."),
            code="meeting_cancelled",
        )
    if meeting.ends_on < today:
        return ValidationError(
            _("The meeting is over. If its days are wrong, have them corrected on its page."), code="meeting_is_over"
        )
    if meeting.attendance == "skip":
        return ValidationError(
            _("It was decided not to attend this meeting. Have that decision changed first, on the meeting’s page."),
            code="meeting_skipped",
        )
    return None


def on_the_way(proposal: Proposal, move: str, *, today: date) -> list[Any]:
    """What TRV-10 says of a step that brings a delegation nearer to its meeting; of the other steps nothing."""
    problem = the_meeting_is_to_come(proposal, today=today) if move in TOWARDS_THE_MEETING else None
    return [problem] if problem else []


def the_days_are_those_proposed(proposal: Proposal) -> ValidationError | None:
    """TRV-35. A warning, not a refusal: who decides is told that the meeting has moved since it was proposed.

    Source: framework 2008, Appendix G (dates and location of the event).
    """
    sheet, meeting = getattr(proposal, "worksheet", None), proposal.meeting
    if sheet is None or sheet.starts_on is None or sheet.ends_on is None:
        return None
    if (sheet.starts_on, sheet.ends_on) == (meeting.starts_on, meeting.ends_on):
        return None
    return ValidationError(
        _("The meeting has moved: it is now from %(first)s to %(last)s, and was from %(before)s to %(until)s."),
        code="meeting_moved",
        params={
            "first": spoken(meeting.starts_on),
            "last": spoken(meeting.ends_on),
            "before": spoken(sheet.starts_on),
            "until": spoken(sheet.ends_on),
        },
    )


def what_became_of_the_meeting(proposal: Proposal, *, today: date) -> list[Any]:
    """What who decides has to know of the meeting of a proposal: TRV-9, TRV-10 and TRV-35."""
    found = (
        the_meeting_is_to_come(proposal, today=today),
        the_meeting_falls_in_the_quarter(proposal),
        the_days_are_those_proposed(proposal),
    )
    return [problem for problem in found if problem]


def the_rationale_is_given(proposal: Proposal) -> ValidationError | None:
    """TRV-11. The President reads why we should go.

    Source: framework 2008, section 4B and Appendix G (purpose and value of the meeting).
    """
    if proposal.rationale_en.strip() or proposal.rationale_fr.strip():
        return None
    return ValidationError(_("Say why we should go, in either language."), code="rationale_missing")


def an_exception_says_why(proposal: Proposal) -> ValidationError | None:
    """TRV-12. What was not on the list says why.

    Source: framework 2008, section 4B (exceptions receive a higher level of scrutiny).
    """
    if proposal.exception and not proposal.exception_reason.strip():
        return ValidationError(_("Say why it was not on the list."), code="exception_reason_missing")
    return None


def somebody_travels(proposal: Proposal) -> ValidationError | None:
    """TRV-13. A delegation has at least one member, and one head.

    Source: framework 2008, Appendix G (name of attendee).
    """
    travellers = going(proposal)
    if not travellers:
        return ValidationError(_("Name at least one traveller, by person or by office."), code="nobody_travels")
    heads = sum(one.is_head for one in travellers)
    if heads != 1:
        return ValidationError(_("Name one head of the delegation."), code="one_head_of_delegation")
    return None


def each_further_traveller_is_needed(proposal: Proposal) -> ValidationError | None:
    """TRV-14. A delegation of more than one says of each further member why that person is needed.

    Source: framework 2008, Appendix G (how the number of representatives addresses corporate memory).
    """
    mute = [one for one in going(proposal) if not one.is_head and not one.reason.strip()]
    if not mute or len(going(proposal)) == 1:
        return None
    return ValidationError(
        _("Say why each further traveller is needed: %(names)s."),
        code="traveller_unexplained",
        params={"names": ", ".join(str(one) for one in mute)},
    )


def every_traveller_is_costed(proposal: Proposal) -> ValidationError | None:
    """TRV-15. The President decides on money too: each traveller has an estimate.

    Source: framework 2008, section 4B (notable resource implications of international travel).
    """
    free = [one for one in going(proposal) if not any(line.estimate for line in one.costs.all())]
    if not free:
        return None
    return ValidationError(
        _("Estimate what the journey costs for: %(names)s."),
        code="cost_missing",
        params={"names": ", ".join(str(one) for one in free)},
    )


def others_pay_no_more_than_it_costs(proposal: Proposal, only: Traveller | None = None) -> ValidationError | None:
    """TRV-16. What others pay is part of the estimate, before the decision and after. ``only`` asks of one traveller.

    Source: Directive on Travel, Hospitality, Conference and Event Expenditures (travel paid by third parties).
    """
    wrong = [
        f"{one} ({line.get_kind_display()})"
        for one in ([only] if only else going(proposal))
        for line in one.costs.all()
        if line.paid_by_others > line.estimate
    ]
    if not wrong:
        return None
    return ValidationError(
        _("Others cannot pay more than the estimate: %(names)s."),
        code="cost_overpaid",
        params={"names": ", ".join(wrong)},
    )


def it_is_no_exception(proposal: Proposal) -> ValidationError | None:
    """TRV-17. International Affairs lists what was forecast; an exception is recommended by the branch’s head.

    Source: framework 2008, section 4B (a higher level of scrutiny).
    """
    if proposal.exception:
        return ValidationError(
            _("An exception is recommended by the head of the branch, not put on the list."), code="is_an_exception"
        )
    return None


def it_is_an_exception(proposal: Proposal) -> ValidationError | None:
    """TRV-18. Only an exception goes from the branch’s head straight to the President: one level above the rest.

    The ordinary list is balanced by International Affairs; what is not on it is recommended by the vice-president of
    the branch and decided by the President alone. Source: framework 2008, section 4B (exceptions to the pre-approved
    system receive a higher level of scrutiny).
    """
    if not proposal.exception:
        return ValidationError(_("It is no exception: International Affairs puts it on the list."), code="no_exception")
    return None


def the_list_is_before_the_president(proposal: Proposal) -> ValidationError | None:
    """TRV-19. The President decides on a list that was submitted; on an exception after the list is decided.

    Source: framework 2008, section 4B (quarterly review by which travel is pre-approved by the President).
    """
    if proposal.exception or proposal.quarter.state == QuarterState.SUBMITTED:
        return None
    return ValidationError(
        _(
            "The list of this quarter is not before the President. It has to be submitted, or opened again where it is "
            "decided, on the page of the quarter."
        ),
        code="list_not_submitted",
    )


def the_list_is_being_balanced(proposal: Proposal) -> ValidationError | None:
    """TRV-20. The list changes until it is decided; afterwards only exceptions are added.

    Source: framework 2008, section 4B.
    """
    if proposal.quarter.state == QuarterState.DECIDED and not proposal.exception:
        return ValidationError(_("The list of this quarter is decided."), code="list_is_decided")
    return None


def nobody_travels_on_it_yet(proposal: Proposal) -> ValidationError | None:
    """TRV-21. A decision is not taken from under a journey: its authority is cancelled first.

    Source: framework 2008, section 4D (branches submit international travel authorities for approval).
    """
    begun = (TripState.REQUESTED, TripState.AUTHORISED, TripState.RETURNED)
    alive = Trip.objects.filter(traveller__proposal=proposal, state__in=begun)
    if names := [str(one) for one in alive.select_related("person").order_by("key")]:
        return ValidationError(
            _("Cancel these trips first: %(names)s."), code="trips_stand", params={"names": ", ".join(names)}
        )
    return None


def some_stay_and_some_go(proposal: Proposal, keep: Collection[int]) -> ValidationError | None:
    """TRV-22. A delegation that is reduced keeps at least one traveller and loses at least one.

    Source: framework 2008, section 4B (approval must be managed carefully).
    """
    asked = {one.pk for one in going(proposal)}
    kept = asked & set(keep)
    if kept and kept != asked:
        return None
    return ValidationError(
        _("Tick the travellers to keep: at least one, and not all of them."), code="reduction_of_nobody"
    )


def all_are_ticked(proposal: Proposal, keep: Collection[int]) -> ValidationError | None:
    """TRV-23. Who approves a whole delegation did not untick anybody.

    Source: framework 2008, section 4B.
    """
    if {one.pk for one in going(proposal)} <= set(keep):
        return None
    return ValidationError(
        _("You unticked a traveller: choose “reduce”, or tick everybody again."), code="approval_of_some"
    )


def nobody_decided_meanwhile(proposal: Proposal, seen: int, last: Any) -> ValidationError | None:
    """TRV-24. Who decides on what has changed since it was read is told by name what happened.

    ``last`` is the latest verdict. Source: framework 2008, section 4B (one decision on each proposal).
    """
    if proposal.revision == seen:
        return None
    if last is None or last.outcome in ("put_forward", "list"):
        return ValidationError(
            _("This proposal has changed since you opened the page. Read it again before you decide."),
            code="changed_meanwhile",
        )
    return ValidationError(
        _("%(who)s was here before you: %(what)s. Nothing of it was overwritten."),
        code="decided_meanwhile",
        params={"who": str(last.by), "what": last.get_outcome_display()},
    )


def money_is_left(quarter: Quarter, approved: Decimal, more: Decimal) -> ValidationError | None:
    """TRV-25. A warning, not a refusal: what would take the approved list past the budget is said so.

    Source: framework 2008, section 4B (notable resource implications of international travel).
    """
    if quarter.budget is None or approved + more <= quarter.budget:
        return None
    return ValidationError(
        _("This takes the list %(amount)s past the budget."),
        code="over_budget",
        params={"amount": approved + more - quarter.budget},
    )


def it_is_proposed_once(there: Proposal | None) -> ValidationError | None:
    """TRV-36. A branch has one proposal for a meeting in a quarter; ``there`` is the one it has, which is gone on with.

    Source: framework 2008, section 4B (one decision on each proposal).
    """
    if there is None:
        return None
    return ValidationError(
        _(
            "This branch has a proposal for this meeting already: %(key)s (%(state)s). Go on with that one; what was "
            "decided on is decided anew once the list of the quarter is opened again."
        ),
        code="proposed_already",
        params={"key": there.key, "state": there.get_state_display()},
    )


def it_is_a_draft(proposal: Proposal) -> ValidationError | None:
    """TRV-29. What was put forward is not changed under the eyes of who decides: it is taken back first.

    Source: framework 2008, section 4B (proposals are submitted for pre-approval).
    """
    if proposal.state in (ProposalState.DRAFT, ProposalState.RETURNED):
        return None
    return ValidationError(
        _("This proposal is “%(state)s”. Take it back, or have it sent back, before you change it."),
        code="no_draft",
        params={"state": proposal.get_state_display()},
    )


def the_worksheet_is_open(proposal: Proposal) -> ValidationError | None:
    """TRV-30. A worksheet may be completed and checked again until the decision; then it stands as decided on.

    Source: framework 2008, Appendix G.
    """
    over = (ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.WITHDRAWN)
    if proposal.state not in over:
        return None
    return ValidationError(
        _("This proposal is “%(state)s”: its worksheet stands as it was decided on."),
        code="worksheet_closed",
        params={"state": proposal.get_state_display()},
    )


def going(proposal: Proposal) -> list[Traveller]:
    """The members of the delegation that are asked for or approved, in their order."""
    out = (TravellerState.REFUSED, TravellerState.WITHDRAWN)
    return [one for one in proposal.travellers.all() if one.state not in out]
