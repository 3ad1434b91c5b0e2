"""What the rows of a visit must obey, whatever step it is at."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import HEIGHT, Marking

from ..models import BEGUN, ENDED, Consultation, Item, Visit

# Addresses of the room's own pages: no visit's key may be one of them, in either language.
PAGES = {"new", "nouvelle", "awaited", "attendu"}


def ends_after_it_begins(visit: Visit) -> ValidationError | None:
    """VIS-7. A visit does not end before it begins. Source: what a period is."""
    if visit.ends_on < visit.starts_on:
        return ValidationError({"ends_on": _("VIS-7: the end cannot come before the beginning.")}, code="order")
    return None


def marking_fits(visit: Visit, person: Any) -> ValidationError | None:
    """VIS-8. A visit is marked as high as its partner, and not above the clearance of who marks it.

    Source: design, visibility (a record shows to those cleared for its marking).
    """
    if visit.marking not in markings_for(person):
        return ValidationError({"marking": _("VIS-8: this marking is above your clearance.")}, code="marking")
    if _height(visit.partner.marking) > _height(visit.marking):
        said = _("VIS-8: the partner is marked %(marking)s; the visit must be marked at least so.")
        return ValidationError(
            {"marking": said % {"marking": visit.partner.get_marking_display()}}, code="below_the_partner"
        )
    return None


def not_below_its_parts(visit: Visit, *things: Any) -> ValidationError | None:
    """VIS-9. What a topic or promise of a visit points at is not marked higher than the visit: its name shows there.

    Source: design, visibility.
    """
    high = [one for one in things if _height(getattr(one, "marking", Marking.UNCLASSIFIED)) > _height(visit.marking)]
    if not high:
        return None
    return ValidationError(
        _("VIS-9: marked higher than the visit: %(names)s. Mark the visit as high, or leave it out."),
        code="marked_higher",
        params={"names": ", ".join(str(one) for one in high)},
    )


def within_the_visit(item: Item) -> ValidationError | None:
    """VIS-10. The programme keeps to the days of the visit. Source: what a programme is."""
    if item.visit.starts_on <= item.on <= item.visit.ends_on:
        return None
    return ValidationError({"on": _("VIS-10: this day is not one of the visit.")}, code="outside")


def still_to_prepare(visit: Visit) -> ValidationError | None:
    """VIS-11. A visit that was declined, cancelled or closed is not changed any more.

    Source: design, nothing decided is ever overwritten.
    """
    if visit.state not in ENDED:
        return None
    return ValidationError(
        _("VIS-11: this visit is %(state)s. Nothing is changed in it any more."),
        code="ended",
        params={"state": visit.get_state_display()},
    )


def answered_once(consultation: Consultation) -> ValidationError | None:
    """VIS-12. An answer stands. Who thinks better of it is asked again. Source: design, nothing said is overwritten."""
    if consultation.is_open:
        return None
    return ValidationError(_("VIS-12: this question is answered already. Ask again instead."), code="answered")


def reason_given(reason: str) -> ValidationError | None:
    """VIS-13. A negative step, an overrule and a date that moves carry a reason.

    Source: design, negative steps and slips carry a reason.
    """
    if not reason.strip():
        return ValidationError({"reason": _("Give the reason for this step.")}, code="reason_missing")
    return None


def something_changes(changed: object) -> ValidationError | None:
    """VIS-14. A change that changes nothing is not recorded. Source: design, what is in the trail."""
    return None if changed else ValidationError(_("VIS-14: this is how it stands already."), code="unchanged")


def pre_brief_comes_before(visit: Visit, on: date, today: date) -> ValidationError | None:
    """VIS-15. The pre-brief is held before the visit begins, and is recorded once it was held.

    Source: framework 2008, section 4 (the pre-briefing process for senior management).
    """
    if on > visit.starts_on:
        return ValidationError({"on": _("VIS-15: the pre-brief comes before the visit.")}, code="late")
    if on > today:
        return ValidationError({"on": _("VIS-15: this day has not come yet.")}, code="ahead")
    return None


def after_its_beginning(visit: Visit) -> ValidationError | None:
    """VIS-23. What came of a visit is told once it has begun. Source: what feedback is."""
    if visit.state in BEGUN:
        return None
    return ValidationError(_("VIS-23: this visit has not begun. Record that it is under way first."), code="not_begun")


def something_said(field: str, text: str) -> ValidationError | None:
    """VIS-24. An answer says something. Source: framework 2008, section 4 (the consultation process)."""
    return None if text.strip() else ValidationError({field: _("VIS-24: write an answer.")}, code="empty")


def _height(marking: str) -> int:
    return HEIGHT.index(Marking(marking))
