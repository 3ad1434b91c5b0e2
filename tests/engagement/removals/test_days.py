"""Days that cannot be meant, things said twice, and what is still to come: rules REM-28 to REM-33 and their pages."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.removals import actions, exports, forms, panels
from entente.engagement.removals.models import Measure
from entente.kit.table import Ask

from . import factories
from .factories import BEFORE, QUARTER, REASON, in_days
from .test_pages import text
from .test_rules import refused

LONG_AGO = (date(1850, 1, 1), date(1850, 3, 31))


def test_rem_28_nothing_here_is_older_than_1990(file, removals_officer):
    by, rwg = removals_officer, factories.body("rwg")
    told = {"title_en": "List", "method_en": "By inventory"}

    refused("REM-28", lambda: factories.figure(file, Measure.ASKED, 3, by=by, span=LONG_AGO, as_of="1850-04-01"))
    refused("REM-28", lambda: actions.rank([(file, 1)], by=by, ranked_on="1250", **told))
    refused("REM-28", lambda: factories.lever(file, by=by, available_on=date(1989, 12, 31)))
    refused("REM-28", lambda: actions.decide(file, by=by, decided_on=date(1901, 1, 1), body=rwg, text_en="Go on"))
    assert factories.figure(file, Measure.ASKED, 3, by=by, span=(date(1990, 1, 1), date(1990, 12, 31))).pk


@pytest.mark.parametrize(("day", "fine"), [
    ("2030", False), ("2026-06-30", False), ("2025", False), ("2026-07-01", True), ("2026-07", True), ("2026", True),
])  # fmt: skip
def test_rem_29_a_figure_was_drawn_by_today_and_not_before_its_period(day, fine, file, removals_officer):
    def entered():
        return factories.figure(file, Measure.ASKED, 3, by=removals_officer, as_of=day)

    if fine:
        assert entered().as_of == day
    else:
        refused("REM-29", entered)


def test_rem_29_today_is_no_day_to_come(file, removals_officer):
    today, tomorrow = in_days(0).isoformat(), in_days(1).isoformat()

    refused("REM-29", lambda: factories.figure(file, Measure.ASKED, 3, by=removals_officer, as_of=tomorrow))
    assert factories.figure(file, Measure.ASKED, 3, by=removals_officer, as_of=today).pk


def test_rem_30_an_item_falls_due_today_or_later(file, removals_officer):
    plan = factories.plan(file, by=removals_officer, items=0)

    def added(day):
        return lambda: actions.add_item(plan, by=removals_officer, text_en="Ask", lead=plan.lead, due_on=day)

    refused("REM-30", added(in_days(-1)))
    refused("REM-30", added(date(2020, 1, 1)))
    assert added(in_days(0))().due_on == in_days(0)
    assert added(None)().due_on is None


def test_rem_31_an_answer_is_expected_after_the_step(file, removals_officer):
    lever = factories.lever(file, by=removals_officer)

    def used(day):
        return lambda: factories.use(lever, by=removals_officer, used_on=date(2026, 8, 3), answer_due_on=day)

    refused("REM-31", used(date(2026, 8, 2)))
    assert used(date(2026, 8, 3))().pk


def test_rem_32_an_item_is_done_once_its_plan_is_drafted(file, plan_in, removals_officer):
    item = plan_in("active").items.get()

    refused("REM-32", lambda: actions.finish_item(item, by=removals_officer, ended_on=in_days(-1)))
    refused("REM-32", lambda: actions.finish_item(item, by=removals_officer, ended_on=date(1900, 1, 1)))


def test_rem_33_the_same_thing_is_put_on_record_once(file, removals_officer):
    by, rwg = removals_officer, factories.body("rwg")
    lever, plan = factories.lever(file, by=by), factories.plan(file, by=by, items=0)
    step = factories.use(lever, by=by)
    tries = [
        lambda: factories.lever(file, by=by, kind="visa"),
        lambda: factories.use(lever, by=by, text_en="Asked again"),
        lambda: actions.react(step, by=by, temper="unmoved", noted_on=in_days(0)),
        lambda: actions.decide(file, by=by, decided_on=in_days(0), body=rwg, text_en="Go on"),
        lambda: actions.add_item(plan, by=by, text_en="Ask the mission"),
        lambda: factories.plan(file, by=by, items=0, title_en="Another plan"),
        lambda: actions.rank([(file, 1)], by=by, ranked_on="2026-10", title_en="List", method_en="By inventory"),
    ]

    for one in tries:
        one()
        refused("REM-33", one)
    second = factories.file("albia", by=by)
    given = {"ranked_on": "2026-10", "title_en": "List", "method_en": "By inventory"}
    assert actions.rank([(file, 1), (second, 2)], by=by, **given).pk  # another order of countries is another list


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "written", "number"), [
    ("en", "1,234", "1234"), ("en", "1 234", "1234"), ("en", "45.5", "45.5"), ("en", "12,345,678", "12345678"),
    ("en", "1e5", None), ("en", "1_000", None), ("en", "45,5", None), ("en", "١٢", None), ("en", "NaN", None),
    ("fr", "1 234", "1234"), ("fr", "1\u202f234", "1234"), ("fr", "45,5", "45.5"), ("fr", "1e5", None),
    ("fr", "1,234,567", None),
])  # fmt: skip
def test_a_count_is_written_in_figures(lang, written, number, db):
    with override(lang):
        form = forms.FigureSheet({"period": "2026-07/2026-09", "median_days": written})
        form.is_valid()

    assert form.cleaned_data.get("median_days") == (number and Decimal(number))
    assert ("median_days" in form.errors) == (number is None)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_period_and_a_day_that_cannot_be_meant_are_told_beside_their_questions(
    lang, file, as_person, removals_officer
):
    with override(lang):
        address = reverse("removals:enter", args=["verdania"])
    client = as_person(removals_officer)

    def sent(**given):
        known = {"period": "2026-07/2026-09", "place": "Extract", "as_of": "2026-10-05", "documents_asked": "7"}
        return client.post(address, known | given)

    for name, value in (("period", "1850"), ("period", "9999"), ("as_of", "2030"), ("documents_asked", "1e5")):
        answer = sent(**{name: value})
        assert answer.status_code == 422
        assert name in answer.context["form"].errors
        assert f'value="{value}"' in text(answer)
    assert file.figures.count() == 0


def test_a_rank_that_is_no_number_is_told_and_nothing_breaks(file, as_person, removals_officer):
    given = {"title_en": "List", "method_en": "By inventory", "ranked_on": "2026-10", "marking": "unclassified"}
    client = as_person(removals_officer)

    for places in ("² verdania", "9" * 5000 + " verdania", "1.verdania"):
        assert client.post("/en/removals/rankings/new/", given | {"places": places}).status_code == 422


def test_an_executive_sends_an_active_plan_back_by_its_page(plan_in, as_person, executive):
    plan, client = plan_in("active"), as_person(executive)
    page = plan.get_absolute_url()

    assert f"{page}step/redraft/" in text(client.get(page))
    assert client.post(f"{page}step/redraft/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}step/redraft/", {"reason": REASON}).status_code == 302

    said = text(client.get(page))
    assert "Sent back to be drafted anew" in said
    assert REASON in said
    plan.refresh_from_db()
    assert plan.state == "drafted"


# ── The comparison ────────────────────────────────────────────────────────────────────────────────


def test_the_comparison_opens_on_the_period_of_the_most_countries(file, as_person, removals_officer):
    by = removals_officer
    others = [factories.file(key, by=by) for key in ("albia", "borduria")]
    for one in (file, *others):
        for span in (BEFORE, QUARTER):
            factories.figure(one, Measure.ASKED, 10, by=by, span=span)
        factories.figure(one, Measure.WORKING, 10, by=by, span=(date(2020, 1, 1), date(2020, 3, 31)))
    factories.figure(file, Measure.ASKED, 3, by=by, span=(date(2026, 10, 1), date(2026, 10, 31)), as_of="2026-11")

    said = text(as_person(by).get("/en/removals/comparison/"))

    assert "The most cooperative first, for July 2026 to September 2026." in " ".join(said.split()).replace("\xa0", " ")
    assert "For this period 3 countries have figures." in said
    assert '<option value="2026-07/2026-09" selected>' in said
    assert "(3 countries)" in said
    assert "(1 country)" in said


def test_one_country_of_late_counts_more_than_two_of_long_ago(file, removals_officer):
    by = removals_officer
    long_ago = (date(2020, 1, 1), date(2020, 3, 31))
    for one in (file, factories.file("albia", by=by)):
        factories.figure(one, Measure.ASKED, 10, by=by, span=long_ago)

    def opened():
        return exports.asked_span(Ask(by, in_days(0).isoformat()))

    assert opened() == long_ago  # there is nothing else
    factories.figure(file, Measure.ASKED, 3, by=by, span=QUARTER)
    assert opened() == QUARTER


@pytest.mark.parametrize("period", ["9999", "0001", "2999-12/9999-12", "nonsense", "2026-07-01/2026-07-09"])
def test_any_period_may_be_asked_for(period, file, as_person, removals_officer):
    assert as_person(removals_officer).get(f"/en/removals/comparison/?period={period}").status_code == 200


def test_the_choice_of_periods_names_the_one_that_is_shown(file, as_person, removals_officer):
    factories.figure(file, Measure.ASKED, 3, by=removals_officer)
    client = as_person(removals_officer)

    for period in ("2025-01/2025-03", "2026-07/2026-09"):
        said = text(client.get(f"/en/removals/comparison/?period={period}"))
        assert f'<option value="{period}" selected>' in said
        assert said.count(" selected>") == 1


# ── Levers to come ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "words"), [("en", "available from"), ("fr", "disponible à partir du")])
def test_a_lever_to_come_stands_on_the_file_and_may_be_called_off(lang, words, file, as_person, removals_officer):
    lever = factories.lever(file, by=removals_officer, available_on=in_days(30))
    client = as_person(removals_officer)
    with override(lang):
        page, end = file.get_absolute_url(), reverse("removals:end_lever", args=[lever.pk])

    said = text(client.get(page))
    assert words in said
    assert end in said
    assert client.post(end, {"gone_on": in_days(0).isoformat(), "reason": REASON}).status_code == 302

    said = text(client.get(page))
    assert words not in said
    assert ("called off on" if lang == "en" else "annulé le") in said
    assert REASON in said


def test_a_lever_whose_end_is_set_says_so_and_was_not_known_before(file, as_person, removals_officer):
    lever = factories.lever(file, by=removals_officer, available_on=in_days(-60))
    actions.end_lever(lever, by=removals_officer, gone_on=in_days(9), reason=REASON)
    client = as_person(removals_officer)

    assert "no longer from" in text(client.get(file.get_absolute_url()))
    assert "no longer from" not in text(client.get(f"{file.get_absolute_url()}?on={in_days(-1).isoformat()}"))


def test_a_lever_beyond_the_century_is_refused(file, as_person, removals_officer):
    given = {"kind": "visa", "text_en": "Fees", "available_on": "2100-01-01"}

    answer = as_person(removals_officer).post("/en/removals/verdania/levers/new/", given)

    assert answer.status_code == 422
    assert "available_on" in answer.context["form"].errors
    assert not file.levers.exists()


def test_days_late_are_grouped():
    assert panels.late(date(2020, 1, 1), date(2026, 11, 28)) == "2,523 days late"
