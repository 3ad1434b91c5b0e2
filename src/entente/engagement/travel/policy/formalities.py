"""Who may see and serve passport and visa tasks: as few people as the work needs."""

from typing import Any

from django.db.models import Q, QuerySet

from entente.foundation.people import queries as people
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from ..models import Formality

SERVING = (Role.TRAVEL_PLANNER, Role.DESK_OFFICER, Role.VISITS_OFFICER)


def traveller(person: Any, formality: Any) -> bool:
    """The traveller it is about."""
    return formality is not None and formality.person_id == person.pk


def international_affairs(person: Any, formality: Any) -> bool:
    """International Affairs, which serves travellers: its planners, desk officers and visits officers."""
    return person.role in SERVING and people.is_international_affairs(person)


def auditor(person: Any, formality: Any) -> bool:
    """Any auditor."""
    return bool(person.role == Role.AUDITOR)


# fmt: off
FORMALITIES = Policy({
    # act      who
    "view":   (traveller, international_affairs, auditor),
    "record": (traveller, international_affairs),
    "serve":  (international_affairs,),
    "add":    (international_affairs,),
})
# fmt: on


def formalities_visible_to(person: Any) -> QuerySet[Formality]:
    """Every task this person may view: the "view" row, asked of many at once."""
    if person.pk and (person.role == Role.AUDITOR or international_affairs(person, None)):
        return Formality.objects.all()
    return Formality.objects.filter(Q(person=person.pk) if person.pk else Q(pk=None))
