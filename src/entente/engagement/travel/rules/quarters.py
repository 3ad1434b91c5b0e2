"""What a quarter must obey before it goes to its next state."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Proposal, ProposalState, Quarter
from ..queries import proposals as questions
from . import proposals, worksheets

SHOWN = 5  # names of proposals an obstacle spells out; a longer list is on the page


def forecast_is_due_in_time(quarter: Quarter, *, today: date) -> ValidationError | None:
    """TRV-1. Forecasts are due on a day to come that is not after the quarter's last day.

    Source: framework 2008, section 4B (travel is pre-approved quarter by quarter).
    """
    due = quarter.forecast_due_on
    if due and not today <= due <= quarter.ends_on:
        wrong = ValidationError(
            _("Choose a day from today to the last day of the quarter."), code="forecast_due_out_of_time"
        )
        return ValidationError({"forecast_due_on": [wrong]})
    return None


def it_is_not_over(quarter: Quarter, *, today: date) -> ValidationError | None:
    """TRV-2. A quarter that is over is not opened any more.

    Source: framework 2008, section 4B (travel is approved before it takes place).
    """
    if quarter.ends_on < today:
        wrong = ValidationError(_("This quarter is over. Choose a day in one to come."), code="quarter_is_over")
        return ValidationError({"starts_on": [wrong]})
    return None


def a_change_says_why(changed: Mapping[str, Any], reason: str) -> ValidationError | None:
    """TRV-31. Another budget or another day for forecasts carries a reason, and something does change.

    Source: framework 2008, section 3C (spending is reported each quarter to senior management).
    """
    if not changed:
        return ValidationError(_("Nothing changes."), code="nothing_changes")
    if not reason.strip():
        wrong = ValidationError(_("Give the reason for this step."), code="reason_missing")
        return ValidationError({"reason": [wrong]})
    return None


def the_budget_is_known(quarter: Quarter) -> ValidationError | None:
    """TRV-3. The President decides against a budget.

    Source: framework 2008, section 4B (travel is managed for a sufficient return on the investment).
    """
    if quarter.budget is None:
        return ValidationError(_("Set the budget of the quarter."), code="budget_missing")
    return None


def nothing_waits_for_the_balance(quarter: Quarter) -> ValidationError | None:
    """TRV-4. What the branches put forward is on the list, held back or sent to the branch before it is submitted.

    Source: framework 2008, section 3B (the Strategy and Coordination Branch forecasts and plans participation).
    """
    waiting = questions.in_state(quarter, ProposalState.FORECAST).filter(exception=False)
    return _named(waiting, _("Put on the list, hold back or send to the branch: %(names)s."), "waits_for_the_balance")


def something_is_listed(quarter: Quarter) -> ValidationError | None:
    """TRV-5. A list that is submitted has at least one proposal on it.

    Source: framework 2008, section 4B (the President pre-approves a list).
    """
    if not questions.in_state(quarter, ProposalState.LISTED).exists():
        return ValidationError(_("Put at least one proposal on the list."), code="list_is_empty")
    return None


def every_listed_worksheet_is_complete(quarter: Quarter) -> ValidationError | None:
    """TRV-6. Each proposal on the list has a complete worksheet that somebody checked against the record of today.

    Source: framework 2008, section 4B (the completed worksheet must be included) and Appendix G.
    """
    listed = questions.with_delegation(questions.in_state(quarter, ProposalState.LISTED))
    lacking = [
        one
        for one in listed
        if worksheets.worksheet_is_complete(one) or worksheets.worksheet_agrees_with_the_record(one)
    ]
    if not lacking:
        return None
    return ValidationError(
        _("Complete and check the worksheet of: %(names)s."),
        code="worksheets_incomplete",
        params={"names": _names(lacking)},
    )


def every_listed_meeting_is_to_come(quarter: Quarter, *, today: date) -> ValidationError | None:
    """TRV-34. Nothing is laid before the President whose meeting is cancelled, over, skipped or outside the quarter.

    Source: framework 2008, section 4B (participation is approved before it takes place, quarter by quarter).
    """
    listed = questions.in_state(quarter, ProposalState.LISTED).filter(exception=False).select_related("quarter")
    gone = [
        one
        for one in listed
        if proposals.the_meeting_is_to_come(one, today=today) or proposals.the_meeting_falls_in_the_quarter(one)
    ]
    said = _("Their meetings are cancelled, over, not attended or outside the quarter; hold these back: %(names)s.")
    return _named(gone, said, "meetings_gone")


def everything_listed_is_decided(quarter: Quarter) -> ValidationError | None:
    """TRV-7. The list is closed when the President has decided each line.

    Source: framework 2008, section 4B (travel is pre-approved by the President).
    """
    open_ones = questions.in_state(quarter, ProposalState.LISTED).filter(exception=False)
    return _named(open_ones, _("Decide first: %(names)s."), "list_is_undecided")


def _named(found: Iterable[Proposal], message: Any, code: str) -> ValidationError | None:
    names = list(found)
    return ValidationError(message, code=code, params={"names": _names(names)}) if names else None


def _names(found: list[Proposal]) -> str:
    shown = ", ".join(str(one) for one in found[:SHOWN])
    return shown if len(found) <= SHOWN else f"{shown}, …"
