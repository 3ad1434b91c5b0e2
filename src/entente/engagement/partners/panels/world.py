"""The partners of an edition on a map: a class and a pattern a tier, a link a partner, a table beside it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from entente.engagement.framework.models import Edition
from entente.foundation.reference import queries as reference
from entente.kit import gaps

from ..models import Standing
from ..queries import Group, day_of

PATTERNS = 6  # drawings that stay apart in grey; a seventh tier begins again
NUMBER = re.compile(r"-?\d*\.?\d+")
ROOM = (13, 11)  # width and height in pixels that a number needs inside a shape


@dataclass(frozen=True, slots=True)
class Place:
    """One partner on the map: its shape or, for a small one, its dot; its number where there is room."""

    standing: Standing
    name: str
    tier: str
    css: str
    number: str
    fill: str = ""  # the pattern's id; plain tiers are filled by the style sheet
    shape: str = ""
    dot: tuple[str, str] | None = None  # texts: a French page would write decimal commas
    label: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One partner in the table beside the map, or one line of the legend when ``standing`` is absent."""

    group: Group
    css: str
    fill: str
    tier: str
    standings: tuple[tuple[Standing, str, bool], ...]  # partner's standing, its name, whether it is on the map


def picture(edition: Edition, groups: Iterable[Group]) -> dict[str, Any]:
    """What the map page draws: places, the legend with its table, and where most partners are."""
    day, groups = day_of(edition), [group for group in groups if group.standings]
    world = reference.world()
    rows = [_row(group, day, world) for group in groups]
    places = [_place(row, standing, name, world) for row in rows for standing, name, mapped in row.standings if mapped]
    return {
        "edition": edition,
        "width": world["width"],
        "height": world["height"],
        "places": sorted(places, key=lambda one: one.dot is not None),
        "rows": rows,
        "total": sum(len(row.standings) for row in rows),
        "answer": answer(rows),
        "out": any(not standing.in_scope for row in rows for standing, _name, _mapped in row.standings),
    }


def answer(rows: Iterable[Row]) -> str:
    """Where the partners are, most first: “Europe 7, Asia 5, on no map 1”."""
    counted: Counter[str] = Counter()
    for row in rows:
        for standing, _name, mapped in row.standings:
            country = standing.partner.country
            region = country.region if country else None
            counted[str(region.name) if mapped and region else _("on no map")] += 1
    return ", ".join(f"{where}\u00a0{many}" for where, many in counted.most_common())


def _row(group: Group, day: str, world: dict[str, Any]) -> Row:
    named = tuple(
        (standing, str(standing.partner.name_on(day)), _code(standing) in world["shapes"] | world["dots"])
        for standing in group.standings
    )
    drawing = (group.tier.position - 1) % PATTERNS + 1 if group.tier else 0
    fill = f"p{drawing}" if drawing > 1 else ""
    return Row(group, f"tier-{drawing}", fill, _tier(group), named)


def _tier(group: Group) -> str:
    return str(group.tier.name) if group.tier else str(gaps.GAPS.get(group.gap, _("No tier")))


def _code(standing: Standing) -> str:
    return standing.partner.country.code if standing.partner.country else ""


def _place(row: Row, standing: Standing, name: str, world: dict[str, Any]) -> Place:
    code = _code(standing)
    dot, shape = world["dots"].get(code), world["shapes"].get(code, "")
    return Place(
        standing=standing,
        name=name,
        tier=row.tier,
        css=row.css if standing.in_scope else f"{row.css} out",
        number=row.group.number,
        fill=row.fill,
        shape="" if dot else shape,
        dot=(str(dot[0]), str(dot[1])) if dot else None,
        label=None if dot else middle(shape),
    )


@lru_cache(maxsize=512)
def middle(shape: str) -> tuple[str, str] | None:
    """The centre of a shape's largest ring, or nothing where a number would not fit in it.

    ``shape`` is a path of absolute beginnings and relative steps (``M1,2l3,4 5,6Z``). Pixels.
    """
    rings = [ring for part in shape.split("M")[1:] if len(ring := _points(part)) > 2]
    if not rings:
        return None
    area, ring = max((abs(_area(ring)), ring) for ring in rings)
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    if max(xs) - min(xs) < ROOM[0] or max(ys) - min(ys) < ROOM[1] or not area:
        return None
    turned = _area(ring)
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * turned)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * turned)
    return f"{x:.1f}", f"{y:.1f}"


def _points(part: str) -> list[tuple[float, float]]:
    numbers = [float(one) for one in NUMBER.findall(part)]
    x, y = 0.0, 0.0
    points = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=False):
        x, y = x + dx, y + dy
        points.append((x, y))
    return points


def _area(ring: list[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


@lru_cache(maxsize=1)
def land() -> str:
    """The land under every map, as one picture that a browser keeps: an SVG text."""
    world = reference.world()
    shapes = ((shape,) for shape in world["shapes"].values())
    paths = format_html_join("", '<path d="{}"/>', shapes)
    size = f'viewBox="0 0 {world["width"]} {world["height"]}" width="{world["width"]}" height="{world["height"]}"'
    ink = 'fill="#8a939d" fill-opacity=".22" stroke="#8a939d" stroke-opacity=".55" stroke-width=".4"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><g {ink}>{paths}</g></svg>'
