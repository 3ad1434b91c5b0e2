import pytest

from entente.engagement.removals import policy
from entente.engagement.removals.models import CountryFile
from entente.engagement.removals.policy import REMOVALS
from entente.engagement.removals.workflow import PLAN
from entente.foundation.people.roles import Marking, Role

from . import factories

KEEPER, BOSS = {Role.REMOVALS_OFFICER}, {Role.EXECUTIVE}
DESK = {Role.DESK_OFFICER}
ALLOWED = {
    "view": set(Role),
    "open_file": KEEPER,
    "change": KEEPER,
    "enter": KEEPER,
    "import": KEEPER,
    "withdraw": KEEPER,
    "rank": KEEPER,
    "add_lever": KEEPER,
    "end_lever": KEEPER,
    "use": KEEPER | DESK,
    "react": KEEPER | DESK,
    "decide": KEEPER,
    "draft": KEEPER,
    "change_plan": KEEPER,
    "add_item": KEEPER,
    "finish_item": KEEPER,
    "drop_item": KEEPER,
    "consult": KEEPER,
    "send_back": KEEPER | BOSS,
    "approve": BOSS,
    "take_back": BOSS,
    "activate": KEEPER | BOSS,
    "redraft": BOSS,
    "review": KEEPER | BOSS,
    "reopen": KEEPER | BOSS,
    "give_up": BOSS,
}
LEADS = {"change_plan", "add_item", "finish_item", "drop_item", "consult"}


def test_the_table_below_speaks_of_every_act_and_every_move_is_one():
    assert ALLOWED.keys() == REMOVALS.table.keys()
    assert PLAN.moves.keys() <= REMOVALS.table.keys()


@pytest.fixture
def somebodys(open_account):
    """A plan of a file that an officer keeps who asks nothing here."""
    keeper = open_account(Role.REMOVALS_OFFICER, username="keeper")
    return factories.plan(factories.file(by=keeper), by=keeper)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what_with_the_file_of_others(role, open_account, somebodys):
    person = open_account(role)

    assert {act for act in ALLOWED if REMOVALS.allows(person, act, somebodys)} == {
        act for act, roles in ALLOWED.items() if role in roles
    }


def test_a_lead_of_any_role_works_on_the_own_plan_and_no_more(lead, somebodys):
    somebodys.lead = lead

    assert {act for act in ALLOWED if REMOVALS.allows(lead, act, somebodys)} == LEADS | {"view"}


@pytest.mark.parametrize("place", ["file", "country"])
def test_nobody_touches_what_they_are_not_cleared_for(place, open_account, removals_officer):
    if place == "country":
        factories.partner("verdania", marking=Marking.PROTECTED_B)
    marking = Marking.PROTECTED_B if place == "file" else Marking.UNCLASSIFIED
    hidden = factories.file(by=removals_officer, marking=marking)
    plan, lever = factories.plan(hidden, by=removals_officer), factories.lever(hidden, by=removals_officer)
    step = factories.use(lever, by=removals_officer)
    for role in Role:
        person = open_account(role, username=f"low-{role}", clearance=Marking.PROTECTED_A)
        plan.lead = person
        for thing in (hidden, plan, plan.items.get(), lever, step):
            assert [act for act in ALLOWED if REMOVALS.allows(person, act, thing)] == []


@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(clearance, open_account, removals_officer):
    for own in Marking:
        for of_country in Marking:
            key = f"{own}-{of_country}".replace("_", "-")
            factories.partner(key, marking=of_country)
            factories.plan(factories.file(key, by=removals_officer, marking=own), by=removals_officer)
    person = open_account(Role.READER, clearance=clearance)

    one_by_one = {one.pk for one in CountryFile.objects.all() if REMOVALS.allows(person, "view", one)}

    assert one_by_one
    assert {one.pk for one in policy.visible_to(person)} == one_by_one
    assert {one.file_id for one in policy.plans_visible_to(person)} == one_by_one
