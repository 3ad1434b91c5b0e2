from types import SimpleNamespace

import pytest

from entente.engagement.partners import policy
from entente.engagement.partners.policy import PARTNERS
from entente.foundation.people.roles import Marking, Role
from tests.engagement.partners import factories


def person(role, clearance=Marking.PROTECTED_B):
    return SimpleNamespace(role=role, clearance=clearance)


PEOPLE = [person(role) for role in Role]
LOW_OFFICER = person(Role.DESK_OFFICER, Marking.UNCLASSIFIED)
OFFICER, CHIEF = {Role.DESK_OFFICER}, {Role.DESK_OFFICER, Role.EXECUTIVE}


@pytest.mark.parametrize(
    ("act", "may"),
    [
        ("view", set(Role)),
        ("register", OFFICER),
        ("import", OFFICER),
        ("change", OFFICER),
        ("add_office", OFFICER),
        ("record_succession", OFFICER),
        ("set_standing", CHIEF),
        ("add_aim", CHIEF),
        ("correct", CHIEF),
        ("withdraw_correction", CHIEF),
        ("burn", set()),
    ],
)
def test_policy_table(act, may):
    partner = SimpleNamespace(marking=Marking.PROTECTED_A)

    assert {one.role for one in PEOPLE if PARTNERS.allows(one, act, partner)} == may
    assert not PARTNERS.allows(LOW_OFFICER, act, partner)


def test_every_act_of_the_table_is_tested_above():
    tested = {case[0] for case in test_policy_table.pytestmark[0].args[1]}

    assert set(PARTNERS.table) <= tested


@pytest.mark.django_db
@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(clearance):
    partners = [factories.partner(marking=marking) for marking in Marking]
    reader = person(Role.READER, clearance)

    one_by_one = {one.pk for one in partners if PARTNERS.allows(reader, "view", one)}

    assert set(policy.visible_to(reader).values_list("pk", flat=True)) == one_by_one


@pytest.mark.django_db
def test_what_hangs_on_a_partner_is_seen_as_the_partner_is(editions):
    secret, plain = factories.partner(marking=Marking.PROTECTED_B), factories.partner()
    for one in (secret, plain):
        factories.standing(editions[0], one)
        factories.aim(editions[0], one)
        factories.office(one)
    factories.succession(secret, plain)
    reader = person(Role.READER, Marking.UNCLASSIFIED)

    asked = (policy.standings_for, policy.aims_for, policy.offices_for)

    assert [{row.partner for row in question(reader)} for question in asked] == [{plain}] * 3
    assert not policy.successions_for(reader).exists()
    assert not policy.presences_for(reader).exists()
    assert policy.successions_for(person(Role.READER)).count() == 1
