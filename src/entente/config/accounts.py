"""Who may open an account: an administrator, and nobody else."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import Http404, HttpRequest, HttpResponse


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
