"""A quarter that is overspent, told where something can still be done: on a trip, and on a planner's day."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entente.foundation.people.roles import Role
from entente.kit.numerals import amount
from entente.kit.waiting import Debt

from .. import queries
from ..models import Trip, TripState
from ..policy import QUARTERS, TRIPS
from .obstacles import item

RUNNING = (TripState.DRAFT, TripState.RETURNED, TripState.REQUESTED, TripState.AUTHORISED)


def warnings(person: Any, trip: Trip) -> list[dict[str, Any]]:
    """What a trip's page says while its quarter is overspent, to who plans it or keeps the budget. One query."""
    quarter = trip.traveller.proposal.quarter
    keeps = QUARTERS.allows(person, "see_money", quarter)
    if trip.state not in RUNNING or not (keeps or TRIPS.allows(person, "ask", trip)):
        return []
    over = queries.costs.overspent([quarter]).get(quarter.pk)
    if over is None:
        return []
    text = f"{_said(over if keeps else None)} {_cure()}"
    return [item(text, _("See the money of the quarter"), reverse("travel:money", args=[quarter.key]))]


def waiting(person: Any, today: date) -> Iterable[Debt]:
    """The quarters that are not over and are overspent, for those who plan travel in them. A few queries."""
    if person.role != Role.TRAVEL_PLANNER:
        return
    found = list(queries.planned_in(person, today))
    over = queries.costs.overspent(found) if found else {}
    for quarter in found:
        if quarter.pk in over:
            keeps = QUARTERS.allows(person, "see_money", quarter)
            yield Debt(
                title=_("Overspent: %(quarter)s") % {"quarter": quarter.title},
                url=reverse("travel:money", args=[quarter.key]),
                why=f"{_said(over[quarter.pk] if keeps else None)} {_cure()}",
                due=quarter.ends_on,
            )


def _said(over: Decimal | None) -> str:
    """Only who keeps the budget is told the amount."""
    if over is None:
        return _("More was approved or spent in this quarter than its budget.")
    return _("CAD %(over)s more were approved or spent in this quarter than its budget.") % {"over": amount(over)}


def _cure() -> str:
    return _("Have a trip cancelled, lower an estimate, or have the budget raised.")
