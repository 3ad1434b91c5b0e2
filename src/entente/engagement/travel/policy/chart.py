"""Where a person stands in the organisation chart today, as the policies of travel ask it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person, Unit, Work
from entente.foundation.people.roles import Role


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person works: its branch, and whether that is at or under International Affairs."""

    branch: Unit | None = None
    international: bool = False


def place_of(person: Any) -> Place:
    """Where a person works, by the chart kept on it. One query at most; none for who has no office."""
    unit = getattr(person, "unit_id", None)
    if not unit:
        return Place()
    offices = drawn_for(person)
    above = offices.above(Unit(pk=unit))
    return Place(offices.branch(Unit(pk=unit)), any(one.work == Work.INTERNATIONAL_AFFAIRS for one in above))


def drawn_for(person: Any) -> people.Chart:
    """The organisation chart, asked once for a person and kept on it: a page asks many times. One query."""
    kept: people.Chart = person.__dict__.get("_chart") or people.Chart()
    person.__dict__["_chart"] = kept
    return kept


def plans_for_branch(person: Any, unit: Unit) -> bool:
    """Whether the person is the travel planner of a branch."""
    return person.role == Role.TRAVEL_PLANNER and place_of(person).branch == unit


def balances(person: Any) -> bool:
    """Whether the person is a travel planner of International Affairs."""
    return person.role == Role.TRAVEL_PLANNER and place_of(person).international


def decides_for(person: Any) -> Person | None:
    """The head of the agency for whom the person decides the quarter today: itself, or who gave the authority."""
    agency = drawn_for(person).top
    if agency is None or not person.is_active:
        return None
    return people.may_exercise(person, Authority.DECIDE_QUARTER, over=agency, on=timezone.localdate())


def answers_for(person: Any, unit: Unit) -> Person | None:
    """The head of a branch, or of an office above it, for whom the person approves its travel today."""
    return people.may_exercise(person, Authority.APPROVE_TRAVEL, over=unit, on=timezone.localdate())


def sees_all(person: Any, place: Place) -> bool:
    """Whether the person reads the travel of every branch: executives, auditors, desk officers, International
    Affairs.
    """
    return person.role in (Role.EXECUTIVE, Role.AUDITOR, Role.DESK_OFFICER) or place.international
