import pytest

from entente.engagement.meetings import actions, policy
from entente.engagement.meetings.models import Clearance, Delegate, Item, Meeting, Position, Series, Stance
from entente.engagement.meetings.policy import MEETINGS
from entente.foundation.people.roles import Marking, Role

from . import factories

KEEPERS = {Role.DESK_OFFICER, Role.TRAVEL_PLANNER}
OFFICER = {Role.DESK_OFFICER}
ALLOWED = {
    "view": set(Role),
    "register": KEEPERS,
    "change": KEEPERS,
    "confirm": KEEPERS,
    "hold": KEEPERS,
    "cancel": KEEPERS,
    "reinstate": KEEPERS,
    "decide_attendance": {*KEEPERS, Role.EXECUTIVE},
    "import": KEEPERS,
    "keep_series": KEEPERS,
    "add_delegate": KEEPERS,
    "change_delegate": KEEPERS,
    "remove_delegate": KEEPERS,
    "mark_attended": KEEPERS,
    "keep_agenda": OFFICER,
    "discuss": OFFICER,
    "drop": OFFICER,
    "carry": OFFICER,
    "take_up_again": OFFICER,
    "write_position": OFFICER,
    "note_stance": OFFICER,
    "circulate": OFFICER,
    "replace": OFFICER,
    "clear": set(),
    "object": set(),
}
DELEGATES_TOO = {"mark_attended", "discuss", "drop", "carry", "take_up_again", "note_stance"}


def test_the_table_below_speaks_of_every_act_of_planning():
    assert ALLOWED.keys() <= MEETINGS.table.keys()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ALLOWED)
def test_who_may_do_what_with_a_meeting(act, role, open_account, db):
    meeting = factories.meeting()

    assert MEETINGS.allows(open_account(role), act, meeting) == (role in ALLOWED[act])


@pytest.mark.parametrize("act", ALLOWED)
def test_a_member_of_our_delegation_says_what_happened_there(act, open_account, db):
    meeting, traveller = factories.meeting(), open_account(Role.READER)
    factories.delegate(meeting, person=traveller)

    assert MEETINGS.allows(traveller, act, meeting) == (act in DELEGATES_TOO or act == "view")


@pytest.mark.parametrize("act", ALLOWED)
def test_nobody_touches_what_they_are_not_cleared_for(act, open_account, db):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.PROTECTED_A)
    hidden = factories.partner("xx", marking=Marking.PROTECTED_B)
    secret = factories.meeting(marking=Marking.PROTECTED_B)
    with_hidden = factories.meeting(partner=hidden)

    assert not MEETINGS.allows(officer, act, secret)
    assert not MEETINGS.allows(officer, act, with_hidden)
    assert set(policy.visible_to(officer)).isdisjoint({secret, with_hidden})


@pytest.fixture
def one_of_each_marking(branch, db):
    keeper = factories.officer()
    for marking in Marking:
        body = factories.body(f"body-{marking}".replace("_", "-"), marking=marking)
        series = actions.open_series(by=keeper, title_en="Sessions", body=body)
        meeting = factories.meeting(body=body, series=series)
        for other in Marking:
            who = factories.partner(f"{marking}-{other}".replace("_", "-"), marking=other)
            factories.meeting(partner=who, marking=marking)
            factories.delegate(meeting, partner=who)
            item = actions.add_item(meeting, by=keeper, title_en="Item", marking=other)
            given = {"attitude": "doubts", "heard_on": factories.day(), "marking": marking}
            actions.note_stance(item, by=keeper, partner=who, **given)
            for third in Marking:
                one = actions.add_item(meeting, by=keeper, title_en="Item", marking=other)
                position = actions.write_position(one, by=keeper, text_en="Ours", marking=third)
                actions.circulate(position, by=keeper, branches=[branch])


VISIBLE = {
    Meeting: policy.visible_to,
    Series: policy.series_visible_to,
    Delegate: policy.delegates_visible_to,
    Item: policy.items_visible_to,
    Position: policy.positions_visible_to,
    Clearance: policy.clearances_visible_to,
    Stance: policy.stances_visible_to,
}


@pytest.mark.usefixtures("one_of_each_marking")
def test_asking_of_many_agrees_with_asking_of_one(open_account):
    for clearance in Marking:
        person = open_account(Role.READER, clearance=clearance, username=f"reads-{clearance}")
        for model, visible in VISIBLE.items():
            one_by_one = {thing.pk for thing in model.objects.all() if MEETINGS.allows(person, "view", thing)}
            assert {thing.pk for thing in visible(person)} == one_by_one, (clearance, model)
            assert one_by_one
