"""Who may do what, and that asking of many agrees with asking of one."""

import pytest

from entente.engagement.agreements import policy
from entente.engagement.agreements.models import Act, Agreement, Candidate, Link, Party, PartyAction
from entente.engagement.agreements.policy import AGREEMENTS
from entente.foundation.people.roles import Marking, Role

from . import factories

WRITING = [act for act in AGREEMENTS.table if act != "view"]


@pytest.mark.parametrize("act", list(AGREEMENTS.table))
@pytest.mark.parametrize("role", list(Role))
def test_the_table_of_acts(open_account, role, act):
    person, thing = open_account(role), factories.agreement()
    expected = (
        act == "view" or role == Role.AGREEMENTS_OFFICER or (role == Role.EXECUTIVE and act in ("correct", "withdraw"))
    )

    assert AGREEMENTS.allows(person, act, thing) is expected


@pytest.mark.parametrize("act", WRITING)
def test_nobody_changes_what_is_marked_above_the_clearance(open_account, act):
    person = open_account(Role.AGREEMENTS_OFFICER, clearance=Marking.PROTECTED_A)

    assert not AGREEMENTS.allows(person, act, factories.agreement(marking="protected_b"))
    assert AGREEMENTS.allows(person, act, factories.agreement(marking="protected_a"))


@pytest.fixture
def of_every_marking(db):
    """An instrument of each marking with a party of each, links between them, and what hangs on them."""
    edition = factories.edition()
    partners = {one: factories.partner(f"p-{one}", marking=one) for one in Marking.values}
    agreements = {one: factories.agreement(marking=one) for one in Marking.values}
    factories.link(factories.agreement(), agreements["unclassified"])
    for mark, agreement in agreements.items():
        for partner in partners.values():
            factories.party(agreement, partner)
            factories.party_action(agreement, partner)
        for other in agreements.values():
            if other != agreement:
                factories.link(agreement, other)
        factories.candidate(edition, partners[mark], agreement=agreements[mark])
        factories.act(f"act-{mark}", department=partners[mark])


@pytest.mark.usefixtures("of_every_marking")
@pytest.mark.parametrize("clearance", Marking.values)
@pytest.mark.parametrize(
    ("model", "visible"),
    [
        (Agreement, policy.visible_to),
        (Party, policy.visible_parties),
        (Link, policy.visible_links),
        (PartyAction, policy.visible_party_actions),
        (Candidate, policy.visible_candidates),
        (Act, policy.visible_acts),
    ],
)
def test_asking_of_many_agrees_with_asking_of_one(open_account, clearance, model, visible):
    person = open_account(Role.READER, clearance=clearance)

    one_by_one = {thing.pk for thing in model.objects.all() if AGREEMENTS.allows(person, "view", thing)}

    assert set(visible(person).values_list("pk", flat=True)) == one_by_one
    assert 0 < len(one_by_one) <= model.objects.count()
