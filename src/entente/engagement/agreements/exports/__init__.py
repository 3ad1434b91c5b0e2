"""The room's registers: one declaration feeds the page, the files and the command."""

from .cells import (
    PARTNER,
    STATUS_KINDS,
    agreement_page,
    day,
    partners_linked,
    reasons,
    status_badge,
    subjects,
    yes_no,
)
from .registers import ACTS, AGREEMENTS, CANDIDATES, CONVENTIONS, MATRIX, PARTY_ACTIONS, REGISTERS
from .titles import matrix_answer, targets_answer

__all__ = [
    "ACTS",
    "AGREEMENTS",
    "CANDIDATES",
    "CONVENTIONS",
    "MATRIX",
    "PARTNER",
    "PARTY_ACTIONS",
    "REGISTERS",
    "STATUS_KINDS",
    "agreement_page",
    "day",
    "matrix_answer",
    "partners_linked",
    "reasons",
    "status_badge",
    "subjects",
    "targets_answer",
    "yes_no",
]
