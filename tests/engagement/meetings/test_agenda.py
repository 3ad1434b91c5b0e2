import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from entente.engagement.meetings import actions, queries
from entente.engagement.meetings.models import Clearance, Item, Meeting, Position, PositionState
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Authority, Delegation
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories


@pytest.fixture
def coming(desk_officer):
    return factories.meeting(by=desk_officer)


@pytest.fixture
def item(coming, desk_officer):
    return actions.add_item(coming, by=desk_officer, title_en="Data", side="ours", minutes=45)


@pytest.fixture
def circulated(item, desk_officer, branch, other_branch):
    position = actions.write_position(item, by=desk_officer, text_en="We share.")
    return actions.circulate(position, by=desk_officer, branches=[branch, other_branch])


def clearance(position, unit):
    return Clearance.objects.get(position=position, unit=unit)


def titles(meeting):
    return list(Item.objects.filter(meeting=meeting).order_by("position").values_list("title_en", flat=True))


# ── Items ─────────────────────────────────────────────────────────────────────────────────────────


def test_items_move_one_place_at_a_time_and_stay_at_the_ends(coming, desk_officer):
    one, two, three = (actions.add_item(coming, by=desk_officer, title_en=name) for name in ("A", "B", "C"))

    actions.move_item(three, by=desk_officer, up=True)
    actions.move_item(one, by=desk_officer, up=True)
    actions.move_item(one, by=desk_officer, up=False)

    assert titles(coming) == ["C", "A", "B"]
    assert two.meeting == coming


def test_the_time_the_items_need_stands_beside_the_time_there_is(coming, item, desk_officer):
    actions.change(coming, by=desk_officer, starts_at=factories.hour(9), ends_at=factories.hour(10))
    actions.add_item(coming, by=desk_officer, title_en="Fees", minutes=30)
    coming.refresh_from_db()

    found = queries.agenda(desk_officer, coming)

    assert (found.planned, found.available, found.assumed, found.over) == (75, 60, False, 15)


def test_an_item_is_dropped_for_a_reason_and_stays_on_the_page(item, desk_officer):
    with pytest.raises(ValidationError, match="reason"):
        actions.drop(item, by=desk_officer, reason="")

    dropped = actions.drop(item, by=desk_officer, reason="No time left")

    assert (dropped.state, dropped.outcome_reason) == ("dropped", "No time left")
    with pytest.raises(ValidationError, match="MTG-15"):
        actions.change_item(dropped, by=desk_officer, title_en="Other")
    assert actions.take_up_again(dropped, by=desk_officer, reason="There is time").state == "planned"


def test_an_item_is_carried_to_a_forecast_made_for_it_and_both_lead_to_each_other(coming, item, desk_officer):
    onward = actions.carry(item, by=desk_officer, reason="Not ready")

    assert onward.carried_from == item
    assert onward.meeting.starts_on - coming.starts_on in (timedelta(364), timedelta(365), timedelta(366))
    assert onward.meeting.starts_on.weekday() == coming.starts_on.weekday()
    assert onward.meeting.previous == coming
    (before,) = queries.chain(desk_officer, onward)
    assert before == item
    assert queries.agenda(desk_officer, coming).items[0].onward == [onward]


def test_an_item_of_a_session_long_past_is_carried_to_one_that_is_still_to_come(coming, item, desk_officer):
    Meeting.objects.filter(pk=coming.pk).update(
        starts_on=coming.starts_on - timedelta(days=1200), ends_on=coming.ends_on - timedelta(days=1200)
    )

    onward = actions.carry(item, by=desk_officer)

    assert onward.meeting.starts_on >= timezone.localdate()
    assert onward.meeting.starts_on.weekday() == (coming.starts_on - timedelta(days=1200)).weekday()


def test_an_item_is_carried_to_the_next_session_in_the_catalogue(coming, item, desk_officer):
    later = factories.meeting(by=desk_officer, in_days=90)

    onward = actions.carry(item, by=desk_officer)

    assert onward.meeting == later
    assert Meeting.objects.count() == 2


def test_an_item_is_not_carried_to_another_table_or_back(coming, item, desk_officer):
    other = factories.meeting(by=desk_officer, in_days=60, body=factories.body("wco"))
    earlier = factories.meeting(by=desk_officer, in_days=3)

    for wrong in (other, earlier, coming):
        with pytest.raises(ValidationError, match="MTG-16"):
            actions.carry(item, by=desk_officer, to=wrong)


def test_an_item_about_which_something_was_said_is_not_taken_out(item, desk_officer):
    actions.write_position(item, by=desk_officer, text_en="We share.")

    with pytest.raises(ValidationError, match="MTG-25"):
        actions.remove_item(item, by=desk_officer)

    other = actions.add_item(item.meeting, by=desk_officer, title_en="Empty")
    actions.remove_item(other, by=desk_officer)
    assert titles(item.meeting) == ["Data"]
    assert Entry.objects.filter(verb="remove_item").exists()


def test_a_member_of_the_delegation_says_what_became_of_an_item(item, open_account):
    traveller = open_account(Role.READER)

    with pytest.raises(PermissionDenied):
        actions.discuss(item, by=traveller)
    factories.delegate(item.meeting, person=traveller)

    assert actions.discuss(item, by=traveller).state == "discussed"


# ── Positions ─────────────────────────────────────────────────────────────────────────────────────


def test_a_position_is_written_in_drafts_and_frozen_once_circulated(circulated, item, desk_officer):
    assert circulated.version == 1

    new = actions.write_position(item, by=desk_officer, text_en="We share more.")
    again = actions.write_position(item, by=desk_officer, text_en="We share most.")

    assert (new.version, again.version, again.pk) == (2, 2, new.pk)
    circulated.refresh_from_db()
    assert (circulated.text_en, circulated.state) == ("We share.", PositionState.CIRCULATED)


def test_a_position_is_cleared_when_every_branch_named_has_cleared_it(
    circulated, head, other_head, branch, other_branch
):
    actions.clear(clearance(circulated, branch), by=head)
    circulated.refresh_from_db()
    assert circulated.state == PositionState.CIRCULATED

    assert actions.clear(clearance(circulated, other_branch), by=other_head).state == PositionState.CLEARED
    assert Notice.objects.filter(word="meetings.position_cleared").count() == 1


def test_an_objection_says_why_and_never_disappears(circulated, item, head, other_head, branch, other_branch):
    asked = clearance(circulated, branch)
    with pytest.raises(ValidationError, match="MTG-21"):
        actions.object_to(asked, by=head, comment=" ")

    actions.object_to(asked, by=head, comment="The Privacy Act forbids it")
    with pytest.raises(ValidationError, match="MTG-20"):
        actions.clear(asked, by=head)
    actions.clear(clearance(circulated, other_branch), by=other_head)

    circulated.refresh_from_db()
    assert circulated.state == PositionState.CIRCULATED
    keeper = factories.officer()
    new = actions.circulate(
        actions.write_position(item, by=keeper, text_en="We share less."), by=keeper, branches=[branch]
    )
    actions.clear(clearance(new, branch), by=head)
    asked.refresh_from_db()
    circulated.refresh_from_db()
    assert (asked.answer, asked.comment) == ("objected", "The Privacy Act forbids it")
    assert circulated.state == PositionState.REPLACED
    with pytest.raises(ValidationError, match="MTG-20"):
        actions.clear(clearance(circulated, other_branch), by=other_head)


def test_only_the_head_of_the_branch_or_who_acts_for_the_head_clears(
    circulated, head, other_head, branch, desk_officer, open_account
):
    acting = open_account(Role.DESK_OFFICER, username="acting")
    asked = clearance(circulated, branch)
    for wrong in (other_head, desk_officer, acting):
        with pytest.raises(PermissionDenied):
            actions.clear(asked, by=wrong)

    Delegation.objects.create(
        giver=head,
        receiver=acting,
        authority=Authority.CLEAR_POSITION,
        starts_on=factories.day(),
        ends_on=factories.day(),
        reason="Leave",
    )

    assert actions.clear(asked, by=acting).pk == circulated.pk


def test_who_may_clear_is_told_once_in_a_notice_that_bears_the_marking(circulated, head, other_head):
    told = Notice.objects.filter(word="meetings.position_to_clear")

    assert not told.exists()  # no head was there when it was circulated
    assert head != other_head


def test_heads_are_told_when_a_position_is_circulated(item, desk_officer, head, branch):
    position = actions.write_position(item, by=desk_officer, text_en="We share.")
    actions.circulate(position, by=desk_officer, branches=[branch])

    (told,) = Notice.objects.filter(word="meetings.position_to_clear")
    assert (told.person, told.marking) == (head, Marking.PROTECTED_A)
    assert "Data" in told.said[0]


def test_circulating_names_branches_and_a_position_says_something(item, desk_officer):
    with pytest.raises(ValidationError, match="MTG-17"):
        actions.write_position(item, by=desk_officer, text_en=" ")
    position = actions.write_position(item, by=desk_officer, text_fr="Nous échangeons.")
    with pytest.raises(ValidationError, match="MTG-19"):
        actions.circulate(position, by=desk_officer, branches=[])


def test_two_who_write_one_draft_do_not_overwrite_each_other(item, desk_officer):
    first = actions.write_position(item, by=desk_officer, text_en="Mine")
    actions.write_position(item, by=factories.officer(), text_en="Theirs", seen=first.at)

    with pytest.raises(ValidationError, match="MTG-23"):
        actions.write_position(item, by=desk_officer, text_en="Mine again", seen=first.at)

    assert Position.objects.get().text_en == "Theirs"


def test_who_may_not_read_the_last_version_is_shown_no_form_to_write_over_it(item, open_account, client, desk_officer):
    item.marking = Marking.UNCLASSIFIED
    type(item).objects.filter(pk=item.pk).update(marking=Marking.UNCLASSIFIED)
    actions.write_position(item, by=desk_officer, text_en="Not for everyone.", marking=Marking.PROTECTED_B)
    client.force_login(open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.UNCLASSIFIED))
    form = reverse("meetings:write_position", args=[item.pk])

    assert form not in client.get(reverse("meetings:item", args=[item.pk])).content.decode()
    assert client.get(form).status_code == 403


def test_nobody_writes_over_a_draft_they_may_not_read(item, open_account, desk_officer):
    actions.write_position(item, by=desk_officer, text_en="Secret", marking=Marking.PROTECTED_B)
    other = open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.PROTECTED_A)

    with pytest.raises(PermissionDenied):
        actions.write_position(item, by=other, text_en="Blind")


def test_a_version_with_an_open_objection_is_not_cleared_and_a_draft_is_not_either():
    from entente.engagement.meetings import rules

    assert rules.cleared_by_all(["cleared", "objected"]).code == "not_cleared"  # MTG-22
    assert rules.cleared_by_all(["cleared", "asked"]).code == "not_cleared"
    assert rules.cleared_by_all(["cleared"]) is None
    draft, frozen = Position(state="draft"), Position(state="circulated")
    assert rules.is_a_draft(draft) is None
    assert rules.is_a_draft(frozen).code == "frozen"  # MTG-18


def test_what_is_known_of_a_partner_is_noted_by_day_and_the_earlier_note_stays(item, desk_officer):
    mexico = factories.partner("mx")
    given = {"partner": mexico, "text_en": "Later", "attitude": "doubts"}
    with pytest.raises(ValidationError, match="MTG-24"):
        actions.note_stance(item, by=desk_officer, heard_on=factories.day(1), **given)

    actions.note_stance(item, by=desk_officer, heard_on=factories.day(-9), **given)
    actions.note_stance(item, by=desk_officer, heard_on=factories.day(-1), **(given | {"attitude": "supports"}))

    known = queries.agenda(desk_officer, item.meeting).items[0].known
    assert [one.attitude for one in known] == ["supports", "doubts"]


def test_two_branches_that_clear_at_once_clear_the_position(really_written):
    keeper = factories.officer()
    branches = [factories.branch(key) for key in ("one", "two")]
    heads = [factories.head_of(one) for one in branches]
    item = actions.add_item(factories.meeting(), by=keeper, title_en="Data")
    position = actions.write_position(item, by=keeper, text_en="We share.")
    actions.circulate(position, by=keeper, branches=branches)
    gate = threading.Barrier(2)

    def answer(unit, person):
        try:
            gate.wait(10)
            actions.clear(clearance(position, unit), by=person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=2) as threads:
        list(threads.map(answer, branches, heads))

    position.refresh_from_db()
    assert position.state == PositionState.CLEARED
