"""Draw the world map that pages colour: run once, and again when its source or the list of countries changes.

    python scripts/map.py countries-50m.json

The argument is ``countries-50m.json`` of world-atlas 2.0.2 (Natural Earth 1:50m as TopoJSON). The result is
``world.json`` in the reference room: Equal Earth, 960 wide, one decimal, Antarctica left out. A square
pixel is about 1,400 km2 everywhere, because the projection keeps areas true.
"""

import csv
import itertools
import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "src/entente/foundation/reference/data"
WIDTH = 960  # pixels
NORTH, SOUTH = 83.7, -58.0  # degrees: from the tip of Ellesmere Island to below Cape Horn
CUT = -168.6  # degrees: the map is cut open in Bering Strait, so that no country is torn
SMALL = 7.0  # square pixels, about 10,000 km2: a country below this gets a dot that can be seen and clicked
TOLERANCE = 0.15  # pixels: a point nearer than this to the line between its neighbours is left out
ISLET = 0.15  # square pixels: a ring below this is left out unless it is the country's largest

Point = tuple[float, float]
Ring = list[int]  # numbers of arcs; ~n is arc n walked backwards

# Shapes that carry no number in the source. The map follows the Government of Canada, which recognizes Kosovo
# and neither Northern Cyprus nor Somaliland as a state.
UNNUMBERED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO", "Indian Ocean Ter.": "CX"}

# Parts that the source draws with another country: (drawn with, west, east, south, north, belongs to).
# Overseas departments and islands have a code of their own; Crimea is part of Ukraine.
PARTS = [
    ("RU", 32.0, 37.0, 44.0, 46.6, "UA"),
    ("FR", -55.0, -51.0, 2.0, 6.0, "GF"),
    ("FR", -62.0, -60.9, 15.7, 16.6, "GP"),
    ("FR", -61.3, -60.7, 14.3, 15.0, "MQ"),
    ("FR", 55.0, 56.0, -21.5, -20.7, "RE"),
    ("FR", 45.0, 45.4, -13.1, -12.6, "YT"),
    ("NO", 10.0, 35.0, 74.0, 81.0, "SJ"),
    ("NO", -10.0, -7.0, 70.0, 72.0, "SJ"),
    ("NO", 3.0, 4.0, -55.0, -54.0, "BV"),
    ("NL", -69.0, -62.0, 12.0, 18.0, "BQ"),
    ("CX", 96.0, 97.5, -13.0, -11.0, "CC"),
]

# The source gives Morocco the west of Western Sahara. The territory begins at the parallel of 27°40' North.
SAHARA = 27.667  # degrees

# Places too small for the source (longitude, latitude).
PLACES = {
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CX": (105.6, -10.5),
    "GI": (-5.35, 36.14),
    "GP": (-61.5, 16.2),
    "MQ": (-61.0, 14.65),
    "TK": (-171.8, -9.2),
    "TV": (179.2, -8.5),
    "UM": (166.6, 19.3),
    "YT": (45.15, -12.8),
}


def equal_earth(longitude: float, latitude: float) -> Point:
    """A place in degrees as x and y in radians, y upwards (Šavrič, Patterson and Jenny, 2018)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = 9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta) / (3 * slope)
    return x, theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)


SCALE = WIDTH / (2 * equal_earth(180, 0)[0])  # pixels a radian
TOP = equal_earth(0, NORTH)[1]
HEIGHT = math.ceil((TOP - equal_earth(0, SOUTH)[1]) * SCALE)


def pixel(longitude: float, latitude: float) -> Point:
    """A place on the page, to a tenth of a pixel. The middle of the page is half the world from the cut."""
    x, y = equal_earth(longitude - CUT - 180, latitude)
    return round(WIDTH / 2 + x * SCALE, 1), round((TOP - y) * SCALE, 1)


def turned(longitude: float) -> float:
    """A longitude counted eastwards from the cut."""
    return longitude + 360 if longitude < CUT else longitude


def degrees(topology: dict[str, Any]) -> list[list[Point]]:
    """The source's arcs as longitude and latitude: they come as whole steps from point to point."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        arc = []
        for step in steps:
            x, y = x + step[0], y + step[1]
            arc.append((x * kx + dx, y * ky + dy))
        arcs.append(arc)
    return arcs


def walked(ring: Ring, arcs: list[list[Point]]) -> list[Point]:
    """The points of a ring, each once."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    """A geometry's polygons, each an outer ring and its holes."""
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]


def owner(code: str, polygon: list[Ring], arcs: list[list[Point]]) -> str:
    """The code a polygon belongs to, when the source draws it with another."""
    outer = walked(polygon[0], arcs)
    x, y = (sum(values) / len(outer) for values in zip(*outer, strict=True))
    for drawn_with, west, east, south, north, belongs_to in PARTS:
        if code == drawn_with and west <= x <= east and south <= y <= north:
            return belongs_to
    return code


def dissolved(rings: list[Ring], arcs: list[list[Point]]) -> list[Ring]:
    """The rings without the lines that run between two of them, joined again where they were cut."""
    used = {number for ring in rings for number in ring}
    inner = {number for number in used if ~number in used}
    if not inner:
        return rings
    whole = [ring for ring in rings if not inner & set(ring)]
    loose = [number for ring in rings if inner & set(ring) for number in ring if number not in inner]
    while loose:
        ring = [loose.pop(0)]
        while (end := walked(ring, arcs)[-1]) != walked(ring, arcs)[0]:
            ring.append(loose.pop(next(i for i, n in enumerate(loose) if walked([n], arcs)[0] == end)))
        whole.append(ring)
    return whole


def area(points: list[Point]) -> float:
    """The area inside a closed line, in the square of its unit; negative when it runs the other way."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def centre(points: list[Point]) -> Point:
    """The centre of gravity of a closed line's inside; of the points themselves when there is no inside."""
    if not (size := area(points)):
        return points[0]
    pairs = list(zip(points, [*points[1:], points[0]], strict=True))
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in pairs)
    return round(x / (6 * size), 1), round(y / (6 * size), 1)


def thinned(arcs: list[list[Point]]) -> list[list[Point]]:
    """Arcs on the page, with only the points that matter: both neighbours of a border lose the same ones."""
    return [simplified([pixel(*place) for place in uncut(arc)]) for arc in arcs]


def uncut(arc: list[Point]) -> list[Point]:
    """The arc counted from the cut, or as it is when the cut would tear it (two islands of Alaska)."""
    moved = [(turned(longitude), latitude) for longitude, latitude in arc]
    torn = any(abs(here[0] - there[0]) > 180 for here, there in itertools.pairwise(moved))
    return arc if torn else moved


def simplified(points: list[Point]) -> list[Point]:
    """A line without the points that nobody would miss (Douglas and Peucker, 1973). Both ends stay."""
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        off = [distance(point, points[first], points[last]) for point in points[first + 1 : last]]
        if off and max(off) > TOLERANCE:
            far = first + 1 + off.index(max(off))
            kept.add(far)
            spans += [(first, far), (far, last)]
    return [points[at] for at in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line that joins two others, in pixels."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / (dx * dx + dy * dy or 1)
    along = min(max(along, 0), 1)
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def short(number: float) -> str:
    """A number of tenths as SVG likes it: no needless zero."""
    text = f"{number:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else "0" if text == "-0" else text


def path(rings: Iterable[list[Point]]) -> str:
    """Rings as one SVG path: a starting point, then steps."""
    drawn = ""
    for points in rings:
        steps = [f"{short(x2 - x1)},{short(y2 - y1)}" for (x1, y1), (x2, y2) in itertools.pairwise(points)]
        drawn += f"M{short(points[0][0])},{short(points[0][1])}l{' '.join(steps)}Z"
    return drawn.replace(",-", "-").replace(" -", "-")


def visible(rings: list[list[Point]]) -> list[list[Point]]:
    """The rings worth drawing, largest first, without the point that closes them."""
    rings = sorted((ring[:-1] for ring in rings), key=lambda ring: -abs(area(ring)) if len(ring) > 2 else 0)
    return [ring for at, ring in enumerate(rings) if len(ring) > 2 and (at == 0 or abs(area(ring)) >= ISLET)]


def by_code(
    topology: dict[str, Any], codes: dict[str, str], arcs: list[list[Point]]
) -> Iterator[tuple[str, list[Ring]]]:
    """Each code with its rings; ``none`` for what belongs to no code."""
    found: dict[str, list[Ring]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        number, name = geometry.get("id"), geometry["properties"]["name"]
        code = codes[number] if number else UNNUMBERED.get(name, "none")
        code = "MA" if code == "EH" else code
        for polygon in polygons(geometry):
            found.setdefault(owner(code, polygon, arcs), []).extend(polygon)
    found.pop("AQ", None)
    for code in sorted(found):
        yield code, dissolved(found[code], arcs)


def cut_along(parallel: float, ring: list[Point]) -> tuple[list[Point], list[Point]]:
    """A closed line as what lies north and what lies south of a parallel (Sutherland and Hodgman, 1974)."""
    y = pixel(0, parallel)[1]
    north: list[Point] = []
    south: list[Point] = []
    for here, there in itertools.pairwise(ring):
        (north if here[1] <= y else south).append(here)
        if (here[1] <= y) != (there[1] <= y):
            x = here[0] + (y - here[1]) * (there[0] - here[0]) / (there[1] - here[1])
            north.append((round(x, 1), y))
            south.append((round(x, 1), y))
    return [*north, *north[:1]], [*south, *south[:1]]


def outlines(topology: dict[str, Any], codes: dict[str, str]) -> Iterator[tuple[str, list[list[Point]]]]:
    """Each code with its closed lines on the page."""
    arcs = degrees(topology)
    page = thinned(arcs)
    for code, rings in by_code(topology, codes, arcs):
        lines = [walked(ring, page) for ring in rings]
        if code == "MA":
            halves = [cut_along(SAHARA, line) for line in lines]
            yield "EH", [south for _north, south in halves if south]
            lines = [north for north, _south in halves if north]
        yield code, lines


def draw(topology: dict[str, Any], countries: list[dict[str, str]]) -> dict[str, Any]:
    """The map: one path a code, and a dot for each that is too small to see or to click."""
    codes = {row["m49"]: row["code"] for row in countries if row["m49"] and not row["ends_on"]}
    shapes: dict[str, str] = {}
    dots = {code: pixel(turned(longitude), latitude) for code, (longitude, latitude) in PLACES.items()}
    for code, lines in outlines(topology, codes):
        drawn = visible(lines)
        if drawn:
            shapes[code] = path(drawn)
        if code != "none" and sum(abs(area(line)) for line in drawn) < SMALL:
            dots[code] = centre(max(lines, key=lambda line: abs(area(line))))
    shapes = dict(sorted(shapes.items()))
    return {"width": WIDTH, "height": HEIGHT, "shapes": shapes, "dots": dict(sorted(dots.items()))}


def main(source: str) -> None:
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as lines:
        countries = list(csv.DictReader(lines))
    world = draw(json.loads(Path(source).read_text(encoding="utf-8")), countries)
    text = json.dumps(world, ensure_ascii=False, separators=(",", ":"))
    (DATA / "world.json").write_text(text.replace('","', '",\n"') + "\n", encoding="utf-8")
    print(f"{len(world['shapes'])} shapes, {len(world['dots'])} dots, {len(text) // 1000} kB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
