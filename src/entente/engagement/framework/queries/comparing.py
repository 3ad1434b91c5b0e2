"""What came, went and changed between two editions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from entente.kit.bilingual import fold

from ..models import Edition, Element
from .parts import in_reading_order

LOOKED_AT = ("title_en", "title_fr", "text_en", "text_fr", "owner_id")


@dataclass(frozen=True, slots=True)
class Pair:
    """The same element in two editions, and the columns that differ (``parent`` when it moved under another)."""

    old: Element
    new: Element
    changed: tuple[str, ...]


@dataclass(slots=True)
class Compared:
    """Two editions side by side; each list in the order in which its elements were given."""

    came: list[Element] = field(default_factory=list)
    went: list[Element] = field(default_factory=list)
    changed: list[Pair] = field(default_factory=list)
    same: list[Pair] = field(default_factory=list)


def compared(old: Edition, new: Edition) -> Compared:
    """Two editions side by side, each element with its source and office. Two queries."""
    before, after = (
        edition.elements.select_related("source", "owner").order_by("position", "id") for edition in (old, new)
    )
    return matched(_in_order(before), _in_order(after))


def _in_order(elements: Iterable[Element]) -> list[Element]:
    return sorted(elements, key=lambda one: in_reading_order(one.kind))


def matched(old: Iterable[Element], new: Iterable[Element]) -> Compared:
    """Match the elements of two editions by kind and title, then say what became of each.

    Titles are folded (case and accents do not matter). An element is matched with one of the same kind, title and
    parent; failing that, with one of the same kind and title wherever it stands; failing that, by its French title.
    Parents are matched by their titles: give every element of an edition, so that none has to be fetched.
    """
    old, new = list(old), list(new)
    titles = {one.pk: fold(one.title_en or one.title_fr) for one in [*old, *new]}

    def parent(one: Element) -> str:
        return titles.get(one.parent_id, "") if one.parent_id else ""

    matches: dict[int, Element] = {}
    for identity in (
        lambda one: (one.kind, titles[one.pk], parent(one)),
        lambda one: (one.kind, titles[one.pk]),
        lambda one: (one.kind, fold(one.title_fr)),
    ):
        _match(old, new, matches, identity)

    result, taken = Compared(), {one.pk for one in matches.values()}
    result.went = [one for one in old if one.pk not in taken]
    for one in new:
        if before := matches.get(one.pk):
            changed = [name for name in LOOKED_AT if getattr(before, name) != getattr(one, name)]
            above = matches.get(one.parent_id) if one.parent_id else None
            changed += ["parent"] if before.parent_id != (above.pk if above else one.parent_id) else []
            (result.changed if changed else result.same).append(Pair(before, one, tuple(changed)))
        else:
            result.came.append(one)
    return result


def _match(
    old: list[Element],
    new: list[Element],
    matches: dict[int, Element],
    identity: Callable[[Element], tuple[str, ...]],
) -> None:
    """Pair what is still alone by an identity; an identity that means nothing (no words) pairs nobody."""
    taken = {one.pk for one in matches.values()}
    waiting: dict[tuple[str, ...], list[Element]] = {}
    for one in old:
        if one.pk not in taken and identity(one)[1]:
            waiting.setdefault(identity(one), []).append(one)
    for one in new:
        if one.pk not in matches and (candidates := waiting.get(identity(one))):
            matches[one.pk] = candidates.pop(0)
