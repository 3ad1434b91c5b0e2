"""Two editions side by side: what came, went and changed, and which partners moved tier."""

from collections import Counter
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.db.models import QuerySet

from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Partner, Standing, Tier
from entente.foundation.people.policy import markings_for
from entente.kit.table import Ask


@dataclass(frozen=True, slots=True)
class Movement:
    """One partner's grade before and after. ``change`` is ``came``, ``went``, ``changed`` or ``same``."""

    partner: Partner
    before: Standing | None
    after: Standing | None

    @property
    def change(self) -> str:
        if self.before is None:
            return "came"
        if self.after is None:
            return "went"
        return "same" if self.grade(self.before) == self.grade(self.after) else "changed"

    @staticmethod
    def grade(standing: Standing | None) -> str:
        """The tier's name, a mark, or nothing: two editions' tiers are the same when they are called the same."""
        if standing is None:
            return ""
        return str(standing.tier.name_en) if standing.tier else standing.tier_gap


def movements(ask: Ask, before: Edition, after: Edition) -> list[Movement]:
    """Every partner that either edition grades, by its grade before, then after. One query."""
    standings = (
        Standing.objects.filter(edition__in=[before, after], partner__marking__in=markings_for(ask.person))
        .select_related("partner", "tier", "source")
        .order_by("tier__position", "position", "id")
    )
    pairs: dict[int, dict[int, Standing]] = {}
    for standing in standings:
        pairs.setdefault(standing.partner_id, {})[standing.edition_id] = standing
    return [
        Movement(next(iter(pair.values())).partner, pair.get(before.pk), pair.get(after.pk)) for pair in pairs.values()
    ]


@dataclass(frozen=True, slots=True)
class Band:
    """A flow of partners between two grades, for the picture."""

    left: str
    right: str
    names: list[str]


def tiers(edition: Edition) -> QuerySet[Tier]:
    """The edition's own grades in its order."""
    return edition.tiers.order_by("position", "id")


def bands(found: list[Movement]) -> list[Band]:
    """The movements gathered into flows, in the order they were met."""
    flows: dict[tuple[str, str], list[str]] = {}
    for one in found:
        flows.setdefault((Movement.grade(one.before), Movement.grade(one.after)), []).append(str(one.partner.name))
    return [Band(left, right, names) for (left, right), names in flows.items()]


def tally(found: list[Movement]) -> dict[str, int]:
    """How many partners came, went, changed and stayed."""
    counts: Counter[str] = Counter(one.change for one in found)
    return {change: counts[change] for change in ("came", "went", "changed", "same")}


@dataclass(frozen=True, slots=True)
class Flow:
    """One ribbon of the picture in pixels: an SVG path, its words, and its kind of change."""

    path: str
    words: str
    change: str


@dataclass(frozen=True, slots=True)
class Block:
    """One grade of one edition in the picture: a bar with its name and count."""

    x: int
    y: int
    height: int
    name: Any
    count: int
    side: str

    @property
    def lines(self) -> list[tuple[int, str]]:
        """The name with its count, in lines that fit beside the bar: where each stands, and its words."""
        words = wrap(f"{self.name} ({self.count})", LETTERS)
        return [(self.y + 12 + at * LINE, line) for at, line in enumerate(words)]


UNIT = 14  # pixels a partner takes in height
GAP = 22  # pixels between two grades
WIDTH, SIDE = 1080, 300  # pixels of the picture, and of the room for names at each side
LETTERS, LINE = 36, 18  # what a line of a name holds, and pixels from line to line
BAR, TOP = 12, 30  # pixels a grade's bar is wide, and of the room above


def picture(found: list[Movement], said: dict[str, str]) -> dict[str, Any]:
    """The flows between the two editions' grades as an SVG's geometry.

    ``said`` gives the words for grades: ``""`` for “not in this edition”, marks, and tiers in the reader's language.
    """
    flows = bands(found)
    lefts, rights = _heights(flows, "left"), _heights(flows, "right")
    left_at, right_at = _places(lefts), _places(rights)
    blocks = [Block(SIDE, left_at[g], n * UNIT, said.get(g, g), n, "left") for g, n in lefts.items()]
    blocks += [Block(WIDTH - SIDE - BAR, right_at[g], n * UNIT, said.get(g, g), n, "right") for g, n in rights.items()]
    from_y, to_y, ribbons = dict(left_at), dict(right_at), []
    for band in sorted(flows, key=lambda one: (left_at[one.left], right_at[one.right])):
        height = len(band.names) * UNIT
        x1, x2, y1, y2 = SIDE + BAR, WIDTH - SIDE - BAR, from_y[band.left], to_y[band.right]
        middle = (x1 + x2) // 2
        path = (
            f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}L{x2} {y2 + height}"
            f"C{middle} {y2 + height} {middle} {y1 + height} {x1} {y1 + height}Z"
        )
        change = (
            "came" if not band.left else "went" if not band.right else "same" if band.left == band.right else "changed"
        )
        words = f"{said.get(band.left, band.left)} → {said.get(band.right, band.right)}: {', '.join(band.names)}"
        ribbons.append(Flow(path, words, change))
        from_y[band.left] += height
        to_y[band.right] += height
    bottom = max((block.y + block.height for block in blocks), default=TOP)
    return {"blocks": blocks, "flows": ribbons, "width": WIDTH, "height": bottom + GAP}


def _heights(flows: list[Band], side: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for band in flows:
        grade = getattr(band, side)
        counts[grade] = counts.get(grade, 0) + len(band.names)
    return dict(sorted(counts.items(), key=lambda one: one[0] == ""))  # those outside stand last


def _places(counts: dict[str, int]) -> dict[str, int]:
    at, places = TOP, {}
    for grade, count in counts.items():
        places[grade] = at
        at += count * UNIT + GAP
    return places
