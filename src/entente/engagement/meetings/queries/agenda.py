"""Questions about agendas: items with their positions, what is known of others, where an item came from and went."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from entente.foundation.people.models import Unit, Work
from entente.foundation.people.roles import Marking, highest
from entente.kit.bilingual import language

from .. import policy
from ..models import Clearance, Item, ItemState, Meeting, Position, PositionState, State

HOURS_A_DAY = 6
"""Working hours that a day of a meeting without hours of its own is taken to have."""


@dataclass(slots=True)
class Agenda:
    """The items of a meeting in their order, with the time they need and the time there is, in minutes."""

    items: list[Any] = field(default_factory=list)
    planned: int = 0
    available: int = 0
    assumed: bool = False  # whether the time there is follows from hours a day and not from hours of its own

    @property
    def over(self) -> int:
        """By how many minutes the items go beyond the time there is."""
        return max(0, self.planned - self.available)

    @property
    def marking(self) -> str:
        """The highest marking of what it shows."""
        shown: list[str] = []
        for item in self.items:
            shown += [item.marking, *(one.marking for one in (*item.versions, *item.known))]
        return highest(shown or [Marking.UNCLASSIFIED])


def agenda(person: Any, meeting: Meeting) -> Agenda:
    """The agenda of a meeting as this person may see it. Five queries, however many items.

    Each item carries ``versions`` (positions, latest first, each with ``answers``), ``known`` (positions of partners,
    latest first), ``onward`` (the items it was carried to).
    """
    found = list(with_all(person, policy.items_visible_to(person).filter(meeting=meeting)).order_by("position", "id"))
    planned = sum(item.minutes or 0 for item in found if item.state != ItemState.DROPPED)
    available, assumed = time_available(meeting)
    return Agenda(found, planned, available, assumed)


def with_all(person: Any, items: QuerySet[Item]) -> QuerySet[Any]:
    """Items with everything a page shows of them."""
    answers = policy.clearances_visible_to(person).select_related("unit").order_by("id")
    versions = policy.positions_visible_to(person).order_by("-version")
    versions = versions.prefetch_related(Prefetch("clearances", answers, to_attr="answers"))
    known = policy.stances_visible_to(person).select_related("partner").order_by("-heard_on", "-id")
    onward = policy.items_visible_to(person).select_related("meeting")
    return items.select_related("unit", "lead", "carried_from__meeting").prefetch_related(
        Prefetch("positions", versions, to_attr="versions"),
        Prefetch("stances", known, to_attr="known"),
        Prefetch("carried_to", onward, to_attr="onward"),
    )


def time_available(meeting: Meeting) -> tuple[int, bool]:
    """The minutes a meeting lasts, and whether they are assumed: whole days are taken to have six working hours."""
    if meeting.starts_at and meeting.ends_at:
        first, last = (datetime.combine(meeting.starts_on, at) for at in (meeting.starts_at, meeting.ends_at))
        return int((last - first).total_seconds()) // 60, False
    return meeting.days * HOURS_A_DAY * 60, True


def item(person: Any, pk: int) -> QuerySet[Any]:
    """One item with its meeting, as a queryset of one or none."""
    found = policy.items_visible_to(person).filter(pk=pk)
    return with_all(person, found).select_related(
        "meeting__body", "meeting__partner", "meeting__series", "unit", "lead", "carried_from__meeting"
    )


def position(person: Any, pk: int) -> QuerySet[Position]:
    """One version of a position with its item and meeting, as a queryset of one or none."""
    answers = policy.clearances_visible_to(person).select_related("unit").order_by("id")
    found = policy.positions_visible_to(person).filter(pk=pk)
    return found.select_related(
        "item__meeting__body", "item__meeting__partner", "item__unit", "item__lead", "author"
    ).prefetch_related(Prefetch("clearances", answers, to_attr="answers"))


def written_over(one: Item) -> Position | Item:
    """What a new draft would be written over: the last version, whoever may read it; the item where there is none.

    Nobody writes over a version they may not read. One query.
    """
    last = Position.objects.filter(item=one).order_by("-version").first()
    if last is None:
        return one
    last.item = one
    return last


def versions(person: Any, one: Item) -> QuerySet[Position]:
    """The versions of our position on an item, the latest first, with what branches answered. Two queries."""
    answers = policy.clearances_visible_to(person).select_related("unit").order_by("id")
    found = policy.positions_visible_to(person).filter(item=one).order_by("-version")
    return found.prefetch_related(Prefetch("clearances", answers, to_attr="answers"))


def clearance(person: Any, pk: int) -> QuerySet[Clearance]:
    """One clearance with its position and branch, as a queryset of one or none."""
    return (
        policy.clearances_visible_to(person)
        .filter(pk=pk)
        .select_related("unit", "position__item__meeting__body", "position__item__meeting__partner")
    )


def chain(person: Any, one: Item) -> list[Item]:
    """The item in the meetings before, the latest first, as far as this person may see. A query a step, at most 12."""
    found: list[Item] = []
    at = one.carried_from_id
    while at is not None and len(found) < 12:
        before = with_all(person, policy.items_visible_to(person).filter(pk=at)).select_related("meeting").first()
        if before is None:
            break
        found.append(before)
        at = before.carried_from_id
    return found


def asked_for_clearance(person: Any) -> QuerySet[Clearance]:
    """Clearances that no branch has answered, of circulated positions this person may view, the nearest first."""
    found = policy.clearances_visible_to(person).filter(answer="asked", position__state=PositionState.CIRCULATED)
    found = found.exclude(position__item__meeting__state=State.CANCELLED)
    return found.select_related("unit", "position__item__meeting").order_by(
        "position__item__meeting__starts_on", "position__at", "id"
    )


def branches() -> QuerySet[Unit]:
    """The agency's branches, by name: the offices under none or right under the one that heads the agency."""
    top = Unit.objects.filter(work=Work.HEAD_OF_AGENCY)
    found = Unit.objects.filter(Q(parent__isnull=True) | Q(parent__in=top)).exclude(work=Work.HEAD_OF_AGENCY)
    return found.order_by(f"sort_{language()}", "id")
