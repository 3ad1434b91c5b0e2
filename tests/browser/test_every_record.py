"""Every page of one record in the rooms of the year, forms and all: nobody is kept out, nothing overflows."""

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle, product
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from entente.config import staff
from entente.config.synthetic import invent
from entente.config.synthetic.sizes import YEAR
from entente.foundation.people.models import Person
from tests.browser.conftest import WIDTHS
from tests.conftest import PASSWORD
from tests.turns import LANGUAGES

pytestmark = pytest.mark.browser
SMALL = replace(YEAR, meetings=60, trips=40, visits=10, commitments=60)


@dataclass(frozen=True, slots=True)
class Walk:
    """Some rooms: who walks them, where they begin, and the pages of one record that lead to others."""

    rooms: set[str]
    people: tuple[str, ...]
    beginnings: tuple[str, ...]
    hubs: set[str]


WORKING_YEAR = Walk(
    rooms={"meetings", "travel", "visits", "forums", "commitments", "releases", "notices", "people", "dossiers"},
    people=("affairs_planner", "travel_planner", "president", "desk_officer", "visits_officer", "administrator"),
    beginnings=(
        "home:today", "meetings:index", "meetings:chair_years", "travel:index", "travel:proposals", "travel:trips",
        "travel:reports", "travel:formalities", "visits:index", "forums:index", "forums:candidacies",
        "commitments:index", "people:chart", "notices:index",
    ),
    hubs={
        "meetings:meeting", "meetings:item", "meetings:product", "meetings:chair_year", "travel:quarter",
        "travel:proposal", "travel:trip", "travel:report", "travel:formality", "visits:visit", "forums:body",
        "forums:candidacy", "commitments:commitment", "people:unit",
    },
)  # fmt: skip
AGREEMENTS = Walk(
    rooms={"agreements", "reports", "reference"},
    people=("agreements_officer",),
    beginnings=(
        "agreements:pipeline", "agreements:obligations", "agreements:clauses", "agreements:lapses", "agreements:index",
        "agreements:candidates_now", "agreements:acts", "reports:coherence", "reports:used", "reports:editions",
        "reference:index", "reference:house", "reference:sitting_days",
    ),
    hubs={
        "agreements:agreement", "agreements:negotiation", "agreements:amendment", "agreements:bracket",
        "agreements:round",
    },
)  # fmt: skip
EXCHANGES = Walk(
    rooms={"exchanges"},
    people=("exchange_officer", "duty_manager", "vice_president"),
    beginnings=(
        "exchanges:index", "exchanges:owed", "exchanges:outcomes", "exchanges:entries", "exchanges:baselines",
        "exchanges:returns",
    ),
    hubs={"exchanges:exchange", "exchanges:decide", "exchanges:return"},
)  # fmt: skip
REMOVALS = Walk(
    rooms={"removals"},
    people=("removals_officer", "vice_president"),
    beginnings=("removals:index", "removals:figures", "removals:plans", "removals:rankings"),
    hubs={"removals:file", "removals:plan", "removals:ranking"},
)
ENOUGH = 3  # dossiers of one kind a person opens in search of forms
# Every stage of a negotiation and of an exchange has forms of its own.
MORE = {"agreements:negotiation": 60, "agreements:agreement": 8, "exchanges:exchange": 60}
VARIANTS = list(product(LANGUAGES, WIDTHS))


@pytest.fixture
def house(loaded):
    """A small invented year and the people who work in it."""
    staff.open_accounts(PASSWORD, language="en")
    invent(SMALL, today=timezone.localdate())


def pages_of_records(walk: Walk) -> dict[str, tuple[str, str]]:
    """One page for each named address with an argument that a link leads somebody to: who, and where."""
    found: dict[str, tuple[str, str]] = {}
    for name in walk.people:
        client = Client()
        client.force_login(Person.objects.get(username=name))
        waits, seen, opened = deque(reverse(one) for one in walk.beginnings), set(), Counter()
        while waits:
            address = waits.popleft()
            if address in seen:
                continue
            seen.add(address)
            match = known(address)
            view = match.view_name if match else ""
            hub = view in walk.hubs and opened[view] < MORE.get(view, ENOUGH)
            if view.partition(":")[0] not in {*walk.rooms, "home"} or (match.kwargs and view in found and not hub):
                continue
            opened[view] += 1
            answer = client.get(address)
            if answer.status_code != 200 or "text/html" not in answer["content-type"]:
                continue
            if match.kwargs:
                found.setdefault(view, (name, address))
            if hub or not match.kwargs:
                waits.extend(links(answer.content.decode()))
    return found


def known(address: str) -> Any:
    """The view that answers an address, or nothing."""
    try:
        return resolve(address)
    except Resolver404:
        return None


def links(page: str) -> Iterator[str]:
    """The addresses of this house that a page links to, without what follows the question mark."""
    return (html.unescape(one) for one in re.findall(r'href="(/en/[^"#?]+)"', page))


def in_language(address: str, lang: str) -> str:
    """The same page in a language."""
    match = resolve(address)
    with translation.override(lang):
        return reverse(match.view_name, args=match.args, kwargs=match.captured_kwargs)


@pytest.mark.parametrize(
    ("walks", "least"),
    [((WORKING_YEAR,), 70), ((AGREEMENTS, EXCHANGES, REMOVALS), 65)],
    ids=["working-year", "instruments"],
)
def test_nobody_is_kept_out_of_the_pages_of_a_record(open_page, barriers, house, walks, least):
    """Each page once: languages and widths take turns. No page is wider than a phone or a desk."""
    with translation.override("en"):
        found = {view: at for walk in walks for view, at in pages_of_records(walk).items()}
        assert len(found) > least, sorted(found)  # forms of a record, not its lists alone
    pages: dict[str, Any] = {}
    wrong = {}
    for (who, at), (lang, width) in zip((found[view] for view in sorted(found)), cycle(VARIANTS), strict=False):
        if who not in pages:
            pages[who] = open_page(person=Person.objects.get(username=who))
        address = in_language(at, lang)
        assert pages[who].goto(address).status == 200, (who, address)
        if kept_out := barriers(pages[who], *WIDTHS, axe=width):
            wrong[address] = kept_out

    assert wrong == {}, "\n".join(f"{at}: {each}" for at, found in wrong.items() for each in found)
