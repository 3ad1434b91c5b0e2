"""What forums show of themselves in dossiers: a body's own, a candidacy's, a partner's, and in My day."""

from .body import body_events, head, own_panels
from .candidacy import candidacy_events, candidacy_head, candidacy_panels
from .others import agreement_panels, partner_events, partner_panels
from .standing import candidacy_waiting, occasions

waiting = candidacy_waiting

__all__ = [
    "agreement_panels",
    "body_events",
    "candidacy_events",
    "candidacy_head",
    "candidacy_panels",
    "candidacy_waiting",
    "head",
    "occasions",
    "own_panels",
    "partner_events",
    "partner_panels",
    "waiting",
]
