"""What heads of offices, delegations and absences must obey. A rule returns a problem or nothing."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

from .models import Absence, Delegation, Headship, Person, Token, Unit, Work
from .roles import LADDER, Rank

RANKS = [
    rank for rank in LADDER if LADDER.index(Rank.MANAGER) <= LADDER.index(rank) <= LADDER.index(Rank.HEAD_OF_AGENCY)
]
"""The levels at which an office is headed."""
LONGEST_TOKEN = 366  # days
LONGEST_ABSENCE = 366  # days; who is away for longer has somebody acting


def _at(field: str, message: Any, code: str, **params: Any) -> ValidationError:
    """A problem of one field, with its code."""
    return ValidationError({field: ValidationError(message, code=code, params=params or None)})


def overlap(one: Any, other: Any) -> bool:
    """Whether two dated rows share a day; both ends count, and an open end never comes."""
    first, last = max(one.starts_on, other.starts_on), min(one.ends_on or date.max, other.ends_on or date.max)
    return bool(first <= last)


def one_head_at_a_time(headship: Headship, others: Iterable[Headship]) -> ValidationError | None:
    """PPL-1. An office has one head at a time, and at most one person acting. ``others`` are its other headships.

    Source: framework 2008, section 4 (each office answers through its head); approvals must lead to one person.
    """
    for other in others:
        if other.acting == headship.acting and overlap(headship, other):
            message = (
                _("PPL-1: %(person)s acts for this office from %(day)s. Let that end first.")
                if other.acting
                else _("PPL-1: %(person)s heads this office from %(day)s. Let that end first.")
            )
            said = {"person": other.person, "day": spoken(other.starts_on)}
            return ValidationError(message, code="headed", params=said)
    return None


def account_is_open(person: Person, field: str) -> ValidationError | None:
    """PPL-2. Who heads an office or receives an authority has an open account.

    Source: who cannot sign in cannot act.
    """
    if person.is_active:
        return None
    return _at(field, _("PPL-2: this account is closed. Open it again first."), "closed")


def rank_fits(headship: Headship) -> ValidationError | None:
    """PPL-3. An office is headed by a manager or higher, and only the agency by a head of agency.

    Source: framework 2008, Appendix E (who approves at which level).
    """
    highest = headship.rank == Rank.HEAD_OF_AGENCY and headship.unit.work != Work.HEAD_OF_AGENCY
    if headship.rank in RANKS and not highest:
        return None
    message = _("PPL-3: an office is headed by a manager up to a vice-president; the agency by its head.")
    return _at("rank", message, "rank")


def acting_has_an_end(headship: Headship) -> ValidationError | None:
    """PPL-4. Who acts for a head does so up to a day. Source: acting appointments are made for a term."""
    if headship.ends_on or not headship.acting:
        return None
    return _at("ends_on", _("PPL-4: say up to which day the person acts."), "acting_open")


def gives_own_authority(delegation: Delegation, headships: Iterable[Headship]) -> ValidationError | None:
    """PPL-5. A head delegates the own authority: the giver heads an office on the first day.

    ``headships`` are the giver's own. Source: delegation of authority follows the office and not the person.
    """
    day = delegation.starts_on
    if any(one.starts_on <= day and (one.ends_on is None or one.ends_on >= day) for one in headships):
        return None
    message = _("PPL-5: %(giver)s heads no office on %(day)s, and so has no authority to delegate.")
    said = {"giver": delegation.giver, "day": spoken(day)}
    return ValidationError(message, code="no_authority", params=said)


def not_passed_on(
    delegation: Delegation, held: Iterable[Delegation], headships: Iterable[Headship]
) -> ValidationError | None:
    """PPL-6. What was delegated is not passed on. ``held`` are the delegations of this authority to the giver.

    Source: the maxim that a delegate may not delegate.
    """
    if any(overlap(one, delegation) for one in headships):
        return None
    for one in held:
        if not one.revoked_at and overlap(one, delegation):
            message = _("PPL-6: %(giver)s holds this authority from %(head)s and cannot pass it on.")
            said = {"giver": delegation.giver, "head": one.giver}
            return ValidationError(message, code="passed_on", params=said)
    return None


def delegated_once(delegation: Delegation, others: Iterable[Delegation]) -> ValidationError | None:
    """PPL-7. One person gives another an authority once at a time. ``others`` are those of the same three.

    Source: a second row would let a revoked authority go on.
    """
    for other in others:
        if not other.revoked_at and overlap(other, delegation):
            message = _("PPL-7: %(receiver)s holds this authority (%(authority)s) from %(first)s to %(last)s already.")
            said = {
                "receiver": other.receiver,
                "authority": other.get_authority_display(),
                "first": spoken(other.starts_on),
                "last": spoken(other.ends_on),
            }
            return ValidationError(message, code="delegated", params=said)
    return None


def gives_something(delegation: Delegation, *, today: date) -> ValidationError | None:
    """PPL-8. A delegation reaches beyond yesterday: what was decided is not covered afterwards.

    Source: an authority is exercised while it stands.
    """
    if delegation.ends_on >= today:
        return None
    return _at("ends_on", _("PPL-8: this day is past; nothing would be delegated."), "past")


def not_too_long(absence: Absence) -> ValidationError | None:
    """PPL-9. An absence lasts a year at most; for a longer one somebody is named to act.

    Source: approvals must go on.
    """
    if (absence.ends_on - absence.starts_on).days < LONGEST_ABSENCE:
        return None
    message = _("PPL-9: an absence lasts at most a year. For a longer one, name who acts.")
    return _at("ends_on", message, "long")


def done_by_one_office(unit: Unit, others: Iterable[Unit]) -> ValidationError | None:
    """PPL-10. What is done for the whole agency is done by one office. ``others`` are those with the same work.

    Source: framework 2008, section 4D (one directorate coordinates); rules must find one office.
    """
    for other in others:
        message = _("PPL-10: %(office)s does this already. Change that office first.")
        return _at("work", message, "taken", office=other.name)
    return None


def reason_given(reason: str) -> ValidationError | None:
    """PPL-11. A change or an end of what stood needs its reason. Source: negative steps carry a reason."""
    if reason.strip():
        return None
    return _at("reason", _("Give the reason for this step."), "reason_missing")


def token_ends_within_a_year(token: Token, *, today: date) -> ValidationError | None:
    """PPL-12. An access token ends on a day that is not past, within a year.

    Source: house rule: a role and a clearance are looked at again before a program goes on using them.
    """
    if token.ends_on < today:
        return _at("ends_on", _("PPL-12: this day is past; the token would never work."), "past")
    if (token.ends_on - today).days < LONGEST_TOKEN:
        return None
    return _at("ends_on", _("PPL-12: a token works for a year at most. Open another one then."), "long")


def refuse(*problems: ValidationError | None) -> None:
    """Raises ``ValidationError`` with every problem at once."""
    found: dict[str, list[ValidationError]] = {}
    for problem in problems:
        if problem is None:
            continue
        fields = problem.error_dict if hasattr(problem, "error_dict") else {"__all__": problem.error_list}
        for name, errors in fields.items():
            found.setdefault(name, []).extend(errors)
    if found:
        raise ValidationError(dict(found))
