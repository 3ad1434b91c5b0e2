"""The room's registers: one declaration feeds the page, the files and the command."""

from ..search import page
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
from .chapters import LEAD_KINDS, beside, lead, lead_badge, text_stands
from .clauses import CLAUSES, LAPSE_COLUMNS, answer, answer_badge, cause, length, stopping, term_words, titled
from .obligations import OBLIGATIONS, again, due, state_badge
from .pipeline import PIPELINE, age, age_in_words, clock, late_in_words, stood_since
from .registers import ACTS, AGREEMENTS, CANDIDATES, CONVENTIONS, MATRIX, PARTY_ACTIONS
from .registers import REGISTERS as OF_THE_REGISTER
from .titles import matrix_answer, targets_answer

REGISTERS = (*OF_THE_REGISTER, CLAUSES, OBLIGATIONS, PIPELINE)

__all__ = [
    "ACTS",
    "AGREEMENTS",
    "CANDIDATES",
    "CLAUSES",
    "CONVENTIONS",
    "LAPSE_COLUMNS",
    "LEAD_KINDS",
    "MATRIX",
    "OBLIGATIONS",
    "PARTNER",
    "PARTY_ACTIONS",
    "PIPELINE",
    "REGISTERS",
    "STATUS_KINDS",
    "again",
    "age",
    "age_in_words",
    "agreement_page",
    "answer",
    "answer_badge",
    "cause",
    "beside",
    "clock",
    "day",
    "due",
    "late_in_words",
    "lead",
    "lead_badge",
    "length",
    "matrix_answer",
    "page",
    "partners_linked",
    "reasons",
    "state_badge",
    "status_badge",
    "stood_since",
    "stopping",
    "subjects",
    "targets_answer",
    "term_words",
    "text_stands",
    "titled",
    "yes_no",
]
