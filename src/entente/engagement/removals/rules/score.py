"""How well a country cooperates in a period, worked out from what was counted: a pure function, its formula dated.

The formula is ours: no public source has one (research on needs, F9). What it may not do is choose between two figures
that contradict each other: then it says from where to where the score runs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from ..models import Measure, Temper

FORMULA_OF = date(2026, 11, 27)
"""The day from which the formula below stands. A changed weight is a new day."""
WEIGHTS = {"issued": 50, "speed": 20, "not_refused": 20, "reaction": 10}
"""Out of a hundred: what a document issued, a quick one, one not refused, and the answer to a lever weigh."""
QUICK, SLOW = 15, 180
"""Days: a median of 15 or less counts fully for speed, one of 180 or more for nothing; between them in proportion."""
TEMPERS = {Temper.COOPERATES: 1.0, Temper.PROMISES: 0.5, Temper.UNMOVED: 0.0, Temper.HARDENS: 0.0}
"""What each reaction counts for; those of a period are averaged."""
COMBINATIONS_AT_MOST = 256
"""Contradicting figures are combined with each other; beyond this only the lowest and the highest of each."""
Figures = Mapping[str, Sequence[Decimal]]


@dataclass(frozen=True, slots=True)
class Score:
    """Between 0 and 100. ``low`` and ``high`` differ where sources do; ``missing`` are the parts not known."""

    low: int
    high: int
    missing: tuple[str, ...]

    @property
    def is_range(self) -> bool:
        """Whether sources that contradict each other leave it open."""
        return self.low != self.high


def score(figures: Figures, tempers: Sequence[str]) -> Score | None:
    """The score of a period, or nothing where it is not known how many documents were asked for and issued.

    Args:
        figures: what each measure counted, every value that stands for it.
        tempers: how the country took the levers whose reaction was noted in the period.

    Parts that are not known are left out, and the weights of the others count for more: ``missing`` names them. No
    document asked for means no score: nobody could cooperate or refuse.
    """
    measures = (Measure.ASKED, Measure.ISSUED, Measure.REFUSED, Measure.DAYS)
    choices = [_bounded(figures.get(measure, ())) or [None] for measure in measures]
    found = [one for given in product(*choices) if (one := _one(given, tempers)) is not None]
    if not found:
        return None
    values = [value for value, _missing in found]
    return Score(min(values), max(values), found[0][1])


def _bounded(values: Sequence[Decimal]) -> list[Decimal | None]:
    distinct = sorted(set(values))
    if len(distinct) ** 4 > COMBINATIONS_AT_MOST:
        return [distinct[0], distinct[-1]]
    return [*distinct]


def _one(given: tuple[Decimal | None, ...], tempers: Sequence[str]) -> tuple[int, tuple[str, ...]] | None:
    asked, issued, refused, days = given
    if not asked or issued is None:
        return None
    parts: dict[str, float | None] = {
        "issued": _within(float(issued / asked)),
        "speed": None if days is None else _within((SLOW - float(days)) / (SLOW - QUICK)),
        "not_refused": None if refused is None else _within(1 - float(refused / asked)),
        "reaction": sum(TEMPERS[Temper(one)] for one in tempers) / len(tempers) if tempers else None,
    }
    known = {name: part for name, part in parts.items() if part is not None}
    weight = sum(WEIGHTS[name] for name in known)
    value = 100 * sum(WEIGHTS[name] * part for name, part in known.items()) / weight
    return round(value), tuple(name for name, part in parts.items() if part is None)


def _within(share: float) -> float:
    """Never above one: documents asked for earlier may be issued in this period."""
    return min(max(share, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Line:
    """One period of a country: every figure that stands, by measure, and the score where it is known."""

    first: date
    last: date
    figures: dict[str, list[Any]]
    tempers: tuple[str, ...]
    score: Score | None

    def numbers(self, measure: str) -> list[Decimal]:
        """What was said of a measure, each number once, the lowest first."""
        return sorted({one.number for one in self.figures.get(measure, [])})

    def contradicts(self, measure: str) -> bool:
        """Whether sources say different things of a measure."""
        return len(self.numbers(measure)) > 1


def line(first: date, last: date, figures: Iterable[Any], reactions: Iterable[Any]) -> Line:
    """One period of a country. ``figures`` are those of the period; reactions outside it are left out.

    Of several reactions to one use of a lever the last one noted in the period counts (``models.Reaction``).
    """
    by_measure: dict[str, list[Any]] = {}
    for one in figures:
        by_measure.setdefault(one.measure, []).append(one)
    within = sorted((one for one in reactions if first <= one.noted_on <= last), key=lambda one: (one.noted_on, one.pk))
    tempers = tuple({one.use_id: one.temper for one in within}.values())
    values = {measure: [one.number for one in found] for measure, found in by_measure.items()}
    return Line(first, last, by_measure, tempers, score(values, tempers))


def trend(figures: Iterable[Any], reactions: Iterable[Any]) -> list[Line]:
    """Every period for which a country has figures, the latest first; a longer one after the shorter ones in it."""
    spans: dict[tuple[date, date], list[Any]] = {}
    for one in figures:
        spans.setdefault((one.starts_on, one.ends_on), []).append(one)
    reactions = list(reactions)
    ordered = sorted(spans, key=lambda span: (span[1], span[0]), reverse=True)
    return [line(first, last, spans[first, last], reactions) for first, last in ordered]
