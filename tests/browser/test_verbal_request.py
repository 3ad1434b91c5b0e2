"""The walk of an exchange: a verbal request at night on a telephone, confirmed, refused in part, released with its
caveat, chased, and found again by a reviewer two years later.

As exchange officer, duty manager and auditor, in both languages. The pictures of the tutorial are taken here, where
ENTENTE_SCREENSHOTS names a folder.
"""

import csv
import os
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from entente.config import staff
from entente.config.synthetic import invent
from entente.config.synthetic.sizes import YEAR
from entente.engagement.agreements.models import Agreement
from entente.engagement.exchanges import tasks
from entente.engagement.exchanges.models import Exchange
from entente.foundation.people.models import Person
from tests.conftest import PASSWORD

from .test_working_year import Address, Walk

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ENTENTE_SCREENSHOTS", "")
PHONE = 390  # pixels
MOST_QUESTIONS = 6  # what is answered in under a minute
SMALL = replace(
    YEAR, meetings=10, trips=4, visits=2, commitments=4, candidacies=1, products=1, exchanges=2, negotiations=0,
    chair_years=0,
)  # fmt: skip

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "desk": "Night desk, 555 0100",
        "why": "The vessel sails at 05:00.",
        "unconfirmed": "not confirmed in writing",
        "forbidden": "Passenger name records are not exchanged.",
        "caveat": "Not to be used as evidence. (art. 12)",
        "receipt": "Have the receipt confirmed.",
        "use": "Ask what it was used for.",
        "told": "Use to be reported by",
        "late": "late",
        "partly": "partly met",
        "manifest": "cargo manifest",
    },
    "fr": {
        "desk": "Permanence de nuit, 555 0100",
        "why": "Le navire part à 5 h.",
        "unconfirmed": "pas confirmé par écrit",
        "forbidden": "Les dossiers passagers ne sont pas échangés.",
        "caveat": "Ne peut servir de preuve. (art. 12)",
        "receipt": "Faites confirmer la réception.",
        "use": "Demandez à quoi il a servi.",
        "told": "Utilisation à signaler d’ici le",
        "late": "en retard",
        "partly": "satisfait en partie",
        "manifest": "manifeste",
    },
}


@pytest.fixture
def clock(monkeypatch):
    """Move the clock of the machine: ``clock(1, time(8))`` is tomorrow at eight, where the agency is."""
    today = timezone.localdate()

    def move(days: int, hour: time) -> None:
        moment = timezone.make_aware(datetime.combine(today + timedelta(days=days), hour))
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return move


@pytest.fixture
def house(loaded):
    """The demonstration's people in their offices, and invented agreements with their clauses."""
    staff.open_accounts(PASSWORD, language="en")
    invent(SMALL, today=timezone.localdate())
    return Agreement.objects.filter(key__startswith="invented-customs-").order_by("id").first()


class Night(Walk):
    """The story in one language. A later day is another session: nobody stays signed in overnight."""

    def __init__(self, open_page: Any, lang: str):
        super().__init__(open_page, lang)
        self.words = WORDS[lang]

    def picture(self, page: Any, name: str) -> None:
        self.shot += 1
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(folder / f"verbal-{self.shot:02}-{name}-{self.lang}.png"))

    def another_day(self) -> None:
        self.pages.clear()

    def exchange(self, name: str, key: str) -> Any:
        return self.at(name, "exchanges:exchange", key)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_verbal_request_at_night_is_found_again_two_years_later(open_page, house, clock, lang):
    walk = Night(open_page, lang)

    clock(0, time(2, 40))
    key = the_telephone_rings(walk, house)
    clock(0, time(8, 30))
    it_is_confirmed_and_tested(walk, key, house)
    the_duty_manager_decides(walk, key)
    the_rest_leaves_with_its_caveat(walk, key)
    clock(15, time(9))
    the_receipt_is_chased(walk, key)
    clock(181, time(9))
    the_use_is_chased(walk, key)
    clock(2 * 365, time(10))
    the_reviewer_finds_it(walk, key, house)


def the_telephone_rings(walk: Night, agreement: Agreement) -> str:
    """Six questions in the dark, one under the other; two lines are typed."""
    phone = walk.open_page(width=PHONE, person=Person.objects.get(username="exchange_officer"))
    phone.goto(Address.of("exchanges:index", walk.lang))
    phone.locator(f"main a[href='{Address.of('exchanges:call', walk.lang)}']").click()
    asked = set(phone.locator("#form [name]:not([type=hidden])").evaluate_all("all => all.map(one => one.name)"))
    assert len(asked) <= MOST_QUESTIONS
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    partner = agreement.parties.exclude(partner__key="ca").get().partner
    phone.locator("[name=partner]").select_option(partner.key)
    phone.locator("[name=office]").fill(walk.words["desk"])
    for element in ("cargo_manifest", "passenger_name_record"):
        phone.locator(f"[name=elements][value={element}]").check()
    phone.locator("[name=purpose]").select_option("customs_enforcement")
    phone.locator("[name=urgent_because]").fill(walk.words["why"])
    phone.evaluate("scrollTo(0, 0)")
    walk.picture(phone, "call")
    walk.send(phone)
    made = Exchange.objects.get(way="verbal", partner=partner, urgent_because=walk.words["why"])
    assert timezone.localtime(made.received_at).time() == time(2, 40)
    assert walk.words["unconfirmed"] in walk.text(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    walk.picture(phone, "recorded")
    return str(made.key)


def it_is_confirmed_and_tested(walk: Night, key: str, agreement: Agreement) -> None:
    """At the desk in the morning: the paper, the instrument, completeness, purpose, risk."""
    page = walk.at("exchange_officer", "exchanges:confirm", key)
    walk.send(page, confirmation="NOTE 12")
    assert walk.words["unconfirmed"] not in walk.text(page)
    page.goto(Address.of("exchanges:match", walk.lang, key))
    walk.send(page, agreement=agreement.key)
    for name in ("complete", "test_purpose", "assess_risk"):
        page.goto(Address.of("exchanges:step", walk.lang, key, name))
        walk.send(page)
    assert Exchange.objects.get(key=key).state == "assessed"


def the_duty_manager_decides(walk: Night, key: str) -> None:
    """One element is refused by an article; nobody needs to write why."""
    page = walk.go("duty_manager", "")
    assert key in walk.text(page)
    page.goto(Address.of("exchanges:decide", walk.lang, key))
    said = walk.text(page)
    assert "art. 9(2)" in said
    assert walk.words["forbidden"] in said
    walk.picture(page, "decision")
    walk.send(page)
    verdicts = dict(Exchange.objects.get(key=key).lines.values_list("element", "verdict"))
    assert verdicts == {"cargo_manifest": "release", "passenger_name_record": "refuse"}


def the_rest_leaves_with_its_caveat(walk: Night, key: str) -> None:
    page = walk.at("exchange_officer", "exchanges:release", key)
    walk.send(page)
    assert walk.words["partly"] in walk.text(page)
    page.goto(Address.of("exchanges:sheet", walk.lang, key))
    for lang in WORDS:  # one paper, both languages
        assert WORDS[lang]["caveat"] in walk.text(page)
        assert WORDS[lang]["manifest"] in walk.text(page)
    page.emulate_media(media="print")
    walk.picture(page, "sheet")
    page.emulate_media(media="screen")


def the_receipt_is_chased(walk: Night, key: str) -> None:
    """Two weeks later nobody has said that it arrived."""
    walk.another_day()
    tasks.sweep(today=timezone.localdate())
    page = walk.at("exchange_officer", "exchanges:owed")
    row = page.locator("tbody tr", has_text=key).filter(has_text=walk.words["receipt"])
    assert walk.words["late"] in row.inner_text()
    row.scroll_into_view_if_needed()
    walk.picture(page, "owed")
    page.goto(Address.of("exchanges:acknowledge", walk.lang, key))
    walk.send(page, reference="R-1")
    page.goto(Address.of("exchanges:owed", walk.lang))
    assert page.locator("tbody tr", has_text=key).filter(has_text=walk.words["receipt"]).count() == 0


def the_use_is_chased(walk: Night, key: str) -> None:
    walk.another_day()
    tasks.sweep(today=timezone.localdate())
    page = walk.at("exchange_officer", "notices:index")
    assert walk.words["told"] in walk.text(page)
    page.goto(Address.of("exchanges:owed", walk.lang))
    row = page.locator("tbody tr", has_text=key).filter(has_text=walk.words["use"])
    assert walk.words["late"] in row.inner_text()
    page.goto(Address.of("exchanges:report_use", walk.lang, key))
    walk.send(page, use="as_agreed", reference="U-1")
    assert Exchange.objects.get(key=key).state == "used"


def the_reviewer_finds_it(walk: Night, key: str, agreement: Agreement) -> None:
    """On the page of three years, in its export, and on the exchange itself with every step."""
    walk.another_day()
    page = walk.at("auditor", "exchanges:ledger")
    partner = agreement.parties.exclude(partner__key="ca").get().partner
    row = page.locator("tbody tr", has_text=str(agreement.title_en if walk.lang == "en" else agreement.title_fr))
    assert walk.words["manifest"] in row.inner_text()
    walk.picture(page, "reviewer")

    with page.expect_download() as waiting:
        page.locator("main a[href$='format=csv']").click()
    lines = list(csv.DictReader(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    own = [line for line in lines if agreement.key in line.values()]
    assert len(own) == 1
    assert partner.key in own[0].values()

    row.get_by_role("link", name=" ").last.click()
    page.wait_for_load_state()
    assert key in walk.text(page)
    page.goto(Address.of("exchanges:exchange", walk.lang, key))
    said = walk.text(page)
    assert "art. 9(2)" in said
    assert walk.words["caveat"] in said
    assert "NOTE 12" in said
    walk.picture(page, "found")
