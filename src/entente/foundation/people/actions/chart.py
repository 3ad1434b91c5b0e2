"""Keeping the organisation chart: what offices do for the whole agency, and who heads them."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Headship, Person, Unit
from ..policy import PEOPLE

DATED = {"rank", "acting", "starts_on", "ends_on"}


@transaction.atomic
def set_work(unit: Unit, *, by: Any, work: str) -> Unit:
    """Say what an office does for the whole agency: a ``models.Work``, or nothing.

    Raises:
        PermissionDenied: ``by`` is no administrator.
        ValidationError: the work is not known, or PPL-10 refuses.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _keeper(by)
    before, unit.work = unit.work, work
    others = Unit.objects.filter(work=work).exclude(pk=unit.pk) if work else Unit.objects.none()
    rules.refuse(rules.done_by_one_office(unit, others.order_by("id")))
    unit.full_clean()
    unit.save()
    trail.record(by=by, verb="set_work", subject=unit, work=[before, work])
    return unit


@transaction.atomic
def name_head(
    *,
    by: Any,
    unit: Unit,
    person: Person,
    rank: str,
    starts_on: date,
    ends_on: date | None = None,
    acting: bool = False,
    succeeds: bool = False,
) -> Headship:
    """Name who heads an office from a day on, or acts for its head from a day to a day.

    With ``succeeds`` the head of until now ends the day before.

    Raises:
        PermissionDenied: ``by`` is no administrator.
        ValidationError: a value cannot stand, or PPL-1 to PPL-4 refuse.
    """
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _keeper(by)
    headship = Headship(unit=unit, person=person, rank=rank, starts_on=starts_on, ends_on=ends_on, acting=acting)
    if succeeds and not acting:
        _end_before(headship, by=by)
    _stand(headship)
    headship.save()
    said = {"head": str(person), "rank": rank, "acting": acting, "starts_on": starts_on, "ends_on": ends_on}
    trail.record(by=by, verb="name_head", subject=unit, **said)
    return headship


@transaction.atomic
def change_head(headship: Headship, *, by: Any, reason: str, **changes: Any) -> Headship:
    """Correct or end a headship: ``rank``, ``acting``, ``starts_on``, ``ends_on``. Needs a reason.

    Raises:
        PermissionDenied: ``by`` is no administrator.
        ValidationError: no reason, a value cannot stand, or PPL-1 to PPL-4 refuse.
    """
    headship = _locked(headship)
    _keeper(by)
    before = {name: getattr(headship, name) for name in changes.keys() & DATED}
    for name in before:
        setattr(headship, name, changes[name])
    _stand(headship, rules.reason_given(reason))
    headship.save()
    moved = {name: [old, changes[name]] for name, old in before.items() if old != changes[name]}
    trail.record(by=by, verb="change_head", subject=headship.unit, reason=reason, head=str(headship.person), **moved)
    return headship


@transaction.atomic
def withdraw_head(headship: Headship, *, by: Any, reason: str) -> None:
    """Take back a headship that was entered by mistake. The trail keeps what it said. Needs a reason."""
    headship = _locked(headship)
    _keeper(by)
    rules.refuse(rules.reason_given(reason))
    said = {name: getattr(headship, name) for name in sorted(DATED)}
    trail.record(by=by, verb="withdraw_head", subject=headship.unit, reason=reason, head=str(headship.person), **said)
    headship.delete()


def _keeper(by: Any) -> None:
    if not isinstance(by, str):
        PEOPLE.require(by, "keep_chart")


def _locked(headship: Headship) -> Headship:
    """The headship, its office locked: what an office's heads must obey is judged by one writer at a time."""
    Unit.objects.select_for_update(of=("self",)).get(pk=headship.unit_id)
    return Headship.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=headship.pk)


def _stand(headship: Headship, *problems: Any) -> None:
    """Raises ``ValidationError`` with everything that is wrong."""
    headship.full_clean()
    others = Headship.objects.filter(unit=headship.unit).exclude(pk=headship.pk).select_related("person")
    rules.refuse(
        *problems,
        rules.one_head_at_a_time(headship, others.order_by("starts_on", "id")),
        rules.account_is_open(headship.person, "person"),
        rules.rank_fits(headship),
        rules.acting_has_an_end(headship),
    )


def _end_before(headship: Headship, *, by: Any) -> None:
    """End the head who stands on the new one's first day, the day before it."""
    open_ones = Headship.objects.select_for_update(of=("self",)).filter(
        unit=headship.unit, acting=False, ends_on__isnull=True, starts_on__lt=headship.starts_on
    )
    for one in open_ones.select_related("person"):
        one.ends_on = headship.starts_on - timedelta(1)
        one.save()
        trail.record(
            by=by, verb="change_head", subject=headship.unit, head=str(one.person), ends_on=[None, one.ends_on]
        )
