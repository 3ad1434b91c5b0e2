"""What the obligations register asks: every duty, what is late, and what waits for an office."""

from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, Case, F, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from entente.foundation.people.models import Unit
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Agreement, Discharge, Duty, Obligation
from . import registers


def obligations(ask: Ask) -> QuerySet[Any]:
    """Duties under instruments the person may see, as they stand. Unordered. One query.

    Each carries ``late`` (of the day asked about) and ``due_order``.
    """
    rows = policy.visible_obligations(ask.person)
    return rows.annotate(late=_late(date.fromisoformat(ask.on)), due_order=_due_order()).select_related(
        "agreement", "owner", "source"
    )


def _late(day: date) -> Case:
    return Case(
        When(state=Duty.OPEN, due_on__lt=day, then=Value(True)), default=Value(False), output_field=BooleanField()
    )


def _due_order() -> Coalesce:
    return Coalesce(F("due_on"), Value(date.max))  # what has no day comes last


def obligation(person: Any, agreement: Agreement, pk: int) -> QuerySet[Obligation]:
    """One duty of an instrument, as a queryset of one or none."""
    return policy.visible_obligations(person).filter(agreement=agreement, pk=pk).select_related("agreement", "owner")


def duties_of(ask: Ask, agreement: Agreement) -> list[Any]:
    """The duties of an instrument, the next due first, each with its ``times`` (latest first). Two queries."""
    times = Discharge.objects.order_by("-on", "-id").select_related("document")
    rows: QuerySet[Any] = (
        obligations(ask).filter(agreement=agreement).prefetch_related(Prefetch("discharges", times, to_attr="times"))
    )
    return list(rows.order_by("planned", "state", "due_order", "id"))


def with_duties_for(rows: QuerySet[Obligation], key: str, person: Any) -> QuerySet[Obligation]:
    """Duties under instruments with a partner or with what belongs to it."""
    theirs = registers.with_partner(policy.visible_to(person), key, person)
    return rows.filter(agreement__in=theirs.values("pk"))


def late(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Duties whose day has passed."""
    return rows.filter(late=True)


def due_for(person: Any, today: date, *, within: timedelta) -> QuerySet[Obligation]:
    """Open duties of ours that are late or due soon: of the person's office, or of nobody's for who keeps them."""
    mine = Q(owner=person.unit_id) if person.unit_id else Q(pk__in=())
    if policy.AGREEMENTS.allows(person, "add_obligation"):
        mine |= Q(owner__isnull=True)
    rows = policy.visible_obligations(person).filter(mine, state=Duty.OPEN, due_on__lte=today + within)
    return rows.select_related("agreement").order_by("due_on", "id")


def to_remind(upto: date) -> QuerySet[Obligation]:
    """Open duties with an office that are due by a day, whoever asks: for the daily sweep."""
    rows = Obligation.objects.filter(state=Duty.OPEN, due_on__lte=upto, owner__isnull=False)
    return rows.select_related("agreement", "owner").order_by("due_on", "id")


def leading_offices(person: Any) -> QuerySet[Unit]:
    """The offices that lead a duty the person may see, by name."""
    led = policy.visible_obligations(person).filter(owner__isnull=False).values("owner")
    return Unit.objects.filter(pk__in=led).order_by(f"sort_{language()}", "id")
