"""What the framework shows of itself: the paper and its parts, and its word on a partner's region."""

from .links import Matrix, matrix, other_links
from .paper import Branch, Group, Section, contents, paper
from .placemat import Placemat, placemat
from .record import (
    MOVES,
    addresses,
    corrections_shown,
    facts_of,
    name_of,
    obstacles,
    parts,
    sides_of,
)
from .regional import partner_panels, regional
from .responsibilities import Office, Works, offices
from .waiting import waiting

__all__ = [
    "MOVES",
    "Branch",
    "Group",
    "Matrix",
    "Office",
    "Placemat",
    "Section",
    "Works",
    "addresses",
    "contents",
    "corrections_shown",
    "facts_of",
    "matrix",
    "name_of",
    "obstacles",
    "offices",
    "other_links",
    "paper",
    "partner_panels",
    "parts",
    "placemat",
    "regional",
    "sides_of",
    "waiting",
]
