"""Everything this room knows of one promise, asked once for a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from entente.engagement.forums.queries.reach import of_family
from entente.foundation.files import queries as files
from entente.foundation.trail import queries as trail
from entente.foundation.trail.actions import subject_of
from entente.kit.table import Ask

from .. import policy
from ..models import ENDED, Commitment, Evidence, Remark, Slip, State
from .standing import RELATED


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that led a promise from one state to another, as the trail tells it."""

    on: date
    before: str
    after: str


@dataclass(slots=True)
class Whole:
    """A promise with what was said about it, each list in order of time."""

    one: Commitment
    slips: list[Slip]
    evidence: list[Evidence]
    remarks: list[Remark]
    turns: list[Turn]

    @property
    def first_due(self) -> Any:
        """The day it was to be kept by when it was made; nothing where no day was given then."""
        return self.slips[0].before if self.slips else self.one.due_on

    def due_on(self, day: date) -> date | None:
        """The day it was due, as it stood on a day: a date that moved later was still the old one."""
        later = next((slip for slip in self.slips if timezone.localtime(slip.at).date() > day), None)
        return later.before if later else self.one.due_on

    def state_on(self, day: date) -> str:
        """The state on a day, as the next step found it: what was reopened later was still over.

        A promise that entered the record as over has no such step: until the day it ended it was owed.
        """
        later = next((turn for turn in self.turns if turn.on > day), None)
        if later:
            return later.before
        over = self.one.ended_on
        return State.OPEN if over and over > day else self.one.state

    def ended_on(self, day: date) -> date | None:
        """The day on which it had been kept or dropped, as it stood on a day; nothing while it was owed."""
        if self.state_on(day) not in ENDED:
            return None
        last = next((turn for turn in reversed(self.turns) if turn.on <= day), None)
        return last.on if last else self.one.ended_on

    def said(self, rows: list[Any], day: date) -> list[Any]:
        """Those of its slips, evidence or remarks that stood on record by a day."""
        return [row for row in rows if timezone.localtime(row.at).date() <= day]

    def moves(self, day: date) -> list[Slip]:
        """The times its day had moved by a day; the first day it was given does not count."""
        return [slip for slip in self.slips if slip.before and timezone.localtime(slip.at).date() <= day]


def commitment(person: Any, key: str) -> QuerySet[Commitment]:
    """One promise with what its pages need, as a queryset of one or none."""
    return policy.visible_to(person).filter(key=key).select_related(*RELATED)


def whole(one: Commitment) -> Whole:
    """What was said about a promise. Four queries the first time a page asks, none after."""
    kept = one.__dict__.setdefault("_whole", None)
    if kept is None:
        kept = one.__dict__["_whole"] = Whole(
            one=one,
            slips=list(one.slips.select_related("by").order_by("at", "id")),
            evidence=list(one.evidence.select_related("by").order_by("at", "id")),
            remarks=list(one.remarks.select_related("by").order_by("at", "id")),
            turns=_turns(one),
        )
    return kept


def _turns(one: Commitment) -> list[Turn]:
    entries = trail.about(subject_of(one)).filter(changes__has_key="state").order_by("id")
    found = entries.values_list("at", "changes__state")
    return [Turn(timezone.localtime(at).date(), before, after) for at, (before, after) in found]


def about(ask: Ask, **belongs: Any) -> list[Any]:
    """Promises that belong to a partner or a part of it, a forum or a body under it, or an instrument, as they stood.

    Each carries ``state_then``, ``due_then``, ``ended_then``, ``asked_on`` and has its slips; what is due first stands
    first. Two queries the first time a page asks, none after. ``belongs`` is one of ``partner``, ``body`` and
    ``agreement``.
    """
    ((name, thing),) = belongs.items()
    kept = thing.__dict__.setdefault("_commitments", {})
    asked = (ask.person.pk, ask.on, ask.past)
    if asked not in kept:
        own = {
            "partner": lambda: of_family(thing),
            "body": lambda: Q(body=thing) | Q(body__parent=thing),
            "agreement": lambda: Q(agreement=thing),
        }[name]()
        rows: QuerySet[Any] = (
            policy.visible_to(ask.person).told(ask.on, past=ask.past).filter(own).select_related(*RELATED)
        )
        kept[asked] = list(rows.prefetch_related("slips").order_by("urgency", "id"))
    found: list[Any] = kept[asked]
    return found


def shown_by(one: Commitment) -> QuerySet[Evidence]:
    """What shows that it was kept: given since it was last sent back or reopened."""
    given = one.evidence.order_by("at", "id")
    return given.filter(at__gt=one.asked_again_at) if one.asked_again_at else given


def witnesses(one: Commitment) -> set[int]:
    """Who gave evidence, ever: keys of people. One query."""
    return set(one.evidence.values_list("by", flat=True))


def documents_of(one: Commitment, person: Any) -> QuerySet[Any]:
    """The documents attached to a promise that this person may read."""
    return files.attached_to(subject_of(one), person=person)
