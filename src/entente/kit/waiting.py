"""What waits for a person, as rooms offer it to the landing page."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Debt:
    """One thing that waits: what, where, why, since when it has waited and by when it is due.

    The landing page puts the oldest debt first: by ``due`` where there is one, else by ``since``.
    """

    title: Any
    url: str
    why: Any = ""
    since: date | None = None
    due: date | None = None

    @property
    def age(self) -> date:
        """The day it is sorted by; without any day it stands last."""
        return self.due or self.since or date.max
