"""Forums and the bodies under them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body
from . import bodies
from .editions import LAST


@dataclass(slots=True)
class Node:
    """A body and what stands under it."""

    body: Any
    parts: list["Node"] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many bodies stand under it, at any depth."""
        return sum(1 + part.count for part in self.parts)


def tree(ask: Ask) -> tuple[list[Node], list[Node]]:
    """The trees of bodies abroad, then those at home, on the day, by name. One query.

    Each body carries ``is_first``: whether the edition asked about puts it first. A body whose forum the person may
    not see, or which was gone by then, stands as a tree of its own.
    """
    nodes = {one.pk: Node(one) for one in bodies(ask).order_by(f"sort_{language()}", "id")}
    for node in nodes.values():
        node.body.is_first = node.body.rank < LAST
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.body.parent_id)
        (above.parts if above else roots).append(node)
    return [one for one in roots if not one.body.home], [one for one in roots if one.body.home]


def with_parts(ask: Ask) -> QuerySet[Body]:
    """Bodies with others under them on the day, by name. One query."""
    there = policy.visible_to(ask.person).on(ask.on)
    below = there.filter(parent=OuterRef("pk"))
    return there.filter(Exists(below)).order_by(f"sort_{language()}", "id")


def under(rows: QuerySet[Any], key: str, path: str = "pk") -> QuerySet[Any]:
    """What belongs to a body or to anything under it. ``path`` is the column of the body. One more query."""
    return rows.filter(**{f"{path}__in": line_under(key)})


def line_under(key: str) -> list[int]:
    """Primary keys of a body and of all that stand under it; none for an unknown key. One query."""
    parts: dict[int | None, list[int]] = defaultdict(list)
    waiting = []
    for pk, above, own in Body.objects.values_list("pk", "parent", "key").order_by("id"):
        parts[above].append(pk)
        if own == key:
            waiting.append(pk)
    found: list[int] = []
    while waiting:
        found.append(one := waiting.pop())
        waiting += [part for part in parts[one] if part not in found]
    return found


def line_above(body: Body | None) -> list[int]:
    """Primary keys of a body and of those it stands under. One query."""
    above = dict(Body.objects.values_list("pk", "parent").order_by("id"))
    found: list[int] = []
    at = body.pk if body else None
    while at is not None and at not in found:
        found.append(at)
        at = above.get(at)
    return found


def size(nodes: Iterable[Node]) -> int:
    """How many bodies some trees hold, their roots included."""
    return sum(1 + node.count for node in nodes)
