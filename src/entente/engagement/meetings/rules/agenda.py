"""What agenda items and positions must obey. A rule returns a problem or nothing."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..models import Clearance, Item, ItemState, Meeting, Position, PositionState, Stance


def still_planned(item: Item) -> ValidationError | None:
    """MTG-15. What was discussed, dropped or carried stays as it was said. Source: design, nothing is overwritten."""
    if item.state == ItemState.PLANNED:
        return None
    said = _("MTG-15: this item is closed (%(state)s). Take it up again first.")
    return ValidationError(said, code="closed", params={"state": item.get_state_display()})


def carried_onward(item: Item, to: Meeting, same_table: bool) -> ValidationError | None:
    """MTG-16. An item is carried to a later meeting of the same series, body or partner.

    Source: needs of the desk (carry decisions from one meeting to the next).
    """
    if same_table and to.pk != item.meeting_id and to.starts_on >= item.meeting.ends_on:
        return None
    said = _("MTG-16: choose a later meeting of the same series, body or partner.")
    return ValidationError({"to": said}, code="not_onward")


def says_something(thing: Position | Stance) -> ValidationError | None:
    """MTG-17. A position is written in at least one language. Source: what a position is."""
    if thing.text_en.strip() or thing.text_fr.strip():
        return None
    return ValidationError({"text_en": _("MTG-17: write the position in at least one language.")}, code="empty")


def is_a_draft(position: Position) -> ValidationError | None:
    """MTG-18. A version is never rewritten once it was circulated. Source: design, versions are kept."""
    if position.state == PositionState.DRAFT:
        return None
    said = _("MTG-18: this version was circulated and stays as it is. Write a new one.")
    return ValidationError(said, code="frozen")


def branches_named(branches: Collection[Any]) -> ValidationError | None:
    """MTG-19. A position is circulated to the branches that must clear it, by name.

    Source: framework 2008, 3A (a whole-of-agency approach to international files).
    """
    if branches:
        return None
    return ValidationError({"branches": _("MTG-19: name at least one branch that must clear it.")}, code="no_branch")


def answered_once(clearance: Clearance) -> ValidationError | None:
    """MTG-20. A branch answers a version once, and only while it is circulated; an objection never disappears.

    Source: design, nothing decided or said is ever overwritten.
    """
    if clearance.answer != "asked":
        said = _("MTG-20: your branch has answered this version: %(answer)s. A new version asks again.")
        return ValidationError(said, code="answered", params={"answer": clearance.get_answer_display()})
    if clearance.position.state != PositionState.CIRCULATED:
        return ValidationError(_("MTG-20: this version is not circulated any more."), code="not_circulated")
    return None


def objection_says_why(comment: str) -> ValidationError | None:
    """MTG-21. An objection says what would have to change. Source: design, negative steps carry a reason."""
    if comment.strip():
        return None
    return ValidationError({"comment": _("MTG-21: say what you object to.")}, code="reason_missing")


def cleared_by_all(answers: Iterable[str]) -> ValidationError | None:
    """MTG-22. A position is cleared when every branch named has cleared it.

    Source: needs M5 (position and mandate status), engagement (cleared version of a position).
    """
    if all(answer == "cleared" for answer in answers):
        return None
    return ValidationError(_("MTG-22: not every branch named has cleared it."), code="not_cleared")


def nobody_wrote_meanwhile(position: Position | None, seen: datetime | None) -> ValidationError | None:
    """MTG-23. Two people who write one draft do not overwrite each other. ``seen`` is what the writer had before them.

    Source: design, nothing is lost.
    """
    if position is None or seen is None or position.at == seen:
        return None
    said = _("MTG-23: %(who)s changed this draft meanwhile. Yours is kept below: compare, then save again.")
    return ValidationError(said, code="meanwhile", params={"who": position.by})


def heard_by_now(stance: Stance, today: date) -> ValidationError | None:
    """MTG-24. A position of others was heard on a day that has come. Source: what “heard” means."""
    if not stance.heard_on or stance.heard_on <= today:
        return None
    return ValidationError({"heard_on": _("MTG-24: this day is still to come.")}, code="future")


def nothing_hangs_on_it(item: Item, written: bool) -> ValidationError | None:
    """MTG-25. An item is taken out only while nothing was written about it; otherwise it is dropped, with the reason.

    Source: design, nothing decided or said is ever overwritten.
    """
    if not written and item.carried_from_id is None:
        return None
    return ValidationError(_("MTG-25: something was said about this item. Drop it with the reason."), code="written")
