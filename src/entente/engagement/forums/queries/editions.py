"""Which edition a page speaks of, and what each edition wants in a body."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from entente.engagement.framework.models import Edition, State
from entente.engagement.partners import queries as partners
from entente.kit.table import Ask

from ..models import Body, Goal, Priority

LAST = 999  # sorts what has no rank, as a priority forum or in a tier, behind what has
DECIDED = (State.IN_EFFECT, State.SUPERSEDED)


def shown(ask: Ask, editions: Iterable[Edition]) -> Edition | None:
    """The edition asked for; else the last that had begun by the day; else the first of all.

    ``editions`` are those the person may see, the latest first. Between two editions the one before still
    speaks.
    """
    known = list(editions)
    if ask.edition:
        return next((one for one in known if one.key == ask.edition), None)
    decided = [one for one in known if one.state in DECIDED]
    return next((one for one in decided if one.starts_on <= ask.on), decided[-1] if decided else None)


@dataclass(slots=True)
class Wish:
    """What one edition wants in a body: why it comes first there, if it does, and the goals."""

    edition: Edition
    priority: Priority | None = None
    goals: list[Goal] = field(default_factory=list)

    @property
    def unfinished(self) -> bool:
        """Whether the edition left a goal to be finalised."""
        return any(goal.state == "to_be_finalised" for goal in self.goals)


def wishes(ask: Ask, body: Body) -> list[Wish]:
    """What each edition that had begun by the day wants in a body, the latest first. Two queries."""
    visible = partners.editions(ask.person).order_by()
    if ask.past:
        visible = visible.filter(starts_on__lte=ask.on)
    found: dict[int, Wish] = {}
    for one in _of(Priority, body, visible).order_by("id"):
        found[one.edition_id] = Wish(one.edition, one)
    for goal in _of(Goal, body, visible).order_by("position", "id"):
        found.setdefault(goal.edition_id, Wish(goal.edition)).goals.append(goal)
    return sorted(found.values(), key=lambda wish: (wish.edition.starts_on, wish.edition.pk), reverse=True)


def _of(model: Any, body: Body, editions: Any) -> Any:
    return model.objects.filter(body=body, edition__in=editions).select_related("edition", "source")
