"""Questions about years in the chair: sessions to host, tasks, money."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from entente.engagement.forums import policy as forums
from entente.engagement.forums.models import Body, Seat
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import ChairYear, Hosting, HostTask, Meeting, State
from .meetings import RELATED
from .products import FAR

SOON = timedelta(days=30)  # from then on a task, a session without a meeting and the handover wait for somebody
OPEN_TASK = Q(done_on__isnull=True, dropped_because="")


@dataclass(slots=True)
class Money:
    """What a year has and costs, in CAD. ``left`` is what the budget leaves after what is spent or still estimated."""

    budget: Decimal | None = None
    estimate: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)
    foreseen: Decimal = Decimal(0)  # what was spent, and the estimates of what was not paid yet

    @property
    def left(self) -> Decimal | None:
        """What the budget leaves; below nought where it does not reach."""
        return None if self.budget is None else self.budget - self.foreseen

    @property
    def over(self) -> bool:
        """Whether the budget does not reach."""
        return self.left is not None and self.left < 0


@dataclass(slots=True)
class Year:
    """Everything this room keeps of a year in the chair."""

    year: ChairYear
    hostings: list[Any] = field(default_factory=list)
    tasks: list[Any] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)  # of the body and those under it, in the year

    @property
    def money(self) -> Money:
        """Its budget against estimates and what was spent."""
        zero = Decimal(0)
        return Money(
            budget=self.year.budget,
            estimate=sum((one.estimate or zero for one in self.hostings), zero),
            actual=sum((one.actual or zero for one in self.hostings), zero),
            foreseen=sum((_foreseen(one) for one in self.hostings), zero),
        )

    @property
    def open_tasks(self) -> list[Any]:
        """What is neither done nor dropped."""
        return [one for one in self.tasks if one.is_open]

    @property
    def without_meeting(self) -> list[Any]:
        """Sessions to host that are not in the catalogue yet."""
        return [one for one in self.hostings if one.meeting_id is None]

    @property
    def not_hosted(self) -> list[Meeting]:
        """Meetings of the body in the year that nobody has put down as hosted."""
        held = {one.meeting_id for one in self.hostings}
        return [one for one in self.meetings if one.pk not in held]


def _foreseen(one: Hosting) -> Decimal:
    if one.actual is not None:
        return one.actual
    return one.estimate or Decimal(0)


def chair_years(ask: Ask) -> QuerySet[Any]:
    """Years in the chair. Unordered, one query. Each carries ``sessions``, ``open_tasks``, ``estimated``, ``spent``."""
    open_one = Q(tasks__pk__isnull=False, tasks__done_on__isnull=True, tasks__dropped_because="")
    money = Hosting.objects.order_by().values("chair_year").filter(chair_year=OuterRef("pk"))
    found: QuerySet[Any] = policy.chair_years_visible_to(ask.person).annotate(
        sessions=Count("hostings", distinct=True),
        open_tasks=Count("tasks", filter=open_one, distinct=True),
        estimated=Subquery(money.annotate(sum=Sum("estimate")).values("sum")),
        spent=Subquery(money.annotate(sum=Sum("actual")).values("sum")),
        body_sort=F(f"body__sort_{language()}"),
        unit_sort=Coalesce(F(f"unit__sort_{language()}"), Value("")),
    )
    return found.select_related("body", "unit", "lead", "handed_to")


def running(rows: QuerySet[Any], day: str) -> QuerySet[Any]:
    """The years that stand on a day."""
    return rows.filter(starts_on__lte=day, ends_on__gte=day)


def chair_year(person: Any, key: str) -> QuerySet[ChairYear]:
    """One year with what its page needs, as a queryset of one or none."""
    related = ("body", "seat", "unit", "lead", "handed_to")
    return policy.chair_years_visible_to(person).filter(key=key).select_related(*related)


def whole_year(person: Any, year: ChairYear) -> Year:
    """Sessions, tasks and the meetings of the body in the year. Four queries."""
    hostings = list(
        policy.hostings_visible_to(person)
        .filter(chair_year=year)
        .select_related("meeting__body", "meeting__partner", "meeting__country")
        .order_by(Coalesce("due_on", FAR), "id")
    )
    tasks = list(
        policy.tasks_visible_to(person)
        .filter(chair_year=year)
        .select_related("owner", "unit", "hosting")
        .order_by(Coalesce("due_on", FAR), "id")
    )
    within: list[Any] = [*hostings, *tasks]
    for one in within:
        one.chair_year = year
    rows = policy.visible_to(person).filter(body__in=bodies_under(year.body)).exclude(state=State.CANCELLED)
    rows = rows.filter(starts_on__lte=year.ends_on, ends_on__gte=year.starts_on)
    return Year(year, hostings, tasks, list(rows.select_related(*RELATED).order_by("starts_on", "id")))


def bodies_under(body: Body) -> list[int]:
    """The primary keys of a body and of those under it, whoever may see them: rules ask, not people."""
    found, at = [body.pk], [body.pk]
    while at:
        at = list(Body.objects.filter(parent__in=at).exclude(pk__in=found).values_list("pk", flat=True))
        found += at
    return found


def hosting(person: Any, pk: int) -> QuerySet[Hosting]:
    """One session to host with its year, as a queryset of one or none."""
    return policy.hostings_visible_to(person).filter(pk=pk).select_related("chair_year__body", "meeting")


def task(person: Any, pk: int) -> QuerySet[HostTask]:
    """One task of the host with its year, as a queryset of one or none."""
    related = ("chair_year__body", "hosting", "owner", "unit")
    return policy.tasks_visible_to(person).filter(pk=pk).select_related(*related)


def other_years(year: ChairYear) -> QuerySet[ChairYear]:
    """The other years in the chair of the same body, whoever may see them: rules ask, not people."""
    return ChairYear.objects.filter(body=year.body).exclude(pk=year.pk).order_by("starts_on", "id")


def tasks_still_open(year: ChairYear) -> QuerySet[HostTask]:
    """What is neither done nor dropped, whoever may see it: rules ask, not people."""
    return HostTask.objects.filter(OPEN_TASK, chair_year=year).order_by(Coalesce("due_on", FAR), "id")


def meetings_to_host(person: Any, year: ChairYear) -> QuerySet[Meeting]:
    """The meetings of the body and those under it in the year, to choose from."""
    rows = policy.visible_to(person).filter(body__in=bodies_under(year.body)).exclude(state=State.CANCELLED)
    return rows.filter(starts_on__lte=year.ends_on, ends_on__gte=year.starts_on).order_by("starts_on", "id")


def seats_of(body: Body) -> QuerySet[Seat]:
    """The seats of a body, the newest first, to choose from."""
    return Seat.objects.filter(body=body).select_related("holder").order_by("-starts_on", "id")


def years_of(person: Any, body: Body) -> list[ChairYear]:
    """The years in the chair of a body, the newest first. One query."""
    return list(policy.chair_years_visible_to(person).filter(body=body).order_by("-starts_on", "id"))


def hosted_in(person: Any, meeting: Meeting) -> list[Hosting]:
    """The years in the chair for which a meeting is hosted. One query."""
    rows = policy.hostings_visible_to(person).filter(meeting=meeting).select_related("chair_year")
    return list(rows.order_by("id"))


# ── For whom it waits ─────────────────────────────────────────────────────────────────────────────


def tasks_waiting_for(person: Any, today: date) -> list[HostTask]:
    """Tasks due soon or late that this person sees to, or leads the year of where nobody is named. One query."""
    mine = Q(owner=person) | Q(owner__isnull=True, chair_year__lead=person)
    rows = policy.tasks_visible_to(person).filter(OPEN_TASK, mine, due_on__lte=today + SOON)
    rows = rows.filter(chair_year__handed_over_on__isnull=True)
    return list(rows.select_related("chair_year").order_by("due_on", "id"))


def hostings_waiting_for(person: Any, today: date) -> list[Hosting]:
    """Sessions to host soon that are in no catalogue, of the years this person leads. One query."""
    rows = policy.hostings_visible_to(person).filter(chair_year__lead=person, meeting__isnull=True)
    rows = rows.filter(due_on__lte=today + 3 * SOON, chair_year__handed_over_on__isnull=True)
    return list(rows.select_related("chair_year").order_by("due_on", "id"))


def years_waiting_for(person: Any, today: date) -> list[ChairYear]:
    """Years that end soon or ended and were not handed over, that this person leads. One query."""
    rows = policy.chair_years_visible_to(person).filter(lead=person, handed_over_on__isnull=True)
    return list(rows.filter(ends_on__lte=today + SOON).select_related("body").order_by("ends_on", "id"))


def tasks_to_remind(until: date) -> Iterable[HostTask]:
    """Open tasks due by a day, whoever may see them: the nightly task asks."""
    rows = HostTask.objects.filter(OPEN_TASK, due_on__lte=until, chair_year__handed_over_on__isnull=True)
    return rows.select_related("chair_year__lead", "chair_year__body", "owner").order_by("id")


def bodies_with_years(ask: Ask) -> QuerySet[Body]:
    """The bodies of which we are, were or will be in the chair, by name, for a filter. One query."""
    seen = policy.chair_years_visible_to(ask.person).order_by().values("body")
    return forums.visible_to(ask.person).filter(pk__in=seen).order_by(f"sort_{language()}", "id")
