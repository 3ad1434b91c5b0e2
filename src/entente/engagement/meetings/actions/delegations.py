"""Who sits at the table: naming, changing and taking out delegates, and noting who was there."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.people.roles import Marking, Rank
from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Delegate, Meeting
from ..policy import MEETINGS
from .meetings import _locked, _obey


@transaction.atomic
def add_delegate(meeting: Meeting, *, by: Any, **given: Any) -> Delegate:
    """Name somebody for a delegation: ``person`` for ours, ``partner`` and an office for another's.

    Rank and office are those held at that time: where none is given, those the person holds now.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: MTG-10, MTG-11, MTG-13 or MTG-14 refuses.
    """
    meeting = _locked(meeting)
    delegate = _named(meeting, given, by=by)
    trail.record(by=by, verb="add_delegate", subject=_kept_under(delegate), **_said(delegate))
    return delegate


@transaction.atomic
def import_delegates(meeting: Meeting, rows: Iterable[dict[str, Any]], *, by: Any) -> list[Delegate]:
    """Name the delegates of a spreadsheet, all or none. Raises as ``add_delegate``."""
    meeting = _locked(meeting)
    made = [_named(meeting, given, by=by) for given in rows]
    trail.record_many([trail.line(_kept_under(one), "add_delegate", **_said(one)) for one in made], by=by)
    return made


@transaction.atomic
def change_delegate(delegate: Delegate, *, by: Any, **given: Any) -> Delegate:
    """Change the part, the rank or the office of a delegate. Raises as ``add_delegate``, or by MTG-9."""
    delegate = _locked(delegate, "meeting__body", "meeting__partner", "partner", "person", "unit")
    MEETINGS.require(by, "change_delegate", delegate)
    before = {name: getattr(delegate, name) for name in given if getattr(delegate, name) != given[name]}
    for name in before:
        setattr(delegate, name, given[name])
    _obey(rules.something_changes(before), *_against(delegate), thing=delegate)
    delegate.save()
    said = {name: [value, getattr(delegate, name)] for name, value in before.items()}
    trail.record(by=by, verb="change_delegate", subject=_kept_under(delegate), delegate=delegate, **said)
    return delegate


@transaction.atomic
def remove_delegate(delegate: Delegate, *, by: Any, reason: str = "") -> None:
    """Take somebody out of a delegation; the trail keeps that they were named. Raises ``PermissionDenied``."""
    delegate = _locked(delegate, "meeting__body", "meeting__partner", "partner", "person", "unit")
    MEETINGS.require(by, "remove_delegate", delegate)
    trail.record(by=by, verb="remove_delegate", subject=_kept_under(delegate), reason=reason, **_said(delegate))
    delegate.delete()


@transaction.atomic
def mark_attended(meeting: Meeting, *, by: Any, there: Iterable[int]) -> Meeting:
    """Note who of the delegates was there (``there`` are their numbers in the database); the others were not.

    Delegates ``by`` may not see stay as they are.

    Raises:
        PermissionDenied: ``by`` neither keeps meetings nor sat in our delegation.
        ValidationError: MTG-12 or MTG-13 refuses.
    """
    meeting, present = _locked(meeting), set(there)
    MEETINGS.require(by, "mark_attended", meeting)
    _obey(rules.not_cancelled(meeting), rules.has_begun(meeting, timezone.localdate()))
    for delegate in queries.of_meeting(by, meeting):
        delegate.attended = delegate.pk in present
        delegate.save(update_fields=["attended"])
    trail.record(by=by, verb="mark_attended", subject=meeting, attended=len(present))
    return meeting


def _named(meeting: Meeting, given: dict[str, Any], *, by: Any) -> Delegate:
    delegate = Delegate(meeting=meeting, **given)
    delegate.rank = given.get("rank") or (delegate.person.rank if delegate.person else Rank.EXPERT)
    if delegate.person is not None:
        delegate.unit = given.get("unit") or delegate.person.unit
    MEETINGS.require(by, "add_delegate", delegate)
    _obey(rules.not_cancelled(meeting), *_against(delegate), thing=delegate)
    delegate.save()
    return delegate


def _against(delegate: Delegate) -> list[Any]:
    others = Delegate.objects.filter(meeting=delegate.meeting, person=delegate.person_id, person__isnull=False)
    return [
        rules.one_head(delegate, queries.heads(delegate.meeting, delegate.partner)),
        rules.own_people_in_own_delegation(delegate),
        rules.once_in_the_delegation(delegate, others),
    ]


def _kept_under(delegate: Delegate) -> Meeting | Delegate:
    """Where the trail keeps it: under the meeting, unless that would tell of a partner that not all may see."""
    partner = delegate.partner
    return delegate if partner and partner.marking != Marking.UNCLASSIFIED else delegate.meeting


def _said(delegate: Delegate) -> dict[str, Any]:
    """What the trail keeps of a delegate: who, and of which partner where it is not ours."""
    return {"delegate": str(delegate)} | ({"partner": delegate.partner.key} if delegate.partner else {})
