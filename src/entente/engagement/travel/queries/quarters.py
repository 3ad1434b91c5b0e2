"""Questions about quarters."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from entente.engagement.meetings import policy as meetings_policy
from entente.engagement.meetings.models import Meeting
from entente.engagement.meetings.models import State as MeetingState
from entente.foundation.people import queries as people

from .. import policy
from ..models import Proposal, ProposalState, Quarter


def every_quarter(person: Any) -> QuerySet[Quarter]:
    """Every quarter this person may view, the latest first. One query."""
    return policy.quarters_visible_to(person).order_by("-starts_on", "id")


def quarter(person: Any, key: str) -> QuerySet[Quarter]:
    """One quarter, as a queryset of one or none."""
    return policy.quarters_visible_to(person).filter(key=key)


def current(person: Any, *, today: date) -> Quarter | None:
    """The quarter to speak of first: the one that is worked on, else that of today, else the latest.

    Worked on: forecast, balanced or decided, the earliest first. One query.
    """
    known = sorted(every_quarter(person), key=lambda one: one.starts_on)
    open_ones = [one for one in known if one.state != Quarter.State.DECIDED]
    running = [one for one in known if one.starts_on <= today <= one.ends_on]
    return next(iter([*open_ones, *running, *known[-1:]]), None)


def forecasting(*, today: date) -> QuerySet[Quarter]:
    """The quarters that take forecasts which are due today or later, the nearest first. One query."""
    found = Quarter.objects.filter(state=Quarter.State.FORECASTING, forecast_due_on__gte=today)
    return found.order_by("forecast_due_on", "id")


def planned_in(person: Any, today: date) -> QuerySet[Quarter]:
    """The quarters that are not over and in which a delegation of a planner's branch is approved; every one for who
    balances them. The nearest first, three queries at most.
    """
    found = Quarter.objects.filter(ends_on__gte=today).order_by("starts_on", "id")
    if policy.chart.balances(person):
        return found
    branch = people.branch_of(person.unit) if person.unit_id else None
    approved = Proposal.objects.filter(unit=branch, state=ProposalState.APPROVED)
    return found.filter(pk__in=approved.order_by().values("quarter"))


def sessions(person: Any, quarter: Quarter) -> QuerySet[Meeting]:
    """The meetings that begin in a quarter and this person may see, cancelled ones left out, by day. One query."""
    found = meetings_policy.visible_to(person).filter(starts_on__range=(quarter.starts_on, quarter.ends_on))
    found = found.exclude(state=MeetingState.CANCELLED)
    return found.select_related("body", "partner", "country", "series").order_by("starts_on", "id")
