"""Signing in as people do it: by password, with a second step, through OpenID Connect."""

import warnings
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import translation

from tests.conftest import PASSWORD

LOGIN = "/en/account/login/"


def sign_in(client, name, password=PASSWORD):
    return client.post(LOGIN, {"login": name, "password": password})


def signed_in(client):
    return get_user(client).username


@pytest.mark.parametrize("name", ["reader", "reader@example.org"])
def test_a_person_signs_in_by_name_or_by_address(client, reader, name):
    answer = sign_in(client, name)

    assert answer.status_code == 302
    assert signed_in(client) == "reader"


def test_a_wrong_password_is_refused_without_telling_which_part_was_wrong(client, reader):
    wrong, unknown = sign_in(client, "reader", "not it"), sign_in(client, "nobody", "not it")

    assert signed_in(client) == ""
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_attempts_run_out(client, reader):
    for _attempt in range(6):
        sign_in(client, "reader", "not it")

    sign_in(client, "reader")

    assert signed_in(client) == ""


def test_a_closed_account_stays_out(client, reader):
    reader.is_active = False
    reader.save()

    sign_in(client, "reader")

    assert signed_in(client) == ""


def test_nobody_opens_an_account_for_oneself(client, db, django_user_model):
    answer = client.post(
        "/en/account/signup/",
        {"username": "me", "email": "me@example.org", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert answer.status_code == 200
    assert not django_user_model.objects.exists()


def test_nobody_changes_the_address_by_which_one_is_known(as_person, reader):
    assert as_person(reader).post("/en/account/email/", {"email": "x@example.org"}).status_code == 404


def current_code(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_second_step_is_set_up_and_then_asked_for(client, reader, language):
    translation.activate(language)
    sign_in(client, "reader")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": current_code(page.context["form"].secret)})
    recovery = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    client.post(reverse("account_logout"))

    answer = sign_in(client, "reader")

    assert signed_in(client) == ""
    assert answer.url == reverse("mfa_authenticate")
    client.post(answer.url, {"code": recovery[0]})
    assert signed_in(client) == "reader"


# --- OpenID Connect ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def provider():
    """Somebody else's sign-in server, with two people it vouches for."""
    with warnings.catch_warnings():
        import authlib.deprecate  # noqa: F401 — it asks to be heard always; so it comes before our wish

        warnings.simplefilter("ignore")
        import oidc_provider_mock

        known = [
            {"sub": "1", "email": "reader@example.org", "email_verified": True},
            {"sub": "2", "email": "stranger@example.org", "email_verified": True},
            {"sub": "3", "email": "reader@example.org", "email_verified": False},
        ]
        people = [oidc_provider_mock.User(sub=one["sub"], claims=one) for one in known]
        with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
            yield f"http://localhost:{server.server_port}"


@pytest.fixture
def through_provider(client, provider, settings):
    """Sign in as the provider's person with this number; returns the last answer."""
    app = {"provider_id": "oidc", "name": "Agency", "client_id": "entente", "secret": "secret"}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "EMAIL_AUTHENTICATION": True,
            "APPS": [app | {"settings": {"server_url": provider}}],
        }
    }

    def walk(subject):
        leaving = client.post("/en/account/oidc/oidc/login/").url
        assert "code_challenge_method=S256" in leaving
        back = urlsplit(consent(leaving, subject))
        return client.get(back.path, {name: values[0] for name, values in parse_qs(back.query).items()})

    return walk


def consent(address, subject):
    """What the person does at the provider. Returns the address to which it sends the browser back."""

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *arguments):
            return None

    try:
        build_opener(Stay).open(address, data=f"sub={subject}".encode())
    except HTTPError as answer:
        with answer:
            return answer.headers["Location"]
    raise AssertionError("the provider did not send the browser back")


def test_a_person_the_provider_vouches_for_comes_in(client, reader, through_provider):
    through_provider("1")

    assert signed_in(client) == "reader"


def test_a_stranger_with_a_valid_identity_is_still_a_stranger(client, reader, through_provider, django_user_model):
    answer = through_provider("2")

    assert signed_in(client) == ""
    assert django_user_model.objects.count() == 1
    assert answer.status_code < 500


def test_an_address_that_the_provider_did_not_verify_opens_nothing(client, reader, through_provider):
    through_provider("3")

    assert signed_in(client) == ""


def test_without_a_provider_there_is_no_way_round_the_password(client, reader):
    assert client.post("/en/account/oidc/oidc/login/").status_code == 404
