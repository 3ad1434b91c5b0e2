import pytest
from django.utils import timezone

from entente.engagement.forums import policy
from entente.engagement.forums.models import Body, Candidacy, Goal, Membership, Priority, Seat, Turn
from entente.engagement.forums.policy import CANDIDACIES, FORUMS
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
    "name_committee": WRITERS,
    "release_committee": WRITERS,
    "expect_turn": WRITERS,
    "decide_turn": WRITERS,
    "drop_turn": WRITERS,
}
# For a candidacy it is the place in the organisation chart that counts beside the role.
LEAD = {"desk", "planner", "vp"}
DESKS = {"desk", "elsewhere"}
ABOVE = {"vp", "president"}
CANDIDACY = {
    "view": {"desk", "planner", "vp", "president", "other_vp", "elsewhere", "reader", "auditor", "administrator"},
    "open_call": DESKS,
    "describe_candidacy": LEAD | DESKS,
    "move_closing": LEAD | DESKS,
    "propose_candidacy": LEAD | DESKS,
    "approve_candidacy": ABOVE,
    "send_back": ABOVE,
    "refuse_candidacy": ABOVE,
    "inform_president": DESKS | ABOVE,
    "lodge": LEAD | DESKS,
    "win_seat": DESKS,
    "lose_seat": LEAD | DESKS,
    "stand_down": LEAD | DESKS | ABOVE,
    "move_term": DESKS,
    "report_term": LEAD | DESKS,
    "support_candidacy": ABOVE,
    "decline_support": ABOVE,
    "comment": LEAD | DESKS | ABOVE,
}


@pytest.mark.parametrize("act", CANDIDACIES.table)
def test_who_may_do_what_with_a_candidacy(act, db, open_account):
    agency = factories.Agency()
    made = factories.candidacy(agency)
    people = {name: getattr(agency, name) for name in ("desk", "planner", "vp", "president", "other_vp")}
    people["elsewhere"] = open_account(Role.DESK_OFFICER, username="elsewhere", unit=agency.other)
    people |= {role: open_account(Role(role)) for role in ("reader", "auditor", "administrator")}

    assert {name for name, person in people.items() if CANDIDACIES.allows(person, act, made)} == CANDIDACY[act]


@pytest.mark.parametrize("act", CANDIDACIES.table)
def test_nobody_touches_a_candidacy_they_are_not_cleared_for(act, db):
    agency = factories.Agency()
    made = factories.candidacy(agency, marking=Marking.PROTECTED_B)

    for person in (agency.desk, agency.planner, agency.vp, agency.president):
        person.clearance = Marking.PROTECTED_A
        assert not CANDIDACIES.allows(person, act, made)


def test_nobody_decides_on_a_candidacy_without_a_lead_branch(db):
    agency = factories.Agency()
    made = factories.candidacy(agency, unit=None)

    assert not CANDIDACIES.allows(agency.president, "approve_candidacy", made)


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
            Turn.objects.create(body=forum, holder=who, starts_on="2030", as_of="2026")
            for own in Marking:
                key, now = f"c-{Candidacy.objects.count()}", timezone.now()
                given = {"body": forum, "candidate": who, "marking": own}
                Candidacy.objects.create(key=key, called_on=now.date(), changed_at=now, **given)


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
        (Turn, policy.turns_visible_to),
        (Candidacy, policy.candidacies_visible_to),
    ],
)
def test_asking_of_many_agrees_with_asking_of_one(model, visible, clearance, open_account):
    person = open_account(Role.READER, clearance=clearance)

    one_by_one = {thing.pk for thing in model.objects.all() if FORUMS.allows(person, "view", thing)}

    assert {thing.pk for thing in visible(person)} == one_by_one
    assert one_by_one
