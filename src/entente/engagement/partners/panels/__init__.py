"""What this room shows of itself: a partner's dossier, an edition's tiers, the world of an edition."""

from .dossier import head, own_panels, partner_events
from .edition import tiers
from .world import land, picture

__all__ = ["head", "land", "own_panels", "partner_events", "picture", "tiers"]
