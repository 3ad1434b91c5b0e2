"""Opening an access token, revoking it, and noting that it is used."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Token, digest, new_token
from ..policy import TOKENS


@transaction.atomic
def open_token(*, by: Any, name: str, ends_on: date, writes: bool = False) -> tuple[Token, str]:
    """Open a token for oneself. Returns it with the secret, which nobody can read again.

    Raises:
        PermissionDenied: ``by`` has no open account.
        ValidationError: it has no name, or PPL-12 refuses.
    """
    secret = new_token()
    token = Token(person=by, name=name, digest=digest(secret), opened_at=timezone.now(), ends_on=ends_on, writes=writes)
    TOKENS.require(by, "open_token", token)
    token.full_clean()
    rules.refuse(rules.token_ends_within_a_year(token, today=timezone.localdate()))
    token.save()
    trail.record(by=by, verb="open_token", subject=token, person=by.username, ends_on=ends_on, writes=writes)
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: Any) -> Token:
    """End a token now. What was done with it stands. Raises ``PermissionDenied``."""
    token = Token.objects.select_for_update(of=("self",)).select_related("person").get(pk=token.pk)
    TOKENS.require(by, "revoke_token", token)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save()
        trail.record(by=by, verb="revoke_token", subject=token, person=token.person.username)
    return token


@transaction.atomic
def note_use(token: Token) -> None:
    """Note that a token is used: once a day, in its row and in the trail."""
    held, today = Token.objects.select_for_update(of=("self",)).get(pk=token.pk), timezone.localdate()
    if held.used_on != today:
        held.used_on = today
        held.save(update_fields=["used_on"])
        trail.record(by=token.person, verb="use_token", subject=held)
