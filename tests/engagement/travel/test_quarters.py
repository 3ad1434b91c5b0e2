"""A quarter from its opening to the plan; what people are told on the way."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.travel import actions, queries
from entente.engagement.travel.actions import quarters
from entente.engagement.travel.models import Quarter, QuarterState, quarter_of
from entente.engagement.travel.panels import quarters as panels
from entente.engagement.travel.tasks import quarters as tasks
from entente.foundation.notices.models import Notice

from . import factories

TODAY = timezone.localdate()


def codes(refusal):
    said = refusal.value
    found = said.error_dict.values() if hasattr(said, "error_dict") else [said.error_list]
    return {one.code for many in found for one in many}


def told(word):
    return set(Notice.objects.filter(word=word).values_list("person__username", flat=True))


@pytest.mark.parametrize(
    ("day", "key", "first", "last"),
    [
        (date(2026, 4, 1), "2026-27-q1", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 11, 27), "2026-27-q3", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 3, 31), "2026-27-q4", date(2027, 1, 1), date(2027, 3, 31)),
        (date(2100, 2, 28), "2099-00-q4", date(2100, 1, 1), date(2100, 3, 31)),
    ],
)
def test_the_fiscal_year_begins_in_april(day, key, first, last):
    assert quarter_of(day) == (key, first, last)


def test_a_quarter_is_called_in_both_languages():
    first = Quarter(key="2026-27-q1")

    assert first.title == "Quarter 1 of 2026–27"
    with translation.override("fr"):
        assert first.title == "1er\u00a0trimestre de 2026-2027"
        assert Quarter(key="2026-27-q3").title == "3e\u00a0trimestre de 2026-2027"


@pytest.mark.parametrize("state", list(QuarterState))
def test_a_quarter_reaches_each_state_by_the_moves_people_make(state, people):
    one = factories.proposal(
        "forecast" if state == "forecasting" else "approved" if state == "decided" else "listed", people
    )

    assert factories.quarter_in(state, people, one.quarter).state == state


def test_a_quarter_is_opened_once_and_not_when_it_is_over(people):
    """TRV-2"""
    factories.quarter(people)
    with pytest.raises(ValidationError):
        factories.quarter(people)

    with pytest.raises(ValidationError) as refusal:
        factories.quarter(people, starts_on=TODAY - timedelta(days=120))
    assert codes(refusal) == {"quarter_is_over"}


@pytest.mark.parametrize("days", [-1, 400])
def test_forecasts_are_due_on_a_day_to_come_within_the_quarter(people, days):
    """TRV-1"""
    with pytest.raises(ValidationError) as refusal:
        factories.quarter(people, forecast_due_on=TODAY + timedelta(days=days))

    assert codes(refusal) == {"forecast_due_out_of_time"}


def test_the_planners_of_the_branches_are_told_once_that_a_quarter_opens(people):
    due = TODAY + timedelta(days=20)
    factories.quarter(people, forecast_due_on=due)

    assert told("travel.quarter_opened_until") == {"planner", "other-planner"}
    assert Notice.objects.filter(due_on=due).count() == 2


def test_planners_are_reminded_seven_and_two_days_before_and_on_the_day_and_once_each(people):
    due = TODAY + timedelta(days=20)
    factories.quarter(people, forecast_due_on=due)

    for left in (10, 7, 6, 2, 2, 1, 0, -1):
        tasks.sweep(today=due - timedelta(days=left))

    keys = Notice.objects.filter(word="travel.forecast_due", person=people.planner).values_list("key", flat=True)
    assert sorted(key.rpartition(":")[2] for key in keys) == ["0", "2", "7"]


def test_a_changed_budget_carries_a_reason(people):
    """TRV-31"""
    one = factories.quarter(people)
    with pytest.raises(ValidationError) as refusal:
        actions.change_quarter(one, by=people.balancer, reason=" ", budget=5, forecast_due_on=None)
    assert codes(refusal) == {"reason_missing"}
    with pytest.raises(ValidationError) as refusal:
        actions.change_quarter(one, by=people.balancer, reason="So.", budget=one.budget, forecast_due_on=None)
    assert codes(refusal) == {"nothing_changes"}

    assert actions.change_quarter(one, by=people.balancer, reason="A cut.", budget=5, forecast_due_on=None).budget == 5


def test_everything_between_a_balance_and_the_president_is_told_at_once(people):
    """TRV-3, TRV-4, TRV-5"""
    one = factories.quarter(people, budget=None)
    factories.proposal("forecast", people, one)
    quarters.close_forecast(one, by=people.balancer)

    with pytest.raises(ValidationError) as refusal:
        quarters.submit(one, by=people.balancer)

    assert codes(refusal) == {"budget_missing", "waits_for_the_balance", "list_is_empty"}


def test_a_list_with_an_outdated_worksheet_is_not_submitted(people):
    """TRV-6"""
    one = factories.proposal("listed", people)
    factories.forums.membership(one.meeting.body, factories.forums.Partner.objects.get(key="us"))
    quarters.close_forecast(one.quarter, by=people.balancer)

    with pytest.raises(ValidationError) as refusal:
        quarters.submit(one.quarter, by=people.balancer)

    assert codes(refusal) == {"worksheets_incomplete"}


@pytest.mark.parametrize(
    ("state", "move", "who"),
    [
        ("balancing", "reopen_forecast", "balancer"),
        ("submitted", "take_back", "balancer"),
        ("decided", "reopen", "president"),
    ],
)
def test_going_back_carries_a_reason(people, state, move, who):
    one = factories.proposal("approved" if state == "decided" else "listed", people)
    quarter = factories.quarter_in(state, people, one.quarter)
    act, by = getattr(quarters, move), getattr(people, who)

    with pytest.raises(ValidationError):
        act(quarter, by=by, reason="")
    assert act(quarter, by=by, reason="Something was forgotten.").state != state


def test_who_decides_is_told_that_the_list_waits_and_the_branches_how_it_was_decided(people):
    quarter = factories.full_list(people)
    assert told("travel.quarter_submitted") == {"president"}

    lines = [
        actions.Line(one, "approve", one.revision, "", list(one.travellers.values_list("pk", flat=True)))
        for one in queries.of_quarter(people.president, quarter)
    ]
    actions.decide_list(quarter, by=people.president, lines=lines)

    assert told("travel.quarter_decided") == {"planner", "other-planner", "balancer"}
    said = Notice.objects.get(word="travel.quarter_decided", person=people.planner).said
    assert "3 approved, 0 refused, 0 returned" in said[1]


def test_every_notice_reads_in_both_languages(people):
    quarter = factories.full_list(people)
    one = queries.of_quarter(people.president, quarter).first()
    actions.decide(one, by=people.president, outcome="return", seen=one.revision, reason="Who pays?")

    for lang in ("en", "fr"):
        with translation.override(lang):
            for notice in Notice.objects.all():
                subject, text = notice.said
                assert subject
                assert "%(" not in subject + text
    assert Notice.objects.filter(word="travel.sent_back", person=people.planner).exists()


def test_only_international_affairs_opens_and_submits(people):
    for stranger in (people.planner, people.president, people.desk, people.vice_president):
        with pytest.raises(PermissionDenied):
            actions.open_quarter(by=stranger, starts_on=TODAY)


def test_the_quarter_to_speak_of_first_is_the_one_that_is_worked_on(people):
    assert queries.current(people.planner, today=TODAY) is None
    running = factories.quarter(people, starts_on=TODAY)
    factories.quarter(people)

    assert queries.current(people.planner, today=TODAY) == running


# ── My day ────────────────────────────────────────────────────────────────────────────────────────


def debts(person):
    return [str(one.title) for one in panels.waiting(person, TODAY)]


def test_what_waits_for_each_is_on_the_own_day(people):
    one = factories.proposal("forecast", people)
    assert debts(people.planner) == ["Propose travel for " + str(one.quarter.title)]
    assert debts(people.balancer) == ["Sort 1 proposal of " + str(one.quarter.title)]
    assert debts(people.president) == []

    actions.ask_branch(one, by=people.balancer, reason="Who else?")
    assert "Answer about Session MTG-2027-0001" in debts(people.planner)

    actions.put_forward(one, by=people.planner)
    actions.put_on_list(one, by=people.balancer)
    factories.quarter_in("submitted", people, one.quarter)
    assert debts(people.president) == ["Decide 1 proposal of " + str(one.quarter.title)]
    assert debts(people.delegate) == []


def test_the_day_forecasts_are_due_stands_in_the_calendar_of_planners(people):
    due = TODAY + timedelta(days=9)
    one = factories.quarter(people, forecast_due_on=due)

    (found,) = panels.occasions(people.planner, TODAY, due)
    assert (found.first, found.address) == (due, ("travel:quarter", one.key))
    assert list(panels.occasions(people.delegate, TODAY, due)) == []


def test_the_balance_finds_what_is_shared_missed_and_outside(people):
    from entente.engagement.travel.queries import balance as balances

    quarter = factories.full_list(people)

    found = balances.balance(people.balancer, quarter)

    assert [str(meeting) for meeting, _several in found.shared] == ["Permanent Technical Committee, 250th session"]
    assert [str(one) for one in found.missed] == ["Policy Commission"]
    assert [str(one.meeting) for one in found.outside] == ["Heads of intelligence"]
    assert [(str(one.name), one.proposals, one.travellers) for one in found.by_branch] == [
        ("Enforcement Branch", 3, 5),
        ("Strategy Branch", 1, 1),
    ]
    assert found.money.listed == sum(one.money for one in found.by_branch)
    assert found.money.left_if_all == quarter.budget - found.money.listed


def test_the_last_time_stands_beside_what_is_asked_now(people):
    from entente.engagement.travel.queries import balance as balances

    quarter = factories.full_list(people)
    groups = balances.grouped(people.president, quarter, list(queries.of_quarter(people.president, quarter)))

    assert [str(group.name) for group in groups] == ["World Customs Organization", "Forum hint"]
    first = groups[0].lines[0]
    assert str(first.last.meeting) == "The session before"
    assert first.last.cost is None
    assert groups[1].lines[0].last is None
    assert [line.left for group in groups for line in group.lines][-1] == balances.balance(
        people.president, quarter
    ).money.left_if_all


def test_the_plan_is_the_list_of_what_is_approved(people, as_person):
    one = factories.proposal("approved", people)
    client = as_person(people.balancer)

    page = client.get(reverse("travel:plan", args=[one.quarter.key])).content.decode()
    assert "Session MTG-2027-0001" in page
    answer = client.get(reverse("travel:proposals") + f"?quarter={one.quarter.key}&state=approved&format=csv")
    assert one.key in b"".join(answer.streaming_content).decode()
