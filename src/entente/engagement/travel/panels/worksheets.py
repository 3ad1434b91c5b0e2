"""The participation worksheet as its page and its paper show it.

Source: framework 2008, Appendix G, field for field; the line on attendance on line and the mandate are ours.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from entente.kit import days

from ..forms import questions
from ..forms.worksheets import TICKED, Sheet
from ..models import Proposal, Worksheet
from ..queries import worksheets as records
from ..queries.worksheets import Boxes, Known


def boxes(form: Sheet, offered: Boxes, known: Known) -> dict[str, list[dict[str, Any]]]:
    """The boxes of each list: those the record ticked cannot be unticked here, the others can be ticked."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in TICKED:
        chosen = set(questions.several(form[name].value()))
        fixed = getattr(known, name)
        found[name] = [
            {
                "id": f"id_{name}_{thing.pk}",
                "name": form.add_prefix(name),
                "value": thing.pk,
                "label": thing.title if name == "objectives" else thing.name,
                "fixed": thing.pk in fixed,
                "checked": thing.pk in fixed or str(thing.pk) in chosen,
            }
            for thing in getattr(offered, name)
        ]
    return found


def paper(proposal: Proposal) -> dict[str, Any]:
    """The form in the active language: sections with their questions, answers and boxes. About ten queries."""
    sheet: Worksheet = proposal.worksheet
    offered = records.boxes(sheet.edition)
    ticked = {name: {one.pk for one in getattr(sheet, name).all()} for name in TICKED}

    def listed(name: str, columns: int) -> dict[str, Any]:
        things = getattr(offered, name)
        said = [(one.title if name == "objectives" else one.name, one.pk in ticked[name]) for one in things]
        return {"boxes": said, "columns": columns}

    return {
        "title": _("International Participation Worksheet"),
        "under": _("To accompany international travel and representation authority"),
        "edition": sheet.edition.title,
        "sections": [
            (_("Proposed meeting"), [
                {"id": "event", "label": _("International event title:"), "value": sheet.title},
                {"label": _("Date:"), "value": _dates(sheet)},
                {"label": _("Location:"), "value": sheet.location},
                {"id": "branches", "label": _("Branch(es) of the Agency involved:"), **listed("branches", 2)},
            ]),
            (_("Meeting details"), [
                {"id": "last", "label": _("When did the Agency attend the last session of this meeting?"),
                 "value": _last(sheet)},
                {"label": _("Name of attendee:"), "value": sheet.last_attendee},
                {"label": _("Report attached?"), "boxes": _yes_no(sheet.report_attached), "columns": 2},
            ]),
            (_("International strategic objectives"), [
                {"id": "objectives",
                 "label": _("Which of the Agency’s international strategic objectives are furthered through attendance "
                            "at this meeting?"),
                 **listed("objectives", 1)},
                {"id": "agenda",
                 "label": _("Please describe how participation in this meeting will further the Agency’s international "
                            "agenda:"),
                 "value": sheet.agenda},
            ]),
            (_("Strategic relevance"), [
                {"label": _("Is this meeting specifically taking place with any of the following bilateral prioritized "
                            "partners?"),
                 **listed("partners", 3)},
                {"label": _("Is the meeting part of the following prioritized multilateral or specialized forums?"),
                 **listed("forums", 2)},
                {"id": "regional", "label": _("Is this a meeting of a regional forum?"),
                 "boxes": _yes_no(sheet.regional), "columns": 2},
                {"label": _("Details:"), "value": sheet.regional_details},
                {"id": "memory",
                 "label": _("If corporate memory is an issue on this file, please advise how the number of "
                            "representatives will address this issue:"),
                 "value": sheet.memory, "note": _size(proposal)},
            ]),
            (_("Attendance on line and mandate"), [
                {"id": "virtual", "label": _("Why it cannot be attended on line:"), "value": sheet.virtual},
                {"label": _("Mandate and state of our position:"), "value": sheet.mandate},
            ]),
        ],
        "checked": _checked(sheet),
        "sign": [_("Prepared by (branch)"), _("Director general"), _("Vice-president of the branch"), _("Date")],
    }  # fmt: skip


def _dates(sheet: Worksheet) -> str:
    if not sheet.starts_on or not sheet.ends_on:
        return ""
    if sheet.starts_on == sheet.ends_on:
        return days.spoken(sheet.starts_on)
    said = {"first": days.spoken(sheet.starts_on), "last": days.spoken(sheet.ends_on)}
    return _("%(first)s to %(last)s") % said


def _last(sheet: Worksheet) -> str:
    if sheet.first_time:
        return _("Never: it would be the first time.")
    return days.spoken(sheet.last_attended_on) if sheet.last_attended_on else ""


def _yes_no(value: bool | None) -> list[tuple[str, bool]]:
    return [(_("Yes"), value is True), (_("No"), value is False)]


def _size(proposal: Proposal) -> str:
    count = sum(one.state in ("asked", "approved") for one in proposal.travellers.all())
    return _("Number of representatives: %(count)s") % {"count": count}


def _checked(sheet: Worksheet) -> str:
    if sheet.checked_at is None:
        return _("Not checked yet.")
    said = {"who": sheet.checked_by, "day": days.spoken(timezone.localdate(sheet.checked_at))}
    return _("Checked against the record by %(who)s, %(day)s.") % said
