import pytest

from entente.engagement.forums import policy
from entente.engagement.forums.models import Body, Goal, Membership, Priority, Seat
from entente.engagement.forums.policy import FORUMS
from entente.foundation.people.roles import Marking, Role

from . import factories

WRITERS = {Role.DESK_OFFICER}
CORRECTORS = {Role.DESK_OFFICER, Role.EXECUTIVE}
ALLOWED = {
    "view": set(Role),
    "add": WRITERS,
    "describe": WRITERS,
    "set_role": CORRECTORS,
    "add_membership": WRITERS,
    "end_membership": WRITERS,
    "add_seat": WRITERS,
    "hand_over": WRITERS,
    "correct": CORRECTORS,
    "withdraw": CORRECTORS,
}


def test_the_table_below_speaks_of_every_act():
    assert ALLOWED.keys() == FORUMS.table.keys()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ALLOWED)
def test_who_may_do_what_with_a_body(act, role, open_account, db):
    forum = factories.body("wco")

    assert FORUMS.allows(open_account(role), act, forum) == (role in ALLOWED[act])


@pytest.mark.parametrize("act", ALLOWED)
def test_nobody_touches_what_they_are_not_cleared_for(act, open_account, db):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.PROTECTED_A)
    secret, plain = factories.body("secret", marking=Marking.PROTECTED_B), factories.body("plain")
    hidden = factories.partner("xx", marking=Marking.PROTECTED_B)

    assert not FORUMS.allows(officer, act, secret)
    assert not FORUMS.allows(officer, act, factories.membership(plain, hidden))
    assert not FORUMS.allows(officer, act, factories.seat(plain, hidden))


@pytest.fixture
def one_of_each_marking(db):
    edition = factories.edition()
    for marking in Marking:
        forum = factories.body(f"forum-{marking}".replace("_", "-"), marking=marking)
        factories.priority(edition, forum)
        factories.goal(edition, forum, text_en="Be there")
        for other in Marking:
            who = factories.partner(f"{marking}-{other}".replace("_", "-"), marking=other)
            factories.membership(forum, who)
            factories.seat(forum, who)


@pytest.mark.usefixtures("one_of_each_marking")
@pytest.mark.parametrize("clearance", list(Marking))
@pytest.mark.parametrize(
    ("model", "visible"),
    [
        (Body, policy.visible_to),
        (Membership, policy.memberships_visible_to),
        (Seat, policy.seats_visible_to),
        (Priority, policy.priorities_visible_to),
        (Goal, policy.goals_visible_to),
    ],
)
def test_asking_of_many_agrees_with_asking_of_one(model, visible, clearance, open_account):
    person = open_account(Role.READER, clearance=clearance)

    one_by_one = {thing.pk for thing in model.objects.all() if FORUMS.allows(person, "view", thing)}

    assert {thing.pk for thing in visible(person)} == one_by_one
    assert one_by_one
