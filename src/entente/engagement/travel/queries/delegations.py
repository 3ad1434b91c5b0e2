"""Questions about who could go, who goes where else, and for which branch somebody may propose."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit, Work
from entente.foundation.people.roles import Role
from entente.kit.bilingual import language

from ..models import Proposal, ProposalState, Quarter, Traveller
from ..policy import chart
from .proposals import OUT


def branches_for(person: Any) -> list[Unit]:
    """The branches for which a person may propose: the own, or every one for who balances. Two queries."""
    if not chart.balances(person):
        return [people.branch_of(person.unit)] if person.unit else []
    offices = people.Chart()
    found = {offices.branch(one).pk: offices.branch(one) for one in offices.units.values()}
    named = [one for one in found.values() if one.work != Work.HEAD_OF_AGENCY]
    return sorted(named, key=lambda one: (getattr(one, f"sort_{language()}"), one.pk))


def may_propose(person: Any) -> bool:
    """Whether a person may propose travel at all, for some branch. One query at most."""
    return person.role == Role.TRAVEL_PLANNER and person.unit is not None


def people_to_send(proposal: Proposal) -> QuerySet[Person]:
    """The open accounts, those of the proposal's branch first, then by name. Two queries."""
    near = [one.pk for one in people.under(proposal.unit)]
    distance = Case(When(unit__in=near, then=Value(0)), default=Value(1))
    found = Person.objects.filter(is_active=True, unit__isnull=False).select_related("unit")
    return found.annotate(distance=distance).order_by("distance", "last_name", "first_name", "username", "id")


def elsewhere(proposals: Iterable[Proposal], quarter: Quarter) -> dict[int, list[Traveller]]:
    """Where else the travellers of some proposals would go in the same quarter, by person. One query.

    Whoever decides sees it, whichever branch asked; refused and withdrawn places are left out.
    """
    who = {one.person_id for proposal in proposals for one in proposal.travellers.all() if one.person_id}
    gone = (ProposalState.WITHDRAWN, ProposalState.REFUSED, ProposalState.DRAFT)
    rows = (
        Traveller.objects.filter(person__in=who, proposal__quarter=quarter)
        .exclude(state__in=OUT)
        .exclude(proposal__state__in=gone)
        .select_related("proposal__meeting", "proposal__unit")
        .order_by("proposal__meeting__starts_on", "id")
    )
    found: dict[int, list[Traveller]] = {}
    for one in rows:
        if one.person_id:
            found.setdefault(one.person_id, []).append(one)
    return found
