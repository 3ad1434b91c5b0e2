"""Questions about access tokens."""

from datetime import date
from typing import Any

from django.db.models import QuerySet

from .. import policy
from ..models import TOKEN_MARK, Person, Token, digest


def bearer(secret: str) -> Token | None:
    """The token that this is, whether or not it works, with its person and offices. One query; none for a stranger."""
    if not secret.startswith(TOKEN_MARK):
        return None
    found = Token.objects.filter(digest=digest(secret))
    return found.select_related("person__unit__parent__parent").first()


def open_tokens(person: Person, today: date) -> QuerySet[Token]:
    """The tokens of a person that work, the first to end first. One query."""
    return Token.objects.filter(person=person, revoked_at__isnull=True, ends_on__gte=today).order_by("ends_on", "id")


def token(person: Any, pk: int) -> QuerySet[Token]:
    """One token that was not revoked, as a queryset of one or none."""
    return policy.tokens_for(person).filter(pk=pk, revoked_at__isnull=True).select_related("person")
