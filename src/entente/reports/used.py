"""Signed against used: the last exchange, meeting and benefit of every instrument that stands."""

from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from entente.engagement.agreements import policy as agreements
from entente.engagement.agreements.models import Status
from entente.engagement.exchanges import policy as exchanges
from entente.engagement.exchanges.models import Outcome
from entente.engagement.meetings import policy as meetings
from entente.engagement.meetings.models import State
from entente.kit.table import Ask

NEVER = date(1900, 1, 1)  # sorts before every day that is known
# Two yearly rankings of partners: what two of them found asleep is asked about.
ASLEEP = timedelta(days=730)
STANDING = (Status.SIGNED, Status.IN_FORCE, Status.SUSPENDED)


def instruments(ask: Ask) -> QuerySet[Any]:
    """Instruments that stand, each with the last day on which something came of it. Unordered. One query.

    ``last_exchange``, ``last_meeting`` (of a body that rests on it) and ``last_benefit`` (an outcome of an exchange
    under it) are what the person may know of; ``last_used`` is the latest of them, ``NEVER`` for none.
    """
    own = OuterRef("pk")
    entries = exchanges.entries_for(ask.person).filter(agreement=own, on__lte=ask.on)
    held = meetings.visible_to(ask.person).filter(body__agreement=own, state=State.HELD, ends_on__lte=ask.on)
    seen = exchanges.visible_to(ask.person).filter(agreement__isnull=False)
    came = Outcome.objects.filter(exchange__in=seen, exchange__agreement=own, on__lte=ask.on)
    days = {
        "last_exchange": Subquery(entries.order_by("-on").values("on")[:1]),
        "last_meeting": Subquery(held.order_by("-ends_on").values("ends_on")[:1]),
        "last_benefit": Subquery(came.order_by("-on").values("on")[:1]),
    }
    rows = agreements.visible_to(ask.person).filter(status__in=STANDING).annotate(**days)
    known = [Coalesce(name, Value(NEVER, DateField())) for name in days]
    return rows.annotate(last_used=Greatest(*known), asked_on=Value(ask.on)).select_related("source")


def light(one: Any) -> str:
    """How an instrument stands on the day asked about: ``used``, ``asleep`` for two years, or ``never`` used."""
    if one.last_used == NEVER:
        return "never"
    return "used" if date.fromisoformat(one.asked_on) - one.last_used <= ASLEEP else "asleep"


def of_light(rows: QuerySet[Any], code: str, ask: Ask) -> QuerySet[Any]:
    """Instruments of one light."""
    edge = date.fromisoformat(ask.on) - ASLEEP
    if code == "never":
        return rows.filter(last_used=NEVER)
    return rows.filter(last_used__gte=edge) if code == "used" else rows.filter(last_used__gt=NEVER, last_used__lt=edge)
