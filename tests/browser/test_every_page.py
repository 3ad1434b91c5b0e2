"""Every page, both languages, a phone and a desk: nobody is kept out, nothing overflows, nothing is refused."""

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from entente.foundation.people.roles import Role
from tests.browser.conftest import WIDTHS
from tests.house.test_addresses import names_without_arguments
from tests.turns import LANGUAGES

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


def readers(people: list[Any], asked: list[str]) -> list[tuple[int, str]]:
    """Whom each address answers with a page, by number: who is refused and what is a file need no browser."""
    clients = [Client() for _one in people]
    for client, person in zip(clients, people, strict=True):
        client.force_login(person)
    found = []
    for address in asked:
        for number, client in enumerate(clients):
            answer = client.get(address)
            if answer.status_code == 200 and "text/html" in answer.get("content-type", ""):
                found.append((number, address))
                break
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_kept_out_of_any_page(open_page, barriers, loaded, lang, open_account):
    """Languages take turns with widths: what axe sees on a phone in one, it sees at a desk in the other."""
    people = [open_account(role) for role in (Role.EXECUTIVE, Role.ADMINISTRATOR)]
    pages = [open_page(person=person) for person in people]
    wrong = {}
    for turn, (number, address) in enumerate(readers(people, addresses(lang)), start=LANGUAGES.index(lang)):
        page = pages[number]
        assert page.goto(address).status == 200, address
        if found := barriers(page, *WIDTHS, axe=WIDTHS[turn % 2]):
            wrong[address] = found

    assert wrong == {}
