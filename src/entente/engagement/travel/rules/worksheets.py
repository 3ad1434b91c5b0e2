"""When a participation worksheet is complete. Each empty box is told, so that a person fills them in one visit.

Source: framework 2008, Appendix G, field for field; section 4B (the completed worksheet must be included).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Proposal, Worksheet
from ..queries import worksheets as questions

MISSING: dict[str, Any] = {
    "worksheet_title": _("Worksheet: give the title, the dates and the location of the event."),
    "worksheet_branches": _("Worksheet: tick the branches involved."),
    "worksheet_last": _("Worksheet: say when we attended last and who did, or that we never did."),
    "worksheet_report": _("Worksheet: say whether the report of the last session is attached."),
    "worksheet_objectives": _("Worksheet: tick at least one objective."),
    "worksheet_agenda": _("Worksheet: describe how it furthers our international agenda, in either language."),
    "worksheet_regional": _("Worksheet: say whether it is a meeting of a regional forum."),
    "worksheet_regional_details": _("Worksheet: give the details of the regional forum, in either language."),
    "worksheet_memory": _("Worksheet: say how the number of representatives serves corporate memory."),
    "worksheet_virtual": _("Worksheet: say why it cannot be attended on line."),
}


def boxes_are_filled(proposal: Proposal) -> ValidationError | None:
    """TRV-26. Every box of the worksheet is filled before somebody vouches for it.

    The branch that is asked for is always involved; the details of a regional forum only where it is one; corporate
    memory where more than one person goes; why not on line where the meeting can be attended so.
    Source: framework 2008, Appendix G.
    """
    sheet = getattr(proposal, "worksheet", None)
    if sheet is None:
        return ValidationError(_("Begin the participation worksheet."), code="worksheet_absent")
    if empty := [code for code, is_empty in _empty(proposal, sheet).items() if is_empty]:
        return ValidationError([ValidationError(MISSING[code], code=code) for code in empty])
    return None


def worksheet_is_complete(proposal: Proposal) -> ValidationError | None:
    """TRV-27. No proposal reaches the President without a complete worksheet for which a person vouches.

    Source: framework 2008, section 4B (the completed worksheet must be included with the travel approval form).
    """
    if problem := boxes_are_filled(proposal):
        return problem
    if proposal.worksheet.checked_at is None:
        return ValidationError(_("Worksheet: check it against the record and say so."), code="worksheet_unchecked")
    return None


def worksheet_agrees_with_the_record(proposal: Proposal) -> ValidationError | None:
    """TRV-28. Who checked a worksheet is asked again when the record behind it has changed.

    Told when a branch puts forward and when the list is submitted; the President sees it as a note and may decide.
    Source: framework 2008, Appendix G (last session attended, report attached).
    """
    sheet = getattr(proposal, "worksheet", None)
    if sheet is None or sheet.checked_at is None or sheet.seen == questions.known(proposal).digest:
        return None
    return ValidationError(
        _("Worksheet: the record has changed since it was checked. Check it again."), code="worksheet_outdated"
    )


def _empty(proposal: Proposal, sheet: Worksheet) -> dict[str, bool]:
    several = len([one for one in proposal.travellers.all() if one.state in ("asked", "approved")]) > 1
    last = sheet.first_time or (sheet.last_attended_on is not None and bool(sheet.last_attendee.strip()))
    return {
        "worksheet_title": not (sheet.title and sheet.starts_on and sheet.ends_on and sheet.location),
        "worksheet_branches": not sheet.branches.all(),
        "worksheet_last": not last,
        "worksheet_report": bool(last) and not sheet.first_time and sheet.report_attached is None,
        "worksheet_objectives": not sheet.objectives.all(),
        "worksheet_agenda": not sheet.agenda.strip(),
        "worksheet_regional": sheet.regional is None,
        "worksheet_regional_details": bool(sheet.regional) and not sheet.regional_details.strip(),
        "worksheet_memory": several and not sheet.memory.strip(),
        "worksheet_virtual": proposal.meeting.form != "in_person" and not sheet.virtual.strip(),
    }
