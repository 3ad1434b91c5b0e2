from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from entente.engagement.meetings import actions, policy, tasks
from entente.engagement.meetings.models import ChairYear, Hosting, HostTask
from entente.engagement.meetings.panels import waiting
from entente.engagement.meetings.queries import chair
from entente.foundation.notices.models import Notice
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories


@pytest.fixture
def keeper(db):
    return factories.officer()


@pytest.fixture
def b5(db):
    return factories.body("b5", name_en="Border Five")


def year(keeper, body, first=-300, last=30, **given):
    usual = {"title_en": "Border Five 2026", "starts_on": factories.day(first), "ends_on": factories.day(last)}
    return actions.open_chair_year(by=keeper, body=body, **usual | given)


def test_for_mtg_62_a_body_has_one_year_in_the_chair_at_a_time(keeper, b5):
    made = year(keeper, b5)

    with pytest.raises(ValidationError, match="MTG-62"):
        year(keeper, b5, first=0, last=300)
    assert year(keeper, b5, first=31, last=300).key != made.key


def test_for_mtg_63_and_64_a_session_is_hosted_in_the_year_and_of_the_body(keeper, b5):
    made = year(keeper, b5)
    below = factories.body("heads", parent=factories.body("deputies", parent=b5))

    with pytest.raises(ValidationError, match="MTG-63"):
        actions.plan_session(made, by=keeper, title_en="Heads", due_on=factories.day(31))
    with pytest.raises(ValidationError, match="MTG-64"):
        actions.plan_session(made, by=keeper, title_en="Heads", meeting=factories.meeting(body=factories.body("wco")))
    hosting = actions.plan_session(made, by=keeper, title_en="Heads", meeting=factories.meeting(body=below))

    assert hosting.meeting.body == below


def test_the_budget_stands_against_estimates_and_what_was_spent(keeper, b5):
    made = year(keeper, b5, budget=Decimal(10000))
    first = actions.plan_session(made, by=keeper, title_en="Heads", estimate=Decimal(6000))
    actions.plan_session(made, by=keeper, title_en="Deputies", estimate=Decimal(3000))

    actions.change_session(first, by=keeper, actual=Decimal("7500.50"))
    sums = chair.whole_year(keeper, made).money

    assert (sums.estimate, sums.actual, sums.foreseen) == (Decimal(9000), Decimal("7500.50"), Decimal("10500.50"))
    assert (sums.left, sums.over) == (Decimal("-500.50"), True)


def test_figures_and_days_move_for_a_reason(keeper, b5):
    made = year(keeper, b5, budget=Decimal(100))
    hosting = actions.plan_session(made, by=keeper, title_en="Heads", estimate=Decimal(6000))

    with pytest.raises(ValidationError, match="MTG-50"):
        actions.change_session(hosting, by=keeper, estimate=Decimal(8000))
    with pytest.raises(ValidationError, match="MTG-50"):
        actions.change_chair_year(made, by=keeper, budget=Decimal(200))
    actions.change_chair_year(made, by=keeper, budget=Decimal(200), reason="A second meeting.")

    assert Entry.objects.get(verb="change_chair_year").changes["budget"] == ["100.00", "200"]


def test_tasks_are_done_moved_and_dropped(keeper, b5, open_account):
    owner = open_account(Role.EXECUTIVE, username="owner")
    made = year(keeper, b5)
    first = actions.add_task(made, by=keeper, title_en="Book rooms", owner=owner, due_on=factories.day(3))
    second = actions.add_task(made, by=keeper, title_en="Print badges", due_on=factories.day(3))

    actions.move_task(second, by=keeper, due_on=factories.day(5), reason="The list came late.")
    with pytest.raises(PermissionDenied):
        actions.drop_task(first, by=owner, reason="No.")
    actions.finish_task(first, by=owner, done_on=factories.day())
    actions.drop_task(second, by=keeper, reason="On line now.")

    with pytest.raises(ValidationError, match="MTG-65"):
        actions.finish_task(second, by=keeper, done_on=factories.day())


def test_for_mtg_66_67_and_68_a_year_is_handed_over_with_its_tasks_closed(keeper, b5):
    made, au = year(keeper, b5), factories.partner("au")
    task = actions.add_task(made, by=keeper, title_en="Print the record")

    with pytest.raises(ValidationError) as refusal:
        actions.hand_over_year(made, by=keeper, handed_over_on=factories.day(1), handed_to=au, handover_en="")
    assert {message.split(":")[0] for message in refusal.value.messages} == {"MTG-66", "MTG-67", "MTG-68"}
    actions.finish_task(task, by=keeper, done_on=factories.day())
    over = actions.hand_over_year(
        made, by=keeper, handed_over_on=factories.day(), handed_to=au, handover_en="All of it."
    )

    assert over.is_over
    for refused in (
        lambda: actions.add_task(over, by=keeper, title_en="One more"),
        lambda: actions.change_chair_year(over, by=keeper, title_en="Other"),
        lambda: actions.hand_over_year(over, by=keeper, handed_over_on=factories.day(), handover_en="Again."),
    ):
        with pytest.raises(ValidationError, match="MTG-61"):
            refused()


def test_who_leads_keeps_the_year_and_others_do_not(keeper, b5, open_account, reader):
    lead = open_account(Role.TRAVEL_PLANNER, username="lead")
    made = year(keeper, b5, lead=lead)

    assert actions.add_task(made, by=lead, title_en="Book rooms")
    with pytest.raises(PermissionDenied):
        actions.add_task(made, by=reader, title_en="Book rooms")


@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(clearance, keeper, open_account):
    person = open_account(Role.READER, clearance=clearance)
    for at, marking in enumerate(Marking):
        for own in Marking:
            made = year(keeper, factories.body(f"body{at}-{own}".replace("_", "-"), marking=marking), marking=own)
            actions.plan_session(made, by=keeper, title_en="S")
            actions.add_task(made, by=keeper, title_en="T")

    for model, visible in (
        (ChairYear, policy.chair_years_visible_to),
        (Hosting, policy.hostings_visible_to),
        (HostTask, policy.tasks_visible_to),
    ):
        one_by_one = {one.pk for one in model.objects.all() if policy.CHAIRS.allows(person, "view", one)}
        assert {one.pk for one in visible(person)} == one_by_one
        assert one_by_one


def test_what_waits_for_who_leads(keeper, b5, open_account):
    lead = open_account(Role.EXECUTIVE, username="lead")
    made = year(keeper, b5, lead=lead, last=20)
    actions.add_task(made, by=keeper, title_en="Book rooms", due_on=factories.day(-3))
    actions.plan_session(made, by=keeper, title_en="Heads", due_on=factories.day(15))

    assert [str(one.title) for one in waiting(lead, factories.day()) if "/chair/" in one.url] == [
        "Book rooms", "Heads", "Border Five 2026",
    ]  # fmt: skip
    tasks.sweep(today=factories.day())
    assert Notice.objects.filter(person=lead, word="meetings.task_due").count() == 1
