"""Everything this room knows of one body, or of one partner, asked once for a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from entente.engagement.framework.models import Edition
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.foundation.sources import queries as sourced
from entente.foundation.sources.models import Correction
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Membership, Seat
from .editions import Wish, wishes
from .reach import held_by, reached, sittings


@dataclass(slots=True)
class Whole:
    """What is known of a body on a day. Memberships and seats carry ``stands``: whether they stood on it."""

    body: Body
    memberships: list[Any]
    seats: list[Any]  # those to come too, unless another day was asked about
    parts: list[Body]
    wishes: list[Wish]
    standings: list[Any]
    edition: Edition | None  # the one asked about
    corrections: dict[tuple[str, int, str], Correction]

    @property
    def members(self) -> list[Any]:
        """The memberships that stood on the day."""
        return [one for one in self.memberships if one.stands]

    @property
    def held(self) -> list[Any]:
        """The seats held on the day."""
        return [one for one in self.seats if one.stands]

    @property
    def wish(self) -> Wish | None:
        """What the edition asked about wants in it."""
        return next((one for one in self.wishes if one.edition == self.edition), None)

    @property
    def reached(self) -> list[Any]:
        """The standings of the priority partners that sit in it."""
        return [one for one in self.standings if one.sits]


@dataclass(slots=True)
class Part:
    """Where a partner and its administrations sit and what seats they hold, now and before."""

    sittings: list[Any]
    seats: list[Any]


def whole(ask: Ask, body: Body) -> Whole:
    """Everything this room keeps of a body. Ten queries the first time a page asks, none after."""
    found: Whole = _once(ask, body, _gather)
    return found


def part(ask: Ask, partner: Partner) -> Part:
    """Everything this room keeps of a partner. Two queries the first time a page asks, none after."""
    found: Part = _once(ask, partner, _gather_part)
    return found


def _once(ask: Ask, thing: Any, gather: Callable[[Ask, Any], Any]) -> Any:
    asked = (id(ask.person), ask.on, ask.past, ask.edition, language())
    kept = thing.__dict__.setdefault("_forums", {})
    if asked not in kept:
        kept[asked] = gather(ask, thing)
    return kept[asked]


def _gather(ask: Ask, body: Body) -> Whole:
    name = f"sort_{language()}"
    sit = policy.memberships_visible_to(ask.person).filter(body=body).begun(ask.on).told(ask.on)
    seats = policy.seats_visible_to(ask.person).filter(body=body)
    seats = (seats.begun(ask.on) if ask.past else seats).told(ask.on)
    below = policy.visible_to(ask.person).on(ask.on).filter(parent=body)
    memberships: list[Membership] = list(
        sit.select_related("partner", "source").order_by(f"partner__{name}", "-starts_on", "id")
    )
    held: list[Seat] = list(seats.select_related("holder", "source").order_by("-starts_on", "kind", "id"))
    for sitting in memberships:
        sitting.body = body  # the policy asks each for its body: it is this one
    for seat in held:
        seat.body = body
    return Whole(
        body=body,
        memberships=memberships,
        seats=held,
        parts=list(below.select_related("source").order_by(name, "id")),
        wishes=wishes(ask, body),
        standings=list(reached(ask, body)),
        edition=partners.edition_asked(ask),
        corrections=sourced.corrections_of([body, *memberships, *held]),
    )


def _gather_part(ask: Ask, partner: Partner) -> Part:
    return Part(sittings=list(sittings(ask, partner)), seats=list(held_by(ask, partner)))
