"""Those whom the President approved are put on the meeting's own delegation, once, beside what was typed by hand."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from entente.engagement.meetings import actions as meetings
from entente.engagement.meetings.models import Delegate, Meeting
from entente.engagement.travel import actions
from entente.engagement.travel.models import Traveller, Trip
from entente.engagement.travel.queries import seats
from entente.engagement.travel.rules import delegations as rules
from entente.foundation.people.roles import Marking, Rank
from entente.foundation.trail.models import Entry

from . import factories

PUT = {
    "en": "Put the approved travellers on the delegation",
    "fr": "Inscrire à la délégation les voyageurs approuvés",
}


@pytest.fixture
def approved(people):
    """The proposal of an approved delegation of two: the delegate, who heads it, and the second."""
    one, _other = factories.delegation_of_two(people)
    return factories.fresh(one.traveller.proposal)


@pytest.fixture
def page(as_person):
    def ask(person, name, *args, lang="en", post=False):
        client = as_person(person)
        with translation.override(lang):
            address = reverse(name, args=args)
        answer = client.post(address, {}, follow=True) if post else client.get(address)
        return answer.content.decode()

    return ask


def named(meeting):
    return {(str(one.person), one.rank, one.part) for one in Delegate.objects.filter(meeting=meeting)}


def refusal(proposal, by):
    with pytest.raises(ValidationError) as refused:
        actions.name_delegates(proposal, by=by)
    return {one.code for one in factories.problems(refused.value)}


# ── The verb ──────────────────────────────────────────────────────────────────────────────────────


def test_the_approved_sit_in_the_delegation_with_rank_office_and_head(people, approved):
    Traveller.objects.filter(proposal=approved, person=people.second).update(office_en="Analyst", rank=Rank.DIRECTOR)

    actions.name_delegates(approved, by=people.planner)

    assert named(approved.meeting) == {
        (str(people.delegate), Rank.MANAGER, "head"),
        (str(people.second), Rank.DIRECTOR, "member"),
    }
    second = Delegate.objects.get(person=people.second)
    assert (second.office_en, second.unit, second.partner) == ("Analyst", people.targeting, None)


def test_the_trail_says_it_of_the_meeting_and_of_the_proposal(people, approved):
    actions.name_delegates(approved, by=people.planner)

    said = Entry.objects.filter(verb__in=["add_delegate", "name_delegates"]).order_by("id")
    assert [one.verb for one in said] == ["add_delegate", "add_delegate", "name_delegates"]
    assert {one.actor for one in said} == {"planner"}
    assert set(said.last().changes["delegates"]) == {str(people.delegate), str(people.second)}


def test_done_twice_it_names_nobody_twice(people, approved):
    assert len(actions.name_delegates(approved, by=people.planner)) == 2
    entries = Entry.objects.count()

    assert actions.name_delegates(approved, by=people.desk) == []
    assert Entry.objects.count() == entries


def test_what_was_typed_by_hand_stays(people, approved):
    meetings.add_delegate(approved.meeting, by=people.desk, person=people.second, rank=Rank.LEADER, part="head")

    [made] = actions.name_delegates(approved, by=people.planner)

    assert named(approved.meeting) == {
        (str(people.second), Rank.LEADER, "head"),
        (str(people.delegate), Rank.MANAGER, "member"),
    }
    assert made.person == people.delegate


@pytest.mark.parametrize(
    "fact", [{"state": "refused"}, {"state": "withdrawn"}, {"state": "asked"}, {"person": None, "office_en": "Analyst"}]
)
def test_who_is_not_approved_or_has_no_name_is_left_out(people, approved, fact):
    Trip.objects.filter(traveller__person=people.second).delete()
    Traveller.objects.filter(proposal=approved, person=people.second).update(**fact)

    actions.name_delegates(approved, by=people.planner)

    assert {who for who, _rank, _part in named(approved.meeting)} == {str(people.delegate)}


def test_whose_trip_is_called_off_is_left_out(people, approved):
    actions.cancel_trip(Trip.objects.get(person=people.second), by=people.planner, reason="Ill.")

    actions.name_delegates(approved, by=people.planner)

    assert {who for who, _rank, _part in named(approved.meeting)} == {str(people.delegate)}


def test_nothing_is_put_on_the_delegation_of_a_cancelled_meeting(people, approved):
    Meeting.objects.filter(pk=approved.meeting_id).update(state="cancelled")

    assert refusal(approved, people.planner) == {"cancelled"}


@pytest.mark.parametrize("who", ["president", "other_planner", "delegate", "general"])
def test_who_may_not_is_refused(people, approved, who):
    with pytest.raises(PermissionDenied):
        actions.name_delegates(approved, by=getattr(people, who))

    assert not Delegate.objects.filter(meeting=approved.meeting).exists()


# ── The rules ─────────────────────────────────────────────────────────────────────────────────────


def test_trv_32_only_an_approved_delegation_is_put_on(people):
    listed = factories.proposal("listed", people)

    assert refusal(listed, people.planner) == {"not_approved"}
    assert rules.delegation_is_approved(factories.walk(factories.fresh(listed), "draft", people)) is not None


def test_trv_33_a_delegation_marked_higher_than_its_meeting_stays_where_it_is(people, approved):
    assert rules.marked_no_higher_than_its_meeting(approved) is None
    approved.marking = Marking.PROTECTED_A
    approved.save()

    assert refusal(approved, people.planner) == {"marked_higher"}

    Meeting.objects.filter(pk=approved.meeting_id).update(marking=Marking.PROTECTED_B)
    assert len(actions.name_delegates(approved, by=people.planner)) == 2


# ── The pages ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_proposal_and_the_meeting_offer_it_until_it_is_done(people, approved, page, lang):
    for name, key in (("travel:proposal", approved.key), ("meetings:meeting", approved.meeting.key)):
        text = page(people.planner, name, key, lang=lang)
        assert PUT[lang] in text
        button = text.index(PUT[lang])
        assert "csrfmiddlewaretoken" in text[text.rindex("<form", 0, button) : button]

    text = page(people.planner, "travel:name_delegates", approved.key, lang=lang, post=True)

    assert {"en": "2 travellers are put on the delegation.", "fr": "2 voyageurs sont inscrits"}[lang] in text
    assert PUT[lang] not in text
    assert PUT[lang] not in page(people.planner, "travel:proposal", approved.key, lang=lang)


def test_a_second_head_is_told_to_sit_as_a_member(people, approved, page):
    meetings.add_delegate(approved.meeting, by=people.desk, person=people.general, part="head")

    text = page(people.planner, "travel:name_delegates", approved.key, post=True)

    assert f"{people.delegate} is on it as a member." in text


def test_who_may_not_is_not_offered_it(people, approved, page):
    assert PUT["en"] not in page(people.president, "meetings:meeting", approved.meeting.key)
    assert "not yet on our delegation" in page(people.president, "meetings:meeting", approved.meeting.key)
    assert "not yet on our delegation" not in page(people.other_planner, "meetings:meeting", approved.meeting.key)


def test_a_line_marked_higher_says_why_it_is_not_offered(people, approved, page):
    type(approved).objects.filter(pk=approved.pk).update(marking=Marking.PROTECTED_A)

    text = page(people.planner, "meetings:meeting", approved.meeting.key)

    assert "TRV-33" in text
    assert PUT["en"] not in text


def test_a_trip_called_off_afterwards_is_said_on_the_page_and_nobody_is_removed(people, approved, page):
    actions.name_delegates(approved, by=people.planner)
    actions.cancel_trip(Trip.objects.get(person=people.second), by=people.planner, reason="The flight is gone.")

    text = page(people.planner, "meetings:meeting", approved.meeting.key)

    second = Delegate.objects.get(person=people.second)
    assert "is on our delegation, and the trip was cancelled: The flight is gone." in text
    assert reverse("meetings:remove_delegate", args=[second.pk]) in text
    assert "was cancelled: The flight" not in page(people.other_planner, "meetings:meeting", approved.meeting.key)


def test_who_reads_the_proposal_and_not_the_trip_is_not_told_why(people, approved, page):
    actions.name_delegates(approved, by=people.planner)
    actions.cancel_trip(Trip.objects.get(person=people.second), by=people.planner, reason="The flight is gone.")
    people.desk.unit = people.enforcement
    people.desk.save()

    text = page(people.desk, "meetings:meeting", approved.meeting.key)

    assert f"{people.second} is on our delegation, and does not travel any more." in text
    assert "The flight is gone." not in text


def test_who_was_refused_and_sits_there_is_said(people, approved):
    actions.name_delegates(approved, by=people.planner)
    Traveller.objects.filter(proposal=approved, person=people.second).update(state="refused")

    [one] = seats.seats(people.planner, approved.meeting).astray
    assert one.person == people.second


def test_who_was_there_after_all_or_goes_with_another_branch_is_not_astray(people, approved):
    actions.name_delegates(approved, by=people.planner)
    Traveller.objects.filter(proposal=approved, person=people.second).update(state="refused")
    Traveller.objects.create(
        proposal=factories.draft(people, by=people.other_planner, meeting=approved.meeting), person=people.second
    )
    assert len(seats.seats(people.planner, approved.meeting).astray) == 1

    other = Traveller.objects.filter(person=people.second).exclude(proposal=approved)
    other.update(state="approved")
    type(approved).objects.filter(pk=other.get().proposal_id).update(state="approved")
    assert seats.seats(people.planner, approved.meeting).astray == []

    other.update(state="refused")
    Delegate.objects.filter(person=people.second).update(attended=True)
    assert seats.seats(people.planner, approved.meeting).astray == []


def test_it_is_one_question_however_many_travel(people, approved, django_assert_num_queries):
    seats.seats(people.planner, approved.meeting)  # the chart is kept on the person

    with django_assert_num_queries(1):
        seats.seats(people.planner, approved.meeting)


def test_the_button_that_opens_trips_bears_its_token_too(people, approved, page):
    Trip.objects.filter(traveller__person=people.second).delete()

    text = page(people.planner, "travel:proposal", approved.key)

    button = text.index("Open the trips")
    assert "csrfmiddlewaretoken" in text[text.rindex("<form", 0, button) : button]
