"""The main task without a mouse: whether we go, the worksheet, the list; with a focus that is always seen."""

from typing import Any

import pytest
from django.utils import timezone

from entente.config import staff
from entente.engagement.exchanges.models import Exchange
from entente.foundation.people.models import Person
from tests.conftest import PASSWORD

from . import test_working_year as year

pytestmark = pytest.mark.browser
MOST_STEPS = 160  # presses of Tab: no page asks for more to get from one thing to the next

SEEN = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return one === document.body || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
}"""


class Keyboard:
    """A person who has only keys. Nothing is clicked and nothing is filled behind the page's back."""

    def __init__(self, page: Any):
        self.page = page

    def at(self, selector: str) -> bool:
        """Whether the focus is on what a selector names."""
        return bool(self.page.evaluate("name => document.activeElement.matches(name)", selector))

    def reach(self, selector: str) -> None:
        """Go on with Tab until the focus stands there; each focus on the way is seen, and none is a trap."""
        for _step in range(MOST_STEPS):
            if self.at(selector):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(SEEN), self.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        raise AssertionError(f"no way to {selector} by Tab on {self.page.url}")

    def press(self, selector: str) -> None:
        """Go to a link or a button and use it."""
        self.reach(selector)
        before = self.page.evaluate("performance.timeOrigin")
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("before => performance.timeOrigin !== before", arg=before)
        self.page.wait_for_load_state()

    def choose(self, name: str, value: str) -> None:
        """Choose one of several answers with the arrows."""
        self.reach(f'[name="{name}"]')
        if not self.page.evaluate("document.activeElement.checked"):
            self.page.keyboard.press("Space")
        for _step in range(12):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{name} has no answer {value}")

    def write(self, name: str, words: str) -> None:
        """Write into a box."""
        self.reach(f'[name="{name}"]')
        self.page.keyboard.type(words)


@pytest.fixture
def house(loaded):
    """The demonstration's people in their offices."""
    staff.open_accounts(PASSWORD, language="en")


def test_the_way_from_a_meeting_to_the_presidents_decision_needs_no_mouse(open_page, house):
    walk = year.Walk(open_page, "en")
    session = year.the_desk_officer_enters_the_session(walk, timezone.localdate())
    quarter = year.international_affairs_opens_the_quarter(walk, session.starts_on)
    whether_we_go_is_decided(walk, session)
    proposal = year.the_branch_forecasts(walk, quarter, session)
    the_worksheet_is_filled_and_sent(walk, proposal)
    year.international_affairs_puts_it_before_the_president(walk, quarter, proposal)

    page = walk.at("president", "travel:decide", quarter.key)
    keys = Keyboard(page)
    keys.choose(f"{proposal.key}-outcome", "approve")
    keys.press("#form .form-actions button.primary, #form > button.primary")

    proposal.refresh_from_db()
    assert proposal.state == "approved"


def whether_we_go_is_decided(walk: year.Walk, session: Any) -> None:
    """Past the menu by the skip link; refused once; from the list of errors to the answer that lacks."""
    page = walk.at("desk_officer", "meetings:meeting", session.key)
    keys = Keyboard(page)
    page.keyboard.press("Tab")
    assert keys.at(".skip")
    page.keyboard.press("Enter")
    assert keys.at("#main")
    keys.press('#main a[href$="/attendance/"]')

    keys.choose("attendance", "skip")
    keys.press("#form button")
    assert keys.at(".error-summary"), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")

    page.keyboard.press("Tab")
    assert keys.at(".error-summary a, #form [name]")
    keys.choose("attendance", "attend")
    keys.press("#form button")
    session.refresh_from_db()
    assert session.attendance == "attend"


def the_worksheet_is_filled_and_sent(walk: year.Walk, proposal: Any) -> None:
    page = walk.at("travel_planner", "travel:worksheet", proposal.key)
    keys, order = Keyboard(page), page.locator("#form [name]").evaluate_all("all => all.map(one => one.name)")
    written = {
        "agenda_en": year.WORDS["en"]["agenda"],
        "memory_en": "The delegate drafted the guide.",
        "mandate_en": "Standing mandate.",
        "virtual": "Decisions are taken in the room.",
    }
    answers = {"attended": "never", "regional": "no"}
    for name in dict.fromkeys(order):
        if name in written:
            keys.write(name, written[name])
        elif name in answers:
            keys.choose(name, answers[name])
        elif name == "objectives":
            keys.reach('[name="objectives"]')
            page.keyboard.press("Space")
    keys.press('#form button[name="check"]')
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").first.inner_text()

    page = walk.at("travel_planner", "travel:proposal_step", proposal.key, "put_forward")
    Keyboard(page).press("#form .form-actions button.primary")
    proposal.refresh_from_db()
    assert proposal.state == "forecast"


def test_a_verbal_request_is_recorded_with_keys_alone(open_page, house):
    """From the skip link to the record; refused once for what lacks, with what was typed still there."""
    page = open_page(person=Person.objects.get(username="exchange_officer"))
    page.goto(year.Address.of("exchanges:index", "en"))
    keys = Keyboard(page)
    keys.reach(".skip")
    page.keyboard.press("Enter")
    keys.press('#main a[href$="/call/"]')

    keys.reach('[name="partner"]')
    page.keyboard.type("Jap")
    keys.write("office", "Night desk")
    keys.reach('[name="elements"][value="cargo_manifest"]')
    page.keyboard.press("Space")
    keys.press("#form button")
    assert keys.at(".error-summary"), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert page.locator('[name="office"]').input_value() == "Night desk"

    keys.write("urgent_because", "The vessel sails at 05:00.")
    keys.press("#form button")

    made = Exchange.objects.get()
    assert (made.partner.key, made.office, made.way) == ("jp", "Night desk", "verbal")
    assert [one.element for one in made.lines.all()] == ["cargo_manifest"]
