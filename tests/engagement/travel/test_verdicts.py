"""What International Affairs, the branch's head and the President decide."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from entente.engagement.meetings import actions as meetings
from entente.engagement.travel import actions
from entente.engagement.travel.actions import quarters
from entente.engagement.travel.models import Proposal, Trip, Verdict
from entente.engagement.travel.rules import proposals as rules
from entente.foundation.people.models import Delegation

from . import factories

TODAY = timezone.localdate()


def codes(refusal):
    said = refusal.value
    found = said.error_dict.values() if hasattr(said, "error_dict") else [said.error_list]
    return {one.code for many in found for one in many}


@pytest.fixture
def listed(people):
    """One proposal with a delegation of two, on a list before the President."""
    one = factories.complete(people)
    second = actions.add_traveller(one, by=people.planner, person=people.second, reason="Drafts.")
    actions.estimate(second, by=people.planner, lines={"airfare": {"estimate": 900}})
    factories.finish(one, people.planner, memory_en="The second takes over.")
    actions.put_on_list(one, by=people.balancer)
    factories.quarter_in("submitted", people, one.quarter)
    return factories.fresh(one)


def decide(one, by, outcome, **given):
    return actions.decide(one, by=by, outcome=outcome, **({"seen": factories.fresh(one).revision} | given))


def test_the_president_approves_a_whole_delegation(people, listed):
    decide(listed, people.president, "approve")

    assert factories.fresh(listed).state == "approved"
    assert set(listed.travellers.values_list("state", flat=True)) == {"approved"}


def test_who_approves_a_delegation_has_said_that_we_go(people, listed):
    decide(listed, people.president, "approve")

    meeting = factories.fresh(listed).meeting
    assert (meeting.attendance, meeting.attendance_by) == ("attend", str(people.president))
    assert meeting.attendance_reason == listed.key


def test_what_was_decided_about_going_before_the_list_stands(people, listed):
    meetings.decide_attendance(listed.meeting, by=people.desk, attendance="attend", reason="We lead an item.")

    decide(listed, people.president, "approve")

    assert factories.fresh(listed).meeting.attendance_reason == "We lead an item."


@pytest.mark.parametrize("outcome", ["refuse", "return"])
def test_a_list_without_the_delegation_leaves_it_open_whether_we_go(people, listed, outcome):
    decide(listed, people.president, outcome, reason="Another branch goes.")

    assert factories.fresh(listed).meeting.attendance == "undecided"


def test_the_president_reduces_a_delegation_traveller_by_traveller(people, listed):
    stays = listed.travellers.get(person=people.second)

    decide(listed, people.president, "reduce", keep=[stays.pk], reason="One is enough.")

    assert factories.fresh(listed).state == "approved"
    assert dict(listed.travellers.values_list("person__username", "state")) == {
        "delegate": "refused",
        "second": "approved",
    }
    assert listed.travellers.get(is_head=True) == stays
    said = Verdict.objects.filter(proposal=listed, traveller__isnull=False)
    assert set(said.values_list("traveller__person__username", "outcome", "reason")) == {
        ("delegate", "refuse", "One is enough."),
        ("second", "approve", ""),
    }


@pytest.mark.parametrize("keep", [[], "all"])
def test_a_reduction_keeps_some_and_not_all(people, listed, keep):
    """TRV-22"""
    everybody = list(listed.travellers.values_list("pk", flat=True))

    with pytest.raises(ValidationError) as refusal:
        decide(listed, people.president, "reduce", keep=everybody if keep else [], reason="Fewer.")

    assert codes(refusal) == {"reduction_of_nobody"}


def test_who_unticks_a_traveller_does_not_approve_the_whole(people, listed):
    """TRV-23"""
    one = listed.travellers.first()

    with pytest.raises(ValidationError) as refusal:
        decide(listed, people.president, "approve", keep=[one.pk])

    assert codes(refusal) == {"approval_of_some"}


@pytest.mark.parametrize("outcome", ["reduce", "refuse", "return"])
def test_every_negative_decision_carries_a_reason(people, listed, outcome):
    keep = [listed.travellers.first().pk]

    with pytest.raises(ValidationError) as refusal:
        decide(listed, people.president, outcome, keep=keep)

    assert codes(refusal) == {"reason_missing"}
    assert factories.fresh(listed).state == "listed"


def test_who_decides_second_is_told_by_name_what_happened(people, listed):
    """TRV-24"""
    seen = listed.revision
    deputy = factories.person("deputy", "executive", unit=people.agency, first_name="Ada", last_name="Roy")
    give(people.president, deputy)
    actions.decide(listed, by=deputy, outcome="approve", seen=seen)

    with pytest.raises(ValidationError) as refusal:
        actions.decide(listed, by=people.president, outcome="refuse", seen=seen, reason="Too dear.")

    assert codes(refusal) == {"decided_meanwhile"}
    assert refusal.value.messages == ["Ada Roy was here before you: approved. Nothing of it was overwritten."]
    assert factories.fresh(listed).state == "approved"


def test_who_reads_an_older_revision_is_asked_to_read_again(people, listed):
    with pytest.raises(ValidationError) as refusal:
        actions.decide(listed, by=people.president, outcome="approve", seen=listed.revision - 1)

    assert codes(refusal) == {"changed_meanwhile"}


def give(giver, receiver, **given):
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=7)}
    said = {"authority": "decide_quarter", "reason": "Away."} | days | given
    return Delegation.objects.create(giver=giver, receiver=receiver, **said)


def test_a_delegate_decides_on_behalf_of_the_president_and_only_on_the_days_given(people, listed):
    deputy = people.vice_president
    with pytest.raises(PermissionDenied):
        decide(listed, deputy, "approve")
    give(people.president, deputy, starts_on=TODAY - timedelta(days=9), ends_on=TODAY - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        decide(listed, deputy, "approve")

    give(people.president, deputy)
    decide(listed, deputy, "approve")

    verdict = Verdict.objects.get(outcome="approve")
    assert (verdict.by, verdict.on_behalf_of) == (deputy, people.president)


@pytest.mark.parametrize("name", ["planner", "balancer", "vice_president", "desk", "delegate"])
def test_nobody_but_the_head_of_the_agency_decides(people, listed, name):
    with pytest.raises(PermissionDenied):
        decide(listed, getattr(people, name), "approve")


def test_nothing_is_decided_before_the_list_is_submitted(people):
    """TRV-19"""
    one = factories.proposal("listed", people)

    with pytest.raises(ValidationError) as refusal:
        decide(one, people.president, "approve")

    assert codes(refusal) == {"list_not_submitted"}


def lines(quarter, **outcomes):
    found = Proposal.objects.filter(quarter=quarter, state="listed").order_by("id")
    return [
        actions.Line(one, outcome, one.revision, reason, list(one.travellers.values_list("pk", flat=True)))
        for one, (outcome, reason) in zip(found, outcomes.values(), strict=False)
    ]


def test_a_list_is_decided_in_parts_and_closes_with_its_last_line(people):
    quarter = factories.full_list(people)

    first = actions.decide_list(
        quarter, by=people.president, lines=lines(quarter, a=("approve", ""), b=("refuse", "Twice."))
    )
    assert (len(first.done), first.problems, first.closed) == (2, {}, False)
    quarter.refresh_from_db()
    assert quarter.state == "submitted"

    rest = actions.decide_list(quarter, by=people.president, lines=lines(quarter, a=("approve", ""), b=("approve", "")))
    quarter.refresh_from_db()
    assert (rest.closed, quarter.state) == (True, "decided")


def test_a_line_that_cannot_stand_leaves_the_others_alone(people):
    quarter = factories.full_list(people)

    found = actions.decide_list(
        quarter, by=people.president, lines=lines(quarter, a=("refuse", ""), b=("approve", ""), c=("refuse", "No."))
    )

    assert len(found.done) == 2
    (problem,) = found.problems.values()
    assert {one.code for one in problem.error_list} == {"reason_missing"}


def test_a_list_with_an_answer_outstanding_is_not_closed_by_itself(people, listed):
    """TRV-7"""
    quarter = listed.quarter
    found = actions.decide_list(
        quarter, by=people.president, lines=[actions.Line(listed, "return", listed.revision, "Who pays?")]
    )
    assert not found.closed

    actions.put_forward(listed, by=people.planner, reason="We do.")
    actions.put_on_list(listed, by=people.balancer)
    with pytest.raises(ValidationError) as refusal:
        quarters.close(quarter, by=people.president)
    assert codes(refusal) == {"list_is_undecided"}

    one = factories.fresh(listed)
    everybody = list(one.travellers.values_list("pk", flat=True))
    done = actions.decide_list(
        quarter, by=people.president, lines=[actions.Line(one, "approve", one.revision, "", everybody)]
    )
    assert done.closed


def test_a_decision_is_taken_back_with_a_reason_and_stays_on_file(people, listed):
    decide(listed, people.president, "refuse", reason="Too dear.")

    with pytest.raises(ValidationError):
        actions.reconsider(listed, by=people.president, reason="")
    actions.reconsider(listed, by=people.president, reason="It is cheaper now.")
    decide(listed, people.president, "approve")

    said = Verdict.objects.filter(proposal=listed, traveller=None).order_by("id").values_list("outcome", "reason")
    assert list(said)[-3:] == [("refuse", "Too dear."), ("reconsider", "It is cheaper now."), ("approve", "")]


def test_a_decision_is_not_taken_from_under_a_journey(people, listed):
    """TRV-21"""
    decide(listed, people.president, "approve")
    actions.ask_authority(Trip.objects.get(person=people.delegate), by=people.planner)

    for act, by in ((actions.reconsider, people.president), (actions.withdraw, people.planner)):
        with pytest.raises(ValidationError) as refusal:
            act(listed, by=by, reason="No longer.")
        assert codes(refusal) == {"trips_stand"}


# ── Balancing ─────────────────────────────────────────────────────────────────────────────────────


def test_international_affairs_holds_back_with_a_reason_and_lists_again(people):
    one = factories.proposal("forecast", people)
    with pytest.raises(ValidationError):
        actions.hold_back(one, by=people.balancer, reason=" ")

    actions.hold_back(one, by=people.balancer, reason="Outside the priorities.")
    actions.put_on_list(one, by=people.balancer)

    assert factories.fresh(one).state == "listed"
    with pytest.raises(PermissionDenied):
        actions.hold_back(one, by=people.planner, reason="Mine first.")


def test_many_proposals_are_sorted_in_one_go(people):
    one = factories.proposal("forecast", people)
    other = factories.complete(people, one.quarter, meeting=factories.meeting("MTG-2027-0002"))
    actions.put_forward(other, by=people.planner)
    found = actions.sort_list(
        one.quarter,
        by=people.balancer,
        lines=[
            actions.Line(one, "list", factories.fresh(one).revision),
            actions.Line(other, "hold_back", factories.fresh(other).revision),
        ],
    )

    assert [each.key for each in found.done] == [one.key]
    assert list(found.problems) == [other.key]


def test_the_list_does_not_change_once_it_is_decided(people):
    """TRV-20"""
    one = factories.proposal("held_back", people)
    other = factories.complete(people, one.quarter, meeting=factories.meeting("MTG-2027-0002"))
    actions.put_forward(other, by=people.planner)
    actions.put_on_list(other, by=people.balancer)
    factories.quarter_in("submitted", people, one.quarter)
    decide(other, people.president, "approve")
    factories.quarter_in("decided", people, one.quarter)

    with pytest.raises(ValidationError) as refusal:
        actions.put_on_list(one, by=people.balancer)

    assert codes(refusal) == {"list_is_decided"}


def test_money_past_the_budget_is_said(people, listed):
    """TRV-25"""
    listed.quarter.budget = Decimal(3000)

    assert rules.money_is_left(listed.quarter, Decimal(1000), Decimal(2000)) is None
    assert rules.money_is_left(listed.quarter, Decimal(1000), Decimal(2001)).code == "over_budget"


# ── The exception path ────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def exception(people, listed):
    """A draft for a quarter whose list is decided, with the reason why it was not on it."""
    decide(listed, people.president, "approve")
    factories.quarter_in("decided", people, listed.quarter)
    late = factories.meeting("MTG-2027-0009", title_en="Called at short notice")
    return factories.complete(people, listed.quarter, meeting=late, exception_reason="It was called last week.")


def test_what_is_not_on_the_list_goes_one_level_higher(people, exception):
    """TRV-18, TRV-17"""
    actions.put_forward(exception, by=people.planner)
    with pytest.raises(ValidationError) as refusal:
        actions.put_on_list(exception, by=people.balancer)
    assert "is_an_exception" in codes(refusal)
    with pytest.raises(PermissionDenied):
        actions.recommend(exception, by=people.general)

    actions.recommend(exception, by=people.vice_president)
    decide(exception, people.president, "approve")

    assert factories.fresh(exception).state == "approved"
    assert exception.exception


def test_an_ordinary_proposal_is_not_recommended_by_the_branch(people):
    """TRV-18"""
    one = factories.proposal("forecast", people)

    with pytest.raises(ValidationError) as refusal:
        actions.recommend(one, by=people.vice_president)

    assert codes(refusal) == {"no_exception"}


def test_a_late_wish_must_say_that_it_is_an_exception(people, exception):
    """TRV-8, TRV-12"""
    actions.describe(exception, by=people.planner, exception_reason="")
    exception.exception = True  # as somebody might write it past the verbs
    assert rules.an_exception_says_why(Proposal(exception=True)).code == "exception_reason_missing"

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(exception, by=people.planner)

    assert codes(refusal) == {"list_is_decided"}


def test_an_exception_waits_until_the_list_is_decided(people):
    """TRV-8"""
    one = factories.complete(people, exception_reason="We forgot.")

    with pytest.raises(ValidationError) as refusal:
        actions.put_forward(one, by=people.planner)

    assert codes(refusal) == {"exception_too_early"}


def test_the_head_of_a_branch_who_travels_does_not_recommend_the_own_trip(people, exception):
    actions.add_traveller(exception, by=people.planner, person=people.vice_president, reason="Chairs it.")
    vice = exception.travellers.get(person=people.vice_president)
    actions.estimate(vice, by=people.planner, lines={"airfare": {"estimate": 10}})
    factories.finish(exception, people.planner, memory_en="Both know the file.")

    with pytest.raises(PermissionDenied):
        actions.recommend(exception, by=people.vice_president)
    assert actions.recommend(exception, by=people.president).state == "listed"


def test_what_the_branchs_head_does_not_recommend_goes_back_with_the_reason(people, exception):
    actions.put_forward(exception, by=people.planner)

    actions.decline(exception, by=people.vice_president, reason="Not worth it.")

    assert factories.fresh(exception).state == "returned"
    assert exception.verdicts.get(outcome="decline").reason == "Not worth it."
