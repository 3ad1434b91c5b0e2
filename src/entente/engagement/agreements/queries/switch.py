"""The switch: which instruments were in force, between whom and for what, at any instant.

Everything is worked out from the dated record; nothing else says it, and no room keeps a copy. The answer is
cautious. A day begins at 00:00 in the agency's zone (``settings.TIME_ZONE``). Of a beginning known as a month or a
year the last day counts, of an end the first; at the instant of an end the answer is no. An instrument

* counts from ``in_force_on``, or, when a source only says that it is in force, from the source's own day
  (``as_of``): such a one is *vouched*;
* stops at the first of ``ended_on`` and ``expires_on``;
* does not count while a suspension lasts: from its first instant on, up to the one at which it applies again;
* does not count while no foreign party is bound, or none of ours: a party is bound from its ratification,
  acceptance or accession where one is recorded, and no longer from its withdrawal on, until it joins again;
* does not count while one of those it rests on does not, whatever stopped that one; of a circle, all or none;
* never counts while the record leaves open where it stands, or says it is only proposed or negotiated.

Source: house rule: what may be done follows from dates, never from a status that somebody forgot to change.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from entente.engagement.partners.models import Partner
from entente.kit.days import UNKNOWN, PartialDate

from .. import policy
from ..models import Agreement, Clause, ClauseKind, Direction, PartyAction, Permission, Suspension
from . import in_force as statement
from .in_force import live as live
from .resting import Support, supports


@dataclass(frozen=True, slots=True)
class Term:
    """One clause as data."""

    pk: int
    agreement_id: int
    article: str
    kind: str
    code: str
    answer: str
    number: int | None
    unit: str
    text_en: str
    text_fr: str
    from_on: str
    to_on: str


@dataclass(frozen=True, slots=True)
class Basis:
    """An instrument in force at an instant, with whom, and the clauses that counted then.

    ``partner_ids`` are the foreign parties it bound; ``since`` is the instant it counts from, ``until`` the one at
    which it stops if nothing changes; ``vouched`` says that only a source's word puts it in force.
    """

    agreement_id: int
    key: str
    title_en: str
    title_fr: str
    kind: str
    binding: bool | None
    marking: str
    partner_ids: frozenset[int]
    since: datetime
    until: datetime | None
    vouched: bool
    terms: tuple[Term, ...]


def in_force(  # noqa: PLR0913 - everything an instrument may be asked for
    at: datetime,
    *,
    partner: Partner | None = None,
    purpose: str = "",
    direction: str = "",
    elements: Collection[str] = (),
    person: Any = None,
) -> list[Basis]:
    """The instruments in force at an instant that ``person`` may see (``None``: all), by title.

    Args:
        partner: only those that bind it; an instrument with a country binds its agencies, not the reverse.
        purpose: only those that speak of this purpose and do not forbid it.
        direction: only those that let information go this way.
        elements: only those that speak of every one of these elements and forbid none.

    Five queries, three when nothing is in force.
    """
    visible = _visible(person)
    if partner is not None:
        visible = visible.filter(parties__partner__in=_up(partner)).distinct()
    candidates = {one.pk: one for one in visible.order_by("sort_en", "id")}
    alive = {pk for pk, _at in live(candidates, [at])}
    found = _bases([one for pk, one in candidates.items() if pk in alive], at)
    if partner is not None:
        theirs = set(_up(partner))
        found = [one for one in found if one.partner_ids & theirs]
    return [
        one
        for one in found
        if (not purpose or serves(one.terms, purpose))
        and (not direction or goes(one.terms, direction))
        and all(speaks_of(one.terms, ClauseKind.ELEMENT, element) for element in elements)
    ]


def basis(agreement: Agreement, at: datetime) -> Basis | None:
    """One instrument at an instant, or ``None`` when it is not in force then. Four queries."""
    found = _bases([agreement], at) if live([agreement.pk], [at]) else []
    return found[0] if found else None


def serves(terms: tuple[Term, ...], purpose: str) -> bool:
    """Whether clauses speak of a purpose, and none forbids it."""
    return speaks_of(terms, ClauseKind.PURPOSE, purpose)


def goes(terms: tuple[Term, ...], direction: str) -> bool:
    """Whether clauses let information go a way. Those that say nothing of directions let it go both ways."""
    if not any(one.kind == ClauseKind.DIRECTION for one in terms):
        return True
    return speaks_of(terms, ClauseKind.DIRECTION, direction, Direction.BOTH)


def speaks_of(terms: tuple[Term, ...], kind: str, *named: str) -> bool:
    """Whether clauses of a kind name one of these, and none that does forbids it."""
    said = {one.answer for one in terms if one.kind == kind and one.code in named}
    return bool(said) and Permission.FORBIDDEN not in said


def terms(agreement_ids: Any, at: datetime) -> dict[int, tuple[Term, ...]]:
    """The clauses of instruments that count at an instant, in the order of their kinds and articles. One query.

    A clause counts from the last day its beginning may mean, up to the first day of its end.
    """
    day = _day(at)
    found: dict[int, list[Term]] = {}
    rows = Clause.objects.filter(agreement__in=list(agreement_ids)).exclude(_over(day))
    for one in rows.order_by("kind", "code", "article", "id"):
        if counts_on(one, day):
            found.setdefault(one.agreement_id, []).append(term(one))
    return {pk: tuple(listed) for pk, listed in found.items()}


def counts_on(one: Clause, day: date) -> bool:
    """Whether a clause counts on a day, its instrument apart."""
    begun = one.from_on in UNKNOWN or PartialDate(one.from_on).last <= day
    return begun and (one.to_on in UNKNOWN or PartialDate(one.to_on).first > day)


def term(one: Clause) -> Term:
    """A clause as data."""
    return Term(
        one.pk, one.agreement_id, one.article, one.kind, one.code, one.answer, one.number, one.unit,
        one.text_en, one.text_fr, one.from_on, one.to_on,
    )  # fmt: skip


def _over(day: date) -> Q:
    return ~Q(to_on__in=UNKNOWN) & Q(to_on__lte=day.isoformat())


def _visible(person: Any) -> QuerySet[Agreement]:
    return Agreement.objects.all() if person is None else policy.visible_to(person)


def _up(partner: Partner) -> list[int]:
    """A partner and what it is part of: what binds a country binds its agencies."""
    above = partner.parent
    keys = (partner.pk, partner.parent_id, above.parent_id if above else None)
    return [pk for pk in keys if pk is not None]


def _bases(agreements: list[Agreement], at: datetime) -> list[Basis]:
    if not agreements:
        return []
    keys = [one.pk for one in agreements]
    bound, counting, under = statement.bound(keys, at), terms(keys, at), supports()
    return [
        Basis(
            agreement_id=one.pk,
            key=one.key,
            title_en=one.title_en,
            title_fr=one.title_fr,
            kind=one.kind,
            binding=one.binding,
            marking=one.marking,
            partner_ids=frozenset(bound.get(one.pk, ())),
            since=midnight(PartialDate(one.as_of if vouched(one) else one.in_force_on).last),
            until=stops(one, *under.get(one.pk, ())),
            vouched=vouched(one),
            terms=counting.get(one.pk, ()),
        )
        for one in agreements
    ]


def vouched(agreement: Agreement) -> bool:
    """Whether only its source's word puts an instrument in force: no day is known."""
    return agreement.in_force_on in UNKNOWN


def midnight(day: date) -> datetime:
    """The instant a day begins in the agency's zone."""
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())


def stops(*those: Agreement | Support) -> datetime | None:
    """The instant an instrument stops by its own dates or those of what it rests on; ``None`` while none is known."""
    ends = [PartialDate(day).first for one in those for day in (one.ended_on, one.expires_on) if day not in UNKNOWN]
    return midnight(min(ends)) if ends else None


# ── What will stop ────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lapse:
    """Something that stops on a day: an instrument with all it permits, or one clause of it.

    ``cause`` is ``ends``, ``expires``, ``suspended``, ``withdrew``, ``clause``, or ``rests_on``: what it rests on
    stops, ``support`` where the asker may see it (its title in English and in French). ``terms`` are the clauses that
    stop.
    """

    day: date
    cause: str
    agreement_id: int
    key: str
    title_en: str
    title_fr: str
    partner_ids: frozenset[int]
    terms: tuple[Term, ...]
    support: tuple[str, str] = ("", "")


def lapses(first: date, last: date, *, person: Any) -> list[Lapse]:
    """What stops between two days, both included, as the record stands: by day, then by title.

    Every instant at which a date of the record may end something is asked of the switch itself: what was in force
    just before it and is not at it has lapsed. An instrument that goes on with others after a party withdrew is
    told for that party alone. Seven queries, and five for each instant at which something may lapse.
    """
    visible = {one.pk: one for one in _visible(person).order_by("sort_en", "id")}
    causes = {key: cause for key, cause in _with_resting(_causes(first, last)).items() if key[1] in visible}
    instants = sorted({at for at, _pk in causes})
    alive = live({pk for _at, pk in causes}, [*instants, *map(_just_before, instants)])
    found = []
    for at in instants:
        touched = [visible[pk] for when, pk in causes if when == at and (pk, _just_before(at)) in alive]
        after = {one.agreement_id: one for one in _bases([one for one in touched if (one.pk, at) in alive], at)}
        for one in _bases(touched, _just_before(at)):
            left = after.get(one.agreement_id)
            lost = one.partner_ids - left.partner_ids if left else one.partner_ids
            if left is None or lost:
                cause, support = causes[at, one.agreement_id]
                told = visible.get(support)
                titles = (told.title_en, told.title_fr) if told else ("", "")
                found.append(replace(_lapse(one, _day(at), cause, one.terms, lost), support=titles))
    return sorted([*found, *_clauses_over(first, last, visible)], key=lambda one: (one.day, one.title_en, one.cause))


def _just_before(at: datetime) -> datetime:
    return at - timedelta(microseconds=1)


def _day(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


def _causes(first: date, last: date) -> dict[tuple[datetime, int], str]:
    """The instants at which the record may end something, and by which of its dates."""
    found: dict[tuple[datetime, int], str] = {}

    def told(cause: str, day: str, pk: int) -> None:
        if day not in UNKNOWN and first <= (on := PartialDate(day).first) <= last:
            found.setdefault((midnight(on), pk), cause)

    dated = Agreement.objects.exclude(expires_on="", ended_on="").order_by("id")
    for pk, expires, ends in dated.values_list("pk", "expires_on", "ended_on"):
        told("ends", ends, pk)
        told("expires", expires, pk)
    for pk, day in PartyAction.objects.filter(action="withdrew").order_by("id").values_list("agreement_id", "on"):
        told("withdrew", day, pk)
    suspended = Suspension.objects.filter(from_at__gte=midnight(first), from_at__lt=midnight(last + timedelta(days=1)))
    for pk, at in suspended.order_by("id").values_list("agreement_id", "from_at"):
        found.setdefault((at, pk), "suspended")
    return found


def _with_resting(causes: dict[tuple[datetime, int], str]) -> dict[tuple[datetime, int], tuple[str, int]]:
    """The same with what rests on what may stop: its cause, and the instrument that stops under it (0: none)."""
    found = {key: (cause, 0) for key, cause in causes.items()}
    for resting, under in supports().items():
        for at, pk in causes:
            if pk in {one.agreement_id for one in under}:
                found.setdefault((at, resting), ("rests_on", pk))
    return found


def _clauses_over(first: date, last: date, visible: dict[int, Agreement]) -> list[Lapse]:
    """Clauses that stop while their instrument goes on."""
    rows = [
        (PartialDate(one.to_on).first, one)
        for one in Clause.objects.filter(agreement__in=list(visible)).exclude(to_on__in=UNKNOWN).order_by("id")
        if first <= PartialDate(one.to_on).first <= last
    ]
    alive = live({one.agreement_id for _day, one in rows}, {midnight(day) for day, _one in rows}) if rows else set()
    found = []
    for day, one in rows:
        if (one.agreement_id, midnight(day)) in alive:
            whole = _bases([visible[one.agreement_id]], midnight(day))[0]
            found.append(_lapse(whole, day, "clause", (term(one),), whole.partner_ids))
    return found


def _lapse(basis: Basis, day: date, cause: str, stopped: tuple[Term, ...], partners: frozenset[int]) -> Lapse:
    return Lapse(day, cause, basis.agreement_id, basis.key, basis.title_en, basis.title_fr, partners, stopped)
