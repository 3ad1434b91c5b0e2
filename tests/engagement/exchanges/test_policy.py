import pytest

from entente.engagement.exchanges import policy, queries
from entente.engagement.exchanges.policy import EXCHANGES, RISK
from entente.foundation.people.roles import Marking, Role
from entente.kit.table import Ask

from . import factories

OFFICER = {Role.EXCHANGE_OFFICER}
READERS = {Role.EXCHANGE_OFFICER, Role.AGREEMENTS_OFFICER, Role.EXECUTIVE, Role.AUDITOR}
BY_AUTHORITY = {"decide", "answer", "refuse", "consent_onward"}  # rows of the next table alone
ALLOWED = {
    "view": READERS,
    "record": {Role.EXCHANGE_OFFICER, Role.DESK_OFFICER},
    "ask": READERS | {Role.DESK_OFFICER},
    "change": OFFICER,
    "confirm": OFFICER,
    "match": OFFICER,
    "complete": OFFICER,
    "test_purpose": OFFICER,
    "assess_risk": OFFICER,
    "look_again": OFFICER,
    "mitigate": OFFICER,
    "escalate": OFFICER,
    "decide": set(),
    "answer": set(),
    "reconsider": OFFICER,
    "release": OFFICER,
    "acknowledge": OFFICER,
    "report_use": OFFICER,
    "ask_onward": OFFICER,
    "answer_onward": OFFICER,
    "consent_onward": set(),
    "settle": OFFICER,
    "tell_outcome": OFFICER,
    "close_exchange": OFFICER,
    "send_back": OFFICER,
    "postpone": OFFICER,
    "resume": OFFICER,
    "refuse": set(),
    "identify": OFFICER,
    "read_identifier": OFFICER,
    "import": OFFICER | {Role.EXECUTIVE},
}
RISKS = {
    "view": READERS,
    "assess": {Role.EXCHANGE_OFFICER, Role.EXECUTIVE},
    "send_return": {Role.EXECUTIVE},
}


def test_the_tables_below_speak_of_every_act():
    assert ALLOWED.keys() == EXCHANGES.table.keys()
    assert RISKS.keys() == RISK.table.keys()


@pytest.mark.parametrize("act", ALLOWED)
def test_who_may_do_what(act, desk, open_account):
    exchange = factories.recorded(by=desk.officer)
    for role in Role:
        person = factories.placed(open_account(role, username=f"some-{role}"), desk.units["branch"])
        assert EXCHANGES.allows(person, act, exchange) == (role in ALLOWED[act]), role


@pytest.mark.parametrize("act", RISKS)
def test_who_may_do_what_about_the_risk(act, open_account):
    for role in Role:
        assert RISK.allows(open_account(role, username=f"some-{role}"), act) == (role in RISKS[act]), role


@pytest.mark.parametrize("act", sorted(BY_AUTHORITY))
def test_only_heads_and_who_holds_their_authority_decide(act, desk, open_account):
    exchange = factories.recorded(by=desk.officer)
    stranger = factories.placed(
        open_account(Role.EXECUTIVE, username="stranger"), factories.unit("elsewhere"), "director_general"
    )

    for person in (desk.vice, desk.president, desk.decider):
        assert EXCHANGES.allows(person, act, exchange)
    for person in (desk.officer, stranger):
        assert not EXCHANGES.allows(person, act, exchange)


def test_whoever_took_the_call_sees_it_and_nothing_else(desk, open_account):
    caller = factories.placed(open_account(Role.DESK_OFFICER, username="caller"), desk.units["branch"])
    own, other = factories.called(by=caller), factories.recorded(by=desk.officer)

    assert list(policy.visible_to(caller)) == [own]
    assert EXCHANGES.allows(caller, "view", own)
    assert EXCHANGES.allows(caller, "confirm", own)
    assert not EXCHANGES.allows(caller, "view", other)
    assert not EXCHANGES.allows(caller, "release", own)


@pytest.mark.parametrize("hidden", ["exchange", "partner", "agreement"])
def test_asking_of_many_agrees_with_asking_of_one(hidden, desk, cmaa, open_account):
    exchange = factories.recorded(by=desk.officer)
    exchange.agreement = cmaa
    exchange.save()
    thing = {"exchange": exchange, "partner": exchange.partner, "agreement": cmaa}[hidden]
    thing.marking = Marking.PROTECTED_B
    thing.save()
    exchange = type(exchange).objects.select_related("partner", "agreement").get(pk=exchange.pk)

    for clearance in Marking:
        person = open_account(Role.EXCHANGE_OFFICER, username=f"cleared-{clearance}", clearance=clearance)
        one = EXCHANGES.allows(person, "view", exchange)
        assert one == policy.visible_to(person).filter(pk=exchange.pk).exists()
        assert one == (clearance == Marking.PROTECTED_B)
        assert one == (exchange in queries.exchanges(Ask(person, "2026-11-27")))


def test_the_ledger_is_closed_to_who_sees_no_exchange(exchange_in, desk, desk_officer, auditor):
    exchange_in("released")

    assert policy.entries_for(auditor).count() == 1
    assert policy.entries_for(desk_officer).count() == 0
    assert queries.reviewed(Ask(desk_officer, "2026-11-27")) == []
    assert list(policy.baselines_for(desk_officer)) == []
