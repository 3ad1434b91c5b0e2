"""What is still owed: by whom, to whom, by when."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Role

from .. import policy
from ..models import Commitment, CommitmentQuerySet, State

ENDS_SOON = 30  # days
RELATED = ("partner", "body", "agreement", "objective", "unit", "owner", "author", "source")


def in_order(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """What is due first stands first; what has no day stands last."""
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")


def standing(
    person: Any, *, partner: Any = None, body: Any = None, owner: Any = None, unit: Any = None
) -> QuerySet[Commitment]:
    """The promises that still ask for something and that this person may see, what is due first on top. One query.

    Each condition narrows; a partner, forum or office may also be a collection of them.
    """
    rows = policy.visible_to(person).standing()
    for name, wanted in (("partner", partner), ("body", body), ("owner", owner), ("unit", unit)):
        if wanted is not None:
            many = isinstance(wanted, (list, tuple, set, QuerySet))
            rows = rows.filter(**{f"{name}__in" if many else name: wanted})
    return in_order(rows.select_related(*RELATED))


def choices(person: Any) -> QuerySet[Person]:
    """People who may own a promise, by name: every open account."""
    return Person.objects.filter(is_active=True).order_by("last_name", "first_name", "username", "id")


def to_verify(person: Any) -> QuerySet[Commitment]:
    """What others say is done and this person is to verify, the oldest first. Two queries.

    It is of the person's office or one below it, or of nobody's; who has no office is asked for all. The office is
    the promise's own, else that of its partner. Whoever had a part in it is not asked (COM-8).
    """
    rows = policy.visible_to(person).filter(state=State.REPORTED)
    if not policy.COMMITMENTS.allows(person, "verify"):
        return rows.none()
    involved = Q(author=person) | Q(owner=person) | Q(evidence__by=person)
    rows = rows.exclude(pk__in=rows.filter(involved).values("pk"))
    if person.unit:
        rows = rows.filter(_of(people.under(person.unit)))
    waited = Coalesce("due_on", "made_on")
    return rows.select_related(*RELATED).order_by(waited, "id")


def _of(units: Iterable[Unit]) -> Q:
    """Promises that some offices answer for, or nobody: a promise without an office is that of its partner's."""
    units = list(units)
    nobody = Q(unit__isnull=True) & (Q(partner__isnull=True) | Q(partner__owner__isnull=True))
    return Q(unit__in=units) | Q(unit__isnull=True, partner__owner__in=units) | nobody


def late_for(person: Any, today: date) -> QuerySet[Commitment]:
    """What partners owe us and is late, for the desk officers of the office that keeps the file. One query.

    The office is the promise's own, else that of its partner; without either it is every desk officer's.
    """
    rows: CommitmentQuerySet = policy.visible_to(person).filter(side="theirs").overdue(today)
    if person.role != Role.DESK_OFFICER:
        return rows.none()
    if person.unit:
        rows = rows.filter(_of([person.unit]))
    return in_order(rows.exclude(owner=person).select_related(*RELATED))


def unowned(person: Any, until: date) -> QuerySet[Commitment]:
    """Open promises due by a day whose owner's account is closed, for the desk officers of the office. One query.

    The office is the promise's own, else that of its partner; without either it is every desk officer's.
    """
    rows = policy.visible_to(person).filter(state=State.OPEN, due_on__lte=until, owner__is_active=False)
    if person.role != Role.DESK_OFFICER:
        return rows.none()
    if person.unit:
        rows = rows.filter(_of([person.unit]))
    return in_order(rows.select_related(*RELATED))


def desks_of(offices: Iterable[Unit | None]) -> dict[int | None, list[Person]]:
    """The desk officers of each of some offices, by its primary key; for no office, all of them. One query at most."""
    wanted = {one.pk if one else None for one in offices}
    if not wanted:
        return {}
    found: dict[int | None, list[Person]] = {}
    for person in Person.objects.filter(role=Role.DESK_OFFICER, is_active=True).order_by("id"):
        for office in {person.unit_id, None} & wanted:
            found.setdefault(office, []).append(person)
    return found


def due_between(
    person: Any, first: date, last: date, *, units: Iterable[Unit] | None = None, dropped: bool = False
) -> QuerySet[Commitment]:
    """What falls due in a period, both days included; with what was ``dropped``, for calendars. One query."""
    rows = policy.visible_to(person).filter(due_on__range=(first, last))
    rows = rows if dropped else rows.exclude(state=State.DROPPED)
    rows = rows.filter(unit__in=units) if units is not None else rows
    return in_order(rows.select_related(*RELATED))


def to_remind(until: date) -> QuerySet[Commitment]:
    """Open promises due by a day, whoever may see them: reminders ask, not people. One query."""
    rows = Commitment.objects.filter(state=State.OPEN, due_on__lte=until)
    return in_order(rows.select_related(*RELATED, "partner__owner"))
