"""Every rule, where it refuses and where it lets pass."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from entente.engagement.removals import actions, rules
from entente.engagement.removals.models import CountryFile, Figure, Measure
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories
from .factories import QUARTER, REASON, in_days

CASES = [
    "1234-5678", "UCI 12345678", "11-1234-5678", "1112345678", "11 1234 5678", "1234\u20115678", "B000123456",
    "see E 001234567", "TB8-12345", "IMM-1234-19", "passport AB123456", "no. 12345678.", "(1234-5678)",
]  # fmt: skip
INNOCENT = [
    "", "2019-2020", "from 2019 2020 on", "2026-07-01", "2026-04/2026-06", "12,345,678 travellers", "12 345 678",
    "613-555-1234", "217,000 cases, of which 149,000 under monitoring", "120 of 300 in 45.5 days", "COM-2026-0001",
    "section 4 of the Act, 1985, c. P-21", "Note 12-2026", "1,234,567.89",
]  # fmt: skip


def refused(code, act):
    """The messages of a refusal that names the rule."""
    with pytest.raises(ValidationError) as refusal:
        act()
    said = " ".join(refusal.value.messages)
    assert f"{code}:" in said, said
    return said


@pytest.mark.parametrize("words", CASES)
def test_rem_1_what_looks_like_the_number_of_a_case_or_a_person_is_seen(words):
    assert rules.numbers_in(words) != []


@pytest.mark.parametrize("words", INNOCENT)
def test_rem_1_years_days_totals_and_telephones_pass(words):
    assert rules.numbers_in(words) == []


@given(
    before=st.sampled_from(["", "Client ", "cas no ", "(", "« "]),
    left=st.integers(0, 99),
    middle=st.integers(2101, 9999),
    right=st.integers(0, 9999),
    between=st.sampled_from(["", "-", " ", "\u2011", "\u2013"]),
    long=st.booleans(),
)
def test_rem_1_no_client_number_passes_however_it_is_written(before, left, middle, right, between, long):
    number = f"{middle:04d}{between}{right:04d}"
    words = before + (f"{left:02d}{between}{number}" if long else number)

    assert rules.numbers_in(words) != []


@pytest.mark.parametrize("name", ["standing_en", "standing_fr"])
def test_rem_1_a_file_says_nothing_of_a_case(name, file, removals_officer):
    said = refused("REM-1", lambda: actions.change(file, by=removals_officer, **{name: "See 1234-5678"}))

    assert "totals by country only" in said


def test_rem_1_holds_for_every_text_of_the_room(file, removals_officer, executive):
    by, case = removals_officer, "UCI 1234-5678"
    lever = factories.lever(file, by=by)
    step = factories.use(lever, by=by)
    plan = factories.plan(file, by=by)
    item, told = plan.items.get(), factories.figure(file, Measure.ASKED, 3, by=by)
    tries = [
        lambda: actions.open_file(factories.country("other"), by=by, standing_fr=case),
        lambda: factories.figure(file, Measure.ISSUED, 3, by=by, place=case),
        lambda: actions.withdraw(told, by=by, reason=case),
        lambda: actions.rank([(file, 1)], by=by, ranked_on="2026", title_en="List", method_en=case),
        lambda: factories.lever(file, by=by, text_fr=case),
        lambda: actions.end_lever(lever, by=by, gone_on=in_days(0), reason=case),
        lambda: factories.use(lever, by=by, text_en=case),
        lambda: actions.react(step, by=by, temper="unmoved", noted_on=in_days(0), text_en=case),
        lambda: actions.decide(file, by=by, decided_on=in_days(0), body=factories.body("rwg"), text_en=case),
        lambda: actions.draft(file, by=by, title_en=case),
        lambda: actions.change_plan(plan, by=by, aim_en=case),
        lambda: actions.add_item(plan, by=by, text_en=case),
        lambda: actions.finish_item(item, by=by, ended_on=in_days(0), result_en=case),
        lambda: actions.drop_item(item, by=by, reason=case),
        lambda: actions.give_up(plan, by=executive, reason=case),
    ]

    for one in tries:
        refused("REM-1", one)


@pytest.mark.parametrize("kind", ["administration", "organisation", "union"])
def test_rem_2_a_file_is_about_a_country(kind, removals_officer):
    agency = factories.partner("agency", kind=kind)

    refused("REM-2", lambda: actions.open_file(agency, by=removals_officer))


def test_rem_2_a_territory_has_a_file_too(removals_officer):
    isle = factories.partner("isle", kind="territory")

    assert actions.open_file(isle, by=removals_officer).key == "isle"


def test_rem_3_a_country_has_one_file(file, removals_officer):
    refused("REM-3", lambda: actions.open_file(file.partner, by=removals_officer))

    assert CountryFile.objects.count() == 1


@pytest.mark.parametrize(("measure", "number", "fine"), [
    (Measure.ASKED, "3", True), (Measure.ASKED, "3.5", False),
    (Measure.DAYS, "3.5", True), (Measure.DAYS, "3.4", False),
])  # fmt: skip
def test_rem_4_cases_are_whole_and_days_may_have_a_half(measure, number, fine):
    figure = Figure(measure=measure, number=Decimal(number))

    assert (rules.counts_what_it_can(figure) is None) == fine


def test_rem_5_a_figure_is_for_a_period_that_is_over(file, removals_officer):
    ahead = (in_days(-30), in_days(1))
    backwards = (QUARTER[1], QUARTER[0])

    refused("REM-5", lambda: factories.figure(file, Measure.ASKED, 3, by=removals_officer, span=ahead))
    refused("REM-5", lambda: factories.figure(file, Measure.ASKED, 3, by=removals_officer, span=backwards))
    ends_today = {"span": (in_days(-30), in_days(0)), "as_of": in_days(0).isoformat()}
    assert factories.figure(file, Measure.ASKED, 3, by=removals_officer, **ends_today).pk


@pytest.mark.parametrize("missing", ["place", "as_of"])
def test_rem_6_a_figure_says_where_it_stands(missing, file, removals_officer):
    refused("REM-6", lambda: factories.figure(file, Measure.ASKED, 3, by=removals_officer, **{missing: ""}))


def test_rem_7_one_place_says_one_thing_and_another_may_say_otherwise(file, removals_officer):
    first = factories.figure(file, Measure.ASKED, 300, by=removals_officer)

    refused("REM-7", lambda: factories.figure(file, Measure.ASKED, 310, by=removals_officer))
    factories.figure(file, Measure.ASKED, 310, by=removals_officer, place="Yearly report, page 4")
    actions.withdraw(first, by=removals_officer, reason="A slip of the pen")
    factories.figure(file, Measure.ASKED, 301, by=removals_officer)

    assert {one.number for one in file.figures.filter(withdrawn_at=None)} == {310, 301}


@pytest.mark.parametrize(("ranks", "fine"), [
    ([1, 2, 3], True), ([1, 2, 2, 4], True), ([1, 1, 1], True), ([3, 1, 2], True),
    ([2, 3], False), ([1, 3], False), ([1, 2, 2, 3], False), ([], False), ([0, 1], False),
])  # fmt: skip
def test_rem_8_ranks_run_from_one_and_count_on_after_a_shared_one(ranks, fine):
    assert (rules.ranks_follow(list(enumerate(ranks))) is None) == fine


def test_rem_8_a_country_stands_once_on_a_list(file, removals_officer):
    twice = [(file, 1), (file, 2)]

    refused("REM-8", lambda: actions.rank(twice, by=removals_officer, ranked_on="2026", title_en="L", method_en="M"))


def test_rem_9_a_ranking_says_its_method(file, removals_officer):
    refused("REM-9", lambda: actions.rank([(file, 1)], by=removals_officer, ranked_on="2026-10", title_en="List"))


def test_rem_10_a_lever_is_used_while_it_is_there(file, removals_officer):
    lever = factories.lever(file, by=removals_officer, available_on=date(2026, 5, 1))
    actions.end_lever(lever, by=removals_officer, gone_on=date(2026, 9, 1), reason=REASON)
    lever.refresh_from_db()

    for day in (date(2026, 4, 30), date(2026, 9, 1)):
        refused("REM-10", lambda day=day: factories.use(lever, by=removals_officer, used_on=day))
    assert factories.use(lever, by=removals_officer, used_on=date(2026, 8, 31)).pk


def test_rem_11_what_happened_has_a_day_that_has_come(file, removals_officer):
    by, tomorrow = removals_officer, in_days(1)
    lever = factories.lever(file, by=by)
    step, rwg = factories.use(lever, by=by), factories.body("rwg")

    refused("REM-11", lambda: actions.open_file(factories.country("other"), by=by, opened_on=tomorrow))
    refused("REM-11", lambda: factories.use(lever, by=by, used_on=tomorrow))
    refused("REM-11", lambda: actions.react(step, by=by, temper="unmoved", noted_on=tomorrow))
    refused("REM-11", lambda: actions.decide(file, by=by, decided_on=tomorrow, body=rwg, text_en="Go on"))


def test_rem_12_a_country_reacts_on_the_day_of_the_step_or_later(file, removals_officer):
    step = factories.use(factories.lever(file, by=removals_officer), by=removals_officer, used_on=date(2026, 8, 3))

    refused("REM-12", lambda: actions.react(step, by=removals_officer, temper="unmoved", noted_on=date(2026, 8, 2)))
    assert actions.react(step, by=removals_officer, temper="unmoved", noted_on=date(2026, 8, 3)).pk


def test_of_several_reactions_to_one_step_the_score_counts_the_last(file, removals_officer):
    by = removals_officer
    lever = factories.lever(file, by=by)
    step, other = factories.use(lever, by=by), factories.use(lever, by=by, used_on=date(2026, 9, 1))
    actions.react(step, by=by, temper="hardens", noted_on=date(2026, 8, 20))  # a slip, put right the same day
    actions.react(step, by=by, temper="cooperates", noted_on=date(2026, 8, 20))
    actions.react(other, by=by, temper="promises", noted_on=date(2026, 9, 2))
    actions.react(other, by=by, temper="hardens", noted_on=date(2026, 10, 5))

    noted = [*step.reactions.all(), *other.reactions.all()]

    assert rules.line(*QUARTER, [], noted).tempers == ("cooperates", "promises")
    assert rules.line(date(2026, 10, 1), date(2026, 12, 31), [], noted).tempers == ("hardens",)


def test_rem_13_a_lever_a_step_a_decision_and_an_item_say_what_they_are(file, removals_officer):
    by, rwg = removals_officer, factories.body("rwg")
    lever, plan = factories.lever(file, by=by), factories.plan(file, by=by)

    refused("REM-13", lambda: factories.lever(file, by=by, text_en=" "))
    refused("REM-13", lambda: factories.use(lever, by=by, text_en=""))
    refused("REM-13", lambda: actions.decide(file, by=by, decided_on=in_days(0), body=rwg))
    refused("REM-13", lambda: actions.add_item(plan, by=by, due_on=in_days(3)))
    assert factories.lever(file, by=by, text_en="", text_fr="Par l’ambassade").pk


def test_rem_14_nobody_marks_a_file_above_the_own_clearance(open_account, file):
    officer = open_account(Role.REMOVALS_OFFICER, username="low", clearance=Marking.PROTECTED_A)

    refused("REM-14", lambda: actions.change(file, by=officer, marking=Marking.PROTECTED_B))


def test_rem_15_a_change_that_changes_nothing_is_refused(file, removals_officer):
    plan = factories.plan(file, by=removals_officer)

    refused("REM-15", lambda: actions.change(file, by=removals_officer, standing_en=""))
    refused("REM-15", lambda: actions.change_plan(plan, by=removals_officer, title_en=plan.title_en))
    refused("REM-15", lambda: actions.enter(file, [], by=removals_officer))


def test_rem_16_a_lever_goes_once_and_after_it_came(file, removals_officer):
    lever = factories.lever(file, by=removals_officer, available_on=date(2026, 5, 1))

    def gone(day):
        return lambda: actions.end_lever(lever, by=removals_officer, gone_on=day, reason=REASON)

    refused("REM-16", gone(date(2026, 5, 1)))
    gone(date(2026, 5, 2))()
    refused("REM-16", gone(date(2026, 6, 2)))


def test_rem_16_a_lever_goes_after_it_was_last_used(file, removals_officer):
    lever = factories.lever(file, by=removals_officer)
    factories.use(lever, by=removals_officer, used_on=date(2026, 8, 3))

    def gone(day):
        return lambda: actions.end_lever(lever, by=removals_officer, gone_on=day, reason=REASON)

    refused("REM-16", gone(date(2026, 8, 3)))
    assert gone(date(2026, 8, 4))().gone_on == date(2026, 8, 4)


def test_rem_16_a_lever_to_come_may_be_called_off_from_today_on(file, removals_officer):
    lever = factories.lever(file, by=removals_officer, available_on=in_days(30))

    def gone(day):
        return lambda: actions.end_lever(lever, by=removals_officer, gone_on=day, reason=REASON)

    refused("REM-16", gone(in_days(-1)))
    assert gone(in_days(0))().is_called_off


def test_rem_17_a_figure_is_withdrawn_once(file, removals_officer):
    figure = factories.figure(file, Measure.ASKED, 3, by=removals_officer)
    actions.withdraw(figure, by=removals_officer, reason=REASON)

    refused("REM-17", lambda: actions.withdraw(figure, by=removals_officer, reason=REASON))


@pytest.mark.parametrize("lacking", [{"items": 0}, {"aim_en": ""}])
def test_rem_18_what_goes_out_says_what_it_is_to_reach_and_by_what(lacking, file, removals_officer):
    plan = factories.plan(file, by=removals_officer, **lacking)

    refused("REM-18", lambda: actions.consult(plan, by=removals_officer))


@pytest.mark.parametrize("given", [{"due_on": in_days(9)}, {"department": True}])
def test_rem_19_each_item_has_a_lead_and_a_date(given, file, removals_officer):
    plan = factories.plan(file, by=removals_officer)
    if "department" in given:
        given = {"department": factories.partner("ca-gac", kind="department")}
    actions.add_item(plan, by=removals_officer, text_en="Ask the mission", **given)

    refused("REM-19", lambda: actions.consult(plan, by=removals_officer))


def test_rem_19_a_department_may_lead(file, removals_officer):
    plan = factories.plan(file, by=removals_officer)
    gac = factories.partner("ca-gac", kind="department")
    actions.add_item(plan, by=removals_officer, text_en="Ask the mission", department=gac, due_on=in_days(9))

    assert actions.consult(plan, by=removals_officer).state == "consulted"


def test_rem_20_somebody_else_approves(file, removals_officer, executive, open_account):
    plan = factories.plan_in("consulted", file, by=removals_officer, boss=executive, lead=executive)
    other = open_account(Role.EXECUTIVE, username="other")

    refused("REM-20", lambda: actions.approve(plan, by=executive))
    assert actions.approve(plan, by=other).state == "approved"


def test_rem_20_who_worded_it_does_not_approve_it_by_handing_the_lead_on(file, removals_officer, executive):
    plan = factories.plan(file, by=removals_officer, lead=executive)
    actions.change_plan(plan, by=executive, aim_en="As I would have it", lead=removals_officer)
    actions.consult(plan, by=removals_officer)

    refused("REM-20", lambda: actions.approve(plan, by=executive))


@pytest.mark.parametrize("day", [None, in_days(0), in_days(-1)])
def test_rem_21_a_plan_begins_with_the_day_of_its_review(day, plan_in, removals_officer):
    plan = plan_in("approved")

    refused("REM-21", lambda: actions.activate(plan, by=removals_officer, review_on=day))
    plan.refresh_from_db()
    assert (plan.state, plan.review_on) == ("approved", None)


def test_rem_22_a_country_has_one_active_plan(plan_in, removals_officer):
    plan_in("active")
    second = plan_in("approved")

    refused("REM-22", lambda: actions.activate(second, by=removals_officer, review_on=in_days(9)))


def test_rem_23_a_reviewed_plan_says_what_came_of_it(plan_in, removals_officer):
    plan = plan_in("active")
    actions.finish_item(plan.items.get(), by=removals_officer, ended_on=in_days(0))

    refused("REM-23", lambda: actions.review(plan, by=removals_officer, outcome_en=" "))


def test_rem_24_a_plan_is_reviewed_once_every_item_ended(plan_in, removals_officer):
    plan = plan_in("active")

    refused("REM-24", lambda: actions.review(plan, by=removals_officer, outcome_en="Well"))


@pytest.mark.parametrize(("state", "words"), [
    ("consulted", "Send it back to change it"), ("approved", "takes the approval back"),
    ("active", "sends it back to be drafted anew"), ("reviewed", "Take it up again"), ("given_up", "Draft another one"),
])  # fmt: skip
def test_rem_25_says_what_may_be_done_and_the_workflow_allows_it(state, words, plan_in, removals_officer):
    plan = plan_in(state)

    said = refused("REM-25", lambda: actions.change_plan(plan, by=removals_officer, title_en="Another"))

    assert words in said


def test_an_active_plan_is_drafted_anew_and_goes_the_whole_way_again(plan_in, removals_officer, executive):
    by, plan = removals_officer, plan_in("active")
    first = plan.review_on

    with pytest.raises(PermissionDenied):
        actions.redraft(plan, by=by, reason=REASON)
    with pytest.raises(ValidationError):
        actions.redraft(plan, by=executive, reason=" ")
    plan = actions.redraft(plan, by=executive, reason=REASON)
    assert (plan.state, plan.review_on) == ("drafted", None)
    actions.change_plan(plan, by=by, aim_en="Documents within 20 days")
    actions.consult(plan, by=by)
    actions.approve(plan, by=executive)
    plan = actions.activate(plan, by=by, review_on=in_days(90))

    assert plan.state == "active"
    assert [turn.move for turn in plan.turns.all()] == [
        "consult", "approve", "activate", "redraft", "consult", "approve", "activate",
    ]  # fmt: skip
    kept = {entry.verb: str(entry.changes) for entry in Entry.objects.filter(subject=f"removals.plan:{plan.key}")}
    assert "Documents within 30 days" in kept["change_plan"]
    assert first.isoformat() in kept["redraft_plan"]
    assert REASON in str(plan.turns.get(move="redraft").reason)


@pytest.mark.parametrize("state", ["consulted", "approved", "reviewed", "given_up"])
def test_rem_25_what_was_sent_out_or_is_over_stands(state, plan_in, removals_officer):
    plan = plan_in(state)

    refused("REM-25", lambda: actions.change_plan(plan, by=removals_officer, title_en="Another"))
    refused("REM-25", lambda: actions.add_item(plan, by=removals_officer, text_en="One more"))
    refused("REM-25", lambda: actions.drop_item(plan.items.get(), by=removals_officer, reason=REASON))


def test_rem_26_an_item_ends_once(plan_in, removals_officer):
    item = plan_in("active").items.get()
    actions.drop_item(item, by=removals_officer, reason=REASON)

    refused("REM-26", lambda: actions.finish_item(item, by=removals_officer, ended_on=in_days(0)))


def test_rem_27_a_step_back_says_why(file, removals_officer):
    by = removals_officer
    figure, lever = factories.figure(file, Measure.ASKED, 3, by=by), factories.lever(file, by=by)
    item = factories.plan(file, by=by).items.get()

    refused("REM-27", lambda: actions.withdraw(figure, by=by, reason=" "))
    refused("REM-27", lambda: actions.end_lever(lever, by=by, gone_on=in_days(0), reason=""))
    refused("REM-27", lambda: actions.drop_item(item, by=by, reason=""))
