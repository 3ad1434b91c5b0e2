"""Who may keep accounts. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.kit.policy import Policy, holds

from .models import Person, Unit
from .roles import Role, up_to


def oneself(person: Any, other: Any) -> bool:
    """The person the account belongs to."""
    return other is not None and person.pk == other.pk


def anyone(person: Any, thing: Any) -> bool:
    """Anyone who is signed in: which offices the agency has is unclassified."""
    return bool(getattr(person, "is_authenticated", True))


administrator = holds(Role.ADMINISTRATOR)
auditor = holds(Role.AUDITOR)

# fmt: off
PEOPLE = Policy({
    # act              who
    "view":            (administrator, auditor, oneself),
    "list":            (administrator, auditor),
    "open_account":    (administrator,),
    "change_account":  (administrator,),
    "close_account":   (administrator,),
    "reopen_account":  (administrator,),
    "export":          (administrator, auditor),
    "choose_language": (oneself,),
    "view_offices":    (anyone,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Person]:
    """Every account this person may view: the "view" row, asked of many at once."""
    if person.role in (Role.ADMINISTRATOR, Role.AUDITOR):
        return Person.objects.all()
    return Person.objects.filter(pk=person.pk)


def units_for(person: Any) -> QuerySet[Unit]:
    """Every office this person may view."""
    return Unit.objects.all()


def markings_for(person: Any) -> list[str]:
    """The markings this person may read; every room's ``visible_to`` rests on it."""
    return up_to(person.clearance)


def cleared(person: Any, thing: Any) -> bool:
    """Anyone cleared for the record's marking."""
    return thing is None or getattr(thing, "marking", "unclassified") in up_to(person.clearance)
