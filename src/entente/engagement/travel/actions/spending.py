"""What becomes of an estimate once a trip is opened: changed with a reason, spent, reimbursed; and the ceiling."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .. import queries, rules
from ..models import Ceiling, CostLine, Trip, TripState
from ..policy import TRIPS
from ..rules import costs as judging
from ..rules import proposals
from ..rules import trips as trip_rules
from .trips import _hold, _touched

Lines = Mapping[str, Mapping[str, Any]]


@transaction.atomic
def revise_estimate(trip: Trip, *, by: Any, lines: Lines, reason: str = "") -> Trip:
    """Change what an opened trip is expected to cost: ``{kind: {"estimate", "paid_by_others", "funder"}}``, in CAD.

    What is authorised already changes with the reason, and within the limits.

    Raises:
        PermissionDenied: ``by`` does not plan for the branch.
        ValidationError: authority is being asked for, nothing changes, or TRV-16, 44, 45 or 54 refuse.
    """
    [trip] = _hold([trip])
    TRIPS.require(by, "estimate", trip)
    rules.obey(trip_rules.not_while_it_is_asked_for(trip))
    authorised = trip.state == TripState.AUTHORISED
    before = queries.costs.estimate_of(trip.traveller_id)
    changed = _write(trip, lines, ("estimate", "paid_by_others", "funder"))
    rules.obey(
        trip_rules.something_changes(changed),
        trip_rules.change_says_why(reason, needed=authorised),
        trip_rules.texts_are_short_enough(reason=reason),
    )
    rules.obey(proposals.others_pay_no_more_than_it_costs(trip.traveller.proposal, trip.traveller))
    if authorised:
        rules.obey(*trip_rules.obstacles(trip, (trip_rules.within_the_ceiling, trip_rules.within_the_quarter)))
    _touched(trip)
    trip.save()
    after = queries.costs.estimate_of(trip.traveller_id)
    trail.record(by=by, verb="revise_estimate", subject=trip, reason=reason, estimate=[before, after])
    return trip


@transaction.atomic
def spend(trip: Trip, *, by: Any, lines: Lines, reason: str = "") -> Trip:
    """Enter what a trip did cost: ``{kind: {"actual", "reimbursed_on"}}``, in CAD. A kind that is not named stays.

    Raises:
        PermissionDenied: ``by`` does not plan for the branch.
        ValidationError: nothing changes, or TRV-58 to 60 refuse.
    """
    return spend_many([(trip, lines, reason)], by=by)[0]


@transaction.atomic
def spend_many(given: Iterable[tuple[Trip, Lines, str]], *, by: Any, file: str = "") -> list[Trip]:
    """Enter what several trips did cost: all of it or nothing. ``file`` names the sheet it came with.

    Raises as ``spend``.
    """
    given = sorted(given, key=lambda one: one[0].pk)
    held = _hold(trip for trip, _lines, _reason in given)
    came = {"file": file} if file else {}
    for trip, (_trip, lines, reason) in zip(held, given, strict=True):
        TRIPS.require(by, "spend", trip)
        before = _spent(trip)
        changed = _write(trip, lines, ("actual", "reimbursed_on"))
        reason = reason or trip.variance_reason
        days = (line.reimbursed_on for line in queries.costs.lines_of(trip.traveller_id))
        rules.obey(
            judging.spent_on_authority(trip),
            trip_rules.something_changes(changed or reason != trip.variance_reason),
            judging.variance_is_explained(queries.costs.lines_of(trip.traveller_id), reason),
            trip_rules.texts_are_short_enough(reason=reason),
            *(judging.reimbursed_in_time(day, trip, trip_rules.day_of(trip)) for day in days),
        )
        trip.variance_reason = reason
        trip.full_clean()
        trip.save()
        trail.record(by=by, verb="spend", subject=trip, reason=reason, actual=[before, _spent(trip)], **came)
    return held


@transaction.atomic
def set_ceiling(*, by: Any, amount: Decimal, starts_on: date, reason: str) -> Ceiling:
    """Say what one trip may cost from a day on without the head of the agency. The one before ends the day before.

    Raises:
        PermissionDenied: ``by`` is no travel planner of International Affairs.
        ValidationError: TRV-61 or 62 refuses, or there is no reason.
    """
    TRIPS.require(by, "set_ceiling")
    last = Ceiling.objects.select_for_update(of=("self",)).order_by("-starts_on").first()
    standing = queries.costs.ceiling_on(starts_on)
    new = Ceiling(amount=amount, starts_on=starts_on, reason=reason, by=by, at=timezone.now())
    rules.obey(
        judging.ceiling_follows(new, last, timezone.localdate()),
        judging.ceiling_differs(amount, standing),
        trip_rules.texts_are_short_enough(reason=reason),
    )
    if last is not None:
        last.ends_on = starts_on - timedelta(days=1)
        last.save()
    new.full_clean()
    new.save()
    trail.record(by=by, verb="set_ceiling", subject=new, reason=reason, amount=[standing, amount], starts_on=starts_on)
    return new


def _write(trip: Trip, lines: Lines, names: tuple[str, ...]) -> list[str]:
    """Put what is said into the lines of a trip; says which kinds changed."""
    known = {line.kind: line for line in CostLine.objects.select_for_update().filter(traveller=trip.traveller_id)}
    changed = []
    for kind, said in lines.items():
        line = known.get(kind) or CostLine(traveller=trip.traveller, kind=kind)
        before = [getattr(line, name) for name in names]
        for name in names:
            if name in said:
                setattr(line, name, said[name])
        if [getattr(line, name) for name in names] != before:
            line.full_clean()
            line.save()
            changed.append(kind)
    return changed


def _spent(trip: Trip) -> Decimal:
    return queries.costs.variance_of(queries.costs.lines_of(trip.traveller_id))[1]
