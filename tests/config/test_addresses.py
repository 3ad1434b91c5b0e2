"""Who may come in, in which language, and what every answer forbids the browser."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, get_resolver

PUBLIC = {
    "live",
    "ready",
    "help",
    "accessibility",
    "feed",  # read by calendar programs: the token in the address is the key
    # Signing in, by password or through OpenID Connect, and setting a forgotten password
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that it is closed
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_confirm_login_code",
    "mfa_authenticate",
    "openid_connect_login",
    "openid_connect_callback",
    "socialaccount_login_cancelled",
    "socialaccount_signup",  # says that it is closed
    # Programs come with a token instead of a session (``tests/releases/test_api.py``)
    "openapi", "switch", "may_release", "exchanges", "exchange", "automatic", "element", "match", "step", "decision",
    "release", "ledger", "unknown",
}  # fmt: skip


def addresses(resolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from addresses(pattern)


def test_the_public_addresses_are_a_short_list():
    open_to_all = {a.name for a in addresses(get_resolver()) if not getattr(a.callback, "login_required", True)}

    assert open_to_all == PUBLIC


@pytest.mark.parametrize(
    ("spoken", "address"), [("fr-CA,fr;q=0.9", "/fr/"), ("en-CA", "/en/"), ("de", "/en/"), ("", "/en/")]
)
@pytest.mark.django_db
def test_the_first_page_speaks_the_browsers_language(client, spoken, address):
    answer = client.get("/", headers={"accept-language": spoken})

    assert (answer.status_code, answer.url) == (302, address)
    assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_and_back(client):
    answer = client.get("/en/")

    assert (answer.status_code, answer.url) == (302, "/en/account/login/?next=/en/")


@pytest.mark.django_db
def test_every_answer_keeps_the_page_to_itself(client):
    headers = client.get("/en/account/login/").headers

    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_nothing_is_different_when_a_page_is_not_found(client):
    answer = client.get("/en/there-is-no-such-page/")

    assert answer.status_code == 404
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
