"""Who may decide on a day: heads by the organisation chart, delegates by date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ..models import Delegation, Headship, Person, Unit, Work
from .chart import Chart, away_on, headed_by, heads_on


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain of approval: the office, its head, and who decides there on that day.

    ``decider`` is the head or, for an absent head, who holds the delegation. Where nobody decides, ``skipped`` says
    why: the office is ``vacant``, its head ``travels`` with what is asked, or is ``away``.
    """

    unit: Unit
    head: Headship | None
    decider: Person | None
    skipped: str = ""

    @property
    def on_behalf(self) -> Person | None:
        """The head for whom somebody else decides."""
        if self.head and self.decider and self.decider.pk != self.head.person_id:
            return self.head.person
        return None


def delegations_on(on: date, *, authority: str = "") -> QuerySet[Delegation]:
    """The delegations that stand on a day, the latest first: begun, not over, not revoked, both accounts open."""
    found = Delegation.objects.filter(
        starts_on__lte=on,
        ends_on__gte=on,
        revoked_at__isnull=True,
        giver__is_active=True,
        receiver__is_active=True,
    )
    if authority:
        found = found.filter(authority=authority)
    return found.select_related("giver", "receiver").order_by("-starts_on", "-id")


def chain(unit: Unit, *, on: date, authority: str, without: Collection[Person] = ()) -> list[Link]:
    """The chain of approval from an office's own head to the head of the agency, as it stands on a day.

    Who is in ``without`` (the travellers) decides nothing: the office is skipped upwards, and its head's delegate is
    not asked either, since nobody approves the own trip through somebody else. An absent head is replaced by who
    holds ``authority`` from the head on that day and is not absent or travelling too; else the office is skipped.
    Four queries.
    """
    line = Chart().line(unit)
    heads = heads_on(line, on)
    barred = {person.pk for person in without}
    givers = [head.person_id for head in heads.values()]
    given: dict[int, list[Person]] = {}
    for one in delegations_on(on, authority=authority).filter(giver__in=givers):
        given.setdefault(one.giver_id, []).append(one.receiver)
    absent = away_on([*givers, *(person.pk for people in given.values() for person in people)], on)

    def link(one: Unit) -> Link:
        head = heads.get(one.pk)
        if head is None:
            return Link(one, None, None, "vacant")
        if head.person_id in barred:
            return Link(one, head, None, "travels")
        if head.person_id not in absent:
            return Link(one, head, head.person)
        here = (person for person in given.get(head.person_id, []) if person.pk not in absent | barred)
        delegate = next(here, None)
        return Link(one, head, delegate, "" if delegate else "away")

    return [link(one) for one in line]


def may_exercise(person: Person, authority: str, *, over: Unit, on: date) -> Person | None:
    """The head on whose behalf a person may do an act of authority over an office on a day; nothing when it may not.

    That is the person itself where it heads the office or one above it, else the lowest head above who delegated
    the authority to it. What was delegated cannot be passed on, so only heads count as givers. Three queries.
    """
    line = Chart().line(over)
    heads = heads_on(line, on)
    above = [heads[one.pk].person for one in line if one.pk in heads]
    if not person.is_active:
        return None
    if person in above:
        return person
    held = delegations_on(on, authority=authority).filter(receiver=person)
    givers = set(held.values_list("giver_id", flat=True))
    return next((head for head in above if head.pk in givers), None)


def deciding_for(person: Person, authority: str, on: date) -> list[Person]:
    """For whom a person may decide on a day: itself first, then the heads who delegated this authority to it.

    Who gave a delegation and heads no office on that day is left out: there is nothing to exercise. Three queries.
    """
    given = [one.giver for one in delegations_on(on, authority=authority).filter(receiver=person)]
    if not given:
        return [person]
    heads = {head.person_id for head in heads_on(Chart().units.values(), on).values()}
    return [person, *(giver for giver in dict.fromkeys(given) if giver.pk in heads)]


def heads_agency(person: Person, on: date, *, authority: str = "") -> bool:
    """Whether a person heads the agency on a day; with ``authority`` also who holds it from that head."""
    people = deciding_for(person, authority, on) if authority else [person]
    return any(unit.work == Work.HEAD_OF_AGENCY for one in people for unit in headed_by(one, on))
