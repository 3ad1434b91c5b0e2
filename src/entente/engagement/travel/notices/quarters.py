"""What people are told about a quarter: that it opens, that forecasts are due, that it waits, how it was decided."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.foundation.notices.actions import tell
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person, Unit, Work
from entente.foundation.people.roles import Role
from entente.kit.notice import Word, day, pair

from ..models import Proposal, ProposalState, Quarter

OPENED = Word(
    "travel.quarter_opened",
    _("%(quarter)s is open for forecasts"),
    _("Propose the delegations of your branch for %(quarter)s, with their worksheets."),
)
OPENED_UNTIL = Word(
    "travel.quarter_opened_until",
    _("%(quarter)s is open for forecasts until %(due)s"),
    _("Propose the delegations of your branch for %(quarter)s, with their worksheets, by %(due)s."),
)
FORECAST_DUE = Word(
    "travel.forecast_due",
    _("Forecasts for %(quarter)s are due on %(due)s"),
    _("Put forward what your branch wants to attend in %(quarter)s. After that day it takes the exception path."),
)
REOPENED = Word(
    "travel.forecast_reopened",
    _("Forecasts for %(quarter)s are open again"),
    _("International Affairs takes forecasts for %(quarter)s again: %(reason)s"),
)
SUBMITTED = Word(
    "travel.quarter_submitted",
    _("The travel list of %(quarter)s waits for your decision"),
    _("%(count)s proposals are on the list of %(quarter)s. All of them are decided on one page."),
)
DECIDED = Word(
    "travel.quarter_decided",
    _("The travel list of %(quarter)s is decided"),
    _("Of the proposals of %(branch)s: %(approved)s approved, %(refused)s refused, %(open)s returned or held back."),
)
REMINDERS = (7, 2, 0)  # days before forecasts are due


def opened(quarter: Quarter) -> None:
    """The planners of the branches hear that a quarter opens, or that another day was set."""
    due = quarter.forecast_due_on
    values: dict[str, Any] = {"quarter": pair(quarter)}
    if due:
        values |= {"due": day(due)}
    tell(
        branch_planners(),
        OPENED_UNTIL if due else OPENED,
        key=f"{quarter.key}:{due or ''}",
        address=("travel:quarter", quarter.key),
        due_on=due,
        **values,
    )


def remind(quarter: Quarter, *, today: date) -> None:
    """The planners hear some days before forecasts are due. Told once a day it falls on, whenever it is asked."""
    due = quarter.forecast_due_on
    if due is None or due < today:
        return
    left = (due - today).days
    nearest = min((one for one in REMINDERS if left <= one), default=None)
    if nearest is not None:
        tell(
            branch_planners(),
            FORECAST_DUE,
            key=f"{quarter.key}:{due}:{nearest}",
            address=("travel:quarter", quarter.key),
            due_on=due,
            quarter=pair(quarter),
            due=day(due),
        )


def reopened(quarter: Quarter, reason: str) -> None:
    """The planners hear that forecasts are open again, and why."""
    tell(
        branch_planners(),
        REOPENED,
        key=f"{quarter.key}:{reason}"[:100],
        address=("travel:quarter", quarter.key),
        quarter=pair(quarter),
        reason=reason,
    )


def submitted(quarter: Quarter) -> None:
    """Who decides the quarter hears that the list waits."""
    at = quarter.submitted_at
    tell(
        deciders(timezone.localdate(at) if at else quarter.starts_on),
        SUBMITTED,
        key=f"{quarter.key}:{at:%Y%m%d%H%M%S}",
        address=("travel:decide", quarter.key),
        quarter=pair(quarter),
        count=Proposal.objects.filter(quarter=quarter, state=ProposalState.LISTED).count(),
    )


def decided(quarter: Quarter) -> None:
    """The planners of each branch hear how its proposals were decided; International Affairs hears it of all."""
    found: dict[Unit, list[str]] = {}
    for one in Proposal.objects.filter(quarter=quarter).select_related("unit").order_by("unit__sort_en", "id"):
        if one.state not in (ProposalState.DRAFT, ProposalState.WITHDRAWN):
            found.setdefault(one.unit, []).append(one.state)
    for unit, states in found.items():
        approved, refused = states.count(ProposalState.APPROVED), states.count(ProposalState.REFUSED)
        tell(
            [*people.planners_of(unit), *people.balancing_planners()],
            DECIDED,
            key=f"{quarter.key}:{unit.key}:{quarter.decided_at:%Y%m%d%H%M%S}",
            address=("travel:plan", quarter.key),
            quarter=pair(quarter),
            branch=pair(unit, "name"),
            approved=approved,
            refused=refused,
            open=len(states) - approved - refused,
        )


def branch_planners() -> QuerySet[Person]:
    """Every travel planner of a branch: all but those who balance. Two queries."""
    balancing = [one.pk for one in people.balancing_planners()]
    found = Person.objects.filter(role=Role.TRAVEL_PLANNER, is_active=True, unit__isnull=False)
    return found.exclude(pk__in=balancing).order_by("username", "id")


def deciders(on: date) -> list[Person]:
    """Who heads the agency on a day, and who holds the authority to decide the quarter. Four queries."""
    agency = Unit.objects.filter(work=Work.HEAD_OF_AGENCY).order_by("id").first()
    head = people.head_of(agency, on=on) if agency else None
    if head is None:
        return []
    held = people.delegations_on(on, authority=Authority.DECIDE_QUARTER).filter(giver=head.person)
    return [head.person, *(one.receiver for one in held)]
