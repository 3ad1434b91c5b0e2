"""Who is told: always people who are cleared for what they are told."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking, Role, up_to

from ..models import Consultation, Coordinator, Visit

OFFICERS = (Role.VISITS_OFFICER, Role.DESK_OFFICER)


def receiving(visit: Visit) -> list[Person]:
    """Who takes a request in: the visits officers of International Affairs; where there are none, every one."""
    office = people.international_affairs()
    officers = _open(visit.kept_as).filter(role=Role.VISITS_OFFICER)
    near = list(officers.filter(unit__in=[one.pk for one in people.under(office)])) if office else []
    return near or list(officers)


def in_charge(visit: Visit) -> list[Person]:
    """Who is reminded: the officer in charge, otherwise those who take requests in."""
    if visit.officer and visit.officer.is_active and _cleared(visit.officer, visit.kept_as):
        return [visit.officer]
    return receiving(visit)


def leading(visit: Visit, coordinator: str, *, on: date) -> list[Person]:
    """The head of who coordinates: of International Affairs, or of the lead branch."""
    ours = coordinator == Coordinator.INTERNATIONAL_AFFAIRS
    office = people.international_affairs() if ours else visit.unit
    head = people.head_of(office, on=on) if office else None
    return [head.person] if head and _cleared(head.person, visit.kept_as) else []


def asked_of(consultation: Consultation, *, on: date) -> list[Person]:
    """Who may answer for an office: its head, and the officers who work in it or under it."""
    visit, office = consultation.visit, consultation.unit
    marking = max([visit.kept_as, consultation.marking], key=list(Marking.values).index)
    head = people.head_of(office, on=on)
    found = [head.person] if head and _cleared(head.person, marking) else []
    return found + list(_open(marking).filter(role__in=OFFICERS, unit__in=_under(office)))


def _under(office: Unit) -> Iterable[int]:
    return [one.pk for one in people.under(office)]


def _open(marking: str) -> QuerySet[Person]:
    able = [one.value for one in Marking if marking in up_to(one.value)]
    return Person.objects.filter(is_active=True, clearance__in=able).order_by("id")


def _cleared(person: Person, marking: str) -> bool:
    return marking in up_to(person.clearance)
