"""What this room shows in dossiers: an instrument's own, and a partner's instruments."""

from .amendments import amendment_panels, difference
from .obligations import duty_panels, waiting
from .own import agreement_events, head, own_panels, record_page
from .pages import act_facts, columns, drawn_matrix, entered, preview
from .partner import partner_events, partner_panels
from .steps import decision, where
from .terms import stopping, term_panels

__all__ = [
    "act_facts",
    "agreement_events",
    "amendment_panels",
    "columns",
    "decision",
    "difference",
    "drawn_matrix",
    "duty_panels",
    "entered",
    "head",
    "own_panels",
    "partner_events",
    "partner_panels",
    "preview",
    "record_page",
    "stopping",
    "term_panels",
    "waiting",
    "where",
]
