"""How templates of travel write amounts."""

from typing import Any

from django import template

from ..exports import cells

register = template.Library()


@register.filter
def dollars(value: Any) -> str:
    """An amount in CAD without the sign, as the reader's language writes it."""
    return cells.dollars(value)
