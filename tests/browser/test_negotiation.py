"""The walk of a treaty: from the partner's request to signature, tabling, the wait of the House, and force.

As the agreements officer, with the administrator who takes in the calendar of the House, in both languages.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from entente.engagement.agreements.models import Agreement, Bracket, Review
from entente.foundation.people.roles import Role
from tests.engagement.agreements import factories

from .test_working_year import Address, Walk

pytestmark = pytest.mark.browser
REQUEST, TABLED = 100, 45  # days ago
WORDS = {
    "en": {
        "open": "Points are still between brackets: art. 9",
        "unheard": "not answered yet",
        "silent": "The calendar of the House says nothing",
        "waits": "It waits twenty-one sitting days",
        "in force": "Stage: in force",
    },
    "fr": {
        "open": "Des points restent entre crochets\u00a0: art. 9",
        "unheard": "n’a pas encore répondu",
        "silent": "Le calendrier de la Chambre ne dit rien",
        "waits": "Il attend vingt et un jours de séance",
        "in force": "Étape\u00a0: en vigueur",
    },
}


def days_ago(number: int) -> str:
    return (timezone.localdate() - timedelta(days=number)).isoformat()


class Talks(Walk):
    """One negotiation in one language."""

    key = ""

    def form(self, address: str, *arguments: str, who: str = "agreements_officer", **typed: Any) -> Any:
        """Fill a form of the negotiation and send it."""
        return self.send(self.at(who, f"agreements:{address}", self.key, *arguments), **typed)

    def step(self, move: str, on: str, **typed: Any) -> Any:
        return self.form("stage", move, on=on, **typed)

    def refused(self, move: str, on: str) -> str:
        """What stands in the way of a step, as the form says it; what was typed is still there."""
        page = self.at("agreements_officer", "agreements:stage", self.key, move)
        page.locator("[name=on]").fill(on)
        page.locator("#form .form-actions button.primary").first.click()
        page.wait_for_load_state()
        assert page.locator("[name=on]").input_value() == on
        return str(page.locator(".error-summary").inner_text())


@pytest.fixture
def sides(open_account):
    """Both countries, and who may: nobody else takes a step."""
    for role in (Role.AGREEMENTS_OFFICER, Role.ADMINISTRATOR, Role.EXECUTIVE):
        open_account(role)
    home, _agency = factories.home()
    return home, factories.partner("mx", name_en="Mexico", name_fr="Mexique")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_treaty_from_the_request_to_its_entry_into_force(open_page, barriers, sides, lang):
    walk, words, officer = Talks(open_page, lang), WORDS[lang], "agreements_officer"
    title = {"title_en": "Agreement on origin", "title_fr": "Accord sur l’origine", "treaty_id": "E105000"}
    walk.send(walk.at(officer, "agreements:register"), **title, kind="cmaa", binding="yes", partner=str(sides[1].pk))
    walk.key = Agreement.objects.get().key
    walk.step("receive", days_ago(REQUEST))
    for name in ("screen", "prioritise"):
        walk.step(name, days_ago(95))
    walk.step("mandate", days_ago(94), reference="RD-14")
    walk.step("open_rounds", days_ago(93))

    at_the_table(walk, words)
    page = walk.at(officer, "agreements:negotiation", walk.key)
    assert barriers(page) == []
    walk.step("send_for_review", days_ago(70))
    both_reviews_are_given(walk, words)
    walk.step("conclude", days_ago(50))

    walk.step("table_treaty", days_ago(TABLED), reference="Memorandum")
    assert words["silent"] in walk.refused("ratify", days_ago(1))
    the_calendar_is_taken_in(walk)
    assert words["waits"] in walk.refused("ratify", days_ago(TABLED - 10))
    walk.step("ratify", days_ago(1))
    for side in sides:
        walk.form("record_party_action", partner=str(side.pk), action="notified", on=days_ago(1))
    walk.step("notify_sides", days_ago(1))
    walk.step("enter_into_force", days_ago(0))

    assert words["in force"] in walk.text(walk.at(officer, "agreements:negotiation", walk.key))
    assert date.fromisoformat(str(Agreement.objects.get().in_force_on)) == timezone.localdate()
    reader = walk.as_person("executive")
    assert reader.goto(Address.of("agreements:stage", lang, walk.key, "implement")).status == 403


def at_the_table(walk: Talks, words: dict[str, str]) -> None:
    """A round, a point between brackets: nothing is initialled before it is agreed."""
    walk.form("hold_round", first_on=days_ago(85), last_on=days_ago(83), place="Ottawa")
    walk.form("open_bracket", article="art. 9", topic="PNR", side="them", our_text="No.", their_text="Yes.")
    assert words["open"] in walk.refused("initial", days_ago(80))
    point = Bracket.objects.get()
    walk.form("bracket", str(point.number), side="both", status="agreed", agreed_text="No.")
    walk.step("initial", days_ago(80))


def both_reviews_are_given(walk: Talks, words: dict[str, str]) -> None:
    """Nothing is signed while a review waits for its answer."""
    for kind in ("legal", "privacy"):
        walk.form("ask_review", kind=kind, office="Review")
    assert words["unheard"] in walk.refused("conclude", days_ago(50))
    for one in Review.objects.order_by("id"):
        page = walk.at("agreements_officer", "agreements:opinion", str(one.pk))
        walk.send(page, opinion="favourable", given_on=days_ago(55), reference="PIA-3")


def the_calendar_is_taken_in(walk: Talks) -> None:
    """A session, and every weekday of the last hundred days but the holidays."""
    page = walk.at("administrator", "reference:session")
    walk.send(page, parliament="99", number="1", opened_on=days_ago(REQUEST))
    page = walk.at("administrator", "reference:publish")
    said = {"first_on": days_ago(REQUEST), "last_on": days_ago(0), "as_of": days_ago(0), "source": "House"}
    walk.send(page, **said)
