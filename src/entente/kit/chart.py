"""Where the lines of a small picture go: figures over time as columns, or as a line when there are many.

Geometry only; a template draws it as SVG and puts the table beside it. Lengths are in the units of the view
box.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

WIDTH, HEIGHT = 520, 220
LEFT, RIGHT, TOP, BOTTOM = 64, 8, 14, 26
COLUMNS_AT_MOST = 16
"""More points than this are drawn as a line: columns would get too thin to tell apart."""
SLOTS_AT_MOST = 32
"""Years without one keep an empty place up to this many; then points stand side by side."""
LABEL_WIDTH = 38
STEPS = tuple(map(Decimal, ("0.2", "0.25", "0.5", "1", "2", "2.5")))


@dataclass(frozen=True, slots=True)
class Point:
    """One time: its label, its figure in digits and words, whether it is foreseen, other figures."""

    label: str
    value: Decimal
    said: str
    foreseen: bool = False
    others: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One point as it is drawn: a column from the base, and a stroke across for each other figure."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    said: str
    foreseen: bool
    strokes: tuple[float, ...]

    @property
    def right(self) -> float:
        """The right edge."""
        return round(self.x + self.width, 1)


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawn series. ``ticks`` are ``(height, words)``; ``line`` is empty where columns are drawn."""

    columns: tuple[Column, ...]
    ticks: tuple[tuple[float, str], ...]
    line: str
    base: float
    has_foreseen: bool
    has_others: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT


def over_time(points: Sequence[Point], spoken: Callable[[Decimal], str]) -> Chart:
    """The picture of a series in the order of its points. ``spoken`` writes a figure beside the scale.

    Raises ``ValueError`` for less than two points: that is no series.
    """
    if len(points) < 2:
        raise ValueError("A series has two points at least.")
    highest = max(value for point in points for value in (point.value, *point.others))
    lowest = min(Decimal(0), *(value for point in points for value in (point.value, *point.others)))
    ticks = scale(lowest, highest)
    bottom, top = ticks[0], ticks[-1]
    base_line = HEIGHT - BOTTOM

    def height_of(value: Decimal) -> float:
        return round(base_line - float((value - bottom) / (top - bottom)) * (base_line - TOP), 1)

    places = slots(points)
    room = (WIDTH - LEFT - RIGHT) / (places[-1] + 1)
    thick, zero = min(room * 0.68, 44.0), height_of(Decimal(0))
    spoken_each = max(1, -(-LABEL_WIDTH // room))
    columns = []
    for at, point in zip(places, points, strict=True):
        middle, y = LEFT + (at + 0.5) * room, height_of(point.value)
        labelled = room >= LABEL_WIDTH or at % spoken_each == 0
        columns.append(
            Column(
                x=round(middle - thick / 2, 1),
                y=min(y, zero),
                width=round(thick, 1),
                height=round(abs(zero - y), 1),
                middle=round(middle, 1),
                label=point.label if labelled else "",
                said=point.said,
                foreseen=point.foreseen,
                strokes=tuple(height_of(other) for other in point.others),
            )
        )
    return Chart(
        columns=tuple(columns),
        ticks=tuple((height_of(tick), spoken(tick)) for tick in ticks),
        line=" ".join(f"{c.middle},{height_of(p.value)}" for c, p in zip(columns, points, strict=True))
        if len(points) > COLUMNS_AT_MOST
        else "",
        base=zero,
        has_foreseen=any(point.foreseen for point in points),
        has_others=any(point.others for point in points),
    )


def slots(points: Sequence[Point]) -> list[int]:
    """Which place each point takes: by year, places left empty for years without one, where that fits."""
    years = [int(point.label) if point.label.isdigit() else None for point in points]
    known = [year for year in years if year is not None]
    if len(known) == len(points) and known == sorted(set(known)) and known[-1] - known[0] < SLOTS_AT_MOST:
        return [year - known[0] for year in known]
    return list(range(len(points)))


def scale(lowest: Decimal, highest: Decimal) -> list[Decimal]:
    """Three to seven round figures that enclose the series; zero is among them when ``lowest`` is not above
    it.
    """
    span = (highest - lowest) or Decimal(1)
    size = Decimal(10) ** span.adjusted()
    step = next(size * part for part in STEPS if span <= size * part * 5)
    first = int((lowest / step).to_integral_value(ROUND_FLOOR))
    last = max(int((highest / step).to_integral_value(ROUND_CEILING)), first + 1)
    return [step * number for number in range(first, last + 1)]
