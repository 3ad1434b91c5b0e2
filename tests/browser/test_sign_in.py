"""The first thing anybody does."""

import pytest

from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("language", "name", "password", "button"),
    [
        ("en", "User name or e-mail address", "Password", "Sign in"),
        ("fr", "Nom d’utilisateur ou adresse courriel", "Mot de passe", "Ouvrir une session"),
    ],
)
@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_signs_in(open_page, reader, javascript, language, name, password, button):
    page = open_page(javascript=javascript)
    page.goto(f"/{language}/")
    page.get_by_label(name).fill("reader")
    page.get_by_label(password).fill(PASSWORD)
    page.get_by_role("button", name=button).click()

    page.wait_for_url(f"**/{language}/")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobody_is_kept_out_of_signing_in(open_page, barriers, language, width, transactional_db):
    page = open_page(width=width)
    page.goto(f"/{language}/account/login/")

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
