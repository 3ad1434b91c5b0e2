"""What is done with positions: written, circulated, cleared or objected to; and what is known of others'."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.notices import actions as notices
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority
from entente.foundation.trail import actions as trail
from entente.kit import notice

from .. import rules
from ..models import Clearance, Item, Position, PositionState, Stance
from ..notices import POSITION_CLEARED, POSITION_OBJECTED, POSITION_TO_CLEAR
from ..policy import MEETINGS
from ..workflow import POSITION
from .agenda import WHOLE
from .meetings import _locked, _obey

OF_ITEM = tuple(f"item__{name}" for name in WHOLE)
OF_POSITION = tuple(f"position__{name}" for name in ("author", "item", *OF_ITEM))


@transaction.atomic
def write_position(item: Item, *, by: Any, seen: datetime | None = None, **given: Any) -> Position:
    """Write the draft of our position; where the last version was circulated, a new version begins.

    ``seen`` is when the draft that the writer began from was last saved.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: MTG-4, MTG-13, MTG-15, MTG-17 or MTG-23 refuses.
    """
    item = _locked(item, *WHOLE)
    MEETINGS.require(by, "write_position", item)
    last = Position.objects.select_for_update().filter(item=item).order_by("-version").first()
    if last is not None:
        last.item = item
        MEETINGS.require(by, "write_position", last)  # nobody writes over a version they may not read
    draft = last if last is not None and last.state == PositionState.DRAFT else None
    position = draft or Position(item=item, version=last.version + 1 if last else 1)
    position.item = item
    problem = rules.nobody_wrote_meanwhile(draft, seen)
    for name, value in given.items():
        setattr(position, name, value)
    position.author, position.by, position.at = by, str(by), timezone.now()
    _obey(
        problem,
        rules.still_planned(item),
        rules.not_cancelled(item.meeting),
        rules.says_something(position),
        rules.within_own_clearance(position, by),
        thing=position,
    )
    position.save()
    trail.record(by=by, verb="write_position", subject=position, meeting=item.meeting.key, version=position.version)
    return position


@transaction.atomic
def circulate(position: Position, *, by: Any, branches: Collection[Any]) -> Position:
    """Send a draft to the branches that must clear it. It is frozen from here on and replaces the versions before.

    Whoever may clear for a branch is told.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: a wrong state, or MTG-13, MTG-17 or MTG-19 refuses.
    """
    position = _locked(position, "item", *OF_ITEM)
    MEETINGS.require(by, "circulate", position)
    _obey(
        *POSITION.obstacles(position, "circulate"),
        rules.not_cancelled(position.item.meeting),
        rules.says_something(position),
        rules.branches_named(branches),
    )
    for older in Position.objects.select_for_update().filter(item=position.item, version__lt=position.version):
        _replace(older, by=by)
    POSITION.take(position, "circulate")
    position.save()
    for unit in branches:
        Clearance.objects.create(position=position, unit=unit)
        _tell_branch(position, unit)
    names = ", ".join(str(unit) for unit in branches)
    trail.record(by=by, verb="circulate", subject=position, branches=names)
    return position


@transaction.atomic
def clear(clearance: Clearance, *, by: Any, comment: str = "") -> Position:
    """A branch clears a version; when all have, the position is cleared and its author is told.

    Raises:
        PermissionDenied: ``by`` neither heads the branch nor holds the authority in its head's name.
        ValidationError: MTG-20 refuses.
    """
    clearance = _answer(clearance, "cleared", comment, by=by, verb="clear")
    position = clearance.position
    answers = Clearance.objects.filter(position=position).values_list("answer", flat=True)
    if rules.cleared_by_all(list(answers)) is None:
        POSITION.take(position, "clear")
        position.save()
        _tell_author(position, POSITION_CLEARED, key=f"{position.pk}")
    return position


@transaction.atomic
def object_to(clearance: Clearance, *, by: Any, comment: str) -> Position:
    """A branch objects, with what would have to change; the author is told. Raises as ``clear``, or by MTG-21."""
    clearance = _answer(clearance, "objected", comment, by=by, verb="object")
    unit = notice.pair(clearance.unit, "name")
    _tell_author(clearance.position, POSITION_OBJECTED, key=f"{clearance.pk}", branch=unit)
    return clearance.position


@transaction.atomic
def note_stance(item: Item, *, by: Any, **given: Any) -> Stance:
    """Note what is known of a partner's position on an item. What was noted before stays below it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: MTG-4 or MTG-24 refuses.
    """
    item = _locked(item, *WHOLE)
    MEETINGS.require(by, "note_stance", item)
    stance = Stance(item=item, by=str(by), at=timezone.now(), **given)
    _obey(
        rules.within_own_clearance(stance, by),
        rules.heard_by_now(stance, timezone.localdate()),
        thing=stance,
    )
    stance.save()
    trail.record(by=by, verb="note_stance", subject=stance, partner=stance.partner.key)
    return stance


def _replace(older: Position, *, by: Any) -> None:
    """A later version takes its place. The policy was asked for the step this belongs to."""
    if older.state != PositionState.REPLACED:
        POSITION.take(older, "replace")
        older.save()


def _answer(clearance: Clearance, answer: str, comment: str, *, by: Any, verb: str) -> Clearance:
    clearance = _locked(clearance, "unit", "position", *OF_POSITION)
    clearance.position = _locked(clearance.position, "author", "item", *OF_ITEM)  # two branches may answer at once
    MEETINGS.require(by, verb, clearance)
    _obey(rules.answered_once(clearance), rules.objection_says_why(comment) if answer == "objected" else None)
    clearance.answer, clearance.comment = answer, comment
    clearance.by, clearance.at = str(by), timezone.now()
    _obey(thing=clearance)
    clearance.save()
    trail.record(by=by, verb=verb, subject=clearance.position, reason=comment, branch=clearance.unit)
    return clearance


def _tell_branch(position: Position, unit: Any) -> None:
    """Tell who may clear for a branch: the first in its line who is there, and who holds the authority."""
    today = timezone.localdate()
    links = people.chain(unit, on=today, authority=Authority.CLEAR_POSITION)
    decider = next((link.decider for link in links if link.decider), None)
    heads = [link.head.person for link in links[:1] if link.head]
    notices.tell(
        [one for one in (decider, *heads) if one],
        POSITION_TO_CLEAR,
        key=f"{position.pk}:{unit.key}",
        **_about(position),
        branch=notice.pair(unit, "name"),
        on=notice.day(position.item.meeting.starts_on),
    )


def _tell_author(position: Position, word: notice.Word, *, key: str, **values: Any) -> None:
    item = position.item
    told = [one for one in (position.author, item.lead) if one]
    notices.tell(told, word, key=key, **_about(position), **values)


def _about(position: Position) -> dict[str, Any]:
    item = position.item
    return {
        "address": ("meetings:position", str(position.pk)),
        "marking": position.marking,
        "item": notice.pair(item),
        "meeting": notice.pair(item.meeting),
    }
