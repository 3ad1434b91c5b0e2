"""What forums show of themselves in dossiers: a body's own, a partner's, an instrument's."""

from .body import body_events, head, own_panels
from .others import agreement_panels, partner_events, partner_panels

__all__ = ["agreement_panels", "body_events", "head", "own_panels", "partner_events", "partner_panels"]
