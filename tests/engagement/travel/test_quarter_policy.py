"""Who may do what with a quarter and a proposal, role by role."""

import pytest

from entente.engagement.travel import policy
from entente.engagement.travel.models import Proposal, ProposalState
from entente.engagement.travel.policy import PROPOSALS, QUARTERS
from entente.foundation.people.roles import Marking, Role

from . import factories

PLANNERS = {"planner", "balancer"}
EVERYBODY = {
    "president", "vice_president", "general", "planner", "balancer", "delegate", "second", "desk", "other_planner",
    "auditor", "administrator", "visits", "ia_reader", "other_vice",
}  # fmt: skip
SEE_ALL = {"president", "vice_president", "general", "other_vice", "desk", "auditor", "balancer", "ia_reader"}
ABOUT_A_PROPOSAL = {
    # of Enforcement, put forward, with "delegate" in it
    "view": SEE_ALL | {"planner", "delegate"},
    "read_sheet": SEE_ALL | {"planner", "delegate"},
    "propose": PLANNERS,
    "edit": PLANNERS,
    "check": PLANNERS,
    "put_forward": PLANNERS,
    "take_back": PLANNERS,
    "withdraw": PLANNERS,
    "list": {"balancer"},
    "hold_back": {"balancer"},
    "ask_branch": {"balancer"},
    "recommend": {"vice_president", "president"},
    "decline": {"vice_president", "president"},
    "approve": {"president"},
    "reduce": {"president"},
    "refuse": {"president"},
    "return": {"president"},
    "reconsider": {"president"},
    "name_delegates": PLANNERS | {"desk"},
}
ABOUT_A_QUARTER = {
    "view": EVERYBODY,
    "see_money": SEE_ALL,
    "open": {"balancer"},
    "change": {"balancer"},
    "balance": SEE_ALL,
    "close_forecast": {"balancer"},
    "reopen_forecast": {"balancer"},
    "submit": {"balancer"},
    "take_back": {"balancer"},
    "decide": {"president"},
    "close": {"president"},
    "reopen": {"president"},
}


@pytest.fixture
def everybody(people):
    """Everyone in the agency, by name, with one of each role that the chart lacks."""
    found = {name: getattr(people, name) for name in vars(people) if name in EVERYBODY}
    found["auditor"] = factories.person("auditor", Role.AUDITOR)
    found["administrator"] = factories.person("administrator", Role.ADMINISTRATOR)
    found["visits"] = factories.person("visits", Role.VISITS_OFFICER, unit=people.enforcement)
    found["ia_reader"] = factories.person("ia-reader", Role.READER, unit=people.international)
    found["other_vice"] = factories.Person.objects.get(username="vice-strategy")
    return found


def test_the_tables_below_speak_of_every_act_and_everybody(everybody):
    assert ABOUT_A_PROPOSAL.keys() == PROPOSALS.table.keys()
    assert ABOUT_A_QUARTER.keys() == QUARTERS.table.keys()
    assert everybody.keys() == EVERYBODY


def test_who_may_do_what_with_a_proposal(people, everybody):
    one = factories.proposal("forecast", people)

    for act, who in ABOUT_A_PROPOSAL.items():
        assert {name for name, person in everybody.items() if PROPOSALS.allows(person, act, one)} == who, act


def test_who_may_do_what_with_a_quarter(people, everybody):
    one = factories.quarter(people)

    for act, who in ABOUT_A_QUARTER.items():
        assert {name for name, person in everybody.items() if QUARTERS.allows(person, act, one)} == who, act


def test_a_draft_is_the_branchs_and_international_affairs_alone(people, everybody):
    one = factories.complete(people)

    assert {name for name, person in everybody.items() if PROPOSALS.allows(person, "view", one)} == {
        "planner", "balancer", "ia_reader", "desk", "auditor", "vice_president", "general",
    }  # fmt: skip


@pytest.mark.parametrize("state", list(ProposalState))
def test_asking_of_many_agrees_with_asking_of_one(people, everybody, state):
    factories.proposal(state, people)
    of = Proposal.objects.get().quarter
    if state in ("draft", "forecast"):
        hidden = factories.meeting("MTG-2027-0007", marking=Marking.PROTECTED_B)
        factories.draft(people, of, meeting=hidden)
        factories.draft(
            people, of, meeting=factories.meeting("MTG-2027-0008"), by=people.other_planner, marking="protected_a"
        )
    everybody["uncleared"] = factories.person("uncleared", Role.EXECUTIVE, clearance=Marking.UNCLASSIFIED)
    everybody["uncleared_planner"] = factories.person(
        "uncleared-planner", Role.TRAVEL_PLANNER, unit=people.enforcement, clearance=Marking.PROTECTED_A
    )

    for name, person in everybody.items():
        one_by_one = {one.pk for one in Proposal.objects.all() if PROPOSALS.allows(person, "view", one)}
        assert {one.pk for one in policy.proposals_visible_to(person)} == one_by_one, name
        travellers = {one.pk for one in policy.travellers_visible_to(person)}
        assert travellers == {one.pk for p in Proposal.objects.filter(pk__in=one_by_one) for one in p.travellers.all()}


def test_nobody_touches_what_they_are_not_cleared_for(people):
    of = factories.quarter(people)
    secret = factories.draft(people, of, meeting=factories.meeting(marking=Marking.PROTECTED_B))
    low = factories.person("low", Role.TRAVEL_PLANNER, unit=people.enforcement, clearance=Marking.PROTECTED_A)

    assert not [act for act in PROPOSALS.table if PROPOSALS.allows(low, act, secret)]


def test_a_worksheet_that_took_over_more_than_the_proposal_says_is_for_those_cleared(people):
    to = factories.meeting()
    factories.attended(people, marking=Marking.PROTECTED_B)
    one = factories.complete(people, meeting=to)
    low = factories.person("low", Role.EXECUTIVE, unit=people.enforcement, clearance=Marking.UNCLASSIFIED)

    assert one.worksheet.marking == Marking.PROTECTED_B
    assert PROPOSALS.allows(low, "view", one)
    assert not PROPOSALS.allows(low, "read_sheet", one)
