"""Lists on a phone: each row a block under its name, a table still for who hears it and on paper."""

import pytest
from django.urls import reverse
from django.utils import translation

from entente.foundation.people.roles import Role

pytestmark = pytest.mark.browser
REGISTERS = [
    "partners:index",
    "agreements:index",
    "forums:index",
    "facts:values",
    "framework:elements",
    "removals:rankings",
    "sources:index",
    "trail:index",
]
WIDER = """() => [...document.querySelectorAll(".scroll, .entries tbody *")].filter(
  one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline"
    && !one.matches("td:empty, .unseen")
  || one.getBoundingClientRect().right > innerWidth).map(one => one.outerHTML.slice(0, 90))"""


def asked(lang, name):
    with translation.override(lang):
        return reverse(name)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_list_is_moved_sideways_on_a_phone(open_page, loaded, lang, width, open_account):
    page = open_page(person=open_account(Role.AUDITOR), width=width, javascript=False)
    wrong = {}
    for name in REGISTERS:
        page.goto(asked(lang, name))
        assert page.locator("table.entries tbody tr").count(), name
        if found := page.evaluate(WIDER):
            wrong[name] = found

    assert wrong == {}


def test_a_row_is_a_block_whose_cells_bear_their_headings_and_a_table_to_the_ear(open_page, loaded, open_account):
    page = open_page(person=open_account(Role.AUDITOR), width=390)
    page.goto(asked("en", "agreements:index"))
    cell = page.locator('td[data-label="Status"]:not(:empty)').first

    shown = cell.evaluate("one => getComputedStyle(one, '::before').content")
    heard = page.locator("table.entries").aria_snapshot()

    assert cell.is_visible()
    assert shown.startswith('"Status"')
    assert page.get_by_role("columnheader", name="Status").count() == 1
    assert page.get_by_role("row").count() == page.locator("table.entries tr").count()
    assert "- rowheader" in heard
    assert "- cell" in heard


def test_paper_and_a_desk_keep_the_table(open_page, loaded, open_account):
    page = open_page(person=open_account(Role.AUDITOR), width=390)
    page.goto(asked("en", "agreements:index"))
    drawn = "one => [getComputedStyle(one).display, getComputedStyle(one, '::before').content]"
    cell = page.locator("table.entries td:not(:empty)").first

    on_a_phone = cell.evaluate(drawn)
    page.emulate_media(media="print")
    on_paper = cell.evaluate(drawn)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    at_a_desk = cell.evaluate(drawn)

    assert on_a_phone[0] == "flow-root"
    assert on_paper == at_a_desk == ["table-cell", "none"]
