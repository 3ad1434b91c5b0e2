"""Who may do what with a trip report, role by role; and asking of many agrees with asking of one."""

from itertools import count
from types import SimpleNamespace

import pytest

from entente.engagement.travel import policy, queries
from entente.engagement.travel.models import Report, Version
from entente.engagement.travel.policy import REPORTS
from entente.foundation.people.models import Delegation
from entente.foundation.people.roles import Marking, Rank, Role
from entente.kit.table import Ask

from ..forums import factories as forums
from . import factories, reporting

READ_ALL = {Role.DESK_OFFICER, Role.EXECUTIVE, Role.AUDITOR}
WRITE = {"begin", "write", "hand_in", "correct", "add_promise"}
JUDGE = {"send_back", "accept"}
READ = {"view", "remark"}
FOLLOW = {"release", "resume"}


@pytest.fixture
def report(people):
    return reporting.in_state(people, "accepted")


def allowed(person, report):
    return {act for act in REPORTS.table if REPORTS.allows(person, act, report)}


def test_the_sets_above_speak_of_every_act():
    assert WRITE | JUDGE | READ | FOLLOW | {"view_public"} == set(REPORTS.table)


@pytest.mark.parametrize("role", list(Role))
def test_a_person_of_no_part_in_the_trip_by_role(people, report, role):
    somebody = factories.person("somebody", role, unit=people.strategy)

    assert allowed(somebody, report) == {"view_public"} | (READ if role in READ_ALL else set())


def test_everybody_with_a_part_in_it(people, report):
    public = {"view_public"}
    dg_of_ia = factories.person("ia-reader", Role.READER, unit=people.international)

    assert allowed(people.delegate, report) == WRITE | READ | public
    assert allowed(people.second, report) == WRITE | READ | public
    assert allowed(people.planner, report) == WRITE | READ | public
    assert allowed(people.vice_president, report) == JUDGE | READ | public
    assert allowed(people.president, report) == JUDGE | READ | public
    assert allowed(people.general, report) == READ | public  # an executive, but under the branch
    assert allowed(people.balancer, report) == READ | public
    assert allowed(dg_of_ia, report) == READ | public
    assert allowed(people.other_planner, report) == public


def test_the_house_alone_releases_and_resumes(people, report):
    assert REPORTS.allows("entente", "release", report)
    assert not any(REPORTS.allows(person, "release", report) for person in (people.president, people.planner))


def test_who_holds_the_authority_to_accept_reads_and_judges_while_it_lasts(people, report):
    deputy = factories.person("deputy", Role.READER, unit=people.targeting)
    assert allowed(deputy, report) == {"view_public"}

    days = {"authority": "accept_report", "reason": "Leave."}
    given = Delegation.objects.create(
        giver=people.vice_president, receiver=deputy, starts_on="2020-01-01", ends_on="2040-01-01", **days
    )
    assert allowed(deputy, report) == JUDGE | READ | {"view_public"}
    assert report in policy.reports_visible_to(deputy)

    Delegation.objects.filter(pk=given.pk).update(ends_on="2020-02-01")
    assert allowed(deputy, report) == {"view_public"}
    assert report not in policy.reports_visible_to(deputy)


@pytest.mark.parametrize("thing", ["report", "meeting", "body", "partner"])
def test_nobody_reads_what_they_are_not_cleared_for(people, thing):
    given = {"partner": forums.partner("xx", marking="protected_b")} if thing == "partner" else {}
    report = reporting.in_state(people, "accepted", **given)
    if thing == "report":
        Report.objects.filter(pk=report.pk).update(marking="protected_b")
    elif thing in ("meeting", "body"):
        target = report.meeting if thing == "meeting" else report.meeting.body
        type(target).objects.filter(pk=target.pk).update(marking="protected_b")
    report = Report.objects.select_related(*queries.reports.RELATED).get(pk=report.pk)
    for person in (people.delegate, people.planner, people.vice_president, people.desk, people.president):
        person.clearance = Marking.PROTECTED_A
        person.save()
        expected = {"view_public"} if thing == "report" else set()
        assert allowed(person, report) == expected
        assert list(policy.reports_visible_to(person)) == []
        assert policy.public_reports_visible_to(person).exists() == (thing == "report")


@pytest.fixture
def many(people):
    """A report in every state and marking, of two branches, and one that its vice-president went on."""
    days = count(3, 4)  # nobody is on two journeys at a time
    for state in ("due", "draft", "submitted", "returned", "accepted", "lapsed"):
        reporting.in_state(people, state, ended=next(days))
    for marking in Marking:
        report = reporting.in_state(people, "accepted", ended=next(days))
        Report.objects.filter(pk=report.pk).update(marking=marking)
        hidden = reporting.in_state(
            people,
            "accepted",
            ended=next(days),
            body=forums.body(f"body-{marking}".replace("_", "-"), marking=marking),
        )
        assert hidden
    strategy = reporting.proposal(
        people, reporting.past_meeting("MTG-2026-0900"), by=people.other_planner, unit=people.strategy
    )
    reporting.reports.open_for(reporting.trip(strategy, people.other_planner), by=people.president)
    Version.objects.filter(number=1, report=Report.objects.order_by("id").last()).update(public_en="", public_fr="")


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(people, clearance):
    names = ["delegate", "second", "planner", "vice_president", "president", "general", "balancer", "desk"]
    persons = [getattr(people, name) for name in [*names, "other_planner"]]
    persons += [factories.person(f"any-{role}".replace("_", "-"), role) for role in Role]
    for person in persons:
        person.clearance = clearance
        person.save()
        rows = list(Report.objects.select_related(*queries.reports.RELATED, "proposal__unit"))
        one_by_one = {row.pk for row in rows if REPORTS.allows(person, "view", row)}
        public = {row.pk for row in rows if REPORTS.allows(person, "view_public", row)}

        assert {row.pk for row in policy.reports_visible_to(person)} == one_by_one, person
        assert set(policy.public_reports_visible_to(person).values_list("report", flat=True)) == public, person


@pytest.mark.usefixtures("many")
def test_an_export_for_nobody_holds_what_anybody_may_read(people):
    nobody = SimpleNamespace(pk=None, username="", role=Role.READER, clearance=Marking.UNCLASSIFIED)
    ask = Ask(nobody, reporting.today().isoformat())

    assert list(queries.reports.reports(ask)) == []
    assert queries.reports.public_parts(ask).exists()


def test_a_head_of_two_ranks_above_reads_without_any_role(people, report):
    reader = factories.person("reader-head", Role.READER, unit=people.enforcement, rank=Rank.VICE_PRESIDENT)
    assert report not in policy.reports_visible_to(reader)

    factories.head(people.enforcement, reader, Rank.VICE_PRESIDENT, acting=True)
    assert report in policy.reports_visible_to(reader)
    assert REPORTS.allows(reader, "accept", report)
