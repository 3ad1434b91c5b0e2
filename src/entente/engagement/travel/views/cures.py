"""Where each obstacle of a proposal is cured."""

from collections.abc import Callable

from django.urls import reverse

from ..models import Proposal

ON_THE_WORKSHEET = {
    "worksheet_title": "event",
    "worksheet_branches": "branches",
    "worksheet_last": "last",
    "worksheet_report": "last",
    "worksheet_objectives": "objectives",
    "worksheet_agenda": "agenda",
    "worksheet_regional": "regional",
    "worksheet_regional_details": "regional",
    "worksheet_memory": "memory",
    "worksheet_virtual": "virtual",
    "worksheet_unchecked": "check",
    "worksheet_outdated": "check",
    "worksheet_absent": "event",
}
IN_THE_WORDS = {
    "rationale_missing": "id_rationale_en",
    "exception_reason_missing": "id_exception_reason",
    "list_is_decided": "id_exception_reason",
    "exception_too_early": "id_exception_reason",
}


def cure_of(proposal: Proposal) -> Callable[[str], str]:
    """The place that cures a problem of this proposal, by the problem's code; nothing where there is none."""
    key = [proposal.key]

    def cure(code: str) -> str:
        if code in ON_THE_WORKSHEET:
            return f"{reverse('travel:worksheet', args=key)}#{ON_THE_WORKSHEET[code]}"
        if code in IN_THE_WORDS:
            return f"{reverse('travel:edit_proposal', args=key)}#{IN_THE_WORDS[code]}"
        if code in ("nobody_travels", "one_head_of_delegation", "traveller_unexplained"):
            return f"{proposal.get_absolute_url()}#delegation"
        if code in ("cost_missing", "cost_overpaid"):
            return reverse("travel:estimate", args=key)
        if code.startswith("meeting_"):
            return proposal.meeting.get_absolute_url()
        if code in ("forecasts_closed", "list_not_submitted"):
            return proposal.quarter.get_absolute_url()
        return "#id_reason" if code == "reason_missing" else ""

    return cure
