"""The first walk: Mexico in French as of 2008 and of 2023, a source followed, a fact corrected, a list taken."""

import csv
import io
from pathlib import Path

import pytest

from entente.engagement.partners.models import Office, Partner

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_mexico_in_french_then_and_now(open_page, loaded, desk_officer, javascript):
    page = open_page(person=desk_officer, javascript=javascript)

    page.goto("/fr/partenaires/mx/?on=2008-12-31")
    then = page.locator("main").inner_text()
    page.goto("/fr/partenaires/mx/?on=2023-12-31")
    now = page.locator("main").inner_text()

    assert page.locator("html").get_attribute("lang") == "fr"
    assert "Mexique" in then
    assert "31 décembre 2008" in then.replace("\u00a0", " ")
    assert "Dialogue de haut niveau" in now
    assert "Dialogue de haut niveau" not in then


def test_a_small_number_opens_its_source(open_page, loaded, reader):
    page = open_page(person=reader)
    page.goto("/en/partners/mx/?on=2008-12-31")

    page.locator("sup.citation a").first.click()
    number = page.url.rsplit("#", 1)[1]
    page.locator(f"#{number} a").first.click()

    page.wait_for_url("**/en/sources/**")
    assert "International Strategic Framework" in page.locator("main").inner_text()


def test_a_fact_is_corrected_with_a_reason_and_everybody_sees_both(open_page, loaded, desk_officer):
    mexico = Partner.objects.get(key="mx")
    page = open_page(person=desk_officer)
    page.goto("/en/partners/mx/")

    page.get_by_role("link", name="Every field, and corrections").click()
    page.get_by_role("link", name="Correct summary in English").click()
    page.get_by_label("What it should say").fill("A close partner of the agency.")
    page.get_by_role("button", name="Correct", exact=True).click()
    assert "Give the reason" in page.locator("main").inner_text()
    assert page.get_by_label("What it should say").input_value() == "A close partner of the agency."
    page.get_by_label("Reason").fill("Agreed with the desk.")
    page.get_by_role("button", name="Correct", exact=True).click()
    page.wait_for_url("**/en/partners/mx/")
    page.goto(f"/en/records/partners.partner/{mexico.pk}/")
    page.locator("summary", has_text="Corrected: see what the source says").click()
    said = page.locator("main").inner_text()

    assert "A close partner of the agency." in said
    assert mexico.summary_en in said
    assert "Agreed with the desk." in said
    assert "desk_officer" in said


def test_what_was_typed_survives_the_other_language(open_page, loaded, desk_officer):
    mexico = Partner.objects.get(key="mx")
    page = open_page(person=desk_officer)
    page.goto(f"/en/records/partners.partner/{mexico.pk}/summary_en/")
    page.get_by_label("What it should say").fill("Half a sent")

    page.get_by_role("button", name="Français").click()

    page.wait_for_url("**/fr/**")
    assert page.locator("textarea").first.input_value() == "Half a sent"
    assert page.locator(".error-summary").count() == 0


def test_the_list_is_taken_away_exactly_as_shown(open_page, loaded, reader):
    page = open_page(person=reader)
    page.goto("/en/partners/?kind=bargaining_agent")
    shown = page.locator("#register tbody tr").count()

    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))

    assert shown == len(rows) == 5


def test_a_list_narrows_while_one_types(open_page, loaded, reader):
    page = open_page(person=reader)
    page.goto("/fr/partenaires/")
    before = page.locator("#register tbody tr").count()

    page.locator("form.filters input[type=search]").fill("mexique")
    page.wait_for_url("**mexique**")

    assert 0 < page.locator("#register tbody tr").count() < before


def test_one_search_finds_in_both_languages_without_accents(open_page, loaded, reader):
    page = open_page(person=reader)
    page.goto("/en/")

    page.get_by_label("Search everything").fill("etats-unis")
    page.get_by_role("button", name="Search").first.click()

    assert "United States" in page.locator("ol.hits").inner_text()


def test_the_whole_walk_needs_no_mouse(open_page, loaded, reader):
    page = open_page(person=reader)
    page.goto("/en/partners/mx/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_a_second_click_says_nothing_twice(open_page, loaded, desk_officer):
    page = open_page(person=desk_officer)
    page.goto("/en/partners/mx/contact/")

    page.locator("[name=title_en]").fill("Liaison of the ports")
    page.locator("#form button").last.dblclick()
    page.wait_for_url("**/en/partners/mx/")

    assert Office.objects.filter(title_en="Liaison of the ports").count() == 1
