"""The routing is overruled, by who may, with a reason. What the rule said stays beside it."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Routing, Visit
from ..policy import VISITS
from .keeping import _coordinated_by, _keep, _locked, _obey


@transaction.atomic
def overrule(visit: Visit, *, by: Any, coordinator: str, reason: str) -> Routing:
    """Give the coordination to the other office, or back to whom the rule gives it, with the reason.

    Raises:
        PermissionDenied: ``by`` is neither an executive nor the head of International Affairs.
        ValidationError: VIS-6, VIS-11 or VIS-13 refuses.
    """
    visit = _locked(visit)
    VISITS.require(by, "overrule", visit)
    _obey(
        rules.reason_given(reason),
        rules.still_to_prepare(visit),
        rules.overrule_says_otherwise(visit, coordinator),
    )
    last = visit.routings.order_by("-id")[0]
    routing = Routing(
        visit=visit,
        edition=last.edition,
        senior=last.senior,
        crosscutting=last.crosscutting,
        linked=last.linked,
        evidence=last.evidence,
        coordinator=coordinator,
        overruled=coordinator != last.by_the_rule,
        reason=reason,
        by=by.username,
        at=timezone.now(),
    )
    _keep(routing)
    _coordinated_by(visit, routing)
    moved = [last.coordinator, routing.coordinator]
    trail.record(by=by, verb="overrule_routing", subject=visit, reason=reason, coordinator=moved)
    return routing
