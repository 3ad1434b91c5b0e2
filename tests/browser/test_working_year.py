"""The walk of the year: a session of a WCO committee from forecast to a promise that stands on the next briefing page.

As planner, International Affairs, President, vice-president, delegate and desk officer, in both languages. The pictures
of the tutorial are taken here, where ENTENTE_SCREENSHOTS names a folder.
"""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from entente.config import staff
from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Meeting
from entente.engagement.travel.models import Proposal, Quarter, Report, Trip, quarter_of
from entente.foundation.people.models import Person
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("ENTENTE_SCREENSHOTS", "")

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Enforcement Committee, 46th session",
        "why": "We lead the item on precursor chemicals.",
        "agenda": "The committee decides on the guide that we drafted.",
        "promise": "Send the annex on precursor chemicals to the Secretariat",
        "open": "Promises that still stand",
    },
    "fr": {
        "title": "Comité de la lutte contre la fraude, 46e session",
        "why": "Nous dirigeons le point sur les précurseurs chimiques.",
        "agenda": "Le comité décide du guide que nous avons rédigé.",
        "promise": "Envoyer au Secrétariat l’annexe sur les précurseurs chimiques",
        "open": "Engagements qui tiennent toujours",
    },
}


class Walk:
    """One story in one language: a page for each person, and what came of each step."""

    def __init__(self, open_page: Any, lang: str):
        self.open_page, self.lang, self.words = open_page, lang, WORDS[lang]
        self.pages: dict[str, Any] = {}
        self.shot = 0

    def as_person(self, name: str) -> Any:
        """The page of a person of the demonstration."""
        if name not in self.pages:
            self.pages[name] = self.open_page(person=Person.objects.get(username=name))
        return self.pages[name]

    def go(self, name: str, address: str) -> Any:
        """Open an address as a person."""
        page = self.as_person(name)
        answer = page.goto(f"/{self.lang}/{address}")
        assert answer.status == 200, (name, address, answer.status)
        return page

    def at(self, name: str, address: str, *arguments: str) -> Any:
        """Open a named address as a person."""
        page = self.as_person(name)
        answer = page.goto(Address.of(address, self.lang, *arguments))
        assert answer.status == 200, (name, address, answer.status)
        return page

    def send(self, page: Any, button: str = "#form .form-actions button.primary", **typed: Any) -> Any:
        """Fill what is typed by the names of the questions and press the button."""
        for field, value in typed.items():
            one = page.locator(f'[name="{field}"]')
            kind = one.first.evaluate("node => node.type || node.tagName")
            if value is True:
                one.check()
            elif kind in ("radio", "checkbox"):
                page.locator(f'[name="{field}"][value="{value}"]').check()
            elif kind.startswith("select"):
                one.select_option(value)
            else:
                one.fill(value)
        page.locator(button).first.click()
        page.wait_for_load_state()
        wrong = page.locator(".error-summary")
        assert wrong.count() == 0, wrong.first.inner_text()
        return page

    def picture(self, page: Any, name: str) -> None:
        """A picture for the tutorial, where it is asked for."""
        self.shot += 1
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=str(folder / f"year-{self.shot:02}-{name}-{self.lang}.png"))

    def text(self, page: Any) -> str:
        return str(page.locator("main").inner_text())


@pytest.fixture
def house(loaded):
    """The demonstration's people in their offices."""
    staff.open_accounts(PASSWORD, language="en")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_session_from_forecast_to_a_promise_on_the_next_briefing_page(open_page, house, lang):
    walk, today = Walk(open_page, lang), timezone.localdate()

    session = the_desk_officer_enters_the_session(walk, today)
    quarter = international_affairs_opens_the_quarter(walk, session.starts_on)
    proposal = the_branch_forecasts(walk, quarter, session)
    the_worksheet_is_checked(walk, proposal)
    international_affairs_puts_it_before_the_president(walk, quarter, proposal)
    the_president_decides(walk, quarter, proposal)
    the_trip_is_authorised(walk, proposal)
    the_approved_are_put_on_the_delegation(walk, session, proposal)
    report = the_meeting_is_held_and_the_delegate_reports(walk, session)
    the_vice_president_accepts(walk, report)
    the_promise_stands_on_the_next_briefing_page(walk, session)


def the_desk_officer_enters_the_session(walk: Walk, today: date) -> Meeting:
    page = walk.at("desk_officer", "meetings:new")
    walk.send(
        page,
        title_en=WORDS["en"]["title"],
        title_fr=WORDS["fr"]["title"],
        body="wco-ec",
        number="46",
        starts_on=today.isoformat(),  # one day, today: so that the story can be told to its end
        ends_on=today.isoformat(),
        city_en="Brussels",
        city_fr="Bruxelles",
        country="BE",
        level="director",
        unit="ieb",
    )
    session = Meeting.objects.get(number="46", body__key="wco-ec")
    assert walk.words["title"] in walk.text(page)
    walk.picture(page, "session")
    return session


def international_affairs_opens_the_quarter(walk: Walk, day: date) -> Quarter:
    key, first, _last = quarter_of(day)
    page = walk.at("affairs_planner", "travel:new_quarter")
    walk.send(page, starts_on=first.isoformat(), budget="420 000" if walk.lang == "fr" else "420,000")
    return Quarter.objects.get(key=key)


def the_branch_forecasts(walk: Walk, quarter: Quarter, session: Meeting) -> Proposal:
    page = walk.at("travel_planner", "travel:index")
    walk.picture(page, "quarter")
    page.goto(Address.of("travel:new_proposal", walk.lang, quarter.key))
    walk.send(
        page,
        meeting=session.key,
        rationale_en=WORDS["en"]["why"],
        rationale_fr=WORDS["fr"]["why"],
    )
    proposal = Proposal.objects.get(meeting=session)
    page.goto(Address.of("travel:add_traveller", walk.lang, proposal.key))
    walk.send(page, person="delegate", is_head=True)
    page.goto(Address.of("travel:estimate", walk.lang, proposal.key))
    amounts = {"airfare": "1800", "lodging": "900", "meals": "450"}
    for kind, amount in amounts.items():
        page.locator(f'[name$="{kind}-estimate"]').first.fill(amount)
    walk.send(page)
    return proposal


def the_worksheet_is_checked(walk: Walk, proposal: Proposal) -> None:
    page = walk.as_person("travel_planner")
    page.goto(Address.of("travel:worksheet", walk.lang, proposal.key))
    page.locator('[name="attended"][value="never"]').check()
    page.locator('[name="objectives"]').first.check()
    page.locator('[name="regional"][value="no"]').check()
    for field, words in {
        "agenda_en": WORDS["en"]["agenda"],
        "agenda_fr": WORDS["fr"]["agenda"],
        "memory_en": "The delegate drafted the guide.",
        "memory_fr": "Le délégué a rédigé le guide.",
        "mandate_en": "Standing mandate.",
        "mandate_fr": "Mandat permanent.",
        "virtual": "Decisions are taken in the room.",
    }.items():
        page.locator(f'[name="{field}"]').fill(words)
    walk.picture(page, "worksheet")
    walk.send(page, button='#form button[name="check"]')
    page.goto(Address.of("travel:proposal_step", walk.lang, proposal.key, "put_forward"))
    walk.send(page)
    proposal.refresh_from_db()
    assert proposal.state == "forecast"


def international_affairs_puts_it_before_the_president(walk: Walk, quarter: Quarter, proposal: Proposal) -> None:
    page = walk.as_person("affairs_planner")
    page.goto(Address.of("travel:quarter_step", walk.lang, quarter.key, "close_forecast"))
    walk.send(page)
    page.goto(Address.of("travel:balance", walk.lang, quarter.key))
    walk.send(page, button="form button.primary", **{f"{proposal.key}-outcome": "list"})
    page.goto(Address.of("travel:balance", walk.lang, quarter.key))
    walk.picture(page, "balance")
    page.goto(Address.of("travel:quarter_step", walk.lang, quarter.key, "submit"))
    walk.send(page)
    quarter.refresh_from_db()
    assert quarter.state == "submitted"


def the_president_decides(walk: Walk, quarter: Quarter, proposal: Proposal) -> None:
    page = walk.go("president", "")
    walk.picture(page, "president-today")
    page.goto(Address.of("travel:decide", walk.lang, quarter.key))
    assert walk.words["title"] in walk.text(page)
    walk.picture(page, "president-decides")
    walk.send(page, button="#form button.primary", **{f"{proposal.key}-outcome": "approve"})
    proposal.refresh_from_db()
    assert proposal.state == "approved"
    if Quarter.objects.get(pk=quarter.pk).state != "decided":
        page.goto(Address.of("travel:quarter_step", walk.lang, quarter.key, "close"))
        walk.send(page)


def the_trip_is_authorised(walk: Walk, proposal: Proposal) -> Trip:
    page = walk.as_person("travel_planner")
    if not Trip.objects.filter(traveller__proposal=proposal).exists():
        page.goto(Address.of("travel:open_trips", walk.lang, proposal.key))
        walk.send(page)
    trip = Trip.objects.get(traveller__proposal=proposal)
    page.goto(Address.of("travel:ask_authority", walk.lang, trip.key))
    walk.send(page)
    trip.refresh_from_db()
    assert trip.state == "requested"
    boss = walk.as_person("vice_president")
    boss.goto(Address.of("travel:answer_authority", walk.lang, trip.key))
    walk.picture(boss, "authority")
    walk.send(boss, answer="approve")
    trip.refresh_from_db()
    assert trip.state == "authorised"
    return trip


def the_approved_are_put_on_the_delegation(walk: Walk, session: Meeting, proposal: Proposal) -> None:
    page = walk.at("travel_planner", "meetings:meeting", session.key)
    walk.send(page, button=f'form[action="{Address.of("travel:name_delegates", walk.lang, proposal.key)}"] button')
    assert page.url.endswith(Address.of("meetings:meeting", walk.lang, session.key))
    assert session.delegates.get().person == proposal.travellers.get().person


def the_meeting_is_held_and_the_delegate_reports(walk: Walk, session: Meeting) -> Report:
    page = walk.as_person("desk_officer")
    page.goto(Address.of("meetings:confirm", walk.lang, session.key))
    walk.send(page)
    page.goto(Address.of("meetings:hold", walk.lang, session.key))
    walk.send(page)
    report = Report.objects.get(meeting=session)
    page = walk.go("delegate", "")
    walk.picture(page, "delegate-today")
    page.goto(Address.of("travel:write_report", walk.lang, report.key))
    for field, words in {
        "summary_en": "The guide was adopted with one change.",
        "summary_fr": "Le guide a été adopté avec une modification.",
        "decisions_en": "Guide adopted.",
        "decisions_fr": "Guide adopté.",
        "positions_en": "We presented the draft.",
        "positions_fr": "Nous avons présenté le projet.",
        "contacts_en": "Chair of the committee.",
        "contacts_fr": "Président du comité.",
        "follow_up_en": "Annex to send.",
        "follow_up_fr": "Annexe à envoyer.",
        "value_en": "Our text is the text.",
        "value_fr": "Notre texte est le texte.",
        "attend_next_reason": "The annex is decided there.",
        "public_en": "Canada took part in the adoption of a guide.",
        "public_fr": "Le Canada a participé à l’adoption d’un guide.",
    }.items():
        page.locator(f'[name="{field}"]').fill(words)
    page.locator('[name="purpose_met"][value="yes"]').check()
    page.locator('[name="attend_next"][value="yes"]').check()
    walk.picture(page, "report")
    walk.send(page)
    page.goto(Address.of("travel:promise_in_report", walk.lang, report.key))
    walk.send(
        page,
        side="ours",
        title_en=WORDS["en"]["promise"],
        title_fr=WORDS["fr"]["promise"],
        due_on=(timezone.localdate() + timedelta(days=30)).isoformat(),
    )
    page.goto(Address.of("travel:write_report", walk.lang, report.key))
    walk.send(page, button='#form button[name="hand_in"]')
    report.refresh_from_db()
    assert report.state == "submitted"
    return report


def the_vice_president_accepts(walk: Walk, report: Report) -> None:
    page = walk.as_person("vice_president")
    page.goto(Address.of("travel:judge_report", walk.lang, report.key))
    walk.send(page)
    report.refresh_from_db()
    assert report.state == "accepted"


def the_promise_stands_on_the_next_briefing_page(walk: Walk, session: Meeting) -> None:
    promise = Commitment.objects.get(title_en=WORDS["en"]["promise"])
    day = timezone.localdate() + timedelta(days=180)
    page = walk.at("desk_officer", "meetings:new")
    walk.send(
        page,
        title_en="Enforcement Committee, 47th session",
        title_fr="Comité de la lutte contre la fraude, 47e session",
        body="wco-ec",
        number="47",
        starts_on=day.isoformat(),
        ends_on=day.isoformat(),
        unit="ieb",
    )
    said = walk.text(page)
    walk.picture(page, "next-briefing")
    assert walk.words["open"] in said
    assert walk.words["promise"] in said
    assert page.get_by_role("link", name=walk.words["promise"]).first.get_attribute("href").endswith(f"/{promise.key}/")


class Address:
    """Addresses in the language of the walk."""

    @staticmethod
    def of(name: str, lang: str, *arguments: str) -> str:
        from django.urls import reverse
        from django.utils import translation

        with translation.override(lang):
            return reverse(name, args=arguments)
