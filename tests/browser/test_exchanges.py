"""A verbal request at night: on a telephone, without scripts, in both languages, to the reviewer's page."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.exchanges.models import Exchange
from entente.foundation.people.roles import Role
from tests.browser.conftest import WIDTHS
from tests.engagement.exchanges import factories

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ENTENTE_SCREENSHOTS", "")
PHONE = 390  # pixels


def at(name: str, *arguments: str, lang: str) -> str:
    with translation.override(lang):
        return reverse(f"exchanges:{name}", args=arguments)


def press(page: Any, button: str = "#form .form-actions button.primary") -> None:
    page.locator(button).first.click()
    page.wait_for_load_state()
    wrong = page.locator(".error-summary")
    assert wrong.count() == 0, wrong.first.inner_text()


def picture(page: Any, name: str, lang: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/exchange-{name}-{lang}.png", full_page=True)


def the_desk_tests_it(desk: Any, key: str, instrument: str, lang: str) -> None:
    """Confirmation, legal basis, completeness, purpose and risk."""
    desk.goto(at("confirm", key, lang=lang))
    desk.locator("[name=confirmation]").fill("NOTE 12")
    press(desk)
    desk.goto(at("match", key, lang=lang))
    assert desk.locator(f"[name=agreement][value='{instrument}']").is_checked()
    press(desk)
    for name in ("complete", "test_purpose", "assess_risk"):
        desk.goto(at("step", key, name, lang=lang))
        press(desk)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_verbal_request_from_the_telephone_to_the_reviewer(open_page, barriers, open_account, lang):
    units = factories.chart()
    vice = factories.placed(open_account(Role.EXECUTIVE, username="vice"), units["branch"], "vice_president")
    officer = factories.placed(open_account(Role.EXCHANGE_OFFICER, username="officer"), units["branch"])
    auditor = open_account(Role.AUDITOR)
    agreement = factories.instrument(factories.partner())
    factories.baseline(by=vice)

    phone = open_page(width=PHONE, person=officer, javascript=False)
    phone.goto(at("call", lang=lang))
    picture(phone, "call", lang)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE
    phone.locator("[name=partner]").select_option("jp")
    phone.locator("[name=office]").fill("Night desk")
    for element in ("cargo_manifest", "passenger_name_record"):
        phone.locator(f"[name=elements][value={element}]").check()
    phone.locator("[name=purpose]").select_option("customs_enforcement")
    phone.locator("[name=urgent_because]").fill("05:00")
    press(phone)
    key = Exchange.objects.get().key

    desk = open_page(person=officer)
    the_desk_tests_it(desk, key, agreement.key, lang)

    above = open_page(person=vice)
    above.goto(at("decide", key, lang=lang))
    assert "art. 9(2)" in above.locator("main").inner_text()
    assert barriers(above) == []
    picture(above, "decision", lang)
    press(above)

    desk.goto(at("release", key, lang=lang))
    press(desk)
    desk.goto(at("exchange", key, lang=lang))
    picture(desk, "dossier", lang)
    assert barriers(desk) == []
    desk.goto(at("sheet", key, lang=lang))
    sheet = desk.locator("main").inner_text()
    assert "Not to be used as evidence. (art. 12)" in sheet
    assert "Ne peut servir de preuve. (art. 12)" in sheet
    picture(desk, "sheet", lang)
    for name, answers in (("acknowledge", {"reference": "R-1"}), ("report_use", {"reference": "U-1"})):
        desk.goto(at(name, key, lang=lang))
        if name == "report_use":
            desk.locator("[name=use][value=as_agreed]").check()
        for field, value in answers.items():
            desk.locator(f"[name={field}]").fill(value)
        press(desk)

    review = open_page(person=auditor)
    review.goto(f"{at('ledger', lang=lang)}?year={timezone.localdate().year + 2}")
    assert "1 / 1" in review.locator("main").inner_text()
    assert barriers(review) == []
    picture(review, "ledger", lang)


def test_what_was_typed_on_a_telephone_is_still_there_after_a_reload(open_page, open_account):
    factories.partner()
    officer = factories.placed(open_account(Role.EXCHANGE_OFFICER, username="officer"), factories.chart()["branch"])
    page = open_page(width=PHONE, person=officer)
    page.goto(at("call", lang="en"))
    page.locator("[name=office]").fill("Night desk")
    page.locator("[name=elements][value=company]").check()
    page.on("dialog", lambda dialog: dialog.accept())

    page.reload()

    assert page.locator("[name=office]").input_value() == "Night desk"
    assert page.locator("[name=elements][value=company]").is_checked()


PAGES = (
    "index", "call", "new", "owed", "ledger", "entries", "outcomes", "baselines", "assess", "returns", "import",
)  # fmt: skip
OF_ONE = (
    "exchange", "sheet", "acknowledge", "report_use", "settle", "ask_onward", "outcome", "decide", "match", "change",
    "ask_for", "escalate", "mitigate",
)  # fmt: skip


def test_nobody_is_kept_out_of_the_pages_of_an_exchange(open_page, barriers, open_account):
    units = factories.chart()
    vice = factories.placed(open_account(Role.EXECUTIVE, username="vice"), units["branch"], "vice_president")
    officer = factories.placed(open_account(Role.EXCHANGE_OFFICER, username="officer"), units["branch"])
    factories.delegated(vice, officer)
    agreement = factories.instrument(factories.partner())
    factories.baseline(by=vice)
    waiting = factories.assessed(factories.recorded(by=officer), agreement, by=officer)
    gone = factories.assessed(factories.recorded(by=officer, elements=factories.BOTH), agreement, by=officer)
    factories.actions.release(factories.actions.decide(gone, by=vice), by=officer)
    page, wrong = open_page(person=officer), {}

    for lang in ("en", "fr"):
        addresses = [at(name, lang=lang) for name in PAGES]
        addresses += [at(name, one.key, lang=lang) for one in (waiting, gone) for name in OF_ONE]
        addresses.append(at("return", str(timezone.localdate().year - 1), lang=lang))
        for address in addresses:
            if page.goto(address).status in (403, 404):
                continue
            if found := barriers(page, *WIDTHS):
                wrong[address] = found

    assert wrong == {}
