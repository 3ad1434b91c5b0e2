"""What a meeting and a delegation must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import cleared, markings_for
from entente.kit.days import spoken

from ..models import Attendance, Delegate, Meeting, Series, State

MOST_DAYS = 60
"""A meeting lasts at most so long; more is a slip of the pen in a year or a month."""
HEARD = (
    *("title_en", "title_fr", "number", "starts_on", "ends_on", "starts_at", "ends_at", "zone"),
    *("city_en", "city_fr", "country", "form", "marking"),
)
"""Fields whose change a calendar must hear of."""


def held_with_somebody(meeting: Meeting | Series) -> ValidationError | None:
    """MTG-1. A meeting is a session of a body, or held with a partner, or both.

    Source: framework 2008, 2D (meetings of forums) and 2A (interaction with partners).
    """
    if meeting.body_id or meeting.partner_id:
        return None
    return ValidationError({"body": _("MTG-1: name the body that meets, or the partner we meet.")}, code="with_nobody")


def days_in_order(meeting: Meeting) -> ValidationError | None:
    """MTG-2. A meeting does not end before it begins, and lasts at most 60 days. Source: what a session is."""
    if not meeting.starts_on or not meeting.ends_on:
        return None  # said by the fields themselves
    if meeting.ends_on < meeting.starts_on:
        return ValidationError({"ends_on": _("MTG-2: the end cannot come before the beginning.")}, code="order")
    if meeting.days > MOST_DAYS:
        said = _("MTG-2: a meeting lasts at most %(most)s days; this one would last %(days)s. Is the year right?")
        return ValidationError({"ends_on": said % {"most": MOST_DAYS, "days": meeting.days}}, code="too_long")
    return None


def hours_of_one_day(meeting: Meeting) -> ValidationError | None:
    """MTG-3. Hours are given for a meeting of one day, in the time of its place; several days are whole days.

    Source: issue reports on calendars (a meeting of several days shown as one block of hours misleads).
    """
    wrong: dict[str, Any] = {}
    if meeting.zone not in available_timezones():
        wrong["zone"] = _("MTG-3: “%(zone)s” is no time zone. Write one such as Europe/Brussels.") % {
            "zone": meeting.zone
        }
    several = bool(meeting.starts_on and meeting.ends_on and meeting.starts_on != meeting.ends_on)
    if several and (meeting.starts_at or meeting.ends_at):
        wrong["starts_at"] = _("MTG-3: a meeting of several days is shown as whole days. Leave the hours out.")
    elif meeting.ends_at and not meeting.starts_at:
        wrong["starts_at"] = _("MTG-3: say when it begins, or leave out when it ends.")
    elif meeting.starts_at and meeting.ends_at and meeting.ends_at <= meeting.starts_at:
        wrong["ends_at"] = _("MTG-3: the end cannot come before the beginning.")
    return ValidationError(wrong, code="hours") if wrong else None


def within_own_clearance(thing: Any, person: Any) -> ValidationError | None:
    """MTG-4. Nobody marks a record higher than the own clearance, nor holds a meeting with whom they cannot see.

    Source: design, visibility (a record shows to those cleared for its marking).
    """
    wrong: dict[str, Any] = {}
    if thing.marking not in markings_for(person):
        wrong["marking"] = _("MTG-4: this marking is above your clearance.")
    for name in ("body", "partner"):
        other = getattr(thing, name, None)
        if other is not None and not cleared(person, other):
            wrong[name] = _("MTG-4: you are not cleared for this.")
    return ValidationError(wrong, code="marking") if wrong else None


def last_day_has_come(meeting: Meeting, today: date) -> ValidationError | None:
    """MTG-5. A meeting was held at the earliest on its last day. Source: what “held” means."""
    if meeting.ends_on <= today:
        return None
    said = _("MTG-5: it lasts until %(day)s. Say that it was held on that day or later.")
    return ValidationError(said, code="not_over", params={"day": spoken(meeting.ends_on)})


def is_still_to_come(meeting: Meeting, today: date) -> ValidationError | None:
    """MTG-6. What is over is not confirmed any more: it was held or cancelled. Source: what “confirmed” means."""
    if meeting.ends_on >= today:
        return None
    said = _("MTG-6: its last day has passed. Say that it was held, or cancel it with the reason.")
    return ValidationError(said, code="over")


def slip_has_a_reason(moved: bool, reason: str) -> ValidationError | None:
    """MTG-7. The days of a meeting move for a reason that is written down. Source: design, slips carry a reason."""
    if not moved or reason.strip():
        return None
    return ValidationError({"reason": _("MTG-7: the days move. Say why.")}, code="reason_missing")


def skipped_for_a_reason(attendance: str, reason: str) -> ValidationError | None:
    """MTG-8. Whether we go is decided, and staying away has a reason.

    Source: framework 2008, 2D (hundreds of meetings a year are possible: we choose those that serve us best).
    """
    if attendance not in (Attendance.ATTEND, Attendance.SKIP):
        return ValidationError({"attendance": _("MTG-8: say whether we attend or not.")}, code="undecided")
    if attendance == Attendance.SKIP and not reason.strip():
        return ValidationError({"reason": _("MTG-8: say why we do not attend.")}, code="reason_missing")
    return None


def something_changes(changed: object) -> ValidationError | None:
    """MTG-9. A change that changes nothing is not recorded. Source: design, what is in the trail."""
    return None if changed else ValidationError(_("MTG-9: this is how it stands already."), code="unchanged")


def one_head(delegate: Delegate, others: Iterable[Delegate]) -> ValidationError | None:
    """MTG-10. A delegation has one head. ``others`` are the heads of the same delegation.

    Source: framework 2008, 4B (outward delegations are led by one official).
    """
    if delegate.part != "head":
        return None
    for other in others:
        if _another(other, delegate):
            said = _("MTG-10: %(who)s heads this delegation. Give that person another part first.")
            return ValidationError({"part": said % {"who": other}}, code="head_taken")
    return None


def own_people_in_own_delegation(delegate: Delegate) -> ValidationError | None:
    """MTG-11. Somebody with an account here sits in our delegation; those of others are named by their office.

    Source: design, people (names of office-holders of others are not kept).
    """
    wrong: dict[str, Any] = {}
    if delegate.partner_id and delegate.person_id:
        wrong["person"] = _("MTG-11: this person is one of ours. Leave the partner out, or name the office instead.")
    if delegate.person_id is None and not (delegate.office_en or delegate.office_fr):
        wrong["office_en"] = _("MTG-11: name the person or the office held.")
    if delegate.partner_id and delegate.unit_id:
        wrong["unit"] = _("MTG-11: offices of the agency are those of our own delegation.")
    return ValidationError(wrong, code="delegation") if wrong else None


def has_begun(meeting: Meeting, today: date) -> ValidationError | None:
    """MTG-12. Who was there is noted once the meeting has begun. Source: what attendance is."""
    if meeting.starts_on <= today:
        return None
    said = _("MTG-12: it begins on %(day)s. Note who was there on that day or later.")
    return ValidationError(said, code="not_begun", params={"day": spoken(meeting.starts_on)})


def not_cancelled(meeting: Meeting) -> ValidationError | None:
    """MTG-13. Nothing is planned for a meeting that was cancelled. Source: what “cancelled” means."""
    if meeting.state != State.CANCELLED:
        return None
    return ValidationError(_("MTG-13: it was cancelled. Reinstate it first."), code="cancelled")


def once_in_the_delegation(delegate: Delegate, others: Iterable[Delegate]) -> ValidationError | None:
    """MTG-14. Nobody sits twice at one table. ``others`` are those of the same person in the meeting.

    Source: what a delegation is.
    """
    if delegate.person_id and any(_another(other, delegate) for other in others):
        return ValidationError({"person": _("MTG-14: this person is in the delegation already.")}, code="twice")
    return None


def _another(other: Delegate, delegate: Delegate) -> bool:
    """Whether two delegates are not one; rows of a sheet are not in the database yet and have no number there."""
    return other is not delegate and (other.pk is None or other.pk != delegate.pk)
