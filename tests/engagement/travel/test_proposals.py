"""What a branch does with a proposal, and what stands in its way."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.meetings.models import Meeting
from entente.engagement.travel import actions
from entente.engagement.travel.models import Outcome, Proposal, ProposalState, Traveller, Verdict
from entente.engagement.travel.rules import proposals as rules
from entente.foundation.trail.models import Entry

from . import factories

TODAY = timezone.localdate()


def codes(refusal):
    said = refusal.value
    found = said.error_dict.values() if hasattr(said, "error_dict") else [said.error_list]
    return {one.code for many in found for one in many}


@pytest.mark.parametrize("state", list(ProposalState))
def test_a_proposal_reaches_each_state_by_the_moves_people_make(state, people):
    assert factories.proposal(state, people).state == state


def test_a_draft_saves_anything_and_putting_forward_lists_all_that_is_missing(people):
    """TRV-11, TRV-13, TRV-26, TRV-27"""
    empty = factories.draft(people, rationale_en="", rationale_fr="")

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(empty, by=people.planner)

    missing = {"rationale_missing", "nobody_travels", "worksheet_last", "worksheet_objectives", "worksheet_agenda"}
    assert codes(refusal) == missing | {"worksheet_regional"}
    assert factories.fresh(empty).state == "draft"


def test_each_further_traveller_needs_a_reason_and_an_estimate(people):
    """TRV-14, TRV-15"""
    one = factories.complete(people)
    actions.add_traveller(one, by=people.planner, person=people.second)

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(one, by=people.planner)

    assert {"traveller_unexplained", "cost_missing"} <= codes(refusal)
    assert "second" in str(refusal.value)


def test_others_pay_by_name_and_no_more_than_it_costs(people):
    """TRV-16"""
    one = factories.complete(people)
    traveller = one.travellers.get()
    with pytest.raises(ValidationError, match="Say who pays"):
        actions.estimate(traveller, by=people.planner, lines={"airfare": {"paid_by_others": 100}})
    actions.estimate(traveller, by=people.planner, lines={"meals": {"paid_by_others": 100, "funder": "WCO"}})

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(one, by=people.planner)

    assert codes(refusal) == {"cost_overpaid"}


def test_a_meeting_belongs_to_the_quarter_in_which_it_begins(people):
    """TRV-9"""
    of = factories.quarter(people)
    later = factories.meeting("MTG-2028-0001", starts_on=of.ends_on + timedelta(days=1))
    one = factories.complete(people, of, meeting=later)

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(one, by=people.planner)

    assert codes(refusal) == {"meeting_outside_the_quarter"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"state": "cancelled"}, "meeting_cancelled"),
        ({"ends_on": TODAY - timedelta(days=1)}, "meeting_is_over"),
        ({"attendance": "skip", "attendance_reason": "No."}, "meeting_skipped"),
        ({}, None),
    ],
)
def test_nobody_is_sent_to_a_meeting_that_does_not_take_place_for_us(given, code):
    """TRV-10"""
    meeting = Meeting(**({"state": "confirmed", "ends_on": TODAY + timedelta(days=9)} | given))

    found = rules.the_meeting_is_to_come(SimpleNamespace(meeting=meeting), today=TODAY)

    assert (found and found.code) == code


def test_TRV_36_a_branch_has_one_proposal_for_a_meeting_and_is_told_which(people):
    one = factories.draft(people)

    with pytest.raises(ValidationError, match=f"has a proposal for this meeting already: {one.key}"):
        factories.draft(people)
    actions.withdraw(one, by=people.planner, reason="Anew.")
    factories.draft(people)


def test_what_was_put_forward_is_taken_back_before_it_is_changed(people):
    """TRV-29"""
    one = factories.proposal("forecast", people)

    with pytest.raises(ValidationError) as refusal:
        actions.describe(one, by=people.planner, rationale_en="Otherwise.")
    assert codes(refusal) == {"no_draft"}

    actions.take_back(one, by=people.planner, reason="A better reason.")
    assert actions.describe(one, by=people.planner, rationale_en="Otherwise.").rationale_en == "Otherwise."
    assert list(Verdict.objects.order_by("id").values_list("outcome", "reason")) == [
        ("put_forward", ""),
        ("take_back", "A better reason."),
    ]


def test_forecasts_close_for_drafts_but_not_for_answers(people):
    """TRV-8"""
    one = factories.proposal("forecast", people)
    other = factories.complete(people, one.quarter, meeting=factories.meeting("MTG-2027-0002"))
    actions.close_forecast(one.quarter, by=people.balancer)

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(other, by=people.planner)
    assert codes(refusal) == {"forecasts_closed"}

    actions.ask_branch(one, by=people.balancer, reason="Who else goes?")
    assert actions.put_forward(one, by=people.planner, reason="Nobody.").state == "forecast"


def test_a_new_head_of_delegation_takes_the_place_of_the_one_before(people):
    one = factories.complete(people)

    actions.add_traveller(one, by=people.planner, person=people.general, is_head=True)

    assert [str(each) for each in Traveller.objects.filter(is_head=True)] == ["general"]


def test_a_traveller_brings_rank_and_office_from_the_account(people):
    one = factories.draft(people)

    added = actions.add_traveller(one, by=people.planner, person=people.general)

    assert (added.rank, added.unit, added.is_head) == ("director_general", people.targeting, True)


def test_an_office_travels_until_the_name_is_known_and_nobody_travels_nameless(people):
    one = factories.draft(people)

    added = actions.add_traveller(one, by=people.planner, office_fr="Chef, Renseignement")
    assert str(added) == "Chef, Renseignement"

    with pytest.raises(ValidationError, match="Name the person or the office"):
        actions.add_traveller(one, by=people.planner)


def test_nobody_is_twice_in_a_delegation(people):
    one = factories.complete(people)

    with pytest.raises(ValidationError, match="in the delegation already"):
        actions.add_traveller(one, by=people.planner, person=people.delegate)


def test_last_times_delegation_and_costs_are_copied_as_a_draft(people):
    before = factories.complete(people)
    later = factories.meeting("MTG-2027-0002", starts_on=before.meeting.starts_on + timedelta(days=30))

    again = actions.propose_again(before, by=people.planner, quarter=before.quarter, meeting=later)

    assert (again.state, again.rationale_en) == ("draft", before.rationale_en)
    assert [str(one) for one in again.travellers.all()] == ["delegate"]
    assert sum(line.estimate for line in again.travellers.get().costs.all()) == 2000
    assert again.worksheet.checked_at is None


def test_a_copy_is_offered_only_of_an_earlier_session_of_the_same_table(people):
    from entente.engagement.travel import queries

    before = factories.complete(people)
    later = factories.meeting("MTG-2027-0002", starts_on=before.meeting.starts_on + timedelta(days=30))
    elsewhere = factories.meeting("MTG-2027-0003", starts_on=later.starts_on, body=factories.forums.body("hint"))

    assert queries.earlier_session(people.planner, later, people.enforcement) == before
    assert queries.earlier_session(people.planner, elsewhere, people.enforcement) is None
    assert queries.earlier_session(people.other_planner, later, people.strategy) is None


def test_a_withdrawn_proposal_makes_room_for_another(people):
    one = factories.proposal("withdrawn", people)

    again = factories.draft(people, one.quarter, meeting=one.meeting)

    assert again.state == "draft"
    assert set(one.travellers.values_list("state", flat=True)) == {"withdrawn"}


def test_a_planner_proposes_for_the_own_branch_only(people):
    of = factories.quarter(people)

    with pytest.raises(PermissionDenied):
        factories.draft(people, of, unit=people.strategy)
    assert factories.draft(people, of, by=people.balancer, unit=people.strategy).unit == people.strategy


def test_who_has_no_branch_must_choose_one(people):
    homeless = factories.person("homeless", "travel_planner")

    with pytest.raises(ValidationError) as refusal:
        factories.draft(people, factories.quarter(people), by=homeless)
    assert "unit" in refusal.value.error_dict


def test_every_step_leaves_a_verdict_and_an_entry(people):
    one = factories.proposal("approved", people)

    assert list(one.verdicts.order_by("id").values_list("outcome", flat=True)) == ["put_forward", "list", "approve"]
    verbs = set(Entry.objects.filter(subject=f"travel.proposal:{one.key}").values_list("verb", flat=True))
    assert {"propose", "add_traveller", "estimate_cost", "check_worksheet", "put_forward", "list", "approve"} <= verbs


def test_every_outcome_is_a_move_and_every_move_an_outcome():
    from entente.engagement.travel.workflow import PROPOSAL

    assert set(Outcome.values) == set(PROPOSAL.moves)


def test_the_estimate_of_a_whole_delegation_is_saved_together_or_not_at_all(people):
    one = factories.complete(people)
    second = actions.add_traveller(one, by=people.planner, person=people.second, reason="Drafts.")
    first = one.travellers.get(person=people.delegate)

    with pytest.raises(ValidationError):
        actions.estimate_all(
            one, by=people.planner, lines={first: {"airfare": {"estimate": 1}}, second: {"meals": {"estimate": -1}}}
        )

    assert first.costs.get(kind="airfare").estimate == 1200
    assert not second.costs.exists()


def test_a_proposal_that_nobody_may_see_is_not_there(people):
    factories.draft(people)

    assert Proposal.objects.count() == 1
    assert not actions.proposals.questions.proposal(people.second, Proposal.objects.get().key)
