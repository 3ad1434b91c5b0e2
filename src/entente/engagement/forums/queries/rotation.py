"""The rotation of chairs over years: who held a seat, who holds it, who follows, and where we stand ourselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from entente.kit.bilingual import language
from entente.kit.days import UNKNOWN, PartialDate
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Candidacy, Seat, Side, Turn, TurnState
from ..models.candidacies import STANDING
from .chairs import LEADING
from .reach import ours

BEFORE, AHEAD = 2, 6  # years shown before and after the present one
OPEN = 9999  # the year of an end that nobody knows


@dataclass(frozen=True, slots=True)
class Mark:
    """Who a year belongs to. ``how`` is ``held``, ``decided``, ``expected`` or ``standing``."""

    how: str
    holder: Any
    is_ours: bool
    record: Any
    open_ended: bool = False


@dataclass(slots=True)
class Line:
    """One seat of one body over the years shown."""

    body: Body
    kind: str
    label: Any
    rotates: bool | None = None
    years: dict[int, list[Mark]] = field(default_factory=dict)
    records: list[Any] = field(default_factory=list)

    @property
    def cells(self) -> list[tuple[int, list[Mark]]]:
        """The years in their order, each with who has it."""
        return sorted(self.years.items())

    @property
    def has_gap_ahead(self) -> bool:
        """Whether a seat that rotates has years ahead for which nobody is recorded."""
        return self.rotates is True and any(not marks for _year, marks in self.cells)


@dataclass(slots=True)
class Rotation:
    """Body by year."""

    first: int
    last: int
    now: int
    lines: list[Line]

    @property
    def years(self) -> range:
        """The years shown."""
        return range(self.first, self.last + 1)


def rotation(ask: Ask, *, first: int = 0, only_ours: bool = False) -> Rotation:
    """Seats that lead a body and the turns and candidacies for them, body by year. Four queries.

    ``first`` is the first year shown; without it two years before the day asked about. A seat without an end counts
    to the day, a permanent one to the last year shown; a year only partly held still counts.
    """
    now = int(ask.on[:4])
    first = first or now - BEFORE
    last = first + BEFORE + AHEAD
    mine = set(ours().values_list("pk", flat=True))
    lines: dict[tuple[int, str], Line] = {}
    for record, how in _records(ask):
        holder = record.candidate if isinstance(record, Candidacy) else record.holder
        start, end, is_open = span(record, now, last)
        if start > last or end < first:
            continue
        line = lines.setdefault(
            (record.body_id, record.kind),
            Line(record.body, record.kind, record.get_kind_display(), years={y: [] for y in range(first, last + 1)}),
        )
        if isinstance(record, Seat):
            line.rotates = record.rotational if line.rotates is None else line.rotates
        if isinstance(record, Turn):
            line.rotates = True
        line.records.append(record)
        mark = Mark(how, holder, holder.pk in mine, record, is_open)
        for year in range(max(start, first), min(end, last) + 1):
            _place(line.years[year], _dated(mark, year, now))
    found = sorted(lines.values(), key=lambda one: (_sort(one.body), one.body.pk, LEADING.index(one.kind)))
    if only_ours:
        found = [one for one in found if any(mark.is_ours for marks in one.years.values() for mark in marks)]
    return Rotation(first, last, now, found)


def _records(ask: Ask) -> Iterator[tuple[Any, str]]:
    """What is decided comes before what is expected, so that a turn that came about is shown once."""
    name = f"body__sort_{language()}"
    held = policy.seats_visible_to(ask.person).filter(kind__in=LEADING)
    held = held.begun(ask.on) if ask.past else held
    for seat in held.select_related("body", "holder", "source").order_by(name, "starts_on", "id"):
        yield seat, "held"
    if ask.past:
        return
    for turn in expected(ask.person):
        yield turn, "expected"
    standing = policy.candidacies_visible_to(ask.person).filter(
        side=Side.OURS, state__in=STANDING, term_starts_on__isnull=False, kind__in=LEADING
    )
    for candidacy in standing.select_related("body", "candidate").order_by("term_starts_on", "id"):
        yield candidacy, "standing"


def expected(person: Any) -> QuerySet[Turn]:
    """The turns still expected, in their order. One query."""
    found = policy.turns_visible_to(person).filter(state=TurnState.EXPECTED, kind__in=LEADING)
    return found.select_related("body", "holder", "source").order_by("starts_on", "id")


def span(record: Any, now: int, last: int) -> tuple[int, int, bool]:
    """The first and last year of a record, and whether nobody knows its end."""
    if isinstance(record, Candidacy):
        begins = record.term_starts_on.year if record.term_starts_on else now
        return begins, record.term_ends_on.year if record.term_ends_on else begins, record.term_ends_on is None
    begun = record.starts_on if record.starts_on not in UNKNOWN else record.as_of
    start = int(begun[:4]) if begun not in UNKNOWN else now
    if record.ends_on not in UNKNOWN:
        return start, PartialDate(record.ends_on).last.year, False
    permanent = getattr(record, "rotational", None) is False
    return start, last if permanent else max(start, now), not permanent


def _dated(mark: Mark, year: int, now: int) -> Mark:
    """A seat in a year to come is decided and not yet held."""
    if mark.how == "held" and year > now:
        return Mark("decided", mark.holder, mark.is_ours, mark.record, mark.open_ended)
    return mark


def _place(marks: list[Mark], mark: Mark) -> None:
    """Who has a year once is not told twice: two sources may say the same."""
    if all(one.holder != mark.holder for one in marks):
        marks.append(mark)


def _sort(body: Body) -> str:
    return str(getattr(body, f"sort_{language()}"))


# ── Single turns ──────────────────────────────────────────────────────────────────────────────────


def turns(ask: Ask) -> QuerySet[Turn]:
    """Every turn on record. Unordered, one query."""
    return policy.turns_visible_to(ask.person).select_related("body", "holder", "seat", "source")


def turn(person: Any, pk: int) -> QuerySet[Turn]:
    """One turn with its body and holder, as a queryset of one or none."""
    return policy.turns_visible_to(person).filter(pk=pk).select_related("body", "holder", "source")


def other_turns(turn: Turn) -> Iterable[Turn]:
    """The other expected turns of the same seat, whoever may see them: rules ask, not people."""
    same = Turn.objects.filter(body=turn.body, kind=turn.kind, state=TurnState.EXPECTED).exclude(pk=turn.pk)
    return same.select_related("holder").order_by("id")


def turns_of_body(ask: Ask, body: Body) -> list[Turn]:
    """The turns of a body, those to come first. One query."""
    found = policy.turns_visible_to(ask.person).filter(body=body)
    return list(found.select_related("holder", "source").order_by("starts_on", "id"))
