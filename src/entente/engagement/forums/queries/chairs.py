"""Who chaired what on a day."""

from dataclasses import dataclass, field
from typing import Any

from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Seat

LEADING = ("chair", "co_chair", "vice_chair", "host")  # seats that lead a body; representatives do not


@dataclass(slots=True)
class Chair:
    """One kind of leading seat of one body on a day, with every row that says who holds it."""

    body: Body
    kind: str
    told: list[Seat] = field(default_factory=list)

    @property
    def held(self) -> list[Seat]:
        """One row for each holder, the first that says so."""
        first: dict[int, Seat] = {}
        for seat in self.told:
            first.setdefault(seat.holder_id, seat)
        return list(first.values())

    @property
    def contested(self) -> bool:
        """Whether a seat that one partner holds at a time has several holders.

        The sources then give only the year of a handover, or they disagree.
        """
        return self.kind == "chair" and len(self.held) > 1

    @property
    def label(self) -> Any:
        """The kind of seat, in words."""
        return self.told[0].get_kind_display()


def chairs(ask: Ask) -> list[Chair]:
    """Who chaired, co-chaired, vice-chaired and hosted what on the day, by body. One query."""
    name = f"sort_{language()}"
    found: dict[tuple[int, str], Chair] = {}
    held = policy.seats_visible_to(ask.person).on(ask.on).filter(kind__in=LEADING)
    for one in held.select_related("body", "holder", "source").order_by(f"body__{name}", "body_id", "id"):
        found.setdefault((one.body_id, one.kind), Chair(one.body, one.kind)).told.append(one)
    return sorted(
        found.values(),
        key=lambda chair: (getattr(chair.body, name), chair.body.pk, LEADING.index(chair.kind)),
    )
