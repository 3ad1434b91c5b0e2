"""What the landing page, the index and notices tell of removals."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entente.engagement.removals import actions, notices, panels, queries, tasks
from entente.engagement.removals.models import Measure, Plan
from entente.foundation.index.models import Record
from entente.foundation.notices.models import Notice
from entente.foundation.people.roles import Marking, Role

from . import factories
from .factories import in_days


def titles(person):
    return [str(one.title) for one in panels.waiting(person, timezone.localdate())]


def test_an_officer_sees_reviews_missing_figures_and_answers_at_few_queries(file, plan_in, removals_officer):
    plan = plan_in("active")
    Plan.objects.filter(pk=plan.pk).update(review_on=in_days(-3))
    lever = factories.lever(file, by=removals_officer)
    factories.use(lever, by=removals_officer, answer_due_on=date(2026, 9, 1))

    with CaptureQueriesContext(connection) as asked:
        found = titles(removals_officer)

    assert found == [
        "Review the plan for VERDANIA",
        "No reaction of VERDANIA is noted",
        "1 country file lacks figures for July 2026 to September 2026",
    ]
    assert len(asked) <= 4


def test_what_is_done_waits_no_longer(file, removals_officer):
    step = factories.use(
        factories.lever(file, by=removals_officer), by=removals_officer, answer_due_on=date(2026, 9, 1)
    )
    actions.react(step, by=removals_officer, temper="cooperates", noted_on=in_days(0))
    factories.all_figures(file, by=removals_officer)

    assert titles(removals_officer) == []


def test_a_plan_waits_for_an_executive_who_had_no_part_in_it(file, removals_officer, executive, open_account):
    factories.plan_in("consulted", file, by=removals_officer, boss=executive, lead=executive)
    other = open_account(Role.EXECUTIVE, username="other")

    assert titles(executive) == []
    assert titles(other) == ["Approve the plan for VERDANIA, or send it back"]


def test_a_plan_does_not_wait_for_an_executive_who_worded_it_while_leading_it(
    file, removals_officer, executive, open_account
):
    other = open_account(Role.EXECUTIVE, username="other")
    plan = factories.plan(file, by=removals_officer, lead=executive)
    plan = actions.change_plan(plan, by=executive, aim_en="Documents within 20 days")
    plan = actions.change_plan(plan, by=removals_officer, lead=removals_officer)
    actions.consult(plan, by=removals_officer)

    assert titles(executive) == []
    assert titles(other) == ["Approve the plan for VERDANIA, or send it back"]


def test_a_lead_of_any_role_sees_the_own_items_of_an_active_plan(file, plan_in, removals_officer, lead):
    plan = plan_in("active")
    actions.add_item(plan, by=removals_officer, text_en="Ask the mission", lead=lead, due_on=in_days(3))
    actions.add_item(plan, by=removals_officer, text_en="Later", lead=lead, due_on=in_days(30))

    assert titles(lead) == ["Ask the mission"]


def test_nobody_is_told_of_a_file_they_are_not_cleared_for(removals_officer, executive, open_account):
    hidden = factories.file(by=removals_officer, marking=Marking.PROTECTED_B)
    low = open_account(Role.REMOVALS_OFFICER, username="low", clearance=Marking.PROTECTED_A)
    factories.plan_in("active", hidden, by=removals_officer, boss=executive, lead=low)

    tasks.sweep(today=in_days(170))

    assert titles(low) == []
    assert set(Notice.objects.values_list("person__username", flat=True)) <= {"removals_officer"}


# ── Notices ───────────────────────────────────────────────────────────────────────────────────────


def told(word):
    return Notice.objects.filter(key__startswith=f"{word.code}:").count()


def test_a_review_is_told_before_its_day_and_every_week_after_it(plan_in, removals_officer):
    plan = plan_in("active")
    due = plan.review_on

    for day in (-15, -14, -1, 0, 1, 2, 7, 8):
        tasks.sweep(today=due + timedelta(days=day))
        tasks.sweep(today=due + timedelta(days=day))

    assert (told(notices.REVIEW_SOON), told(notices.REVIEW_LATE)) == (1, 2)


def test_missing_figures_are_told_once_a_quarter_after_the_grace(file, removals_officer):
    _first, last = queries.last_quarter(date(2026, 11, 27))

    tasks.sweep(today=last + timedelta(days=29))
    assert told(notices.FIGURES_MISSING) == 0
    for day in (30, 31, 60):
        tasks.sweep(today=last + timedelta(days=day))
    assert told(notices.FIGURES_MISSING) == 1


def test_who_drafts_and_leads_hears_what_was_decided(file, removals_officer, executive, lead):
    plan = factories.plan_in("consulted", file, by=removals_officer, boss=executive, lead=lead)
    actions.send_back(plan, by=executive, reason="Say how fast.")
    actions.consult(plan, by=removals_officer)
    actions.approve(plan, by=executive)

    heard = {(one.person.username, one.key.split(":")[0]) for one in Notice.objects.select_related("person")}
    assert heard == {
        (name, word.code) for name in ("lead", "removals_officer") for word in (notices.SENT_BACK, notices.APPROVED)
    }


# ── The index ─────────────────────────────────────────────────────────────────────────────────────


def test_files_and_plans_are_found_and_bear_the_higher_marking(removals_officer):
    factories.partner("verdania", marking=Marking.PROTECTED_A)
    file = factories.file(by=removals_officer)
    factories.plan(file, by=removals_officer)

    found = {one.kind: one.marking for one in Record.objects.filter(kind__in=["country_file", "removals_plan"])}

    assert found == {"country_file": Marking.PROTECTED_A, "removals_plan": Marking.PROTECTED_A}


@pytest.mark.parametrize(("day", "first", "last"), [
    (date(2026, 11, 27), date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
    (date(2024, 4, 1), date(2024, 1, 1), date(2024, 3, 31)),
])  # fmt: skip
def test_the_last_quarter_is_the_one_that_is_over(day, first, last):
    assert queries.last_quarter(day) == (first, last)


def test_the_partner_panel_costs_few_queries(file, removals_officer):
    from entente.foundation.sources.queries import Notes
    from entente.kit.table import Ask

    factories.figure(file, Measure.ASKED, 3, by=removals_officer)
    with CaptureQueriesContext(connection) as asked:
        shown = panels.partner_panels(Ask(removals_officer, in_days(0).isoformat()), file.partner, Notes())

    assert len(shown) == 1
    assert len(asked) == 3
