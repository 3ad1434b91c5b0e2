"""What is done with an agenda: items, their order, what became of them."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from entente.foundation.index import actions as index
from entente.foundation.trail import actions as trail

from .. import queries, rules, search
from ..models import Born, Decision, Item, Meeting, Position, Stance
from ..policy import MEETINGS
from ..workflow import ITEM
from .meetings import _add, _locked, _obey

WHOLE = ("meeting__body", "meeting__partner", "meeting__series", "unit", "lead")


@transaction.atomic
def add_item(meeting: Meeting, *, by: Any, **given: Any) -> Item:
    """Put an item on the agenda, behind the others.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: a value cannot stand, or MTG-4 or MTG-13 refuses.
    """
    meeting = _locked(meeting)
    MEETINGS.require(by, "keep_agenda", meeting)
    item = Item(meeting=meeting, position=_last(meeting) + 1, **given)
    _obey(rules.not_cancelled(meeting), rules.within_own_clearance(item, by), thing=item)
    item.save()
    index.put([search.item_entry(item)])
    trail.record(by=by, verb="add_item", subject=item, side=item.side, meeting=meeting.key)
    return item


@transaction.atomic
def change_item(item: Item, *, by: Any, **given: Any) -> Item:
    """Change an item that is still on the agenda. Raises as ``add_item``, or by MTG-9 or MTG-15."""
    item = _locked(item, *WHOLE)
    MEETINGS.require(by, "keep_agenda", item)
    before = {name: getattr(item, name) for name in given if getattr(item, name) != given[name]}
    for name in before:
        setattr(item, name, given[name])
    _obey(
        rules.something_changes(before),
        rules.still_planned(item),
        rules.not_cancelled(item.meeting),
        rules.within_own_clearance(item, by),
        thing=item,
    )
    item.save()
    index.put([search.item_entry(item)])
    trail.record(by=by, verb="change_item", subject=item, fields=sorted(before))
    return item


@transaction.atomic
def move_item(item: Item, *, by: Any, up: bool) -> Item:
    """Move an item one place up or down; at the end of the list it stays. Raises ``PermissionDenied`` or by MTG-13."""
    meeting = _locked(item.meeting)
    MEETINGS.require(by, "keep_agenda", item)
    _obey(rules.not_cancelled(meeting))
    order = list(Item.objects.filter(meeting=meeting).order_by("position", "id"))
    at = order.index(item)
    to = max(0, min(len(order) - 1, at + (-1 if up else 1)))
    order.insert(to, order.pop(at))
    for number, one in enumerate(order, start=1):
        one.position = number
        one.save(update_fields=["position"])
    if to != at:
        trail.record(by=by, verb="move_item", subject=item, number=[at + 1, to + 1])
    return order[to]


@transaction.atomic
def remove_item(item: Item, *, by: Any) -> None:
    """Take out an item about which nothing was said. Raises ``PermissionDenied``, or by MTG-15 or MTG-25."""
    item = _locked(item, *WHOLE)
    MEETINGS.require(by, "keep_agenda", item)
    written = any(kind.objects.filter(item=item).exists() for kind in (Position, Stance, Decision, Born))
    _obey(rules.still_planned(item), rules.nothing_hangs_on_it(item, written))
    trail.record(by=by, verb="remove_item", subject=item, meeting=item.meeting.key)
    index.drop(item)
    item.delete()


@transaction.atomic
def discuss(item: Item, *, by: Any) -> Item:
    """It was discussed. Raises ``PermissionDenied``, or ``ValidationError`` for a wrong state or MTG-13."""
    return _move(_locked(item, *WHOLE), "discuss", by=by)


@transaction.atomic
def drop(item: Item, *, by: Any, reason: str) -> Item:
    """It is not discussed. Raises ``PermissionDenied``, or ``ValidationError`` without a reason or by MTG-13."""
    item = _locked(item, *WHOLE)
    item.outcome_reason = reason
    return _move(item, "drop", by=by, reason=reason)


@transaction.atomic
def take_up_again(item: Item, *, by: Any, reason: str) -> Item:
    """It is on the agenda again. Raises ``PermissionDenied``, or ``ValidationError`` without a reason."""
    item = _locked(item, *WHOLE)
    item.outcome_reason = ""
    return _move(item, "take_up_again", by=by, reason=reason)


@transaction.atomic
def carry(item: Item, *, by: Any, to: Meeting | None = None, reason: str = "") -> Item:
    """Carry an item to the next meeting of the same table; returns the new item there, linked to this one.

    Without ``to`` it goes to the next meeting in the catalogue, or to a forecast made as the recurrence suggests.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a wrong state, or MTG-13 or MTG-16 refuses.
    """
    item = _locked(item, *WHOLE)
    MEETINGS.require(by, "carry", item)
    if to is None:
        to = queries.next_in_line(by, item.meeting).first() or _following(item.meeting, by=by)
    to = _locked(to)
    same = queries.same_line(item.meeting, to)
    _obey(*ITEM.obstacles(item, "carry", reason=reason), rules.not_cancelled(to), rules.carried_onward(item, to, same))
    item.outcome_reason = reason
    _move(item, "carry", by=by, reason=reason, to=to.key)
    kept = ("side", "title_en", "title_fr", "text_en", "text_fr", "unit", "lead", "minutes", "marking")
    onward = Item(meeting=to, position=_last(to) + 1, carried_from=item, **{name: getattr(item, name) for name in kept})
    _obey(thing=onward)
    onward.save()
    index.put([search.item_entry(onward)])
    trail.record(by=by, verb="add_item", subject=onward, meeting=to.key, carried_from=item.meeting.key)
    return onward


def _following(meeting: Meeting, *, by: Any) -> Meeting:
    """The next meeting, made as a forecast. The policy was asked for carrying: this belongs to it."""
    (made,) = _add([queries.proposed(meeting)], verb="register", by=by)
    return made


def _move(item: Item, name: str, *, by: Any, reason: str = "", **said: Any) -> Item:
    MEETINGS.require(by, name, item)
    before = item.state
    _obey(*ITEM.obstacles(item, name, reason=reason), rules.not_cancelled(item.meeting))
    ITEM.take(item, name, reason=reason)
    item.save()
    trail.record(by=by, verb=name, subject=item, reason=reason, state=[before, item.state], **said)
    return item


def _last(meeting: Meeting) -> int:
    """The number of the last item; nought for an empty agenda."""
    return Item.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
