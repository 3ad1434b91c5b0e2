"""The moves of an edition."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from entente.foundation.trail import actions as trail

from ..models import Edition
from ..policy import FRAMEWORK
from ..workflow import EDITION
from .correcting import _renew


@transaction.atomic
def submit(edition: Edition, *, by: Any) -> Edition:
    """Hand a draft in for decision. From here on nobody rewrites it.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: no draft, or FRM-1 to FRM-7 refuse: every obstacle at once.
    """
    return _move(edition, "submit", by=by)


@transaction.atomic
def send_back(edition: Edition, *, reason: str, by: Any) -> Edition:
    """Make it a draft again, with the reason.

    Raises:
        PermissionDenied: ``by`` is no executive.
        ValidationError: it is not in review, or there is no reason.
    """
    return _move(edition, "send_back", by=by, reason=reason)


@transaction.atomic
def bring_into_effect(edition: Edition, *, by: Any) -> Edition:
    """Put it in effect; the agency's edition in effect so far is superseded in the same step.

    An edition whose end was open ends where this one begins, so that every day has one edition.

    Raises:
        PermissionDenied: ``by`` is no executive.
        ValidationError: it is not in review, or FRM-1 to FRM-7 refuse: every obstacle at once.
    """
    edition = _move(edition, "bring_into_effect", by=by)
    before = Edition.objects.select_for_update(of=("self",)).in_effect().filter(agency=edition.agency)
    for one in before.exclude(pk=edition.pk).order_by("id"):
        _supersede(one, edition, by=by)
    return edition


@transaction.atomic
def supersede(edition: Edition, *, reason: str, by: Any) -> Edition:
    """End an edition that nothing takes the place of yet, with the reason.

    Raises:
        PermissionDenied: ``by`` is no executive.
        ValidationError: it is not in effect, or there is no reason.
    """
    return _move(edition, "supersede", by=by, reason=reason)


def _move(edition: Edition, name: str, *, by: Any, reason: str = "") -> Edition:
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    FRAMEWORK.require(by, name, edition)
    before = edition.state
    EDITION.take(edition, name, reason=reason)
    edition.full_clean()
    edition.save()
    trail.record(by=by, verb=name, subject=edition, reason=reason, state=[before, edition.state])
    _renew(edition)
    return edition


def _supersede(edition: Edition, successor: Edition, *, by: Any) -> None:
    """The policy was asked for the step this belongs to: whoever brings the successor into effect may do it."""
    before, ended = edition.state, edition.ends_on
    with override("en"):
        reason = _("“%(edition)s” takes effect.") % {"edition": successor.title}
    EDITION.take(edition, "supersede", reason=reason)
    edition.ends_on = ended or successor.starts_on
    edition.full_clean()
    edition.save()
    changes = {"state": [before, edition.state], "ends_on": [ended, edition.ends_on]}
    trail.record(by=by, verb="supersede", subject=edition, reason=reason, successor=successor.key, **changes)
    _renew(edition)
