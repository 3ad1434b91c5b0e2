import pytest

from entente.engagement.commitments import policy
from entente.engagement.commitments.models import Commitment
from entente.engagement.commitments.policy import COMMITMENTS
from entente.engagement.commitments.workflow import PROMISE
from entente.foundation.people.roles import Marking, Role

from . import factories

KEEPERS = {Role.DESK_OFFICER}
DECIDERS = {Role.DESK_OFFICER, Role.EXECUTIVE}
WORKING = set(Role) - {Role.READER, Role.AUDITOR, Role.ADMINISTRATOR}
ALLOWED = {
    "view": set(Role),
    "promise": WORKING,
    "witness": WORKING | {Role.READER},
    "import": KEEPERS,
    "change": KEEPERS,
    "remark": DECIDERS,
    "give_evidence": KEEPERS,
    "close": KEEPERS,
    "report": KEEPERS,
    "verify": DECIDERS,
    "send_back": DECIDERS,
    "slip": KEEPERS,
    "pass_on": DECIDERS,
    "drop": DECIDERS,
    "reopen": DECIDERS,
}
OWNERS = {"remark", "give_evidence", "close", "report", "slip", "pass_on"}
AUTHORS = {"change", "remark"}


def test_the_table_below_speaks_of_every_act_and_every_move_is_one():
    assert ALLOWED.keys() == COMMITMENTS.table.keys()
    assert PROMISE.moves.keys() <= COMMITMENTS.table.keys()


@pytest.fixture
def anybodys(open_account):
    writer = open_account(Role.DESK_OFFICER, username="writer")
    return factories.promised(by=writer)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("act", ALLOWED)
def test_who_may_do_what_with_a_promise_of_others(act, role, open_account, anybodys):
    assert COMMITMENTS.allows(open_account(role), act, anybodys) == (role in ALLOWED[act])


@pytest.mark.parametrize("act", ALLOWED)
def test_a_reader_who_owns_a_promise_may_keep_it_and_no_more(act, open_account, desk_officer):
    owner = open_account(Role.READER)
    owned = factories.promised(by=desk_officer, owner=owner)

    assert COMMITMENTS.allows(owner, act, owned) == (act in OWNERS | {"view", "witness"})


@pytest.mark.parametrize("act", ALLOWED)
def test_an_author_may_mend_what_was_written_down(act, open_account, desk_officer):
    author = open_account(Role.READER)
    written = factories.promised(by=author, owner=desk_officer, witnessed=True)

    assert COMMITMENTS.allows(author, act, written) == (act in AUTHORS | {"view", "witness"})


@pytest.mark.parametrize("act", ALLOWED)
@pytest.mark.parametrize("place", ["itself", "partner", "body"])
def test_nobody_touches_what_they_are_not_cleared_for(act, place, open_account, desk_officer):
    officer = open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.PROTECTED_A)
    hidden = {
        "itself": lambda: {"marking": Marking.PROTECTED_B},
        "partner": lambda: {"partner": factories.partner("xx", marking=Marking.PROTECTED_B)},
        "body": lambda: {"body": factories.body("secret", marking=Marking.PROTECTED_B)},
    }[place]()

    assert not COMMITMENTS.allows(officer, act, factories.promised(by=desk_officer, **hidden))


@pytest.mark.parametrize("clearance", list(Marking))
def test_asking_of_many_agrees_with_asking_of_one(clearance, open_account, desk_officer):
    for marking in Marking:
        factories.promised(by=desk_officer, marking=marking)
        for other in Marking:
            who = factories.some_partner(f"p-{other}".replace("_", "-"))
            Commitment._meta.get_field("partner").remote_field.model.objects.filter(pk=who.pk).update(marking=other)
            who.refresh_from_db()
            factories.promised(by=desk_officer, marking=marking, partner=who)
            forum = factories.body(f"b-{marking}-{other}".replace("_", "-"), marking=other)
            factories.promised(by=desk_officer, marking=marking, body=forum)
    person = open_account(Role.READER, clearance=clearance)

    one_by_one = {one.pk for one in Commitment.objects.all() if COMMITMENTS.allows(person, "view", one)}

    assert {one.pk for one in policy.visible_to(person)} == one_by_one
    assert one_by_one
