"""How templates of travel write amounts, and what they say of a meeting."""

from typing import Any

from django import template
from django.utils import timezone

from ..exports import cells
from ..rules import proposals as rules

register = template.Library()


@register.filter
def dollars(value: Any) -> str:
    """An amount in CAD without the sign, as the reader's language writes it."""
    return cells.dollars(value)


@register.filter
def of_its_meeting(proposal: Any) -> list[str]:
    """What who decides on a proposal has to know of its meeting today: cancelled, not attended, moved."""
    found = rules.what_became_of_the_meeting(proposal, today=timezone.localdate())
    return [problem.messages[0] for problem in found]
