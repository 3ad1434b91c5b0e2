"""Everything this room knows of one meeting, of a partner or of a body, asked once for a page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Value

from entente.engagement.commitments import policy as commitments_policy
from entente.engagement.commitments import queries as commitments
from entente.engagement.commitments.models import Commitment
from entente.engagement.forums.models import Body
from entente.engagement.forums.queries.reach import of_family
from entente.engagement.framework import queries as framework
from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners.models import Partner, Standing
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import LADDER
from entente.foundation.trail.models import Entry
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Attendance, Born, Decision, Input, Meeting, Minutes, State
from .agenda import Agenda, agenda
from .delegations import of_meeting
from .meetings import RELATED, around, last_attended, same_table, steps_taken

SHOWN = 6  # meetings that the page of a partner or body lists on each side of today
LINE = 24  # meetings of a series that a timeline shows
HEADS_FIRST = ("head", "chair", "member", "adviser", "observer", "interpreter")


@dataclass(slots=True)
class Whole:
    """What is known of a meeting."""

    meeting: Meeting
    delegates: list[Any]
    agenda: Agenda
    steps: list[Entry]
    line: list[Meeting]  # of the same series, body or partner, this one among them, the latest first
    last: Meeting | None  # the latest earlier one that took place
    attended: Meeting | None  # the latest earlier one where we were
    decisions: list[Decision]  # of the last one
    minutes: Minutes | None  # of the last one, the latest version
    promises: list[Commitment]
    inputs: list[Input]
    standings: list[Standing]

    @property
    def ours(self) -> list[Any]:
        """Our own delegation, its head first."""
        return [one for one in self.delegates if one.partner_id is None]

    @property
    def theirs(self) -> list[tuple[Partner, list[Any]]]:
        """The other delegations, each with its head first."""
        found: dict[int, tuple[Partner, list[Any]]] = {}
        for one in self.delegates:
            if one.partner_id is not None:
                found.setdefault(one.partner_id, (one.partner, []))[1].append(one)
        return list(found.values())

    @property
    def head(self) -> Any:
        """Who heads our delegation, or nothing."""
        return next((one for one in self.ours if one.part == "head"), None)


@dataclass(slots=True)
class Side:
    """The meetings with a partner or of a body, on both sides of a day."""

    ahead: list[Meeting]
    behind: list[Meeting]
    ladder: list[tuple[str, date | None, str]]  # level, when last met at it, ``talks`` or ``forum``


def whole(ask: Ask, meeting: Meeting) -> Whole:
    """Everything this room keeps of a meeting, asked the first time a page asks."""
    found: Whole = _once(ask, meeting, _gather)
    return found


def side(ask: Ask, thing: Any) -> Side:
    """The meetings of a partner and its parts, or of a body. Two queries the first time a page asks, none after."""
    found: Side = _once(ask, thing, _gather_side)
    return found


def _once(ask: Ask, thing: Any, gather: Callable[[Ask, Any], Any]) -> Any:
    asked = (id(ask.person), ask.on, language())
    kept = thing.__dict__.setdefault("_meetings", {})
    if asked not in kept:
        kept[asked] = gather(ask, thing)
    return kept[asked]


def _gather(ask: Ask, meeting: Meeting) -> Whole:
    person = ask.person
    delegates = sorted(of_meeting(person, meeting), key=lambda one: HEADS_FIRST.index(one.part))
    for one in delegates:
        one.meeting = meeting
    meeting.__dict__["_seated"] = {one.person_id for one in delegates if one.partner_id is None}
    line = list(_line(person, meeting))
    behind = [one for one in line if one.starts_on < meeting.starts_on and one.state == State.HELD]
    last = behind[0] if behind else None
    return Whole(
        meeting=meeting,
        delegates=delegates,
        agenda=agenda(person, meeting),
        steps=steps_taken(meeting),
        line=line,
        last=last,
        attended=last_attended(person, meeting),
        decisions=list(_decisions(person, last)) if last else [],
        minutes=Minutes.objects.filter(meeting=last).order_by("-version").first() if last else None,
        promises=list(promises(person, meeting)),
        inputs=list(inputs_owed(person, meeting)),
        standings=_standings(ask, meeting, delegates),
    )


def _line(person: Any, meeting: Meeting) -> QuerySet[Meeting]:
    found = policy.visible_to(person).filter(same_table(meeting) | Q(pk=meeting.pk))
    return found.select_related(*RELATED).order_by("-starts_on", "-id")[:LINE]


def _decisions(person: Any, meeting: Meeting) -> QuerySet[Decision]:
    found = Decision.objects.filter(meeting=meeting, marking__in=markings_for(person))
    return found.select_related("item").order_by("position", "id")


def promises(person: Any, meeting: Meeting) -> QuerySet[Commitment]:
    """The promises that still stand from earlier meetings at this table, or with its body or partner. One query.

    What is due first stands first.
    """
    before_it = policy.visible_to(person).filter(same_table(meeting), starts_on__lt=meeting.starts_on).order_by()
    born = Born.objects.filter(meeting__in=before_it.values("pk")).values("commitment")
    wanted = Q(pk__in=born)
    if meeting.body_id:
        wanted |= Q(body=meeting.body_id)
    if meeting.partner is not None:
        wanted |= of_family(meeting.partner)
    rows = commitments_policy.visible_to(person).standing().filter(wanted)
    return commitments.in_order(rows.select_related("partner", "body", "owner", "unit", "source"))


def inputs_owed(person: Any, meeting: Meeting) -> QuerySet[Input]:
    """What is still owed to joint products of the body, or decided at earlier meetings of this table. One query."""
    before_it = policy.visible_to(person).filter(same_table(meeting)).order_by().values("pk")
    wanted = Q(product__meeting__in=before_it)
    if meeting.body_id:
        wanted |= Q(product__body=meeting.body_id)
    found = Input.objects.filter(wanted, delivered_on__isnull=True, product__marking__in=markings_for(person))
    found = found.filter(Q(partner__isnull=True) | Q(partner__marking__in=markings_for(person)))
    found = found.exclude(product__state__in=("done", "dropped")).select_related("product", "unit", "partner")
    return found.order_by(F("due_on").asc(nulls_last=True), "id")


def _standings(ask: Ask, meeting: Meeting, delegates: list[Any]) -> list[Standing]:
    """The partners met there with their standing in the edition in effect, tier by tier. Two queries."""
    met = {one.partner for one in delegates if one.partner} | ({meeting.partner} if meeting.partner else set())
    keys = {one.pk for one in met} | {one.parent_id for one in met if one.parent_id}
    edition = framework.ruling(ask) if keys else None
    if edition is None:
        return []
    found = partners_policy.standings_for(ask.person).filter(edition=edition, partner__in=keys)
    return list(found.select_related("partner", "tier", "source").order_by("tier__position", "position", "id"))


def _gather_side(ask: Ask, thing: Any) -> Side:
    today = date.fromisoformat(ask.on)
    given: dict[str, Any] = {"body" if isinstance(thing, Body) else "partner": thing}
    ahead, behind = around(ask.person, today=today, ahead=SHOWN, behind=SHOWN * 2, **given)
    return Side(
        ahead=ahead,
        behind=behind,
        ladder=ladder(ask.person, thing, today=today) if isinstance(thing, Partner) else [],
    )


def ladder(person: Any, partner: Partner, *, today: date) -> list[tuple[str, date | None, str]]:
    """At which level we last met a partner or its parts: in talks of our own, or at a forum's table. One query.

    Every level, the highest first: the level, the last day, and ``talks`` or ``forum``; no day where we never met at
    it. A meeting counts when it was held and we did not stay away; a delegate counts unless noted as absent.

    Source: framework 2008, 2A.4 (from discussions with technical experts to dialogue between heads).
    """
    held = Q(state=State.HELD, starts_on__lte=today) & ~Q(attendance=Attendance.SKIP)
    talks = policy.visible_to(person).filter(held, of_family(partner)).order_by()
    there = Q(meeting__state=State.HELD, meeting__starts_on__lte=today) & ~Q(meeting__attendance=Attendance.SKIP)
    seated = policy.delegates_visible_to(person).filter(there, of_family(partner)).order_by().exclude(attended=False)
    ours = talks.values(at=F("level"), how=Value("talks")).annotate(last=Max("starts_on"))
    others = seated.values(at=F("rank"), how=Value("forum")).annotate(last=Max("meeting__starts_on"))
    last: dict[str, tuple[date, str]] = {}
    for level, how, day in ours.values_list("at", "how", "last").union(others.values_list("at", "how", "last")):
        if level not in last or (day, how) > last[level]:
            last[level] = (day, how)
    return [(rank, *last.get(rank, (None, ""))) for rank in reversed(LADDER)]
