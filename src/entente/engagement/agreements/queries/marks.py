"""What somebody read of an instrument before changing it, as a short mark, and what changed since."""

from hashlib import sha256
from typing import Any

from ..models import Agreement

DESCRIBED = (
    "title_en", "title_fr", "kind", "binding", "subjects", "requested_on", "signed_on", "in_force_on", "expires_on",
    "ended_on", "treaty_id", "authority_en", "authority_fr", "administered_for", "owner", "summary_en", "summary_fr",
    "marking",
)  # fmt: skip
"""What the form of an instrument changes."""


def as_read(agreement: Agreement) -> str:
    """A mark of what the record says, field by field, for a form to bring back."""
    return " ".join(f"{name}:{mark}" for name, mark in _marks(agreement).items())


def changed_since(seen: str, agreement: Agreement) -> list[str]:
    """The fields that say something else than when the mark was made; none where nobody looked (no mark)."""
    if not seen:
        return []
    read = dict(part.split(":", 1) for part in seen.split() if ":" in part)
    return [name for name, mark in _marks(agreement).items() if read.get(name) != mark]


def _marks(agreement: Agreement) -> dict[str, str]:
    return {name: sha256(repr(_value(agreement, name)).encode()).hexdigest()[:10] for name in DESCRIBED}


def _value(agreement: Agreement, name: str) -> Any:
    return getattr(agreement, agreement._meta.get_field(name).attname)  # type: ignore[union-attr]
