"""The facts of an exchange, gathered for the one function that judges it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from entente.engagement.agreements import queries as agreements
from entente.engagement.agreements.models import Agreement
from entente.engagement.agreements.queries import Basis
from entente.engagement.partners.models import Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Headship, Person
from entente.foundation.people.roles import LADDER, Rank, at_least

from ..models import RISING, UNANSWERED, Baseline, Escalation, Exchange, Level, OnwardRequest
from ..policy import cleared_for_it


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an exchange besides itself: its instrument as it stands, and the baselines with its partner.

    ``beside``: the other instruments in force with the partner. ``overdue``: a baseline was to be reviewed before.
    """

    basis: Basis | None
    baselines: tuple[Baseline, ...]
    partners: frozenset[int] = frozenset()
    mitigated: bool = False
    beside: tuple[Basis, ...] = ()
    overdue: bool = False

    @property
    def level(self) -> str:
        """The baseline that counts: the worst of the entity's own and its country's. Empty when none stands."""
        return max((Level(one.level) for one in self.baselines), key=RISING.index, default="")


def standing_of(exchange: Exchange, at: datetime) -> Standing:
    """What stands at an instant. Nine queries at most."""
    found = agreements.in_force(at, partner=exchange.partner) if exchange.agreement_id else []
    baselines = tuple(baselines_on(exchange.partner, _day(at)))
    return Standing(
        next((one for one in found if one.agreement_id == exchange.agreement_id), None),
        baselines,
        frozenset(family(exchange.partner)),
        exchange.mitigations.exists() if exchange.pk else False,
        tuple(one for one in found if one.agreement_id != exchange.agreement_id),
        any(one.review_on < _day(at) for one in baselines),
    )


def standing_onward(asked: OnwardRequest, at: datetime) -> Standing:
    """What stands at an instant where somebody would pass on what we released: the instrument it was released under,
    and the baselines and instruments with whoever would receive it. Where only an office is named, none is known.
    """
    exchange, third = asked.release.exchange, asked.to_partner
    baselines = tuple(baselines_on(third, _day(at))) if third else ()
    others = agreements.in_force(at, partner=third) if third else []
    return Standing(
        basis_of(exchange.agreement, exchange.partner, at),
        baselines,
        frozenset(family(exchange.partner)),
        beside=tuple(one for one in others if one.agreement_id != exchange.agreement_id),
        overdue=any(one.review_on < _day(at) for one in baselines),
    )


def basis_of(agreement: Agreement | None, partner: Partner, at: datetime) -> Basis | None:
    """The instrument as the switch tells it for an instant, if it binds this partner; otherwise nothing."""
    if agreement is None:
        return None
    found = [one for one in agreements.in_force(at, partner=partner) if one.agreement_id == agreement.pk]
    return found[0] if found else None


def lapsed(exchange: Exchange, at: datetime) -> bool:
    """Whether an exchange that nobody has answered names an instrument that does not stand with its partner at an
    instant. Four queries, none for others.
    """
    if exchange.agreement is None or exchange.state not in UNANSWERED:
        return False
    return basis_of(exchange.agreement, exchange.partner, at) is None


def without_basis(exchanges: Iterable[Exchange], at: datetime) -> list[Exchange]:
    """Those that ``lapsed`` says of, asked of many at once. Four queries."""
    asked = [one for one in exchanges if one.agreement_id and one.state in UNANSWERED]
    standing = {one.agreement_id: one.partner_ids for one in agreements.in_force(at)} if asked else {}
    return [one for one in asked if not standing.get(one.agreement_id or 0, frozenset()) & set(family(one.partner))]


def bases(partner: Partner, at: datetime, *, person: Any) -> list[Basis]:
    """The instruments that bind a partner at an instant and that a person may see."""
    return agreements.in_force(at, partner=partner, person=person)


def family(partner: Partner) -> list[int]:
    """A partner and what it is part of, by primary key: an instrument with the country binds its agencies."""
    above = partner.parent
    found = [partner.pk, partner.parent_id, above.parent_id if above else None]
    return [pk for pk in found if pk is not None]


def baselines_on(partner: Partner, day: date) -> list[Baseline]:
    """The baselines that stand for a partner and what it is part of on a day. One query."""
    standing: dict[int, Baseline] = {}
    rows = Baseline.objects.filter(partner__in=family(partner), starts_on__lte=day).order_by("-starts_on", "-id")
    for one in rows.select_related("partner"):
        standing.setdefault(one.partner_id, one)
    return list(standing.values())


def last_baseline(partner: Partner) -> Baseline | None:
    """The baseline of a partner that begins last. One query."""
    return Baseline.objects.filter(partner=partner).order_by("-starts_on", "-id").first()


def rank_of(head: Any, on: date) -> str:
    """The highest rank at which a person heads an office on a day, at least its own. One query."""
    held = [head.rank, *people.heading(on).filter(person=head).values_list("rank", flat=True)]
    return max((Rank(one) for one in held if one), key=LADDER.index).value


def worked_on_by(exchange: Exchange) -> set[str]:
    """The accounts that took a step of an exchange. One query."""
    return set(exchange.steps.values_list("by", flat=True))


def last_step(exchange: Exchange) -> int:
    """The mark of the last step that was taken, for who writes to say what they saw. One query."""
    return exchange.steps.order_by("-id").values_list("pk", flat=True).first() or 0


def recorded_at(exchange: Exchange) -> datetime:
    """When an exchange was first written down. One query."""
    first = exchange.steps.order_by("id").values_list("at", flat=True).first()
    return first or exchange.received_at


def answered_above(exchange: Exchange) -> list[Escalation]:
    """The questions of an exchange that were answered since its last decision was taken back. Two queries."""
    found = exchange.escalations.filter(answered_at__isnull=False).order_by("id")
    back = exchange.steps.filter(move="reconsider").order_by("-id").values_list("at", flat=True).first()
    return list(found.filter(answered_at__gt=back) if back else found)


def head_at(exchange: Exchange, level: str, on: date, *, without: Collection[str] = ()) -> Any:
    """The first head from the deciding office upwards who stands at a level or above it, is cleared for the exchange
    and is not one of ``without`` (accounts); nothing where none does. Three queries.
    """
    for head in _heads(exchange, on):
        if at_least(head.rank, level) and head.person.username not in without and cleared_for_it(head.person, exchange):
            return head.person
    return None


def deciders(exchange: Exchange, on: date) -> list[Person]:
    """Who may decide on an exchange on a day and is told: the first head from the deciding office upwards, then who
    holds the authority to release from any of these heads. Who worked on it or is not cleared is left out. Six queries.
    """
    barred = worked_on_by(exchange) | {exchange.officer.username}
    givers = [head.person_id for head in _heads(exchange, on)]
    held = people.delegations_on(on, authority=Authority.RELEASE_INFORMATION).filter(giver__in=givers)
    found = [head_at(exchange, Rank.EXPERT, on, without=barred), *(one.receiver for one in held)]
    able = [one for one in found if one and one.username not in barred and cleared_for_it(one, exchange)]
    return list(dict.fromkeys(able))


def _heads(exchange: Exchange, on: date) -> list[Headship]:
    """Who heads the deciding office and those above it, from below."""
    if exchange.unit is None:
        return []
    line = people.line_of(exchange.unit)
    heads = people.heads_on(line, on)
    return [heads[one.pk] for one in line if one.pk in heads]


def _day(at: datetime) -> date:
    return timezone.localdate(at)
