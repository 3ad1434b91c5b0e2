"""What a promise must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.kit.days import spoken

from . import queries
from .models import Commitment, Level
from .policy import cleared_for_all

Obstacles = list[ValidationError]
FIELDS = {"reason_missing": "reason"}
"""Beside which question a problem without a place of its own is shown."""


def made_by_today(commitment: Commitment, *, today: date) -> ValidationError | None:
    """COM-1. A promise has been made: its day is today or before. Source: what a promise is."""
    if commitment.made_on <= today:
        return None
    said = _("COM-1: %(day)s has not come yet. Give the day on which the promise was made.")
    return ValidationError({"made_on": ValidationError(said % {"day": spoken(commitment.made_on)}, code="ahead")})


def due_once_made(commitment: Commitment) -> ValidationError | None:
    """COM-2. A promise is due on the day it was made or later.

    So a day that has passed can be entered for a promise that is older still, which is then overdue at once, and is
    refused for one made today. Source: needs, M6 (promises outlive the people they were made by: old ones come late).
    """
    if commitment.due_on is None or commitment.due_on >= commitment.made_on:
        return None
    said = _(
        "COM-2: it cannot be due on %(due)s when it was made on %(made)s. Correct the day it is due; if the promise "
        "is older, correct the day it was made: a day that has passed is accepted for an old promise only."
    )
    values = {"due": spoken(commitment.due_on), "made": spoken(commitment.made_on)}
    return ValidationError({"due_on": ValidationError(said % values, code="before_it_was_made")})


def made_to_somebody(commitment: Commitment) -> ValidationError | None:
    """COM-3. A promise names the partner, the forum or the instrument it was made to, by or under.

    Source: design (one commitment, one partner, one instrument: rooms point at them).
    """
    if commitment.partner_id or commitment.body_id or commitment.agreement_id:
        return None
    said = _("COM-3: name the partner, the forum or the instrument: otherwise nobody finds the promise again.")
    return ValidationError({"partner": ValidationError(said, code="nobody")})


def owner_can_keep_it(commitment: Commitment) -> ValidationError | None:
    """COM-4. Its owner has an open account and is cleared for it. Source: design, visibility."""
    owner = commitment.owner
    if owner is None:
        return None
    said: Any = None
    if not owner.is_active:
        said = _("COM-4: the account of %(owner)s is closed. Choose somebody else.")
    elif not cleared_for_all(owner, commitment):
        said = _("COM-4: %(owner)s is not cleared for this promise. Choose somebody else.")
    return ValidationError({"owner": ValidationError(said % {"owner": owner}, code="owner")}) if said else None


def not_above_own_clearance(commitment: Commitment, person: Any) -> ValidationError | None:
    """COM-5. Nobody marks a record higher than the own clearance: it would vanish before their eyes.

    Source: design, visibility (a record shows to those cleared for its marking).
    """
    if commitment.marking in markings_for(person):
        return None
    said = _("COM-5: this marking is above your clearance.")
    return ValidationError({"marking": ValidationError(said, code="marking")})


def says_where_it_stands(commitment: Commitment) -> ValidationError | None:
    """COM-6. A promise of heads of government says where it is written. Source: needs, row 129 (joint statements)."""
    if commitment.level != Level.LEADERS or commitment.place.strip():
        return None
    said = _("COM-6: a promise of heads of government says where it stands: the statement and the paragraph.")
    return ValidationError({"place": ValidationError(said, code="place_missing")})


def something_shows_it(commitment: Commitment) -> ValidationError | None:
    """COM-7. A promise is kept only when something shows it; after it was asked again, something new does.

    Source: research on engagement, section 4 (completion is blocked without evidence).
    """
    if queries.shown_by(commitment).exists():
        return None
    if commitment.asked_again_at:
        said = _("COM-7: say what shows it now: what was given before did not do.")
    else:
        said = _("COM-7: say what shows that it was kept, or give an address.")
    return ValidationError(said, code="evidence_missing")


def must_be_verified(commitment: Commitment, person: Any) -> bool:
    """Whether somebody else must look at it before it counts as kept: one person cannot promise and declare it kept."""
    return person.pk == commitment.author_id or commitment.author_id == commitment.owner_id


def verified_by_another(commitment: Commitment, person: Any) -> ValidationError | None:
    """COM-8. Who verifies neither wrote it down, nor owns it, nor gave what shows it.

    Source: research on engagement, section 4 (the verifier of an action point is not its author).
    """
    involved = {commitment.author_id, commitment.owner_id, *queries.witnesses(commitment)}
    if person.pk not in involved:
        return None
    said = _(
        "COM-8: somebody else verifies it: neither who wrote it down, nor its owner, nor who gave the evidence. "
        "Any other desk officer or executive can."
    )
    return ValidationError(said, code="own_promise")


def slips_to_another_day(commitment: Commitment, due_on: date, *, today: date) -> ValidationError | None:
    """COM-9. A date moves to another day, which has not passed. Source: needs, research row 40 (slips)."""
    if due_on == commitment.due_on:
        said = _("COM-9: it is due on this day already.")
        return ValidationError({"due_on": ValidationError(said, code="same_day")})
    if due_on < today:
        said = _("COM-9: this day has passed. Give the day by which it can be kept, or close or drop the promise.")
        return ValidationError({"due_on": ValidationError(said, code="past")})
    return None


def passes_to_another(commitment: Commitment, owner: Any) -> ValidationError | None:
    """COM-10. A promise passes to somebody else than its owner. Source: what passing on is."""
    if commitment.owner_id != owner.pk:
        return None
    said = _("COM-10: %(owner)s is its owner already.") % {"owner": owner}
    return ValidationError({"owner": ValidationError(said, code="same")})


def reason_for_other_words(moved: Iterable[str], before: Any, reason: str) -> ValidationError | None:
    """COM-11. What stood on record changes for a reason; what was missing is filled in without one.

    ``before`` holds the values as they stood. Source: design, negative steps carry a reason.
    """
    if reason.strip() or not any(before[name] for name in moved):
        return None
    said = _("COM-11: say why it changes: what stood before is kept in the trail beside your reason.")
    return ValidationError({"reason": ValidationError(said, code="reason_missing")})


def something_changes(changed: object) -> ValidationError | None:
    """COM-12. A change that changes nothing is not recorded. Source: design, what is in the trail."""
    return None if changed else ValidationError(_("COM-12: this is how it stands already."), code="unchanged")


def obstacles(commitment: Commitment, *, by: Any, today: date) -> Obstacles:
    """Everything the rules have against a promise as it stands."""
    found = (
        made_by_today(commitment, today=today),
        due_once_made(commitment),
        made_to_somebody(commitment),
        owner_can_keep_it(commitment),
        not_above_own_clearance(commitment, by),
        says_where_it_stands(commitment),
    )
    return [problem for problem in found if problem]
