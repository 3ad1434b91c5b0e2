from types import SimpleNamespace

import pytest

from entente.foundation.people.roles import Marking, Role
from entente.kit.table import Ask
from tests.engagement.framework import factories

TODAY = "2026-11-22"


@pytest.fixture
def ask_as():
    """What a person of a role asks: ``ask_as(on="2010-01-01", edition=…, q=…)``."""

    def build(role=Role.READER, *, on=TODAY, edition="", **chosen):
        person = SimpleNamespace(pk=1, role=role, clearance=Marking.PROTECTED_B, is_authenticated=True)
        chosen |= {"edition": edition} if edition else {}  # as an address says it, for the page and for its filter
        return Ask(person, on, on != TODAY, edition, chosen)

    return build


@pytest.fixture
def edition_in(desk_officer, executive):
    """An edition that walked to a state: ``edition_in("in_review")``."""

    def walk(state, **given):
        return factories.edition_in(state, desk_officer, executive, **given)

    return walk


@pytest.fixture
def draft(edition_in):
    return edition_in("draft")


@pytest.fixture
def page(client):
    """Open an address as a person and give back its text: ``page(reader, "/en/framework/", edition="x")``."""

    def open_page(person, address, status=200, **asked):
        client.force_login(person)
        answer = client.get(address, asked)
        assert answer.status_code == status, answer.status_code
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")

    return open_page
