"""What a chair, a membership and a body must obey. A rule returns a problem or nothing.

Dates may be partial: two periods overlap only when they do so whatever days are meant, so that a chair that
ends in 2022 and one that begins in 2022 follow each other.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.kit.bilingual import fold
from entente.kit.days import UNKNOWN, PartialDate

from ..models import Body, Committee, Goal, Membership, Priority, Seat

# Addresses of the room's own pages: no body's key may be one of them, in either language.
PAGES = {
    *("new", "tree", "priorities", "matrix", "chairs", "memberships", "seats", "candidacies"),
    *("rotation", "turns", "committees", "comites"),
    *("nouveau", "arborescence", "priorites", "matrice", "presidences", "adhesions", "sieges"),
    *("candidatures", "tours"),
}
SINGLE = ("chair",)  # seats that one partner holds at a time; co-chairs and vice-chairs may be several
SEAT_ENDS_WITHIN = 180  # days; the successor is to be known by then

CORRECTABLE = {
    Body: (
        *("parent", "kind", "name_en", "name_fr", "acronym_en", "acronym_fr", "home", "lead", "our_roles"),
        *("movement", "focus_en", "focus_fr", "recurrence", "agreement", "owner", "starts_on", "ends_on"),
    ),
    Membership: ("role", "starts_on", "ends_on", "note_en", "note_fr"),
    Seat: (
        *("kind", "title_en", "title_fr", "holder", "rotational", "starts_on", "ends_on"),
        *("note_en", "note_fr"),
    ),
    Committee: ("starts_on", "ends_on"),
    Priority: ("focus_en", "focus_fr", "involvement_en", "involvement_fr"),
    Goal: ("state", "text_en", "text_fr"),
}


def begins_at_latest(thing: Any) -> date:
    """The last day on which it may have begun: for an unknown beginning, the day its source speaks for."""
    for day in (thing.starts_on, thing.as_of):
        if day not in UNKNOWN:
            return PartialDate(day).last
    return date.min


def ends_at_earliest(thing: Any) -> date:
    """The first day on which it may have ended; the end of time while no end is known."""
    return date.max if thing.ends_on in UNKNOWN else PartialDate(thing.ends_on).first


def overlap(one: Any, other: Any) -> bool:
    """Whether two dated rows stand on one day, whatever days their partial dates mean."""
    start = max(begins_at_latest(one), begins_at_latest(other))
    return start < min(ends_at_earliest(one), ends_at_earliest(other))


def one_chair_at_a_time(seat: Seat, others: Iterable[Seat]) -> ValidationError | None:
    """FOR-1. A body has one chair at a time. ``others`` are the body's other seats of the same kind.

    Source: framework 2008, Appendix H (each chair is held for named years); key relationships 2023,
    Multilateral relations (the chair passes from one partner to the next).
    """
    if seat.kind not in SINGLE:
        return None
    for other in others:
        if overlap(seat, other):
            return ValidationError(
                _("FOR-1: %(holder)s holds this chair then. Hand that seat over, or give it an end."),
                code="chair_taken",
                params={"holder": other.holder},
            )
    return None


def ends_after_it_begins(thing: Any) -> ValidationError | None:
    """FOR-2. An end does not come before the beginning. Source: what a period is."""
    if thing.starts_on in UNKNOWN or thing.ends_on in UNKNOWN:
        return None
    if PartialDate(thing.ends_on).last < PartialDate(thing.starts_on).first:
        return ValidationError({"ends_on": _("FOR-2: the end cannot come before the beginning.")}, code="order")
    return None


def sits_once(membership: Membership, others: Iterable[Membership]) -> ValidationError | None:
    """FOR-3. A partner sits in a body once at a time. ``others`` are its other memberships of the body.

    Source: framework 2008, Appendix D (one mark a partner and forum).
    """
    if any(overlap(membership, other) for other in others):
        return ValidationError(
            _("FOR-3: %(partner)s sits in this body then. Correct that membership, or end it first."),
            code="sits_already",
            params={"partner": membership.partner},
        )
    return None


def passes_to_another(seat: Seat, to: Any, on: str) -> ValidationError | None:
    """FOR-4. A seat is handed over while it is held, and to somebody else.

    Source: key relationships 2023, Multilateral relations (rotation of the Border Five and Migration Five).
    """
    if seat.holder_id == to.pk:
        return ValidationError({"holder": _("FOR-4: %(holder)s holds it already.") % {"holder": to}}, code="same")
    if seat.ends_on not in UNKNOWN and PartialDate(seat.ends_on).last < PartialDate(on).first:
        return ValidationError({"on": _("FOR-4: the seat had ended by then. Add a new seat instead.")}, code="not_held")
    return None


def stands_under_another(body: Body, above: Iterable[int]) -> ValidationError | None:
    """FOR-5. No body stands under itself. ``above`` are the keys in the database of what it is put under.

    Source: framework 2008, Chart 4 and Appendix E (bodies stand in trees under their forums).
    """
    if body.pk is not None and body.pk in set(above):
        return ValidationError({"parent": _("FOR-5: a body cannot stand under itself.")}, code="circle")
    return None


def within_the_life_of_the_body(thing: Any) -> ValidationError | None:
    """FOR-6. Nobody joins or takes a seat in a body after it ended. Source: what membership is."""
    ended = thing.body.ends_on
    if ended not in UNKNOWN and PartialDate(ended).last < begins_at_latest(thing):
        return ValidationError({"starts_on": _("FOR-6: the body had ended by then.")}, code="body_ended")
    return None


def not_above_own_clearance(body: Any, person: Any) -> ValidationError | None:
    """FOR-7. Nobody marks a record higher than the own clearance: it would vanish before their eyes.

    Source: design, visibility (a record shows to those cleared for its marking).
    """
    if body.marking not in markings_for(person):
        return ValidationError({"marking": _("FOR-7: this marking is above your clearance.")}, code="marking")
    return None


def reason_given(reason: str) -> ValidationError | None:
    """FOR-8. A membership ends and a seat passes on for a reason that is written down.

    Source: design, negative steps carry a reason.
    """
    if not reason.strip():
        return ValidationError({"reason": _("Give the reason for this step.")}, code="reason_missing")
    return None


def something_changes(changed: object) -> ValidationError | None:
    """FOR-9. A change that changes nothing is not recorded. Source: design, what is in the trail."""
    return None if changed else ValidationError(_("FOR-9: this is how it stands already."), code="unchanged")


def may_be_corrected(thing: Any, field: str) -> ValidationError | None:
    """FOR-10. Only what a source can get wrong is corrected: no keys, no citations. Source: design, provenance."""
    if field in CORRECTABLE.get(type(thing), ()):
        return None
    return ValidationError(_("FOR-10: this field is not corrected."), code="not_correctable")


def key_of(name: str) -> str:
    """A stable address made from an English name: letters, digits and hyphens, at most 60 characters."""
    letters = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in fold(name))
    return "-".join(letters.replace("'", " ").split())[:60].strip("-") or "body"
