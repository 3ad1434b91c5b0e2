"""Who asks: a program with a token, in the name of its person. Never a session, so nothing a browser sends counts."""

from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from entente.foundation.people import actions as people_actions
from entente.foundation.people import queries as people
from entente.foundation.people.models import Person, Token

MINUTE = 60  # seconds


class Asking(HttpRequest):
    """A request whose token was found to work."""

    auth: Token


class NotKnown(Exception):
    """A token that lets nobody in: its code and the reason in words."""

    def __init__(self, code: str, message: Any):
        super().__init__(code)
        self.code, self.message = code, message


class Bearer(HttpBearer):
    """A personal access token in the `Authorization` header."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token, if it works today. Raises ``NotKnown``."""
        found, today = people.bearer(token.strip()), timezone.localdate()
        if found is None:
            raise NotKnown("token_unknown", _("This token is not known here."))
        if not request.headers.get("Accept-Language"):
            translation.activate(found.person.language)
        if not found.works(today):
            raise NotKnown(*_why_not(found))
        if found.used_on != today:
            people_actions.note_use(found)
        return found


class ReadOnly(Exception):
    """A token that reads, where something would be written."""


class Writer(Bearer):
    """A token that its person opened for writing too."""

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token, if it works today and writes. Raises ``NotKnown``, ``ReadOnly``."""
        found = super().authenticate(request, token)
        if not found.writes:
            raise ReadOnly
        return found


def _why_not(token: Token) -> tuple[str, Any]:
    if token.revoked_at is not None:
        return "token_revoked", _("This token was revoked.")
    if not token.person.is_active:
        return "account_closed", _("The account of this token is closed.")
    return "token_over", _("The last day of this token is past. Open another one.")


class Rate(BaseThrottle):
    """So many requests a minute with one token (``ENTENTE_API_RATE``), counted by all processes together."""

    def allow_request(self, request: Any) -> bool:
        """Whether this one is still among them."""
        key = f"api-rate-{request.auth.pk}-{int(time() // MINUTE)}"
        cache.add(key, 0, timeout=2 * MINUTE)
        return bool(cache.incr(key) <= settings.ENTENTE_API_RATE)

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return MINUTE - time() % MINUTE


def person_of(request: Asking) -> Person:
    """In whose name it is asked."""
    return request.auth.person
