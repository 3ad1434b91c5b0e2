"""The organisation chart on a day: what stands above an office, and who heads it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from ..models import Absence, Headship, Person, Unit, Work
from ..roles import Rank, Role, at_least


class Chart:
    """Every office, asked once: parents, parts and who serves the whole agency."""

    def __init__(self) -> None:
        self.units = {unit.pk: unit for unit in Unit.objects.order_by("id")}
        self.top = next((one for one in self.units.values() if one.work == Work.HEAD_OF_AGENCY), None)

    def above(self, unit: Unit) -> list[Unit]:
        """The office and those it is part of, from below; a chart that runs in a circle ends where it meets itself."""
        found: list[Unit] = []
        one = self.units.get(unit.pk)
        while one and one not in found:
            found.append(one)
            one = self.units.get(one.parent_id) if one.parent_id else None
        return found

    def line(self, unit: Unit) -> list[Unit]:
        """The office, those above it, and last the office that heads the agency."""
        found = self.above(unit)
        return found if not self.top or self.top in found else [*found, self.top]

    def branch(self, unit: Unit) -> Unit:
        """The highest office above this one that does not head the agency; that one is its own branch."""
        below = [one for one in self.above(unit) if one.work != Work.HEAD_OF_AGENCY]
        return below[-1] if below else unit

    def under(self, unit: Unit) -> list[Unit]:
        """The office and all its parts, however deep; under the head of the agency stands everything."""
        if unit.work == Work.HEAD_OF_AGENCY:
            return list(self.units.values())
        return [one for one in self.units.values() if unit in self.above(one)]


def line_of(unit: Unit) -> list[Unit]:
    """The office, those it is part of, and last the office that heads the agency. One query.

    Branches of an edition stand beside the office that heads the agency and not under it; the line ends there anyway.
    """
    return Chart().line(unit)


def branch_of(unit: Unit) -> Unit:
    """The branch an office belongs to: the highest above it under the head of the agency. One query."""
    return Chart().branch(unit)


def under(unit: Unit) -> list[Unit]:
    """The office and all its parts, however deep. One query."""
    return Chart().under(unit)


def heading(on: date) -> QuerySet[Headship]:
    """The heads on a day whose account is open, an acting one before the one it stands for."""
    return (
        Headship.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on, person__is_active=True)
        .select_related("person", "unit")
        .order_by("-acting", "-starts_on", "-id")
    )


def heads_on(units: Iterable[Unit], on: date) -> dict[int, Headship]:
    """Who heads each of these offices on a day, by the office's primary key; a vacant office is absent. One query."""
    found: dict[int, Headship] = {}
    for one in heading(on).filter(unit__in=[unit.pk for unit in units]):
        found.setdefault(one.unit_id, one)
    return found


def head_of(unit: Unit, *, on: date) -> Headship | None:
    """Who heads an office on a day: an acting head before the one it stands for. Nothing while vacant. One query."""
    return heading(on).filter(unit=unit).first()


def headed_by(person: Person, on: date) -> list[Unit]:
    """The offices a person heads on a day; one where somebody else is acting is not among them. Two queries."""
    mine = [one.unit for one in heading(on).filter(person=person)]
    heads = heads_on(mine, on) if mine else {}
    return [unit for unit in dict.fromkeys(mine) if heads[unit.pk].person_id == person.pk]


def units_headed_by(people: Q, on: date) -> set[int]:
    """The offices, by primary key, that one of some people heads on a day, as ``headed_by`` tells it. One query."""
    first = heading(on).filter(unit=OuterRef("unit")).values("pk")[:1]
    heads = Headship.objects.filter(pk=Subquery(first), person__in=Person.objects.filter(people).values("pk"))
    return set(heads.order_by().values_list("unit_id", flat=True))


def director_general_above(unit: Unit, *, on: date) -> Headship | None:
    """The first head from an office upwards who is a director general or stands higher. Two queries."""
    line = line_of(unit)
    heads = heads_on(line, on)
    found = (heads[one.pk] for one in line if one.pk in heads)
    return next((head for head in found if at_least(head.rank, Rank.DIRECTOR_GENERAL)), None)


def international_affairs() -> Unit | None:
    """The office that coordinates international affairs, if the chart names one. One query."""
    return Unit.objects.filter(work=Work.INTERNATIONAL_AFFAIRS).order_by("id").first()


def is_international_affairs(person: Person) -> bool:
    """Whether a person's office, or one above it, coordinates international affairs. One query at most."""
    if not person.unit_id:
        return False
    return any(one.work == Work.INTERNATIONAL_AFFAIRS for one in Chart().above(Unit(pk=person.unit_id)))


def planners_of(unit: Unit) -> QuerySet[Person]:
    """The travel planners of the branch an office belongs to, by account name. Two queries."""
    chart = Chart()
    return _planners(chart.under(chart.branch(unit)))


def balancing_planners() -> QuerySet[Person]:
    """The travel planners of the office that coordinates international affairs, by account name. Two queries."""
    chart = Chart()
    found = [one for one in chart.units.values() if one.work == Work.INTERNATIONAL_AFFAIRS]
    return _planners(part for one in found for part in chart.under(one))


def _planners(units: Iterable[Unit]) -> QuerySet[Person]:
    found = Person.objects.filter(role=Role.TRAVEL_PLANNER, is_active=True, unit__in=[one.pk for one in units])
    return found.order_by("username", "id")


def away(person: Person, first: date, last: date) -> QuerySet[Absence]:
    """The absences of a person that touch a period, both ends included, earliest first."""
    return Absence.objects.filter(person=person, starts_on__lte=last, ends_on__gte=first).order_by("starts_on", "id")


def away_on(people: Iterable[Any], on: date) -> set[int]:
    """Which of these people, by primary key, are away on a day. One query."""
    found = Absence.objects.filter(person__in=list(people), starts_on__lte=on, ends_on__gte=on)
    return set(found.values_list("person_id", flat=True))
