"""Signed against used: of every instrument in force, when it last served, and whether that is long ago.

What counts as use is what left a trace: a release of information under it, a session of a body that rests on it, a
meeting with one of its parties since it is in force, an outcome of an exchange under it. Everything is asked of the
record for the day and the person; nothing is kept. Of a beginning known as a month or year the first day counts.

Source: needs study, feature F2 (audit of 2008: arrangements that nobody could say were used).
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    Expression,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, NullIf, RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements import policy as agreements_policy
from entente.engagement.agreements import queries as agreements
from entente.engagement.agreements.models import Agreement, Status, abroad, day_end, is_known
from entente.engagement.exchanges import policy as exchanges
from entente.engagement.exchanges import queries as ledger
from entente.engagement.meetings import policy as meetings
from entente.engagement.meetings.models import Attendance, Meeting
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking
from entente.kit.days import UNKNOWN
from entente.kit.table import Ask

BOUND = ("party", "signatory")


class Light(TextChoices):
    """Whether an instrument in force is used, as far as the record and the reader's clearance tell."""

    NEVER = "never", _("never used")
    UNUSED = "unused", _("long unused")
    UNKNOWN = "unknown", _("not known whether used")
    USED = "used", _("used within a year")


@dataclass(frozen=True, slots=True)
class Trace:
    """One use of an instrument: its day (ISO), and the key and marking of the record that tells of it."""

    day: str
    key: str
    marking: str


class Use(NamedTuple):
    """The last uses of one instrument, each packed for ``trace``, and the day its record gives for its beginning."""

    in_force_on: str
    exchange: str
    meeting: str
    benefit: str

    @property
    def on(self) -> str:
        """The day of the last use; the empty text for none."""
        return max(self.exchange, self.meeting, self.benefit)[:10]


class LookedUp(Func):
    """A text that is known for some rows, by their primary key; the empty text for the others."""

    output_field = CharField()

    def __init__(self, texts: dict[int, str]) -> None:
        told = json.dumps({str(pk): text for pk, text in texts.items() if text})
        super().__init__(Value(told, CharField()), Cast("pk", CharField()))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = """COALESCE(json_extract(%(expressions)s || '"'), '')"""
        return super().as_sql(compiler, connection, template=template, arg_joiner=""", '$."' || """, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "COALESCE(%(expressions)s, '')"
        return super().as_sql(compiler, connection, template=template, arg_joiner="::jsonb ->> ", **context)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """How used the instruments in force are on a day: how many, and how many of each light.

    ``signed`` are those the register calls signed and not in force on that day.
    """

    signed: int
    lights: dict[Light, int]

    @property
    def in_force(self) -> int:
        return sum(self.lights.values())


def used(ask: Ask) -> QuerySet[Any]:
    """The instruments in force on the day that this person may see, with the last use of each. Unordered.

    Each carries ``last_exchange``, ``last_meeting`` and ``last_benefit`` (read them with ``trace``), ``since_on`` and
    ``counted_from`` (texts of days, partial where the record is); ``light`` says what they come to.

    Five queries with the rows: the last exchanges and benefits, the last meetings, the switch, the rows, their parties.
    """
    return _lit(ask, _uses(ask))


def _lit(ask: Ask, uses: dict[int, Use]) -> QuerySet[Any]:
    """Instruments with their last uses, which were asked for once and are looked up wherever one is needed.

    Said as subqueries they would be asked again for each column, order and condition that rests on them.
    """
    rows = (
        _described(ask)
        .filter(pk__in=list(uses))
        .annotate(
            last_exchange=LookedUp({pk: use.exchange for pk, use in uses.items()}),
            last_meeting=LookedUp({pk: use.meeting for pk, use in uses.items()}),
            last_benefit=LookedUp({pk: use.benefit for pk, use in uses.items()}),
        )
    )
    rows = rows.alias(used_on=LookedUp({pk: use.on for pk, use in uses.items()}))
    return rows.annotate(counted_from=Coalesce(NullIf("used_on", Value("")), F("since_on"), output_field=CharField()))


def _asked(ask: Ask, pks: Iterable[int]) -> QuerySet[Any]:
    """Instruments, each with its last uses as the record tells of them."""
    return (
        _described(ask)
        .filter(pk__in=list(pks))
        .annotate(
            last_exchange=_exchange(ask),
            last_meeting=Greatest(*(_meeting(ask, met) for met in _met(ask)), output_field=CharField()),
            last_benefit=_benefit(ask),
        )
    )


def _described(ask: Ask) -> QuerySet[Any]:
    known = Case(When(is_known("in_force_on"), then=F("in_force_on")), default=F("as_of"), output_field=CharField())
    rows: QuerySet[Any] = agreements.agreements(ask)
    return rows.annotate(
        since_on=known,
        year_ago=Value(a_year_before(date.fromisoformat(ask.on)).isoformat()),
        seen=Value(sees_all(ask.person), BooleanField()),
    )


def light(row: Any) -> Light:
    """The light of a row of ``used``."""
    return _light(used_on(row), row.in_force_on, year_ago=row.year_ago, seen=row.seen)


def used_on(row: Any) -> str:
    """The day of the last use of a row of ``used``; the empty text for none."""
    return max(row.last_exchange, row.last_meeting, row.last_benefit)[:10]


def _light(last: str, in_force_on: str, *, year_ago: str, seen: bool) -> Light:
    if last >= year_ago:
        return Light.USED
    if not seen:
        return Light.UNKNOWN
    if last:
        return Light.UNUSED
    return Light.UNKNOWN if in_force_on in UNKNOWN else Light.NEVER


def of_light(rows: QuerySet[Any], code: str, ask: Ask) -> QuerySet[Any]:
    """Rows of ``used`` that have one light: the same as ``light`` says, asked of many at once."""
    year_ago = a_year_before(date.fromisoformat(ask.on)).isoformat()
    if code == Light.USED:
        return rows.filter(used_on__gte=year_ago)
    if not sees_all(ask.person):
        return rows.filter(used_on__lt=year_ago) if code == Light.UNKNOWN else rows.none()
    if code == Light.UNUSED:
        return rows.filter(used_on__lt=year_ago, used_on__gt="")
    return rows.filter(is_known("in_force_on") if code == Light.NEVER else ~is_known("in_force_on"), used_on="")


def portfolio(ask: Ask) -> Portfolio:
    """How many instruments are in force on the day, and how many of each light. Four queries; one beside the list."""
    year_ago, seen = a_year_before(date.fromisoformat(ask.on)).isoformat(), sees_all(ask.person)
    told = _uses(ask).values()
    counted = Counter(_light(use.on, use.in_force_on, year_ago=year_ago, seen=seen) for use in told)
    standing: QuerySet[Any] = agreements.agreements(ask)
    signed = standing.filter(status_on=Status.SIGNED).count()
    return Portfolio(signed, {code: counted[code] for code in Light})


def light_of(ask: Ask, agreement: Agreement) -> Any:
    """One instrument as ``used`` tells of it, or nothing when it is not in force on the day. At most two queries."""
    if not agreements.live([agreement.pk], [instant(ask)]):
        return None
    row = _asked(ask, {agreement.pk}).prefetch_related(None).first()  # its parties are not asked for
    if row is not None:
        row.counted_from = used_on(row) or row.since_on
    return row


def trace(packed: str) -> Trace | None:
    """The use that an annotation of ``used`` tells of; nothing where there is none."""
    return Trace(*packed.split(" ")) if packed else None


def traces(row: Any) -> Iterator[tuple[str, Trace]]:
    """The last exchange, meeting and benefit of a row of ``used``, those there are."""
    for name in ("exchange", "meeting", "benefit"):
        if found := trace(getattr(row, f"last_{name}")):
            yield name, found


def vouched(row: Any) -> bool:
    """Whether only its source's word puts an instrument in force: no day is known."""
    return bool(row.since_on != row.in_force_on)


def sees_all(person: Any) -> bool:
    """Whether nothing is hidden from a person that could tell of a use: only then can one say that there is none."""
    return person.role in exchanges.EVERYTHING and set(Marking.values) <= set(markings_for(person))


def instant(ask: Ask) -> datetime:
    """The instant the switch is asked about: now, or the last of another day."""
    return day_end(ask.on) - timedelta(microseconds=1) if ask.past else timezone.now()


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


_USES = "reports: the last uses of the instruments in force"


def _uses(ask: Ask) -> dict[int, Use]:
    """The instruments in force and their last uses, asked for once a page. Three queries.

    The last meetings are asked of partners and bodies and not of instruments, of which many share a partner.
    """

    def asked() -> dict[int, Use]:
        told: dict[int, list[Any]] = {}
        whom: dict[int, list[int]] = {}
        columns = ("pk", "in_force_on", "since_on", "last_exchange", "last_benefit", "whom")
        for pk, *rest, partner in _standing(ask).values_list(*columns):
            told[pk] = rest
            whom.setdefault(pk, []).extend([partner] if partner else [])
        met, found = _last_met(ask), {}
        for pk in {pk for pk, _at in agreements.live(told, [instant(ask)])}:
            in_force_on, since_on, exchange, benefit = told[pk]
            last = met.of(pk, whom[pk])
            found[pk] = Use(in_force_on, exchange, last if last[:10] >= since_on else "", benefit)
        return found

    found: dict[int, Use] = ask.once(_USES, asked)
    return found


def _standing(ask: Ask) -> QuerySet[Any]:
    """Every visible instrument, in force or not, with its last exchange and benefit, once for each party; ``whom`` is
    the partner it binds by it, if any. Unordered.
    """
    binds = agreements_policy.visible_parties(ask.person).filter(abroad(), role__in=BOUND, pk=OuterRef("parties"))
    whom = Case(When(Exists(binds), then=F("parties__partner")))
    rows = _described(ask).annotate(last_exchange=_exchange(ask), last_benefit=_benefit(ask), whom=whom)
    return rows.order_by()


# ── The last trace of each kind, as one text that sorts by its day ────────────────────────────────


def _packed(rows: QuerySet[Any], day: str, key: str, marking: str) -> Expression:
    """The latest of some rows as “day key marking”; the empty text for none."""
    told = Concat(Cast(day, CharField()), Value(" "), F(key), Value(" "), F(marking), output_field=CharField())
    last = rows.order_by(f"-{day}", "-pk").values(told=told)[:1]
    return Coalesce(Subquery(last), Value(""), output_field=CharField())


def _exchange(ask: Ask) -> Expression:
    rows = ledger.entries(ask).filter(agreement=OuterRef("pk"), on__lte=ask.on)
    return _packed(rows, "on", "release__exchange__key", "kept_as")


def _benefit(ask: Ask) -> Expression:
    rows = ledger.outcomes(ask).filter(exchange__agreement=OuterRef("pk"), on__lte=ask.on)
    return _packed(rows, "on", "exchange__key", "exchange__marking")


def _met(ask: Ask) -> tuple[Q, ...]:
    """How a meeting concerns an instrument; each on its own, so that each finds its index."""
    theirs = agreements_policy.visible_parties(ask.person).filter(abroad(), role__in=BOUND)
    parties = theirs.filter(agreement=OuterRef(OuterRef("pk"))).values("partner")
    return (
        Q(body__agreement=OuterRef("pk")),
        Q(partner__in=parties),
        Q(partner__parent__in=parties),  # an instrument with a country binds its agencies
    )


def _meeting(ask: Ask, met: Q) -> Expression:
    ours = _attended(ask).filter(met).annotate(began=Cast("starts_on", CharField()))
    return _packed(ours.filter(began__gte=OuterRef("since_on")), "starts_on", "key", "marking")


def _attended(ask: Ask) -> QuerySet[Meeting]:
    held = meetings.visible_to(ask.person).filter(state=Meeting.State.HELD, starts_on__lte=ask.on)
    return held.exclude(attendance=Attendance.SKIP)


@dataclass(frozen=True, slots=True)
class Met:
    """The last meetings of a body's instrument, with a partner, with a partner's agencies: each way by its key."""

    ways: tuple[dict[int, tuple[date, int, str]], ...]

    def of(self, agreement: int, partners: list[int]) -> str:
        """The last meeting that concerns an instrument with these partners, packed; the empty text for none."""
        bodies, *with_partners = self.ways
        told = [[bodies[agreement]] if agreement in bodies else []]
        told += [[way[one] for one in partners if one in way] for way in with_partners]
        return max((max(found)[2] for found in told if found), default="")


def _last_met(ask: Ask) -> Met:
    """The last meetings as ``_met`` knows them, whenever they were. One query.

    The last one of all is the last use, or there was none since the instrument is in force.
    """
    nth = Window(RowNumber(), partition_by=["partner", "body"], order_by=["-starts_on", "-pk"])
    rows = _attended(ask).annotate(nth=nth).filter(nth=1).order_by()
    columns = ("starts_on", "pk", "key", "marking", "body__agreement", "partner", "partner__parent")
    met = Met(({}, {}, {}))
    for day, pk, key, marking, *whose in rows.values_list(*columns):
        told = (day, pk, f"{day.isoformat()} {key} {marking}")
        for way, one in zip(met.ways, whose, strict=True):
            if one is not None:
                way[one] = max(told, way.get(one, told))
    return met
