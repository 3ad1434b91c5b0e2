"""Words that this room's pages need and a model does not carry."""

from typing import Any

from django import template

from .. import queries

register = template.Library()


@register.filter
def called(edition: Any) -> Any:
    """An edition's title, with its year where the title has none."""
    return queries.called(edition)


@register.filter
def edition_asked(ask: Any) -> Any:
    """The edition whose standing a list shows, or nothing. One query."""
    return queries.edition_asked(ask).first()
