"""The free-trade desk: of each free trade agreement its chapters, its committees, what is owed and what follows.

Source: needs study, rows 25 (customs cooperation provisions: who owes a customs mutual assistance agreement) and 134
(committees and negotiations: chapters led, committee meetings). Nothing is kept here: everything is asked of the rooms.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from entente.engagement.agreements import policy as agreements_policy
from entente.engagement.agreements import queries as agreements
from entente.engagement.agreements.models import OURS, Duty, Kind, Lead, Status
from entente.engagement.commitments import policy as commitments_policy
from entente.engagement.commitments.models import STANDING
from entente.engagement.forums import policy as forums_policy
from entente.engagement.forums import queries as forums
from entente.engagement.meetings import policy as meetings_policy
from entente.engagement.meetings.models import Meeting
from entente.kit.bilingual import language
from entente.kit.table import Ask

AT_THE_TABLE = (Status.PROPOSED, Status.NEGOTIATING)
STANDS = {
    "table": AT_THE_TABLE,
    "force": (Status.SIGNED, Status.IN_FORCE, Status.SUSPENDED),
    "unknown": (Status.UNKNOWN,),
}
"""Where an agreement stands, as the desk tells it; what has ended is not on the desk."""
NOBODY = "-"


@dataclass(slots=True)
class Sitting:
    """A committee: the keys of the chapters it looks after, its last and next session, its promises that stand."""

    body: Any
    chapters: set[int] = field(default_factory=set)
    last: Meeting | None = None
    next: Meeting | None = None
    open: int = 0
    late: int = 0


@dataclass(slots=True)
class Line:
    """One free trade agreement on the desk.

    ``owed`` are instruments that the agreement requires and that are not signed; ``duties`` the open ones of the
    obligations register. ``stage`` is the row of the pipeline that tells stage and due day, today only.
    """

    agreement: Any
    chapters: list[Any] = field(default_factory=list)
    committees: list[Sitting] = field(default_factory=list)
    duties: list[Any] = field(default_factory=list)
    owed: list[Any] = field(default_factory=list)
    stage: Any = None
    open: int = 0
    late: int = 0

    @property
    def led(self) -> list[Any]:
        """The chapters we lead, alone or with another department."""
        return [one for one in self.chapters if one.role in OURS]

    @property
    def followed(self) -> list[Any]:
        """The chapters we follow."""
        return [one for one in self.chapters if one.role == Lead.FOLLOWED]


def desk(ask: Ask) -> list[Line]:
    """The agreements on the desk, those at the table first, narrowed as the address asks.

    Seventeen queries at most, however many there are. A condition on role or office leaves the chapters that meet it,
    and the agreements that have one.
    """
    lines = {one.pk: Line(one) for one in _agreements(ask)}
    for chapter in agreements.in_order(agreements.chapters(ask).filter(agreement__in=lines, counts=True)):
        if _wanted(chapter, ask):
            lines[chapter.agreement_id].chapters.append(chapter)
    if ask.chosen.get("role") or ask.chosen.get("unit"):
        lines = {pk: line for pk, line in lines.items() if line.chapters}
    _seat_committees(ask, lines)
    _count_promises(ask, lines)
    _set_owed(ask, lines)
    if not ask.past:  # neither duties nor stages know how they stood on another day
        open_duties = agreements.obligations(ask).filter(agreement__in=lines, state=Duty.OPEN)
        for duty in open_duties.order_by("due_order", "id"):
            lines[duty.agreement_id].duties.append(duty)
        for row in agreements.pipeline(ask).filter(pk__in=lines).order_by("id"):
            lines[row.pk].stage = row
    return list(lines.values())


def _agreements(ask: Ask) -> list[Any]:
    known: QuerySet[Any] = agreements.agreements(ask)
    rows = known.filter(kind=Kind.FTA).exclude(status_on=Status.ENDED)
    if stands := STANDS.get(ask.chosen.get("stands", "")):
        rows = rows.filter(status_on__in=stands)
    place = {status: n for n, statuses in enumerate(STANDS.values()) for status in statuses}
    return sorted(rows.order_by(f"sort_{language()}", "id"), key=lambda one: place[one.status_on])


def _wanted(chapter: Any, ask: Ask) -> bool:
    role, unit = ask.chosen.get("role", ""), ask.chosen.get("unit", "")
    office = chapter.owner.key if chapter.owner else NOBODY
    return role in ("", chapter.role or NOBODY) and unit in ("", office)


def _seat_committees(ask: Ask, lines: dict[int, Line]) -> None:
    """The bodies that rest on each agreement or look after a chapter of it, with their sessions. Three queries."""
    bound: dict[int, list[Any]] = defaultdict(list)
    for one in forums.committees(ask).filter(chapter__agreement__in=lines).order_by("id"):
        if one.stands:
            bound[one.body_id].append(one.chapter)
    rows = forums_policy.visible_to(ask.person).on(ask.on)
    rows = rows.filter(Q(agreement__in=lines) | Q(pk__in=bound))
    found = list(_with_sessions(ask, rows).order_by(f"sort_{language()}", "id"))
    sessions = Meeting.objects.in_bulk({pk for one in found for pk in (one.last_pk, one.next_pk) if pk})
    for body in found:
        theirs = {one.agreement_id for one in bound[body.pk]} | {body.agreement_id}
        for pk in theirs & lines.keys():
            looked_after = {one.pk for one in bound[body.pk] if one.agreement_id == pk}
            last, following = sessions.get(body.last_pk), sessions.get(body.next_pk)
            lines[pk].committees.append(Sitting(body, looked_after, last, following))


def _with_sessions(ask: Ask, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each body with ``last_pk`` and ``next_pk``: the sessions on both sides of the day that the person may see."""
    seen = meetings_policy.visible_to(ask.person).filter(body=OuterRef("pk")).exclude(state=Meeting.State.CANCELLED)
    held = seen.filter(starts_on__lte=ask.on).order_by("-starts_on", "-id")
    if not ask.past:
        held = held.filter(state=Meeting.State.HELD)  # nobody calls that one held which a day merely passed
    ahead = seen.filter(starts_on__gt=ask.on).order_by("starts_on", "id")
    return rows.annotate(last_pk=Subquery(held.values("pk")[:1]), next_pk=Subquery(ahead.values("pk")[:1]))


def _count_promises(ask: Ask, lines: dict[int, Line]) -> None:
    """How many promises stand under each committee and agreement, and how many of them are late. Two queries."""
    made: QuerySet[Any] = commitments_policy.visible_to(ask.person).told(ask.on, past=ask.past)
    told = made.filter(state_then__in=STANDING)
    late = Count("pk", filter=Q(due_then__lt=ask.on))
    sittings = defaultdict(list)
    for line in lines.values():
        for sitting in line.committees:
            sittings[sitting.body.pk].append(sitting)
    for name, holders in (("body", sittings), ("agreement", {pk: [line] for pk, line in lines.items()})):
        rows = told.filter(**{f"{name}__in": holders}).order_by().values(name).annotate(many=Count("pk"), late=late)
        for row in rows:
            for holder in holders[row[name]]:
                holder.open, holder.late = row["many"], row["late"]


def _set_owed(ask: Ask, lines: dict[int, Line]) -> None:
    """The instruments that each agreement asks for and that are not signed: what somebody still owes. Three queries."""
    links = agreements_policy.visible_links(ask.person).filter(to_agreement__in=lines, kind="implements")
    asked = defaultdict(list)
    for child, parent in links.order_by("id").values_list("from_agreement", "to_agreement"):
        asked[child].append(parent)
    waiting = (*AT_THE_TABLE, Status.UNKNOWN)
    known: QuerySet[Any] = agreements.agreements(ask)
    for one in known.filter(pk__in=asked, status_on__in=waiting).order_by(f"sort_{language()}", "id"):
        for parent in asked[one.pk]:
            lines[parent].owed.append(one)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the desk as a file has it: one chapter, or an agreement of which none is entered."""

    line: Line
    chapter: Any = None

    @property
    def committees(self) -> list[Sitting]:
        """Those that look after the chapter; those of the agreement where none does."""
        own = [one for one in self.line.committees if self.chapter and self.chapter.pk in one.chapters]
        return own or [one for one in self.line.committees if not one.chapters]


def rows(ask: Ask) -> list[Row]:
    """The desk as lines of a file."""
    return [Row(line, chapter) for line in desk(ask) for chapter in line.chapters or [None]]
