"""Personal identifiers, sealed as they are written and noted as they are read. Off unless a site switches them on."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from entente.foundation.trail import actions as trail

from .. import rules
from ..models import Exchange, Identifier
from ..policy import EXCHANGES
from .keeping import _keep, _locked, _obey


@transaction.atomic
def identify(exchange: Exchange, *, by: Any, identifier: str) -> Identifier:
    """Keep an identifier, sealed. What it says is neither in the trail nor in the index.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: EXC-29 refuses.
        ImproperlyConfigured: they are switched on and no key is set.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "identify", exchange)
    _obey(rules.identifiers_switched_on(settings.ENTENTE_IDENTIFIERS))
    sealed = _seal().encrypt(identifier.encode()).decode()
    made = Identifier(exchange=exchange, sealed=sealed, by=by.username, at=timezone.now())
    _keep(made)
    trail.record(by=by, verb="add_identifier", subject=exchange, identifier=made.pk)
    return made


@transaction.atomic
def read_identifiers(exchange: Exchange, *, by: Any) -> list[str]:
    """The identifiers of an exchange in clear; that they were read is noted before anybody sees them.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: EXC-29 refuses.
        ImproperlyConfigured: no key, or none that opens them.
    """
    exchange = _locked(exchange)
    EXCHANGES.require(by, "read_identifier", exchange)
    _obey(rules.identifiers_switched_on(settings.ENTENTE_IDENTIFIERS))
    kept = list(exchange.identifiers.order_by("id"))
    trail.record(by=by, verb="read_identifiers", subject=exchange, identifiers=[one.pk for one in kept])
    try:
        return [_seal().decrypt(one.sealed.encode()).decode() for one in kept]
    except InvalidToken as locked:
        raise ImproperlyConfigured("No key in ENTENTE_IDENTIFIER_KEYS opens what is kept.") from locked


def _seal() -> MultiFernet:
    """The keys of this installation: the first seals, all of them open."""
    keys = settings.ENTENTE_IDENTIFIER_KEYS
    if not keys:
        raise ImproperlyConfigured("ENTENTE_IDENTIFIERS is on: set ENTENTE_IDENTIFIER_KEYS, kept apart from the data.")
    try:
        return MultiFernet([Fernet(one) for one in keys])
    except ValueError as wrong:
        raise ImproperlyConfigured("A key in ENTENTE_IDENTIFIER_KEYS is no Fernet key.") from wrong
