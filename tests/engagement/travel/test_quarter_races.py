"""Two people on one list at one time, for real: two connections to PostgreSQL that wait for each other."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entente.engagement.travel import actions
from entente.engagement.travel.models import Proposal, Quarter, Traveller, Trip, Verdict
from entente.foundation.people.models import Delegation
from tests.engagement.racing import at_once

from . import factories


@pytest.fixture
def people(really_written):
    return factories.chart()


@pytest.fixture
def deputy(people):
    """Who may decide the quarter on behalf of the President this week."""
    who = factories.person("deputy", "executive", unit=people.agency, first_name="Ada", last_name="Roy")
    today = timezone.localdate()
    Delegation.objects.create(
        giver=people.president,
        receiver=who,
        authority="decide_quarter",
        reason="Away.",
        starts_on=today,
        ends_on=today + timedelta(days=7),
    )
    return who


def test_two_deciders_on_one_list_leave_one_decision_a_line_and_the_second_is_told_by_name(people, deputy):
    quarter = factories.full_list(people)
    listed = list(Proposal.objects.filter(quarter=quarter).order_by("id"))

    def lines(outcome, reason):
        return [
            actions.Line(one, outcome, one.revision, reason, list(one.travellers.values_list("pk", flat=True)))
            for one in listed
        ]

    approving, refusing = lines("approve", ""), lines("refuse", "Too dear.")
    came = at_once(
        lambda: actions.decide_list(quarter, by=people.president, lines=approving),
        lambda: actions.decide_list(quarter, by=deputy, lines=refusing),
    )

    first, second = sorted(came, key=lambda one: -len(one.done))
    assert (len(first.done), len(second.done)) == (len(listed), 0), "who came first decided all, nobody decided twice"
    assert set(second.problems) == {one.key for one in listed}
    assert {one.code for problem in second.problems.values() for one in problem.error_list} == {"decided_meanwhile"}
    won = "approve" if first is came[0] else "refuse"
    assert {one.outcome for one in Verdict.objects.filter(outcome__in=["approve", "refuse"], traveller=None)} == {won}
    assert Verdict.objects.filter(outcome=won, traveller=None).count() == len(listed)
    assert set(Proposal.objects.values_list("state", flat=True)) == {"approved" if won == "approve" else "refused"}
    assert Trip.objects.count() == (Traveller.objects.filter(state="approved").count() if won == "approve" else 0)
    quarter.refresh_from_db()
    assert (first.closed, second.closed, quarter.state) == (True, False, "decided")


def test_two_deciders_on_different_lines_both_stand_and_the_list_closes_once(people, deputy):
    quarter = factories.full_list(people)
    listed = list(Proposal.objects.filter(quarter=quarter).order_by("id"))

    def half(of, outcome):
        return [
            actions.Line(one, outcome, one.revision, "Too dear.", list(one.travellers.values_list("pk", flat=True)))
            for one in of
        ]

    ours, theirs = half(listed[:2], "approve"), half(listed[2:], "refuse")
    came = at_once(
        lambda: actions.decide_list(quarter, by=people.president, lines=ours),
        lambda: actions.decide_list(quarter, by=deputy, lines=theirs),
    )

    assert [len(one.done) for one in came] == [2, 2]
    assert [one.problems for one in came] == [{}, {}]
    assert list(Proposal.objects.order_by("id").values_list("state", flat=True)) == [
        *["approved"] * 2,
        *["refused"] * 2,
    ]
    quarter.refresh_from_db()
    assert [one.closed for one in came].count(True) == 1
    assert quarter.state == "decided"


def test_who_sends_the_page_second_reads_what_happened_and_finds_the_own_words(people, deputy):
    quarter = factories.full_list(people)
    first, second = Proposal.objects.filter(quarter=quarter).order_by("id")[:2]
    address = reverse("travel:decide", args=[quarter.key])
    clients = {}
    for who in (people.president, deputy):
        clients[who] = Client()
        clients[who].force_login(who)
    page = clients[deputy].get(address).content.decode()
    seen = dict(re.findall(r'name="(PRP-[\d-]+)-seen" value="(\d+)"', page))

    def sent(outcome, reason):
        said = {f"{key}-seen": value for key, value in seen.items()}
        for one in (first, second):
            said[f"{one.key}-outcome"] = outcome
            said[f"{one.key}-reason"] = reason
            said[f"{one.key}-keep"] = [str(pk) for pk in one.travellers.values_list("pk", flat=True)]
        return said

    approval, refusal = sent("approve", "Both of them."), sent("refuse", "Not in this quarter.")
    answers = at_once(
        lambda: clients[people.president].post(address, approval),
        lambda: clients[deputy].post(address, refusal),
    )

    loser = next(one for one in answers if one.status_code == 422)
    winner = next(one for one in answers if one.status_code == 302)
    told = loser.content.decode()
    others, own = (deputy, "Both of them.") if winner is answers[1] else (people.president, "Not in this quarter.")
    outcome = "refused" if winner is answers[1] else "approved"
    assert told.count(f"{others} was here before you: {outcome}. Nothing of it was overwritten.") >= 2
    assert own in told, "what the second one wrote is still on the page"
    state = {one.state for one in (factories.fresh(first), factories.fresh(second))}
    assert state == {outcome}


def test_a_branch_that_withdraws_while_the_president_approves_leaves_one_of_both(people):
    one = factories.proposal("listed", people)
    factories.quarter_in("submitted", people, one.quarter)
    read = factories.fresh(one)

    came = at_once(
        lambda: actions.withdraw(one, by=people.planner, reason="It moved on line."),
        lambda: actions.decide(one, by=people.president, outcome="approve", seen=read.revision),
    )

    state, trips = factories.fresh(one).state, Trip.objects.count()
    refused = [each for each in came if isinstance(each, ValidationError)]
    if state == "withdrawn":
        assert trips == 0 or not refused, "the President is told, or was first and the branch withdrew afterwards"
    assert len(Verdict.objects.filter(proposal=one, outcome__in=["withdraw", "approve"])) + len(refused) == 2
    assert [each.code for found in refused for each in factories.problems(found)] in ([], ["decided_meanwhile"])


def test_two_who_open_one_quarter_open_it_once_and_the_second_is_told(people):
    day = factories.next_quarter_day()

    came = at_once(*[lambda: actions.open_quarter(by=people.balancer, starts_on=day, budget=1)] * 2)

    (refused,) = [one for one in came if isinstance(one, ValidationError)]
    assert [one.code for one in factories.problems(refused)] == ["unique"]
    assert Quarter.objects.count() == 1


def test_one_branch_that_proposes_one_meeting_twice_at_once_has_one_proposal(people):
    of, to = factories.quarter(people), factories.meeting()

    came = at_once(*[lambda: actions.propose(by=people.planner, quarter=of, meeting=to)] * 2)

    (refused,) = [one for one in came if isinstance(one, ValidationError)]
    assert factories.problems(refused)[0].messages[0].startswith("This branch has a proposal for this meeting already")
    assert Proposal.objects.count() == 1
