"""Who may do what with visits. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from entente.foundation.people import queries as people
from entente.foundation.people.models import Work
from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import Consultation, Item, Visit

WORKING = (Role.VISITS_OFFICER, Role.DESK_OFFICER, Role.AGREEMENTS_OFFICER, Role.TRAVEL_PLANNER, Role.EXECUTIVE)
"""Roles that speak for their office."""


def visit_of(thing: Any) -> Any:
    """The visit a row belongs to; nothing for nothing."""
    return thing if thing is None or isinstance(thing, Visit) else thing.visit


def offices_of(person: Any) -> frozenset[int]:
    """The person's office and those it is part of, by primary key; asked once for a person."""
    known = person.__dict__.get("_offices_of_visits")
    if known is None:
        line = people.line_of(person.unit) if person.unit_id else []
        known = frozenset(one.pk for one in line if one.work != Work.HEAD_OF_AGENCY or one.pk == person.unit_id)
        person.__dict__["_offices_of_visits"] = known
    return frozenset(known)


def may_see(person: Any, thing: Any) -> bool:
    """Anyone cleared for the visit, for its partner, and for the part of it that is asked about."""
    visit = visit_of(thing)
    return cleared(person, thing) and cleared(person, visit) and (visit is None or cleared(person, visit.partner))


def visits_officer(person: Any, thing: Any) -> bool:
    """A visits officer cleared for the visit."""
    return person.role == Role.VISITS_OFFICER and may_see(person, thing)


def desk_officer(person: Any, thing: Any) -> bool:
    """A desk officer cleared for the visit."""
    return person.role == Role.DESK_OFFICER and may_see(person, thing)


def lead_officer(person: Any, thing: Any) -> bool:
    """A desk officer of the branch that leads the visit."""
    visit = visit_of(thing)
    return desk_officer(person, thing) and visit is not None and visit.unit_id in offices_of(person)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the visit."""
    return person.role == Role.EXECUTIVE and may_see(person, thing)


def head_of_international_affairs(person: Any, thing: Any) -> bool:
    """Who heads International Affairs now, cleared for the visit."""
    if not may_see(person, thing):
        return False
    office = people.international_affairs()
    head = people.head_of(office, on=timezone.localdate()) if office else None
    return head is not None and head.person_id == person.pk


def of_the_office_asked(person: Any, thing: Any) -> bool:
    """Anybody who works for the office that is asked, or under it."""
    if not isinstance(thing, Consultation) or person.role not in WORKING:
        return False
    return thing.unit_id in offices_of(person) and may_see(person, thing)


def attendant(person: Any, thing: Any) -> bool:
    """Whoever attends an item of the programme for us."""
    visit = visit_of(thing)
    if visit is None or not may_see(person, visit):
        return False
    return Item.objects.filter(visit=visit, people=person.pk).exists()


keepers = (visits_officer, lead_officer)

# fmt: off
VISITS = Policy({
    # act               who
    "view":            (may_see,),
    "register":        (visits_officer, desk_officer),
    "change":          keepers,
    "move_dates":      keepers,
    "compose":         keepers,
    "plan":            keepers,
    "prepare":         keepers,
    "overrule":        (executive, head_of_international_affairs),
    "triage":          keepers,
    "accept":          (visits_officer, executive),
    "decline":         (visits_officer, executive),
    "reopen":          (visits_officer, executive),
    "consult":         keepers,
    "ask":             keepers,
    "answer":          (of_the_office_asked,),
    "waive":           keepers,
    "draft_programme": keepers,
    "revise":          keepers,
    "pre_brief":       keepers,
    "begin":           keepers,
    "end":             keepers,
    "give_feedback":   (visits_officer, lead_officer, executive, attendant),
    "follow_up":       keepers,
    "write_report":    keepers,
    "promise":         (visits_officer, desk_officer),
    "close":           keepers,
    "cancel":          (visits_officer, executive),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Visit]:
    """Every visit this person may view: the "view" row, asked of many at once."""
    readable = markings_for(person)
    return Visit.objects.filter(marking__in=readable, partner__marking__in=readable)


def items_visible_to(person: Any) -> QuerySet[Item]:
    """Every item of a programme this person may view."""
    readable = markings_for(person)
    return Item.objects.filter(marking__in=readable, visit__marking__in=readable, visit__partner__marking__in=readable)


def consultations_visible_to(person: Any) -> QuerySet[Consultation]:
    """Every question and answer this person may view."""
    readable = markings_for(person)
    return Consultation.objects.filter(
        marking__in=readable, visit__marking__in=readable, visit__partner__marking__in=readable
    )
