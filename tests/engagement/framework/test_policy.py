from types import SimpleNamespace

import pytest

from entente.engagement.framework import policy
from entente.engagement.framework.models import Element, Linkage, RegionalPage, Responsibility, Term
from entente.engagement.framework.policy import FRAMEWORK
from entente.foundation.people.roles import Marking, Role
from tests.engagement.framework import factories

pytestmark = pytest.mark.django_db


def person(role, clearance=Marking.PROTECTED_B):
    return SimpleNamespace(role=role, clearance=clearance)


PEOPLE = [person(role) for role in Role]
OFFICER, CHIEF = {Role.DESK_OFFICER}, {Role.EXECUTIVE}
BOTH, EVERYONE, NOBODY = OFFICER | CHIEF, set(Role), set()


@pytest.mark.parametrize(
    ("act", "of_a_draft", "in_review", "in_effect", "superseded"),
    [
        ("view", EVERYONE, EVERYONE, EVERYONE, EVERYONE),
        ("draft", OFFICER, NOBODY, NOBODY, NOBODY),
        ("submit", OFFICER, OFFICER, OFFICER, OFFICER),  # the workflow knows from which state
        ("send_back", CHIEF, CHIEF, CHIEF, CHIEF),
        ("bring_into_effect", CHIEF, CHIEF, CHIEF, CHIEF),
        ("supersede", CHIEF, CHIEF, CHIEF, CHIEF),
        ("correct", NOBODY, NOBODY, BOTH, BOTH),
        ("withdraw_correction", NOBODY, NOBODY, BOTH, BOTH),
        ("burn", NOBODY, NOBODY, NOBODY, NOBODY),
    ],
)
def test_policy_table(act, of_a_draft, in_review, in_effect, superseded):
    expected = {
        "draft": of_a_draft,
        "in_review": in_review,
        "in_effect": in_effect,
        "superseded": superseded,
    }

    for state, may in expected.items():
        edition = factories.edition(state=state)
        assert {one.role for one in PEOPLE if FRAMEWORK.allows(one, act, edition)} == may, state


def test_every_act_of_the_table_is_tested_above():
    tested = {case[0] for case in test_policy_table.pytestmark[0].args[1]}

    assert set(FRAMEWORK.table) <= tested


def test_a_part_is_judged_by_its_edition():
    decided, draft = factories.edition(), factories.edition(state="draft")
    officer = person(Role.DESK_OFFICER)

    def parts(of):
        one, other = factories.element(of), factories.element(of, "theme")
        return [one, factories.linkage(one, other), factories.region(of), factories.responsibility(of)]

    assert not any(FRAMEWORK.allows(officer, "draft", part) for part in parts(decided))
    assert all(FRAMEWORK.allows(officer, "draft", part) for part in parts(draft))


def test_a_term_of_no_edition_is_the_desks():
    term = factories.term(edition=None)

    assert FRAMEWORK.allows(person(Role.DESK_OFFICER), "draft", term)
    assert not FRAMEWORK.allows(person(Role.READER), "draft", term)


@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(clearance):
    editions = [factories.edition(state=state) for state in ("draft", "in_effect", "superseded")]
    for one in editions:
        factories.element(one)
    reader = person(Role.READER, clearance)

    one_by_one = {one.pk for one in editions if FRAMEWORK.allows(reader, "view", one)}

    assert set(policy.visible_to(reader).values_list("pk", flat=True)) == one_by_one
    for model in (Element, Linkage, RegionalPage, Responsibility, Term):
        assert policy.parts_visible_to(reader, model).count() == model.objects.count()
