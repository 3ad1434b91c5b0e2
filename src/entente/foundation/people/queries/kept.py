"""Lists of heads, delegations and absences, and the tree of offices on a day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.kit import days
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Absence, Delegation, Headship, Person, Unit, Work
from .chart import heads_on

NOW, COMING, OVER, REVOKED = "now", "coming", "over", "revoked"


def name_of(path: str) -> Any:
    """What a list of people sorts by: the family name, else the account."""
    return Lower(Coalesce(NullIf(F(f"{path}__last_name"), Value("")), F(f"{path}__username")))


def open_accounts() -> QuerySet[Person]:
    """Everybody with an open account, by name, the office fetched. One query."""
    people = Person.objects.filter(is_active=True).select_related("unit")
    return people.order_by("last_name", "first_name", "username", "id")


def headships(ask: Ask) -> QuerySet[Headship]:
    """Who headed which office on the day asked about, unordered: registers order them. One query."""
    on = date.fromisoformat(ask.on)
    standing = Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return Headship.objects.filter(standing).annotate(sort_head=name_of("person")).select_related("unit", "person")


def headship(pk: int) -> QuerySet[Headship]:
    """One headship, as a queryset of one or none."""
    return Headship.objects.filter(pk=pk).select_related("unit", "person")


def heads_ever(unit: Unit) -> QuerySet[Headship]:
    """Everybody who heads, headed or will head an office, the latest first. One query."""
    return unit.headships.select_related("person").order_by("-starts_on", "-id")


def delegations(ask: Ask) -> QuerySet[Delegation]:
    """The delegations this person may view, unordered; each carries ``asked_on``. One query."""
    return (
        policy.delegations_for(ask.person)
        .annotate(sort_giver=name_of("giver"), sort_receiver=name_of("receiver"), asked_on=_day(ask))
        .select_related("giver", "receiver")
    )


def delegation(person: Any, pk: int) -> QuerySet[Delegation]:
    """One delegation, as a queryset of one or none."""
    return policy.delegations_for(person).filter(pk=pk).select_related("giver", "receiver")


def own_delegations(person: Person, today: date) -> QuerySet[Delegation]:
    """What a person delegated or holds and is not over, the earliest first; each carries ``asked_on``. One query."""
    mine = Delegation.objects.filter(Q(giver=person) | Q(receiver=person), ends_on__gte=today, revoked_at__isnull=True)
    return (
        mine.annotate(asked_on=Value(today, output_field=DateField()))
        .select_related("giver", "receiver")
        .order_by("starts_on", "id")
    )


def absences(ask: Ask) -> QuerySet[Absence]:
    """The absences this person may view, unordered; each carries ``asked_on``. One query."""
    return (
        policy.absences_for(ask.person)
        .annotate(sort_person=name_of("person"), asked_on=_day(ask))
        .select_related("person__unit")
    )


def absence(person: Any, pk: int) -> QuerySet[Absence]:
    """One absence, as a queryset of one or none."""
    return policy.absences_for(person).filter(pk=pk).select_related("person")


def own_absences(person: Person, today: date) -> QuerySet[Absence]:
    """The absences of a person that are not over, the earliest first. One query."""
    return Absence.objects.filter(person=person, ends_on__gte=today).order_by("starts_on", "id")


def recorded_absences() -> QuerySet[Absence]:
    """Every absence, unordered."""
    return Absence.objects.all()


def heads_something(person: Person, today: date) -> bool:
    """Whether a person heads an office now or later, and so may have something to delegate. One query."""
    return Headship.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), person=person).exists()


def heads(today: date) -> QuerySet[Person]:
    """Everybody who heads an office now or later, by name. One query."""
    standing = Headship.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    return open_accounts().filter(pk__in=standing.values("person"))


def standing(rows: QuerySet[Any], state: str, ask: Ask) -> QuerySet[Any]:
    """The rows that stand now, are to come or are over, on the day asked about."""
    if state == REVOKED:
        return rows.filter(revoked_at__isnull=False)
    if rows.model is Delegation:
        rows = rows.filter(revoked_at__isnull=True)
    return {
        NOW: rows.filter(starts_on__lte=ask.on, ends_on__gte=ask.on),
        COMING: rows.filter(starts_on__gt=ask.on),
        OVER: rows.filter(ends_on__lt=ask.on),
    }[state]


def state_of(row: Any) -> str:
    """Which of these a dated row is on its ``asked_on``."""
    if getattr(row, "revoked_at", None):
        return REVOKED
    if row.starts_on > row.asked_on:
        return COMING
    return OVER if row.ends_on and row.ends_on < row.asked_on else NOW


def named_in(rows: QuerySet[Any], words: str, *paths: str) -> QuerySet[Any]:
    """Rows in which one of these people has all the words in name, account or address."""
    for word in words.split():
        found = Q()
        for path in paths:
            for part in ("username", "first_name", "last_name", "email"):
                found |= Q(**{f"{path}__{part}__icontains": word})
        rows = rows.filter(found)
    return rows


def _day(ask: Ask) -> Any:
    return Value(date.fromisoformat(ask.on), output_field=DateField())


@dataclass(slots=True)
class Node:
    """An office in the chart, who heads it on that day, and what is part of it."""

    unit: Unit
    head: Headship | None
    parts: list["Node"] = field(default_factory=list)


def tree(ask: Ask) -> list[Node]:
    """The organisation chart as it stood on the day asked about, the head of the agency first. Two queries.

    An office whose parent did not stand on that day stands beside the branches.
    """
    units = list(policy.units_for(ask.person).filter(days.on(ask.on)).order_by(f"sort_{language()}", "id"))
    heads = heads_on(units, date.fromisoformat(ask.on))
    nodes = {unit.pk: Node(unit, heads.get(unit.pk)) for unit in units}
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id or 0)
        (above.parts if above else roots).append(node)
    return sorted(roots, key=lambda node: node.unit.work != Work.HEAD_OF_AGENCY)
