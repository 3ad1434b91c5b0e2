import pytest

from entente.engagement.facts import policy
from entente.engagement.facts.models import Statistic, Value
from entente.foundation.people.roles import Marking, Role

from . import factories

MAY = {
    "view": set(Role),
    "add": {Role.DESK_OFFICER},
    "add_value": {Role.DESK_OFFICER},
    "change": {Role.DESK_OFFICER},
    "correct": {Role.DESK_OFFICER, Role.EXECUTIVE},
    "withdraw_correction": {Role.DESK_OFFICER, Role.EXECUTIVE},
    "burn": set(),
}


def test_every_row_of_the_table_is_tested():
    assert set(policy.FACTS.table) == MAY.keys() - {"burn"}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", MAY)
def test_who_may(act, role, open_account):
    assert policy.FACTS.allows(open_account(role), act, Statistic()) is (role in MAY[act])


@pytest.mark.parametrize("act", ["view", "add", "add_value", "change", "correct", "withdraw_correction"])
def test_nobody_acts_above_the_own_clearance(act, open_account):
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.PROTECTED_A)

    assert policy.FACTS.allows(officer, act, Statistic(marking=Marking.PROTECTED_A))
    assert not policy.FACTS.allows(officer, act, Statistic(marking=Marking.PROTECTED_B))


@pytest.mark.parametrize("clearance", Marking.values)
def test_asking_of_many_agrees_with_asking_of_one(clearance, open_account, desk_officer):
    for marking in Marking.values:
        fact = factories.fact(desk_officer, name_en=marking, marking=marking)
        factories.figure(fact, 1, by=desk_officer)
    person = open_account(Role.READER, clearance=clearance)

    seen = {one.pk for one in Statistic.objects.all() if policy.FACTS.allows(person, "view", one)}

    assert set(policy.visible_to(person).values_list("pk", flat=True)) == seen
    assert set(policy.values_for(person).values_list("statistic", flat=True)) == seen
    assert Value.objects.count() == 3
