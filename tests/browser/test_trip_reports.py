"""Trip reports in a real browser: every page in both languages and on a phone, and two people at one report."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import translation

from entente.engagement.meetings.models import Decision, Delegate
from entente.engagement.travel import actions
from tests.browser.conftest import WIDTHS

from ..engagement.forums.factories import partner
from ..engagement.travel import factories, reporting
from ..engagement.travel.reporting import TOLD

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("ENTENTE_SHOTS", "")


@pytest.fixture
def people(db):
    return factories.chart()


@pytest.fixture
def reports(people):
    """Reports in every state that a page may show; the last one is open."""
    earlier = reporting.in_state(people, "accepted", ended=200, attendance="attend")
    actions.add_promise(earlier, by=people.delegate, side="theirs", title_en="Their list", title_fr="Leur liste")
    actions.remark(earlier, by=people.desk, text="Useful for Mexico.")
    back = reporting.in_state(people, "returned", ended=40)
    reporting.write(back, people.delegate, summary_en="The committee met for two days.", value_fr="Bien peu.")
    actions.hand_in(back, by=people.delegate)
    due = reporting.owed(people, ended=18)
    Decision.objects.create(meeting=due.meeting, text_en="The model is adopted.", text_fr="Le modèle est adopté.")
    words = {"office_en": "Director General of Customs", "office_fr": "Directrice générale des douanes"}
    Delegate.objects.create(
        meeting=due.meeting,
        partner=partner("mx", name_en="Mexico", name_fr="Mexique"),
        rank="director_general",
        **words,
    )
    return {"accepted": earlier, "submitted": back, "due": due}


def pages(reports):
    """Every page, with who opens it."""
    at = lambda name, key="": reverse(f"travel:{name}", args=[key] if key else [])  # noqa: E731 - a short word here
    accepted, submitted, due = (reports[name].key for name in ("accepted", "submitted", "due"))
    return {
        "list": (at("reports"), "desk"),
        "owed": (at("owed_reports"), "desk"),
        "public-list": (at("public_reports"), "desk"),
        "compliance": (at("compliance") + "?first=2020-01-01", "desk"),
        "report": (at("report", accepted), "delegate"),
        "late": (at("report", due), "delegate"),
        "write": (at("write_report", due), "delegate"),
        "correct": (at("write_report", accepted), "delegate"),
        "judge": (at("judge_report", submitted), "vice_president"),
        "promise": (at("promise_in_report", due), "delegate"),
        "public": (at("public_report", accepted), "other_planner"),
        "version": (reverse("travel:report_version", args=[submitted, 2]), "desk"),
    }


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_of_reports_keeps_nobody_out(people, reports, lang, open_page, barriers):
    found = {}
    with translation.override(lang):
        asked = pages(reports)
    for name, (address, who) in asked.items():
        page = open_page(person=getattr(people, who))
        page.goto(address)
        for width in WIDTHS:
            found |= {f"{name}: {one}": 1 for one in barriers(page, width)}
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{lang}-{width}.png"), full_page=True)
        page.context.close()

    assert found == {}


def test_two_people_at_one_report_lose_nothing_to_each_other(people, reports, open_page, barriers):
    address = reverse("travel:write_report", args=[reports["due"].key])
    first, second = open_page(person=people.delegate), open_page(person=people.second)
    first.goto(address)
    second.goto(address)
    first.locator("#id_summary_en").fill("Three days of talks.")
    first.locator("#id_value_en").fill("Worth it.")
    first.get_by_role("button", name="Save", exact=True).click()
    first.wait_for_url("**/travel/reports/RPT-*/")

    second.locator("#id_summary_en").fill("We talked for three days.")
    second.locator("#id_positions_en").fill("The model, by our head.")
    second.get_by_role("button", name="Save", exact=True).click()
    second.wait_for_selector(".error-summary")

    assert "delegate wrote meanwhile:" in second.content()
    assert second.locator("#theirs-summary_en").inner_text().count("Three days of talks.") == 1
    assert second.locator("#id_summary_en").input_value() == "We talked for three days."
    assert second.locator("#id_value_en").input_value() == "Worth it."
    assert second.locator("#id_positions_en").input_value() == "The model, by our head."
    if SHOTS:
        second.screenshot(path=str(Path(SHOTS) / "both.png"), full_page=True)
    assert barriers(second) == []

    second.get_by_role("button", name="Hand in to the head of the branch").click()
    second.wait_for_selector(".error-summary")
    assert "Everything you wrote is saved." in second.content()
    if SHOTS:
        second.screenshot(path=str(Path(SHOTS) / "missing.png"), full_page=True)
    second.get_by_role("link", name="Say what follows, or that nothing does.").click()
    assert second.evaluate("document.activeElement.id") == "id_follow_up_en"


def test_a_report_is_written_and_handed_in_without_scripts(people, reports, open_page):
    page = open_page(person=people.delegate, javascript=False)
    page.goto(reverse("travel:write_report", args=[reports["due"].key]))
    for name, text in TOLD.items():
        if name in ("purpose_met", "attend_next"):
            page.locator(f"input[name={name}][value={text}]").check()
        else:
            page.locator(f"#id_{name}").fill(text)
    page.get_by_role("button", name="Hand in to the head of the branch").click()

    assert "Version 1 is handed in." in page.content()
