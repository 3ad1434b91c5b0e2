"""What is done to forums. What came with an edition keeps what its source says beside what we say."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils import timezone

from entente.foundation.index import actions as index
from entente.foundation.sources import actions as sources
from entente.foundation.sources import queries as sourced
from entente.foundation.trail import actions as trail
from entente.kit.sheet import Sheet

from .. import queries, rules, search
from ..models import Body, Membership, Part, Seat
from ..policy import FORUMS
from ..queries import trees

CODES = {"our_roles": Part}


@transaction.atomic
def register(*, by: Any, **given: Any) -> Body:
    """Add a body by hand; its key is made from the English name. ``given`` are values of its fields.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: a value cannot stand, or FOR-2, FOR-6 or FOR-7 refuses.
    """
    body = Body(**{"as_of": _today()} | given)
    FORUMS.require(by, "add")
    body.key = _free_key(Body, rules.key_of(body.name_en))
    _obey(rules.ends_after_it_begins(body), rules.not_above_own_clearance(body, by))
    body.full_clean()
    body.save()
    trail.record(by=by, verb="register", subject=body, kind=body.kind, marking=body.marking)
    index.put([search.entry(body)])
    return body


@transaction.atomic
def describe(body: Body, *, by: Any, reason: str = "", **texts: str) -> Body:
    """Change what a body is about: ``focus_en``, ``focus_fr``, ``movement``, ``recurrence``.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes, or a source speaks otherwise and no reason is given.
    """
    body = _locked(Body, body)
    FORUMS.require(by, "describe", body)
    moved = {name: text for name, text in texts.items() if getattr(body, name) != text}
    _obey(rules.something_changes(moved))
    _say(body, moved, reason=reason, by=by)
    trail.record(by=by, verb="describe", subject=body, reason=reason, fields=sorted(moved))
    index.put([search.entry(body)])
    return body


@transaction.atomic
def set_role(body: Body, *, by: Any, roles: list[str], reason: str) -> Body:
    """Say what we are in a body: chair, member, observer …; none for no part in it. Needs a reason."""
    body = _locked(Body, body)
    FORUMS.require(by, "set_role", body)
    before, after = body.our_roles, "|".join(code for code in Part.values if code in roles)
    _obey(rules.reason_given(reason), rules.something_changes(before != after))
    _say(body, {"our_roles": after}, reason=reason, by=by)
    trail.record(by=by, verb="set_role", subject=body, reason=reason, our_roles=[before, after])
    return body


@transaction.atomic
def add_membership(body: Body, *, by: Any, **given: Any) -> Membership:
    """Record that a partner sits in a body, from a day on or since before anybody knows.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: FOR-2, FOR-3 or FOR-6 refuses.
    """
    membership = Membership(body=body, **{"as_of": _today()} | given)
    FORUMS.require(by, "add_membership", membership)
    _obey(
        rules.ends_after_it_begins(membership),
        rules.within_the_life_of_the_body(membership),
        rules.sits_once(membership, queries.other_memberships(membership)),
    )
    membership.full_clean()
    membership.save()
    trail.record(
        by=by,
        verb="add_membership",
        subject=body,
        partner=membership.partner.key,
        role=membership.role,
        starts_on=membership.starts_on,
    )
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Any, ends_on: str, reason: str) -> Membership:
    """Record when a partner left a body, and why. Raises ``ValidationError`` by FOR-2 or FOR-8."""
    membership = _locked(Membership, membership)
    FORUMS.require(by, "end_membership", membership)
    before = membership.ends_on
    membership.ends_on = ends_on
    _obey(rules.reason_given(reason), rules.ends_after_it_begins(membership))
    membership.ends_on = before
    _say(membership, {"ends_on": ends_on}, reason=reason, by=by)
    trail.record(
        by=by,
        verb="end_membership",
        subject=membership.body,
        reason=reason,
        partner=membership.partner.key,
        ends_on=[before, ends_on],
    )
    return membership


@transaction.atomic
def add_seat(body: Body, *, by: Any, **given: Any) -> Seat:
    """Record a chair or another seat of a body, and who holds it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: FOR-1, FOR-2 or FOR-6 refuses.
    """
    seat = Seat(body=body, **{"as_of": _today()} | given)
    FORUMS.require(by, "add_seat", seat)
    _seat_down(seat)
    trail.record(by=by, verb="add_seat", subject=body, seat=seat.key, holder=seat.holder.key, starts_on=seat.starts_on)
    return seat


@transaction.atomic
def hand_over(seat: Seat, *, by: Any, holder: Any, on: str, reason: str) -> Seat:
    """Pass a seat to another holder on a day: the present one ends then, a new one begins then.

    Returns the new seat.

    Raises:
        PermissionDenied: ``by`` may not, for the present holder or for the next.
        ValidationError: FOR-1, FOR-2, FOR-4, FOR-6 or FOR-8 refuses.
    """
    seat = _locked(Seat, seat)
    following = Seat(
        body=seat.body,
        kind=seat.kind,
        title_en=seat.title_en,
        title_fr=seat.title_fr,
        holder=holder,
        rotational=seat.rotational,
        starts_on=on,
        as_of=_today(),
    )
    for one in (seat, following):
        FORUMS.require(by, "hand_over", one)
    _obey(rules.reason_given(reason), rules.passes_to_another(seat, holder, on))
    before = seat.ends_on
    seat.ends_on = on
    _obey(rules.ends_after_it_begins(seat))
    seat.ends_on = before
    if before != on:
        _say(seat, {"ends_on": on}, reason=reason, by=by)
    _seat_down(following)
    trail.record(
        by=by,
        verb="hand_over",
        subject=seat.body,
        reason=reason,
        seat=[seat.key, following.key],
        holder=[seat.holder.key, holder.key],
        on=on,
    )
    return following


@transaction.atomic
def correct(  # noqa: PLR0913 - the shape of every room's correct
    thing: Any, sheet: Sheet, *, field: str, text: str, reason: str, by: Any
) -> Any:
    """Replace a value that a source got wrong; what the source says is kept beside it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no reason, nothing changes, the value cannot stand, or FOR-2, FOR-5 or FOR-10 refuses.
    """
    FORUMS.require(by, "correct", thing)
    _obey(rules.may_be_corrected(thing, field))
    correction = sources.correct(thing, sheet, field=field, text=text, reason=reason, by=by)
    _stands(thing, field)
    return correction


@transaction.atomic
def withdraw(correction: Any, thing: Any, sheet: Sheet, *, reason: str, by: Any) -> Any:
    """Give a field its source's value back. Raises as ``correct``."""
    FORUMS.require(by, "withdraw", thing)
    withdrawn = sources.withdraw(correction, thing, sheet, reason=reason, by=by)
    _stands(thing, correction.field)
    return withdrawn


def _today() -> str:
    """The day for which somebody vouches for what they enter now."""
    return timezone.localdate().isoformat()


def _locked(model: type[models.Model], thing: Any) -> Any:
    """The row as it stands now, held until the transaction ends, with what it points at."""
    related = [name for name in ("parent", "body", "chapter", "partner", "holder", "source") if _has(model, name)]
    return model._default_manager.select_for_update(of=("self",)).select_related(*related).get(pk=thing.pk)


def _has(model: type[models.Model], name: str) -> bool:
    return name in {one.name for one in model._meta.concrete_fields}


def _free_key(model: type[Body] | type[Seat], wanted: str) -> str:
    """The wanted key, with a number behind it when it is taken or is the address of a page of the room."""
    taken, key, number = queries.keys(model, wanted) | rules.PAGES, wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _seat_down(seat: Seat) -> None:
    year = f"-{seat.starts_on[:4]}" if seat.starts_on else ""
    kind = seat.kind.replace("_", "-")
    seat.key = _free_key(Seat, f"{seat.body.key[:60]}-{kind}-{seat.holder.key[:40]}{year}")
    _obey(
        rules.ends_after_it_begins(seat),
        rules.within_the_life_of_the_body(seat),
        rules.one_chair_at_a_time(seat, queries.other_seats(seat)),
    )
    seat.full_clean()
    seat.save()


def _say(thing: Any, values: dict[str, str], *, reason: str, by: Any) -> None:
    """Give fields new values; beside what the source says where the record came with an edition."""
    if sourced.package_of(thing) is None:
        for name, text in values.items():
            setattr(thing, name, text)
        thing.full_clean()
        thing.save()
        return
    sheet = Sheet("", type(thing), tuple(values), (), codes=CODES)
    for name, text in values.items():
        sources.correct(thing, sheet, field=name, text=text, reason=reason, by=by)


def _stands(thing: Any, field: str) -> None:
    """What must hold after a correction. Overlaps are let be: two sources may contradict each other."""
    if field in ("starts_on", "ends_on"):
        _obey(rules.ends_after_it_begins(thing))
    if field == "parent":
        _obey(rules.stands_under_another(thing, trees.line_above(thing.parent)))
    if isinstance(thing, Body):
        index.put([search.entry(thing)])


def _obey(*problems: ValidationError | None) -> None:
    """Raises every problem at once: those of a field under its name, the others under none."""
    said: dict[str, list[ValidationError]] = {}
    for one in problems:
        if one is not None:
            for name, found in getattr(one, "error_dict", {NON_FIELD_ERRORS: [one]}).items():
                said.setdefault(name, []).extend(found)
    if said:
        raise ValidationError(said)
