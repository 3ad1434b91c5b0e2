"""Every page, both languages, a phone and a desk: nobody is kept out, nothing overflows, nothing is refused."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from tests.house.test_addresses import names_without_arguments

pytestmark = pytest.mark.browser
SOME = [
    ("partners:partner", "mx"), ("partners:partner", "eu"), ("partners:partner", "ca-rcmp"),
    ("agreements:agreement", "us-cmaa"), ("agreements:agreement", "nafta"),
    ("forums:body", "wco"), ("forums:body", "b5"), ("facts:fact", "beyond-the-border-initiatives"),
    ("sources:source", "isf-2019"), ("reference:country", "MX"),
]  # fmt: skip


def addresses(lang: str) -> list[str]:
    """Every address that needs no argument, and some that do."""
    found = []
    with translation.override(lang):
        for name in names_without_arguments():
            if name in ("live", "ready") or name.startswith(("account_logout", "socialaccount", "openid", "mfa_")):
                continue
            try:
                found.append(reverse(name))
            except NoReverseMatch:
                continue
        found += [reverse(name, args=[key]) for name, key in SOME]
    return found


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nobody_is_kept_out_of_any_page(open_page, barriers, loaded, lang, width, open_account):
    from entente.foundation.people.roles import Role

    pages = {role: open_page(person=open_account(role), width=width) for role in (Role.EXECUTIVE, Role.ADMINISTRATOR)}
    wrong = {}
    for address in addresses(lang):
        for page in pages.values():
            answer = page.goto(address)
            if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
                found = barriers(page)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found.append("wider than the screen")
                if found:
                    wrong[address] = found
                break

    assert wrong == {}
