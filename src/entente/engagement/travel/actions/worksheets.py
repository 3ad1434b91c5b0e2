"""Filling the participation worksheet: what the record knows is taken over, the rest is asked."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition
from entente.foundation.people.roles import highest
from entente.foundation.trail import actions as trail

from ..models import Proposal, Worksheet
from ..policy import PROPOSALS
from ..queries import proposals as questions
from ..queries import worksheets as records
from ..rules import obey
from ..rules import proposals as rules
from ..rules import worksheets as completeness

TICKED = ("branches", "objectives", "partners", "forums")


@transaction.atomic
def begin(proposal: Proposal, *, by: Any, edition: Edition | None = None) -> Worksheet | None:
    """Begin the worksheet of a proposal with what the record knows; the one there is already stays.

    Nothing where no edition of the framework rules: there is nothing to measure the meeting by.
    """
    PROPOSALS.require(by, "edit", proposal)
    if sheet := Worksheet.objects.filter(proposal=proposal).first():
        return sheet
    edition = edition or records.edition_for(proposal.meeting)
    if edition is None:
        return None
    sheet = Worksheet(proposal=proposal, edition=edition)
    proposal.worksheet = sheet
    _take_over(proposal, sheet, {})
    trail.record(by=by, verb="begin_worksheet", subject=proposal, edition=edition.key)
    return sheet


@transaction.atomic
def fill(
    proposal: Proposal, *, by: Any, seen: int | None = None, edition: Edition | None = None, **said: Any
) -> Worksheet:
    """Keep what somebody wrote in the worksheet, whatever is missing. It is to be checked again afterwards.

    ``branches``, ``objectives``, ``partners``, ``forums`` are what was ticked beside what the record knows. Another
    ``edition`` begins its boxes anew. ``seen`` is the revision that the person read.

    Raises:
        PermissionDenied: ``by`` may not edit the proposal.
        ValidationError: it was decided on, somebody else changed it meanwhile, or a value is not fit for its field.
    """
    proposal, sheet = _held(proposal, by)
    if seen is not None and seen != sheet.revision:
        raise ValidationError(
            _("Somebody changed this worksheet while you wrote. Your words are below; the others are on the page."),
            code="changed_meanwhile",
        )
    if edition is not None and edition != sheet.edition:
        sheet.edition = edition
        said = dict.fromkeys(("objectives", "partners", "forums"), ()) | said
    ticked = {name: said.pop(name) for name in TICKED if name in said}
    for name, value in said.items():
        setattr(sheet, name, value)
    if sheet.first_time:
        sheet.last_attended_on, sheet.last_attendee, sheet.report_attached = None, "", None
    sheet.checked_at, sheet.checked_by, sheet.seen = None, "", ""
    sheet.revision += 1
    _take_over(proposal, sheet, ticked)
    trail.record(by=by, verb="fill_worksheet", subject=proposal, edition=sheet.edition.key)
    return sheet


@transaction.atomic
def check(proposal: Proposal, *, by: Any) -> Worksheet:
    """Vouch for the worksheet: what the record says today was read, and every box is filled.

    Raises ``PermissionDenied``; ``ValidationError`` with every empty box.
    """
    proposal, sheet = _held(proposal, by, act="check")
    _take_over(proposal, sheet, {})
    obey(completeness.boxes_are_filled(proposal))
    sheet.checked_at, sheet.checked_by = timezone.now(), str(by)
    sheet.seen = records.known(proposal).digest
    sheet.revision += 1
    sheet.full_clean()
    sheet.save()
    trail.record(by=by, verb="check_worksheet", subject=proposal)
    return sheet


def _held(proposal: Proposal, by: Any, act: str = "edit") -> tuple[Proposal, Worksheet]:
    proposal = questions.held(proposal)
    PROPOSALS.require(by, act, proposal)
    obey(rules.the_worksheet_is_open(proposal))
    if not hasattr(proposal, "worksheet"):
        begin(proposal, by=by)
    if not hasattr(proposal, "worksheet"):
        raise ValidationError(_("No edition of the framework is in effect."), code="no_edition")
    return proposal, proposal.worksheet


def _take_over(proposal: Proposal, sheet: Worksheet, ticked: dict[str, Iterable[Any]]) -> None:
    """Fill in what the record knows; what a person ticked beside it stays ticked."""
    known, meeting = records.known(proposal, sheet.edition), proposal.meeting
    sheet.title_en, sheet.title_fr = meeting.title_en, meeting.title_fr
    sheet.starts_on, sheet.ends_on = meeting.starts_on, meeting.ends_on
    sheet.location_en, sheet.location_fr = records.location(meeting, "en"), records.location(meeting, "fr")
    marked = [proposal.marking, meeting.marking]
    if known.last:
        sheet.first_time = False
        sheet.last_attended_on = known.last.ends_on
        sheet.last_attendee = ", ".join(known.attendees)[:200] or sheet.last_attendee
        sheet.last_report, sheet.report_attached = known.report, known.report is not None
        marked.append(known.last.marking)
    sheet.marking = highest(marked)
    sheet.full_clean()
    sheet.save()
    for name in TICKED:
        chosen = {one.pk for one in ticked[name]} if name in ticked else set(_ticked(sheet, name))
        getattr(sheet, name).set(chosen | getattr(known, name))


def _ticked(sheet: Worksheet, name: str) -> list[int]:
    return list(getattr(sheet, name).values_list("pk", flat=True))
