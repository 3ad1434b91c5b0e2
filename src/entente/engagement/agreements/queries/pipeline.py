"""The pipeline: what is negotiated, how long each thing has stood where it stands, and which clocks run."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value

from entente.foundation.people.models import Person
from entente.foundation.people.roles import Role
from entente.foundation.reference.queries import Calendar, Wait
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.table import Ask

from .. import policy
from ..models import GROUPS, Agreement, Clause, Review, Stage, Step, Tabling, is_known
from .registers import _foreign_parties

NOTICE_DAYS = 180  # half a year: what most instruments of the editions ask for where a clause does not say
SHOWN: tuple[str, ...] = tuple(stage for _key, _title, stages in GROUPS for stage in stages)
"""The stages that stand on the board; what is merely in force or over stands in the register."""


def pipeline(ask: Ask) -> QuerySet[Any]:
    """Instruments on the board. Unordered. Two queries, the second for the foreign parties.

    Each carries ``stage_at``, ``stood_since`` (a partial date, empty when no step is recorded), ``due`` (by when what
    follows is due), ``asked_on`` and the list ``foreign_parties``.
    """
    steps = Step.objects.filter(agreement=OuterRef("pk"), to_stage=OuterRef("stage_at")).order_by("-id")
    taken = steps.exclude(move="move_due")
    return (
        _staged(policy.visible_to(ask.person))
        .annotate(stood_since=Subquery(taken.values("on")[:1]), asked_on=Value("", CharField()))
        .select_related("owner")
        .prefetch_related(_foreign_parties(ask))
    )


def _staged(rows: Any) -> QuerySet[Any]:
    steps = Step.objects.filter(agreement=OuterRef("pk"), to_stage=OuterRef("stage_at")).order_by("-id")
    return rows.with_stage().filter(stage_at__in=SHOWN).annotate(due=Subquery(steps.values("due_on")[:1]))


def at_stage(rows: QuerySet[Any], stage: str) -> QuerySet[Any]:
    """Those at one stage."""
    return rows.filter(stage_at=stage)


@dataclass(slots=True)
class Clocks:
    """What runs for one instrument: reviews that wait, and the wait of the latest tabling with the days that passed."""

    reviews: list[Review] = field(default_factory=list)
    wait: Wait | None = None
    passed: int = 0


def clocks(agreements: Iterable[Agreement], *, today: date) -> dict[int, Clocks]:
    """The clocks of many instruments by key. Two queries, three more when something is tabled."""
    rows = list(agreements)
    stages = {one.pk: getattr(one, "stage_at", one.stage_now) for one in rows}
    found: dict[int, Clocks] = defaultdict(Clocks)
    for review in Review.objects.filter(agreement__in=stages, opinion="").order_by("due_on", "id"):
        found[review.agreement_id].reviews.append(review)
    tabled = [pk for pk, stage in stages.items() if stage == Stage.TABLED]
    rows_of = Tabling.objects.filter(agreement__in=tabled, urgent=False).order_by("id")
    latest = dict(rows_of.values_list("agreement_id", "tabled_on"))
    calendar = Calendar.kept() if latest else None
    for pk, day in latest.items():
        if calendar and day:
            found[pk].wait, found[pk].passed = calendar.wait(day), calendar.passed(day, today)
    return dict(found)


def agreements_officers() -> QuerySet[Person]:
    """Who runs negotiations: the agreements officers with an open account."""
    return Person.objects.filter(role=Role.AGREEMENTS_OFFICER, is_active=True).order_by("id")


def on_the_board() -> QuerySet[Any]:
    """Every instrument on the board with its ``stage_at`` and ``due``, for the morning's sweep. One query."""
    return _staged(Agreement.objects.all()).order_by("id")


@dataclass(frozen=True, slots=True)
class Ending:
    """An instrument in force with the day it ends, and the last day on which notice of its end can be given."""

    agreement: Agreement
    last_day: date
    notice_by: date


def ending(first: date, last: date) -> list[Ending]:
    """Instruments in force that end between two days by ``expires_on`` or ``ended_on``, soonest first. Two queries.

    The notice is what a clause of the instrument asks for, else ``NOTICE_DAYS``. A month or year ends with its first
    day: who must act is told too early rather than too late.
    """
    reach = Q()
    for name in ("expires_on", "ended_on"):
        reach |= Q(**{f"{name}__gte": str(first.year), f"{name}__lte": last.isoformat()}) & is_known(name)
    rows = list(Agreement.objects.filter(reach, status="in_force").order_by("id"))
    asked = {
        one.agreement_id: notice_days(one)
        for one in Clause.objects.filter(agreement__in=rows, kind="notice_period", number__isnull=False).order_by("id")
    }
    found = []
    for one in rows:
        days = [PartialDate(text).first for text in (one.expires_on, one.ended_on) if text not in UNKNOWN]
        if first <= min(days) <= last:
            found.append(Ending(one, min(days), min(days) - timedelta(days=asked.get(one.pk, NOTICE_DAYS))))
    return sorted(found, key=lambda one: (one.last_day, one.agreement.pk))


def notice_days(clause: Clause) -> int:
    """The length of a notice clause in days, a month taken as 31 and a year as 366: never too short."""
    return int(clause.number or 0) * {"days": 1, "months": 31, "years": 366}[clause.unit]
