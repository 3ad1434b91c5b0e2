"""What must stay true of every address, whoever asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver
from django.utils import timezone, translation

from entente.config.commands.export import registers
from entente.foundation.people.roles import Role
from entente.kit.table import Ask, Register, read
from tests.turns import shared, turns

PUBLIC = {
    "live", "ready", "home:help", "home:accessibility",
    "account_login", "account_logout", "account_signup", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_inactive",
    "account_confirm_email", "account_email_verification_sent", "account_request_login_code",
    "account_confirm_login_code", "mfa_authenticate", "mfa_trust",
    "socialaccount_login_cancelled", "socialaccount_login_error",
    "socialaccount_signup", "openid_connect_login", "openid_connect_callback",
    "releases:feed", "api:openapi", "api:unknown",
}  # fmt: skip
BY_TOKEN = {
    "api:switch", "api:may_release", "api:exchanges", "api:exchange", "api:automatic", "api:element", "api:match",
    "api:step", "api:decision", "api:release", "api:ledger",
}  # fmt: skip
"""Addresses that a session does not open: programs come with a token (``tests/releases/test_api.py``)."""
MOST_QUERIES = 8  # a list page of any size (the design, Numbers to reach)


def patterns(resolver=None, space=""):
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield f"{space}:{one.name}" if space else one.name, one
        else:
            yield from patterns(one, one.namespace or space)


def names_without_arguments() -> list[str]:
    with translation.override("en"):
        return sorted(
            {name for name, one in patterns() if name and not one.pattern.converters and "<" not in str(one.pattern)}
        )


def test_only_a_short_list_of_addresses_is_open_to_the_public():
    open_ones = {name for name, one in patterns() if getattr(one.callback, "login_required", True) is False}

    assert open_ones <= PUBLIC | BY_TOKEN


@pytest.mark.parametrize(("role", "lang"), shared(turns(Role.AUDITOR)))
def test_every_page_answers_every_role(lang, role, open_account, client, loaded):
    """200, or 403 where the policy says no; never an error.

    Roles take turns with the language: what a role may see does not hang on it. The auditor sees nearly all, in both.
    """
    from django.urls import NoReverseMatch, reverse

    client.force_login(open_account(role))
    wrong = {}
    with translation.override(lang):
        for name in names_without_arguments():
            if (
                name.startswith(("account_", "mfa_", "socialaccount_", "openid"))
                or name in {"live", "ready"} | BY_TOKEN
            ):
                continue
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            status = client.get(address).status_code
            if status not in (200, 302, 403, 404, 405):
                wrong[address] = status

    assert wrong == {}


@pytest.mark.parametrize("name", [name for name, one in registers().items() if isinstance(one, Register)])
def test_a_page_of_any_register_costs_few_queries(name, auditor, loaded):
    register, today = registers()[name], timezone.localdate().isoformat()

    with CaptureQueriesContext(connection) as queries:
        listing = read(register, Ask(auditor, today), {})

    assert len(queries) <= MOST_QUERIES, [query["sql"] for query in queries]
    assert listing.count == register.narrowed(Ask(auditor, today)).count() >= listing.shown
