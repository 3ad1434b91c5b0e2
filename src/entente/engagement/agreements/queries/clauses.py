"""What the clause pages ask: what an instrument permits on a day, and which instruments permit something."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners.models import Partner
from entente.kit.bilingual import language
from entente.kit.days import UNKNOWN
from entente.kit.table import Ask

from .. import policy
from ..models import Agreement, Clause, ClauseKind
from . import registers, switch
from .in_force import live
from .resting import supports
from .switch import Basis, Lapse, Term


def clauses(ask: Ask) -> QuerySet[Clause]:
    """Clauses that had begun and were not over on the day asked about, or all today. Unordered. One query."""
    rows = policy.visible_clauses(ask.person)
    if ask.past:
        begun = Q(from_on__in=UNKNOWN) | Q(from_on__lte=ask.on)
        over = ~Q(to_on__in=UNKNOWN) & Q(to_on__lte=ask.on)
        rows = rows.filter(begun, agreement__in=Agreement.objects.known_on(ask.on)).exclude(over)
    return rows.annotate(asked_on=Value(ask.on if ask.past else "", CharField())).select_related("agreement", "source")


def clause(person: Any, agreement: Agreement, pk: int) -> QuerySet[Clause]:
    """One clause of an instrument, as a queryset of one or none."""
    return policy.visible_clauses(person).filter(agreement=agreement, pk=pk).select_related("agreement", "source")


def of_instrument(ask: Ask, agreement: Agreement) -> list[Clause]:
    """The clauses of an instrument in the order of their kinds, then of their articles. One query."""
    found = clauses(ask).filter(agreement=agreement).order_by("article", "code", "from_on", "id")
    order = {kind: n for n, kind in enumerate(ClauseKind.values)}
    return sorted(found, key=lambda one: order.get(one.kind, len(order)))


def clauses_of(agreements: Iterable[int]) -> QuerySet[Clause]:
    """Every clause of these instruments, whatever its days. Unordered. One query."""
    return Clause.objects.filter(agreement__in=set(agreements)).select_related("agreement", "source")


def live_on(ask: Ask) -> list[int]:
    """The visible instruments that are in force at the beginning of the day asked about. Two queries."""
    pks = policy.visible_to(ask.person).order_by("id").values_list("pk", flat=True)
    return [pk for pk, _at in live(pks, [switch.midnight(date.fromisoformat(ask.on))])]


def speaking_of(rows: QuerySet[Clause], kind: str, code: str) -> QuerySet[Clause]:
    """Clauses of a kind that speak of one thing."""
    return rows.filter(kind=kind, code=code)


def with_party(rows: QuerySet[Clause], key: str, person: Any) -> QuerySet[Clause]:
    """Clauses of instruments with a partner or with what belongs to it."""
    theirs = registers.with_partner(policy.visible_to(person), key, person)
    return rows.filter(agreement__in=theirs.values("pk"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an instrument is in force at the last instant of a day, until when, and which clauses count then."""

    in_force: bool
    vouched: bool
    until: datetime | None
    counting: tuple[Clause, ...]


def standing_on(agreement: Agreement, clauses: list[Clause], day: date, *, rests: bool) -> Standing:
    """How an instrument and its clauses stand on a day. One query, two where it ``rests`` on others."""
    at = switch.midnight(day + timedelta(days=1)) - timedelta(microseconds=1)
    alive = bool(live([agreement.pk], [at]))
    counting = tuple(one for one in clauses if switch.counts_on(one, day)) if alive else ()
    until = switch.stops(agreement, *(supports().get(agreement.pk, ()) if rests else ()))
    return Standing(alive, switch.vouched(agreement), until, counting)


# ── What will stop ────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Stopping:
    """What stops when an instrument ends: its clauses, its partners, and which purposes nothing else then serves.

    ``left`` are the purposes another instrument in force with one of the same partners still serves.
    """

    agreement: Agreement
    day: date
    basis: Basis | None
    partners: list[Partner] = field(default_factory=list)
    lost: list[Term] = field(default_factory=list)
    left: list[tuple[Term, list[Basis]]] = field(default_factory=list)


def if_ended(agreement: Agreement, day: date, *, person: Any) -> Stopping:
    """What would stop if an instrument ended on a day, as the record stands. About twelve queries.

    What rests on it stops with it, and carries nothing on.
    """
    at = switch.midnight(day)
    found = Stopping(agreement, day, switch.basis(agreement, at - timedelta(microseconds=1)))
    if found.basis is None:
        return found
    bound, under = found.basis.partner_ids, supports()
    found.partners = list(named(person, bound))
    others = [
        one
        for one in switch.in_force(at, person=person)
        if one.agreement_id != agreement.pk
        and one.partner_ids & bound
        and agreement.pk not in {below.agreement_id for below in under.get(one.agreement_id, ())}
    ]
    for term in found.basis.terms:
        if term.kind == ClauseKind.PURPOSE:
            serving = [one for one in others if switch.serves(one.terms, term.code)]
            if serving:
                found.left.append((term, serving))
            else:
                found.lost.append(term)
    return found


def named(person: Any, pks: Any) -> QuerySet[Partner]:
    """Partners a person may know of, by name."""
    known = partners_policy.visible_to(person).filter(pk__in=list(pks))
    return known.order_by(f"sort_{language()}", "id")


def lapses_with_partners(first: date, last: date, *, person: Any) -> list[tuple[Lapse, list[Partner]]]:
    """What stops between two days, each with the partners it stops for. One query more than ``lapses``."""
    found = switch.lapses(first, last, person=person)
    partners = {one.pk: one for one in named(person, {pk for one in found for pk in one.partner_ids})}
    return [(one, [partners[pk] for pk in sorted(one.partner_ids) if pk in partners]) for one in found]
