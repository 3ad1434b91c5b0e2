"""The rules of quarters, proposals and worksheets, each alone: what it refuses, its cure, what it lets pass."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import actions, queries
from entente.engagement.travel.actions import worksheets as sheets
from entente.engagement.travel.models import CostLine, Proposal, Quarter, Traveller, Worksheet
from entente.engagement.travel.rules import proposals as rules
from entente.engagement.travel.rules import quarters as of_quarters
from entente.engagement.travel.rules import worksheets
from entente.kit.days import spoken

from . import factories

TODAY = timezone.localdate()


def said(problem):
    """Everything a refusal says."""
    return " ".join(problem.messages)


def codes(problem):
    return {one.code for one in factories.problems(problem)}


def now(proposal):
    """A proposal as the rules read it: as it stands, with its delegation."""
    return queries.proposals.with_delegation(Proposal.objects.filter(pk=proposal.pk)).get()


def with_meeting(one, **given):
    """The proposal, after something happened to its meeting."""
    Meeting.objects.filter(pk=one.meeting_id).update(**given)
    return now(one)


@pytest.fixture
def one(people):
    """A draft that lacks nothing, as the rules read it."""
    return now(factories.complete(people))


@pytest.fixture
def pair(people, one):
    """The same with a second traveller who is neither explained nor costed."""
    actions.add_traveller(one, by=people.planner, person=people.second)
    return now(one)


def coming(**given):
    """A quarter that begins in ten days, held in memory."""
    first = TODAY + timedelta(days=10)
    return Quarter(**({"starts_on": first, "ends_on": first + timedelta(days=90)} | given))


# ── Quarters ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (100, True), (101, False), (None, True)])
def test_trv_1_forecasts_are_due_from_today_to_the_last_day_of_the_quarter(days, fits):
    due = None if days is None else TODAY + timedelta(days=days)
    problem = of_quarters.forecast_is_due_in_time(coming(forecast_due_on=due), today=TODAY)

    assert fits == (problem is None)
    if problem:
        assert problem.message_dict == {"forecast_due_on": ["Choose a day from today to the last day of the quarter."]}


@pytest.mark.parametrize(("days", "over"), [(-1, True), (0, False)])
def test_trv_2_a_quarter_that_ended_yesterday_is_over_and_one_that_ends_today_is_not(days, over):
    quarter = Quarter(starts_on=TODAY - timedelta(days=90), ends_on=TODAY + timedelta(days=days))

    problem = of_quarters.it_is_not_over(quarter, today=TODAY)

    assert over == (problem is not None)
    if problem:
        assert problem.message_dict == {"starts_on": ["This quarter is over. Choose a day in one to come."]}


def test_trv_3_a_budget_is_set_before_the_list_goes_on_and_nothing_is_a_budget_too():
    assert said(of_quarters.the_budget_is_known(coming(budget=None))) == "Set the budget of the quarter."
    assert of_quarters.the_budget_is_known(coming(budget=Decimal(0))) is None


def test_trv_4_what_waits_is_named_and_what_is_listed_or_held_back_waits_no_more(people):
    one = factories.proposal("forecast", people)
    found = of_quarters.nothing_waits_for_the_balance(one.quarter)
    assert said(found) == f"Put on the list, hold back or send to the branch: {one}."

    actions.hold_back(one, by=people.balancer, reason="Later.")
    assert of_quarters.nothing_waits_for_the_balance(one.quarter) is None


def test_trv_5_an_empty_list_does_not_go_to_the_president(people):
    one = factories.proposal("forecast", people)
    assert said(of_quarters.something_is_listed(one.quarter)) == "Put at least one proposal on the list."

    actions.put_on_list(one, by=people.balancer)
    assert of_quarters.something_is_listed(one.quarter) is None


def test_trv_6_each_worksheet_on_the_list_is_complete_and_agrees_with_the_record(people):
    one = factories.proposal("listed", people)
    assert of_quarters.every_listed_worksheet_is_complete(one.quarter) is None

    Worksheet.objects.filter(proposal=one).update(checked_at=None)
    found = of_quarters.every_listed_worksheet_is_complete(one.quarter)
    assert said(found) == f"Complete and check the worksheet of: {one}."

    sheets.check(one, by=people.planner)
    factories.forums.membership(one.meeting.body, factories.forums.Partner.objects.get(key="us"))
    assert codes(of_quarters.every_listed_worksheet_is_complete(one.quarter)) == {"worksheets_incomplete"}
    sheets.check(one, by=people.planner)
    assert of_quarters.every_listed_worksheet_is_complete(one.quarter) is None


def test_trv_7_the_list_is_closed_after_its_last_line_and_an_exception_does_not_keep_it_open(people):
    one = factories.proposal("listed", people)
    assert said(of_quarters.everything_listed_is_decided(one.quarter)) == f"Decide first: {one}."

    Proposal.objects.filter(pk=one.pk).update(exception=True, exception_reason="Called at short notice.")
    assert of_quarters.everything_listed_is_decided(one.quarter) is None


def test_a_long_list_of_names_is_cut_short_after_five(people):
    """TRV-4"""
    quarter = factories.quarter(people)
    for number in range(6):
        to = factories.meeting(f"MTG-2027-020{number}", title_en=f"Table {number}")
        factories.finish(factories.with_delegate(people, quarter, meeting=to), people.planner)

    told = said(of_quarters.nothing_waits_for_the_balance(quarter))

    assert "Table 4" in told
    assert "Table 5" not in told
    assert told.endswith(", ….")


# ── A proposal and its quarter ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("quarter", "state", "exception", "found"),
    [
        ("forecasting", "draft", False, None),
        ("forecasting", "draft", True, "drop the exception"),
        ("balancing", "draft", False, "Ask International Affairs to reopen them"),
        ("balancing", "returned", False, None),
        ("submitted", "draft", False, "Ask International Affairs to reopen them"),
        ("submitted", "returned", False, None),
        ("submitted", "draft", True, "drop the exception"),
        ("decided", "draft", True, None),
        ("decided", "returned", True, None),
        ("decided", "draft", False, "it goes forward as an exception"),
        ("decided", "returned", False, "it goes forward as an exception"),
    ],
)
def test_trv_8_a_branch_puts_forward_while_forecasts_are_open_later_an_answer_or_an_exception(
    quarter, state, exception, found
):
    problem = rules.forecasts_are_open(Proposal(quarter=Quarter(state=quarter), state=state, exception=exception))

    assert found in said(problem) if found else problem is None


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (90, True), (91, False)])
def test_trv_9_a_meeting_takes_the_money_of_the_quarter_in_which_it_begins(days, fits):
    quarter = coming()
    begins = quarter.starts_on + timedelta(days=days)
    meeting = Meeting(starts_on=begins, ends_on=begins + timedelta(days=9))

    problem = rules.the_meeting_falls_in_the_quarter(Proposal(quarter=quarter, meeting=meeting))

    if fits:
        assert problem is None
    else:
        assert f"begins on {spoken(begins)}" in said(problem)
        assert "Propose it for the quarter in which it begins." in said(problem)


def test_trv_10_nobody_is_sent_to_what_is_cancelled_over_or_skipped(one):
    judge = lambda made: rules.the_meeting_is_to_come(made, today=TODAY)  # noqa: E731 - the rule of today
    assert judge(one) is None
    assert judge(with_meeting(one, starts_on=TODAY, ends_on=TODAY)) is None, "its last day is still to come"

    yesterday = TODAY - timedelta(days=1)
    assert said(judge(with_meeting(one, starts_on=yesterday, ends_on=yesterday))).startswith("The meeting is over.")
    with_meeting(one, ends_on=TODAY)
    skipped = judge(with_meeting(one, attendance="skip", attendance_reason="Too far."))
    assert "Have that decision changed first, on the meeting’s page." in said(skipped)
    assert "unless it is reinstated on its page" in said(judge(with_meeting(one, state="cancelled")))


@pytest.mark.parametrize(("en", "fr", "told"), [("", " \n", False), ("Why.", "", True), ("", "Pourquoi.", True)])
def test_trv_11_why_we_should_go_is_said_in_either_language(en, fr, told):
    problem = rules.the_rationale_is_given(Proposal(rationale_en=en, rationale_fr=fr))

    assert problem is None if told else said(problem) == "Say why we should go, in either language."


@pytest.mark.parametrize(
    ("exception", "reason", "fits"), [(True, " ", False), (True, "Late.", True), (False, "", True)]
)
def test_trv_12_an_exception_says_why_it_was_not_on_the_list(exception, reason, fits):
    problem = rules.an_exception_says_why(Proposal(exception=exception, exception_reason=reason))

    assert problem is None if fits else said(problem) == "Say why it was not on the list."


def test_trv_13_a_delegation_has_somebody_and_just_one_head(people, one, pair):
    assert rules.somebody_travels(one) is None
    assert rules.somebody_travels(pair) is None

    Traveller.objects.filter(proposal=one).update(is_head=True)
    assert said(rules.somebody_travels(now(one))) == "Name one head of the delegation."
    Traveller.objects.filter(proposal=one).update(is_head=False)
    assert codes(rules.somebody_travels(now(one))) == {"one_head_of_delegation"}
    Traveller.objects.filter(proposal=one).update(state="withdrawn")
    assert said(rules.somebody_travels(now(one))) == "Name at least one traveller, by person or by office."


def test_trv_14_each_further_traveller_is_explained_and_the_head_need_not_be(one, pair):
    assert rules.each_further_traveller_is_needed(one) is None
    assert said(rules.each_further_traveller_is_needed(pair)) == "Say why each further traveller is needed: second."

    Traveller.objects.filter(proposal=one, is_head=False).update(reason="Drafts.")
    assert rules.each_further_traveller_is_needed(now(one)) is None


def test_trv_15_every_traveller_has_an_estimate_who_stays_at_home_needs_none(people, one, pair):
    assert rules.every_traveller_is_costed(one) is None
    assert said(rules.every_traveller_is_costed(pair)) == "Estimate what the journey costs for: second."

    Traveller.objects.filter(proposal=one, is_head=False).update(state="refused")
    assert rules.every_traveller_is_costed(now(one)) is None


def test_trv_16_others_pay_up_to_the_estimate_of_a_line_and_no_more(one):
    line = CostLine.objects.get(traveller__proposal=one, kind="airfare")
    for others, fits in ((line.estimate, True), (line.estimate + 1, False)):
        CostLine.objects.filter(pk=line.pk).update(paid_by_others=others, funder="WCO")
        problem = rules.others_pay_no_more_than_it_costs(now(one))
        assert problem is None if fits else "than the estimate: delegate (airfare)." in said(problem)


def test_trv_17_and_trv_18_one_of_two_ways_leads_to_the_president():
    listed, exception = Proposal(exception=False), Proposal(exception=True, exception_reason="Late.")

    assert rules.it_is_no_exception(listed) is None
    assert "recommended by the head of the branch, not put on the list" in said(rules.it_is_no_exception(exception))
    assert rules.it_is_an_exception(exception) is None
    assert "International Affairs puts it on the list." in said(rules.it_is_an_exception(listed))


@pytest.mark.parametrize("state", ["forecasting", "balancing", "submitted", "decided"])
def test_trv_19_the_president_decides_a_list_that_was_submitted_and_an_exception_at_any_time(state):
    quarter = Quarter(state=state)

    problem = rules.the_list_is_before_the_president(Proposal(quarter=quarter))

    if state == "submitted":
        assert problem is None
    else:
        assert said(problem).startswith("The list of this quarter is not before the President.")
        assert "opened again where it is decided, on the page of the quarter" in said(problem)
    assert rules.the_list_is_before_the_president(Proposal(quarter=quarter, exception=True)) is None


@pytest.mark.parametrize("state", ["forecasting", "balancing", "submitted", "decided"])
def test_trv_20_a_decided_list_takes_exceptions_alone(state):
    quarter = Quarter(state=state)

    problem = rules.the_list_is_being_balanced(Proposal(quarter=quarter))

    assert problem is None if state != "decided" else said(problem) == "The list of this quarter is decided."
    assert rules.the_list_is_being_balanced(Proposal(quarter=quarter, exception=True)) is None


def test_trv_21_the_trips_that_stand_are_named_and_once_cancelled_bar_no_way(people):
    trip = factories.trip(people)
    made = now(trip.traveller.proposal)
    assert rules.nobody_travels_on_it_yet(made) is None, "a draft of a trip is no journey yet"

    actions.ask_authority(trip, by=people.planner)
    assert said(rules.nobody_travels_on_it_yet(made)) == f"Cancel these trips first: {trip.key}, delegate."

    actions.cancel_trip(trip, by=people.planner, reason="Moved.")
    assert rules.nobody_travels_on_it_yet(made) is None


def test_trv_22_and_trv_23_who_reduces_keeps_some_and_who_approves_keeps_all(pair):
    head, second = pair.travellers.all()

    for keep in ([], [head.pk, second.pk], [0]):
        assert "at least one, and not all of them" in said(rules.some_stay_and_some_go(pair, keep))
    assert rules.some_stay_and_some_go(pair, [second.pk]) is None

    for keep in ([], [head.pk]):
        assert "choose “reduce”, or tick everybody again" in said(rules.all_are_ticked(pair, keep))
    assert rules.all_are_ticked(pair, [head.pk, second.pk]) is None


def test_trv_24_who_read_an_older_page_is_told_who_was_there_and_what_happened():
    made = Proposal(revision=4)
    last = SimpleNamespace(outcome="refuse", by="Ada Roy", get_outcome_display=lambda: "refused")

    assert rules.nobody_decided_meanwhile(made, 4, last) is None
    told = said(rules.nobody_decided_meanwhile(made, 3, last))
    assert told == "Ada Roy was here before you: refused. Nothing of it was overwritten."
    assert "Read it again before you decide." in said(rules.nobody_decided_meanwhile(made, 3, None))


@pytest.mark.parametrize(("budget", "past"), [(None, False), (3000, False), (2999, True)])
def test_trv_25_money_past_the_budget_is_said_with_the_amount_and_refuses_nothing(budget, past):
    budget = None if budget is None else Decimal(budget)

    problem = rules.money_is_left(Quarter(budget=budget), Decimal(1000), Decimal(2000))

    assert said(problem) == "This takes the list 1 past the budget." if past else problem is None


# ── The worksheet ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("emptied", "code"),
    [
        ({"title_en": "", "title_fr": ""}, "worksheet_title"),
        ({"location_en": "", "location_fr": ""}, "worksheet_title"),
        ({"first_time": False}, "worksheet_last"),
        ({"first_time": False, "last_attended_on": TODAY, "last_attendee": "Ada"}, "worksheet_report"),
        ({"agenda_en": "", "agenda_fr": " "}, "worksheet_agenda"),
        ({"regional": None}, "worksheet_regional"),
        ({"regional": True}, "worksheet_regional_details"),
    ],
)
def test_trv_26_each_box_that_is_empty_is_named(one, emptied, code):
    assert worksheets.boxes_are_filled(one) is None

    Worksheet.objects.filter(proposal=one).update(**emptied)

    problem = worksheets.boxes_are_filled(now(one))
    assert codes(problem) == {code}
    assert said(problem) == str(worksheets.MISSING[code])


def test_trv_26_branches_and_objectives_are_ticked(one):
    one.worksheet.branches.clear()
    one.worksheet.objectives.clear()

    assert codes(worksheets.boxes_are_filled(now(one))) == {"worksheet_branches", "worksheet_objectives"}


def test_trv_26_corporate_memory_is_asked_of_several_and_on_line_where_one_may_stay_at_home(one, pair):
    assert codes(worksheets.boxes_are_filled(pair)) == {"worksheet_memory"}
    Worksheet.objects.filter(proposal=one).update(memory_fr="La relève.")
    assert worksheets.boxes_are_filled(now(one)) is None

    hybrid = with_meeting(one, form="hybrid")
    assert codes(worksheets.boxes_are_filled(hybrid)) == {"worksheet_virtual"}
    Worksheet.objects.filter(proposal=one).update(virtual="Corridors decide.")
    assert worksheets.boxes_are_filled(now(one)) is None


def test_trv_26_a_proposal_without_a_worksheet_is_told_to_begin_one():
    assert said(worksheets.boxes_are_filled(Proposal())) == "Begin the participation worksheet."


def test_trv_27_a_full_worksheet_waits_for_somebody_who_vouches_for_it(one):
    assert worksheets.worksheet_is_complete(one) is None

    Worksheet.objects.filter(proposal=one).update(checked_at=None)
    assert said(worksheets.worksheet_is_complete(now(one))) == "Worksheet: check it against the record and say so."


def test_trv_28_a_record_that_changes_after_the_check_asks_for_another(people, one):
    assert worksheets.worksheet_agrees_with_the_record(one) is None

    moved = with_meeting(one, city_en="Ottawa")
    assert "the record has changed since it was checked" in said(worksheets.worksheet_agrees_with_the_record(moved))

    sheets.check(one, by=people.planner)
    assert worksheets.worksheet_agrees_with_the_record(now(one)) is None


@pytest.mark.parametrize(
    "state", ["draft", "forecast", "listed", "held_back", "approved", "returned", "refused", "withdrawn"]
)
def test_trv_29_and_trv_30_a_draft_may_change_and_its_worksheet_until_the_decision(state):
    made = Proposal(state=state)
    draft, sheet = rules.it_is_a_draft(made), rules.the_worksheet_is_open(made)

    if state in ("draft", "returned"):
        assert draft is None
    else:
        assert said(draft).startswith(f"This proposal is “{made.get_state_display()}”. Take it back")
    if state in ("approved", "refused", "withdrawn"):
        assert (
            said(sheet) == f"This proposal is “{made.get_state_display()}”: its worksheet stands as it was decided on."
        )
    else:
        assert sheet is None


def test_trv_31_another_budget_says_why_and_changes_something():
    changed = {"budget": [1, 2]}

    assert of_quarters.a_change_says_why(changed, "A cut.") is None
    assert said(of_quarters.a_change_says_why({}, "A cut.")) == "Nothing changes."
    assert of_quarters.a_change_says_why(changed, " ").message_dict == {"reason": ["Give the reason for this step."]}


def test_everything_that_is_wrong_is_said_at_once(people):
    """TRV-9, TRV-11, TRV-13"""
    of = factories.quarter(people)
    late = factories.meeting(starts_on=of.ends_on + timedelta(days=1))
    empty = factories.draft(people, of, meeting=late, rationale_en="", rationale_fr="")

    with pytest.raises(ValidationError) as refused:
        actions.put_forward(empty, by=people.planner)

    assert {"meeting_outside_the_quarter", "rationale_missing", "nobody_travels"} <= codes(refused.value)
