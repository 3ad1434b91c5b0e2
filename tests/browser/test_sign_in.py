"""The first thing anybody does."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_person_signs_in(open_page, reader, language, javascript):
    page = open_page(javascript=javascript)
    page.goto(f"/{language}/")
    with translation.override(language):
        page.get_by_label(gettext("User name or e-mail address")).fill("reader")
        page.get_by_label(gettext("Password")).fill(PASSWORD)
        page.get_by_role("button", name=gettext("Sign in")).click()

    page.wait_for_url(f"**/{language}/")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nobody_is_kept_out_of_signing_in(open_page, barriers, language, width):
    page = open_page(width=width)
    with translation.override(language):
        page.goto(reverse("account_login"))

    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
