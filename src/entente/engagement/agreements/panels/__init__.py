"""What this room shows in dossiers: an instrument's own, and a partner's instruments."""

from .amendments import amendment_panels, difference
from .chapters import chapter_panels
from .day import waiting
from .meanwhile import stands_now
from .negotiation import line, next_steps, other_path, point, stage_name, what_follows
from .negotiation import page as negotiation_page
from .obligations import duty_panels
from .own import agreement_events, head, own_panels, record_page
from .pages import act_facts, clause_rows, clauses_entered, columns, control, drawn_matrix, entered, preview, tabs
from .partner import partner_events, partner_panels
from .pipeline import answer, board, board_controls, cards
from .steps import decision, where, would_stop
from .terms import stopping, term_panels

__all__ = [
    "act_facts",
    "agreement_events",
    "amendment_panels",
    "answer",
    "board",
    "board_controls",
    "cards",
    "chapter_panels",
    "clause_rows",
    "clauses_entered",
    "columns",
    "control",
    "decision",
    "difference",
    "drawn_matrix",
    "duty_panels",
    "entered",
    "head",
    "line",
    "negotiation_page",
    "next_steps",
    "other_path",
    "own_panels",
    "partner_events",
    "partner_panels",
    "point",
    "preview",
    "record_page",
    "stage_name",
    "stands_now",
    "stopping",
    "tabs",
    "term_panels",
    "waiting",
    "what_follows",
    "where",
    "would_stop",
]
