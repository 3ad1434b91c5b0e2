"""Delegating an authority, and revoking it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Delegation, Headship, Person
from ..policy import DELEGATIONS


@transaction.atomic
def delegate(
    *, by: Any, giver: Person, receiver: Person, authorities: Iterable[str], starts_on: date, ends_on: date, reason: str
) -> list[Delegation]:
    """Give somebody else authorities of an office's head, from a day to a day: one delegation for each.

    Raises:
        PermissionDenied: ``by`` is neither the giver nor an administrator.
        ValidationError: a value cannot stand, or PPL-2 or PPL-5 to PPL-8 refuse.
    """
    giver = Person.objects.select_for_update(of=("self",)).get(pk=giver.pk)
    given = [
        Delegation(
            giver=giver, receiver=receiver, authority=authority, starts_on=starts_on, ends_on=ends_on, reason=reason
        )
        for authority in dict.fromkeys(authorities)
    ]
    if not isinstance(by, str):
        DELEGATIONS.require(by, "delegate", Delegation(giver=giver, receiver=receiver))
    if not given:
        raise ValidationError({"authorities": _("Choose at least one authority.")}, code="none")
    for one in given:
        _stand(one)
        one.save()
        said = {"authority": one.authority, "starts_on": starts_on, "ends_on": ends_on}
        trail.record(by=by, verb="delegate", subject=one, reason=reason, **said)
    return given


@transaction.atomic
def revoke(delegation: Delegation, *, by: Any, reason: str) -> Delegation:
    """End a delegation now. What was decided under it stands. Needs a reason.

    Raises:
        PermissionDenied: ``by`` is neither the giver nor an administrator.
        ValidationError: no reason, or it was revoked already.
    """
    delegation = Delegation.objects.select_for_update(of=("self",)).get(pk=delegation.pk)
    if not isinstance(by, str):
        DELEGATIONS.require(by, "revoke", delegation)
    rules.refuse(rules.reason_given(reason))
    if delegation.revoked_at:
        raise ValidationError(_("This delegation was revoked already."), code="revoked")
    delegation.revoked_at = timezone.now()
    delegation.save()
    trail.record(by=by, verb="revoke", subject=delegation, reason=reason)
    return delegation


def _stand(one: Delegation) -> None:
    """Raises ``ValidationError`` with everything that is wrong."""
    one.full_clean()
    headships = list(Headship.objects.filter(person=one.giver))
    same = Delegation.objects.filter(authority=one.authority).select_related("giver", "receiver").order_by("id")
    rules.refuse(
        rules.account_is_open(one.receiver, "receiver"),
        rules.gives_own_authority(one, headships),
        rules.not_passed_on(one, same.filter(receiver=one.giver), headships),
        rules.delegated_once(one, same.filter(giver=one.giver, receiver=one.receiver)),
        rules.gives_something(one, today=timezone.localdate()),
    )
