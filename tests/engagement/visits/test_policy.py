import pytest

from entente.engagement.visits import actions, policy
from entente.engagement.visits.models import Consultation, Item, Visit
from entente.engagement.visits.policy import VISITS
from entente.foundation.people.roles import Marking, Role

from . import factories

OFFICER = {Role.VISITS_OFFICER}
KEEPERS = {Role.VISITS_OFFICER, Role.DESK_OFFICER}  # a desk officer of the lead branch
DECIDERS = {Role.VISITS_OFFICER, Role.EXECUTIVE}
ALLOWED = {
    "view": set(Role),
    "register": KEEPERS,
    "change": KEEPERS,
    "move_dates": KEEPERS,
    "compose": KEEPERS,
    "plan": KEEPERS,
    "prepare": KEEPERS,
    "overrule": {Role.EXECUTIVE},
    "triage": KEEPERS,
    "accept": DECIDERS,
    "decline": DECIDERS,
    "reopen": DECIDERS,
    "consult": KEEPERS,
    "ask": KEEPERS,
    "answer": set(),  # a question's own row below
    "waive": KEEPERS,
    "draft_programme": KEEPERS,
    "revise": KEEPERS,
    "pre_brief": KEEPERS,
    "begin": KEEPERS,
    "end": KEEPERS,
    "give_feedback": {*KEEPERS, Role.EXECUTIVE},
    "follow_up": KEEPERS,
    "write_report": KEEPERS,
    "promise": KEEPERS,
    "close": KEEPERS,
    "cancel": DECIDERS,
}
ANYWHERE = {"register", "promise"}  # what a desk officer of any office may do


def test_the_table_below_speaks_of_every_act():
    assert ALLOWED.keys() == VISITS.table.keys()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ALLOWED)
def test_who_of_the_lead_branch_may_do_what(act, role, visit, agency, open_account):
    person = factories.placed(open_account(role, username="somebody"), agency["commercial"])

    assert VISITS.allows(person, act, visit) == (role in ALLOWED[act])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ALLOWED)
def test_who_of_another_branch_may_do_what(act, role, visit, agency, open_account):
    person = factories.placed(open_account(role, username="somebody"), agency["travellers"])
    allowed = ALLOWED[act] - ({Role.DESK_OFFICER} if act not in ANYWHERE else set())
    if act == "view":
        allowed = set(Role)

    assert VISITS.allows(person, act, visit) == (role in allowed)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("office", ["iad", "policy", "commercial"])
def test_the_office_that_is_asked_answers(role, office, visit, agency, visits_officer, open_account):
    asked = actions.ask(visit, by=visits_officer, unit=agency["iad"], question="Which gift?", kind="advice")
    person = factories.placed(open_account(role, username="somebody"), agency[office])

    assert VISITS.allows(person, "answer", asked) == (office == "iad" and role in policy.WORKING)


@pytest.mark.parametrize("act", ALLOWED)
def test_nobody_touches_what_they_are_not_cleared_for(act, visit_in, agency, visits_officer, open_account):
    officer = open_account(Role.VISITS_OFFICER, username="somebody", clearance=Marking.PROTECTED_A)
    factories.placed(officer, agency["commercial"])
    secret = factories.requested(by=visits_officer, marking=Marking.PROTECTED_B)
    hidden = factories.some_partner("xx", marking=Marking.PROTECTED_B)
    of_a_hidden_partner = factories.requested(by=visits_officer, partner=hidden, marking=Marking.PROTECTED_B)
    Visit.objects.filter(pk=of_a_hidden_partner.pk).update(marking=Marking.UNCLASSIFIED)
    of_a_hidden_partner.refresh_from_db()

    assert not VISITS.allows(officer, act, secret)
    assert not VISITS.allows(officer, act, of_a_hidden_partner)


@pytest.fixture
def one_of_each_marking(agency, visits_officer):
    for marking in Marking:
        who = factories.some_partner(f"of-{marking}".replace("_", "-"), marking=marking)
        for other in list(Marking)[list(Marking).index(marking) :]:
            visit = factories.requested(by=visits_officer, partner=who, marking=other)
            for third in Marking:
                factories.shown(visit, by=visits_officer, marking=third)
                actions.ask(visit, by=visits_officer, unit=agency["iad"], question="What?", marking=third)


@pytest.mark.usefixtures("one_of_each_marking")
@pytest.mark.parametrize("clearance", list(Marking))
@pytest.mark.parametrize(
    ("model", "visible"),
    [
        (Visit, policy.visible_to),
        (Item, policy.items_visible_to),
        (Consultation, policy.consultations_visible_to),
    ],
)
def test_asking_of_many_agrees_with_asking_of_one(model, visible, clearance, open_account):
    person = open_account(Role.READER, clearance=clearance)

    one_by_one = {thing.pk for thing in model.objects.all() if VISITS.allows(person, "view", thing)}

    assert {thing.pk for thing in visible(person)} == one_by_one
    assert one_by_one
