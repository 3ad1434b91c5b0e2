"""What waits in this room for one person: negotiations and duties."""

from datetime import date
from typing import Any

from entente.kit.waiting import Debt

from . import obligations, pipeline


def waiting(person: Any, today: date) -> list[Debt]:
    """What an agreements officer must look at, and the duties of who heads an office."""
    return [*pipeline.waiting(person, today), *obligations.waiting(person, today)]
