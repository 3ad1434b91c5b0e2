"""Every page of the room as people meet it, in both languages, with what goes wrong."""

import json
import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.removals import actions
from entente.engagement.removals.models import CountryFile, Measure, Plan, Ranking
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories
from .factories import BEFORE, QUARTER, in_days


def text(answer):
    return answer.content.decode()


def taken(answer):
    return json.loads(b"".join(answer.streaming_content))["items"]


@pytest.fixture
def full(file, removals_officer, executive):
    """A file with something of everything."""
    by = removals_officer
    for span in (BEFORE, QUARTER):
        for measure, number in (
            (Measure.WORKING, 1200), (Measure.ASKED, 100), (Measure.ISSUED, 60), (Measure.REFUSED, 10),
            (Measure.DAYS, 97.5),
        ):  # fmt: skip
            factories.figure(file, measure, number, by=by, span=span)
    factories.figure(file, Measure.ISSUED, 40, by=by, place="Yearly report, page 4")
    lever = factories.lever(file, by=by)
    step = factories.use(lever, by=by, jointly=[factories.partner("albia")], answer_due_on=date(2026, 9, 1))
    actions.react(step, by=by, temper="promises", noted_on=date(2026, 8, 20), text_en="A focal point is named")
    factories.use(factories.lever(file, by=by, kind="capacity"), by=by, text_en="A course was offered")
    plan = factories.plan_in("active", file, by=by, boss=executive)
    actions.decide(file, by=by, decided_on=date(2026, 9, 15), body=factories.body("rwg"), text_en="Go on", plan=plan)
    actions.rank([(file, 1)], by=by, ranked_on="2026-10", title_en="List of the year", method_en="By inventory")
    return file


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_the_latest_figures_and_where_sources_disagree_at_few_queries(full, as_person, removals_officer):
    client = as_person(removals_officer)
    client.get("/en/removals/")

    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/en/removals/")

    said = text(answer)
    assert "40 or 60" in said
    assert "the sources disagree" in said
    assert "1,200" in said
    assert len(queries) <= 12, [query["sql"] for query in queries]  # the register's 8, session, person, navigation


@pytest.mark.parametrize(("asked", "shown"), [
    ("plan=active", {"verdania"}), ("plan=living", {"verdania"}), ("plan=none", {"albia"}), ("ranked=1", {"verdania"}),
    ("lacking=1", {"verdania", "albia"}), ("q=verd", {"verdania"}), ("officer=removals_officer", {"verdania", "albia"}),
])  # fmt: skip
def test_each_condition_of_the_list(asked, shown, full, as_person, removals_officer):
    factories.file("albia", by=removals_officer)

    found = taken(as_person(removals_officer).get(f"/en/removals/?{asked}&format=json"))

    assert {row["key"] for row in found} == shown


def test_a_country_whose_figures_are_all_there_lacks_none(file, as_person, removals_officer):
    factories.all_figures(file, by=removals_officer)

    assert taken(as_person(removals_officer).get("/en/removals/?lacking=1&format=json")) == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_file_of_a_country_gathers_everything(lang, full, as_person, removals_officer):
    with override(lang):
        address = full.get_absolute_url()
    client = as_person(removals_officer)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        said = text(client.get(address))

    for words in ("Through the embassy", "Asked for a focal point", "A focal point is named", "Go on",
                  "A course was offered", "REM-2026-", "Yearly report, page 4", "List of the year"):  # fmt: skip
        assert words in said
    # 50 × 0.4 + 10 + 18 + 5 = 53 of 100, or 63 if sixty were issued.
    assert ("53 to 63" if lang == "en" else "de 53 à 63") in said
    assert len(queries) <= 13, [query["sql"] for query in queries]


def test_the_file_as_it_stood_before_the_plan_began_and_the_lever_was_used(full, as_person, removals_officer):
    said = text(as_person(removals_officer).get("/en/removals/verdania/?on=2026-07-15"))

    assert "Asked for a focal point" not in said
    assert "No engagement plan is drafted." in said
    assert "July to September" not in said


def test_a_file_is_not_there_for_who_is_not_cleared(removals_officer, as_person, reader):
    factories.file(by=removals_officer, marking=Marking.PROTECTED_A)

    client = as_person(reader)

    assert client.get("/en/removals/verdania/").status_code == 404
    assert "VERDANIA" not in text(client.get("/en/removals/"))


def test_reading_a_protected_b_file_and_its_plan_is_in_the_trail(as_person, removals_officer):
    file = factories.file(by=removals_officer, marking=Marking.PROTECTED_B)
    plan = factories.plan(file, by=removals_officer)
    client = as_person(removals_officer)

    client.get(file.get_absolute_url())
    client.get(plan.get_absolute_url())

    read = Entry.objects.filter(verb="read").values_list("subject", flat=True)
    assert set(read) == {"removals.countryfile:verdania", f"removals.plan:{plan.key}"}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_list_and_sheet_answers_in_both_languages(lang, full, as_person, removals_officer):
    names = ["index", "comparison", "figures", "plans", "rankings", "import", "open", "rank"]
    with override(lang):
        addresses = [reverse(f"removals:{name}") for name in names]
    client = as_person(removals_officer)

    assert [client.get(address).status_code for address in addresses] == [200] * len(names)


def test_countries_are_compared_for_a_period_the_most_cooperative_first(full, as_person, removals_officer):
    other = factories.file("albia", by=removals_officer)
    for measure, number in ((Measure.ASKED, 10), (Measure.ISSUED, 10)):
        factories.figure(other, measure, number, by=removals_officer)
    factories.file("nobody", by=removals_officer)
    client = as_person(removals_officer)

    said = text(client.get("/en/removals/comparison/"))
    rows = taken(client.get("/en/removals/comparison/?period=2026-07/2026-09&format=json"))

    assert said.index("ALBIA") < said.index("VERDANIA")
    assert [(row["key"], row["score"]) for row in rows] == [("albia", "100"), ("verdania", "53 to 63")]
    assert "NOBODY" not in said
    assert Entry.objects.filter(verb="export").count() == 1


def test_the_comparison_and_what_one_takes_away_keep_the_past_day(file, as_person, removals_officer):
    figure = factories.figure(file, Measure.ASKED, 300, by=removals_officer)
    actions.withdraw(figure, by=removals_officer, reason="A typing error")
    client, day = as_person(removals_officer), in_days(-1).isoformat()

    said = text(client.get(f"/en/removals/comparison/?period=2026-07/2026-09&on={day}"))
    offered = [unescape(one) for one in re.findall(r'href="([^"]*format=json)"', said)]
    rows = taken(client.get(f"/en/removals/comparison/{offered[0]}"))

    assert offered == [f"?on={day}&period=2026-07%2F2026-09&format=json"]
    assert [row["key"] for row in rows] == ["verdania"]
    assert f'<input type="hidden" name="on" value="{day}">' in said
    assert '<input type="hidden" name="period" value="2026-07/2026-09">' in said
    assert "VERDANIA" not in text(client.get("/en/removals/comparison/?period=2026-07/2026-09"))


def test_the_dossier_of_the_country_shows_how_it_cooperates(full, as_person, reader, desk_officer):
    said = text(as_person(desk_officer).get(full.partner.get_absolute_url()))

    assert "40 or 60" in said
    assert full.get_absolute_url() in said


# ── Writing ───────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_opened_figures_entered_and_a_wrong_one_withdrawn(as_person, removals_officer):
    factories.country()
    client = as_person(removals_officer)

    opened = client.post(
        "/en/removals/new/", {"partner": "verdania", "officer": "removals_officer", "marking": "protected_a"}
    )
    entered = client.post(
        "/en/removals/verdania/figures/new/",
        {
            "period": "2026-07/2026-09",
            "place": "Extract",
            "as_of": "2026-10-05",
            "documents_asked": "1,300",
            "median_days": "45.5",
        },
    )

    assert (opened.status_code, entered.status_code) == (302, 302)
    file = CountryFile.objects.get()
    told = {one.measure: one for one in file.figures.all()}
    assert {measure: float(one.number) for measure, one in told.items()} == {
        "documents_asked": 1300,
        "median_days": 45.5,
    }
    client.post(f"/en/removals/figures/{told['median_days'].pk}/withdraw/", {"reason": "Of another country"})
    assert list(file.figures.filter(withdrawn_at=None).values_list("measure", flat=True)) == ["documents_asked"]
    assert Entry.objects.filter(verb="withdraw_figure", reason="Of another country").exists()


def test_a_french_officer_writes_figures_as_in_french(file, as_person, removals_officer):
    with override("fr"):
        address = reverse("removals:enter", args=["verdania"])
    answer = as_person(removals_officer).post(
        address,
        {
            "period": "2026-07/2026-09",
            "place": "Extrait",
            "as_of": "2026-10-05",
            "documents_asked": "1 300",
            "median_days": "45,5",
        },
    )

    assert answer.status_code == 302
    assert {float(one.number) for one in file.figures.all()} == {1300, 45.5}


def test_what_is_wrong_with_figures_stands_beside_each_question_and_nothing_is_lost(file, as_person, removals_officer):
    answer = as_person(removals_officer).post(
        "/en/removals/verdania/figures/new/",
        {"period": "2026-07/2026-09", "documents_asked": "3.5", "documents_issued": "7"},
    )

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"documents_asked", "place", "as_of"}
    assert 'value="7"' in text(answer)
    assert file.figures.count() == 0


def test_a_case_number_is_refused_in_plain_words(file, as_person, removals_officer):
    answer = as_person(removals_officer).post(
        "/en/removals/verdania/change/",
        {"officer": "removals_officer", "marking": "unclassified", "standing_en": "UCI 1234-5678"},
    )

    assert answer.status_code == 422
    assert "looks like the number of a case or of a person" in text(answer)
    assert "1234-5678" in text(answer)  # what was typed is kept


def test_a_plan_walks_its_pages_from_draft_to_review(file, client, removals_officer, executive):
    def post(person, address, **given):
        client.force_login(person)
        answer = client.post(address, given)
        assert answer.status_code == 302, text(answer)

    post(
        removals_officer, "/en/removals/verdania/plans/new/", title_en="Plan", aim_en="Faster", lead="removals_officer"
    )
    plan = Plan.objects.get()
    page = f"/en/removals/plans/{plan.key}/"
    post(removals_officer, f"{page}items/new/", text_en="Ask", lead="removals_officer", due_on=in_days(9).isoformat())
    post(removals_officer, f"{page}step/consult/")
    post(executive, f"{page}step/approve/", verdict="send_back", reason="Say how fast")
    post(removals_officer, f"{page}change/", title_en="Plan", aim_en="Within 30 days", lead="removals_officer")
    post(removals_officer, f"{page}step/consult/")
    post(executive, f"{page}step/approve/", verdict="approve")
    post(removals_officer, f"{page}step/activate/", review_on=in_days(90).isoformat())
    post(removals_officer, f"/en/removals/items/{plan.items.get().pk}/done/", ended_on=in_days(0).isoformat())
    post(removals_officer, f"{page}step/review/", outcome_en="Within 40 days")

    plan.refresh_from_db()
    assert plan.state == "reviewed"
    said = text(client.get(page))
    assert "Say how fast" in said
    assert "Within 40 days" in said


@pytest.mark.parametrize(("state", "links"), [
    ("drafted", {"consult", "change", "items"}), ("consulted", {"send-back"}), ("approved", {"activate"}),
    ("active", {"review", "items", "done", "drop"}), ("reviewed", {"reopen"}), ("given_up", set()),
])  # fmt: skip
def test_a_plan_offers_what_its_state_allows(state, links, plan_in, as_person, removals_officer):
    plan = plan_in(state)
    said = text(as_person(removals_officer).get(plan.get_absolute_url()))

    every = {"consult", "approve", "redraft", "send-back", "activate", "review", "take-back", "reopen", "give-up"}
    offered = {name for name in every if f"/step/{name}/" in said}
    offered |= {
        name for name, part in {"change": f"{plan.key}/change/", "items": "/items/new/"}.items() if part in said
    }
    offered |= {name for name in ("done", "drop") if f"/{name}/" in said}
    if state == "drafted":
        offered -= {"done", "drop"}  # an item of a draft may be dropped, too
    assert offered == links


def test_a_move_that_does_not_exist_is_not_found_and_one_not_open_is_told(plan_in, as_person, removals_officer):
    plan = plan_in("drafted")
    client = as_person(removals_officer)

    assert client.get(f"/en/removals/plans/{plan.key}/step/conquer/").status_code == 404
    answer = client.post(f"/en/removals/plans/{plan.key}/step/activate/", {"review_on": in_days(9).isoformat()})
    assert answer.status_code == 422
    assert "does not allow this step" in text(answer)


def test_levers_steps_reactions_and_decisions_by_their_pages(file, as_person, removals_officer):
    factories.body("rwg")
    client = as_person(removals_officer)
    today = in_days(0).isoformat()

    client.post("/en/removals/verdania/levers/new/", {"kind": "visa", "text_en": "Fees", "available_on": "2026-02-01"})
    lever = file.levers.get()
    client.post(
        f"/en/removals/levers/{lever.pk}/use/", {"used_on": "2026-08-01", "level": "ministers", "text_en": "Raised"}
    )
    client.post(f"/en/removals/uses/{lever.uses.get().pk}/reaction/", {"temper": "hardens", "noted_on": "2026-08-02"})
    client.post("/en/removals/verdania/decisions/new/", {"body": "rwg", "decided_on": today, "text_en": "Stop"})
    client.post(f"/en/removals/levers/{lever.pk}/gone/", {"gone_on": today, "reason": "Given up"})

    lever.refresh_from_db()
    assert lever.uses.get().reactions.get().temper == "hardens"
    assert file.decisions.get().text_en == "Stop"
    assert lever.gone_why == "Given up"


def test_countries_are_ranked_by_key_or_name_and_unknown_ones_are_named(file, as_person, removals_officer):
    factories.file("albia", by=removals_officer)
    given = {"title_en": "List", "method_en": "By inventory", "ranked_on": "2026-10", "marking": "unclassified"}
    client = as_person(removals_officer)

    wrong = client.post("/en/removals/rankings/new/", given | {"places": "verdania\nAtlantis"})
    right = client.post("/en/removals/rankings/new/", given | {"places": "Albia\n2. verdania"})

    assert wrong.status_code == 422
    assert "Line 2: no country file is called “Atlantis”" in text(wrong)
    assert right.status_code == 302
    assert [(one.rank, one.file.key) for one in Ranking.objects.get().places.all()] == [(1, "albia"), (2, "verdania")]


@pytest.mark.parametrize("role", [Role.READER, Role.DESK_OFFICER, Role.AUDITOR, Role.EXECUTIVE])
def test_who_may_not_is_refused_and_sees_no_button(role, full, as_person, request):
    client = as_person(request.getfixturevalue(role.value))

    assert client.get("/en/removals/verdania/figures/new/").status_code == 403
    assert "figures/new" not in text(client.get("/en/removals/verdania/"))
