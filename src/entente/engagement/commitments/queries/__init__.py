"""Questions about commitments. Everything is asked for a person and, where it is dated, for a day."""

from .one import Turn, Whole, about, commitment, documents_of, shown_by, whole, witnesses
from .registers import (
    agreements_named,
    all_commitments,
    bodies_named,
    commitments,
    named,
    objectives_named,
    owners_named,
    partners_named,
    units_named,
)
from .standing import (
    ENDS_SOON,
    choices,
    due_between,
    in_order,
    late_for,
    standing,
    to_remind,
    to_verify,
)

__all__ = [
    "Turn",
    "Whole",
    "about",
    "agreements_named",
    "all_commitments",
    "bodies_named",
    "commitments",
    "named",
    "objectives_named",
    "owners_named",
    "partners_named",
    "units_named",
    "ENDS_SOON",
    "choices",
    "commitment",
    "documents_of",
    "due_between",
    "in_order",
    "late_for",
    "shown_by",
    "standing",
    "to_remind",
    "to_verify",
    "whole",
    "witnesses",
]
