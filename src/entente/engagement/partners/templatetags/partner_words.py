"""Words that this room's pages need and a model does not carry."""

from typing import Any

from django import template

from .. import queries

register = template.Library()


@register.filter
def called(edition: Any) -> Any:
    """An edition's title, with its year where the title has none."""
    return queries.called(edition)
