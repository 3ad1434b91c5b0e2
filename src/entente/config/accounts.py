"""Who may open an account: an administrator, and nobody else. Who is signed in, asked once for a page."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth.backends import ModelBackend
from django.http import Http404, HttpRequest, HttpResponse

from entente.foundation.notices import queries as notices
from entente.foundation.people.models import Person


class ByPassword(ModelBackend):
    """The account and its password; every page then finds the person with the count of its unread notices."""

    def get_user(self, user_id: Any) -> Person | None:
        return _with_unread(self, user_id)


class ByAddress(AuthenticationBackend):
    """The same for who signs in with an e-mail address or through OpenID Connect."""

    def get_user(self, user_id: Any) -> Person | None:
        return _with_unread(self, user_id)


def _with_unread(backend: ModelBackend, pk: Any) -> Person | None:
    person = notices.with_unread(pk).first()
    return person if person and backend.user_can_authenticate(person) else None


class ClosedHouse(DefaultAccountAdapter):
    """Local sign-in: there is no sign-up page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class KnownPeopleOnly(DefaultSocialAccountAdapter):
    """Sign-in through OpenID Connect: it finds the account with the provider's verified e-mail address.

    Role, unit and clearance are decisions of this house, so a stranger with a valid identity is still one.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def no_page(request: HttpRequest) -> HttpResponse:
    """In place of the page where people change their own e-mail address: here an administrator does."""
    raise Http404
