"""What programs ask and write: the same answers and refusals as pages give, in the same words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from entente.engagement.agreements.models import Agreement
from entente.engagement.exchanges import actions as exchanges
from entente.engagement.exchanges.models import Entry, Exchange
from entente.foundation.people import actions as people
from entente.foundation.people.models import Token
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry as Noted
from entente.releases.api.urls import document
from tests.engagement.exchanges import factories
from tests.engagement.exchanges.conftest import cmaa, desk, exchange_in  # noqa: F401 - fixtures

from .machine import Machine, codes, fields, token

WRITING = {
    "/api/v1/exchanges", "/api/v1/automatic-exchanges", "/api/v1/exchanges/{key}/elements",
    "/api/v1/exchanges/{key}/match", "/api/v1/exchanges/{key}/steps/{step}", "/api/v1/exchanges/{key}/decision",
    "/api/v1/exchanges/{key}/release",
}  # fmt: skip
"""Every address that writes; a token that only reads is refused at each."""
ONE = {"partner": "jp", "flow": "from_us", "purpose": "customs_enforcement"}
NOW = "2026-11-27T02:40:00-05:00"


def asked(agreement, *elements, **more):
    return ONE | {"agreement": agreement.key, "elements": list(elements)} | more


def verbs():
    return list(Noted.objects.order_by("id").values_list("verb", flat=True))


@pytest.fixture
def officer(desk):  # noqa: F811
    return Machine(desk.officer)


# ── Who asks ──────────────────────────────────────────────────────────────────────────────────────


def test_without_a_token_nobody_is_let_in_whatever_the_session(client, desk, cmaa):  # noqa: F811
    client.force_login(desk.officer)
    answer = client.get(reverse("api:exchanges"))

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    assert codes(answer) == {"token_missing"}
    assert answer.headers.get("Set-Cookie") is None


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize(("spoken", "said"), [("en", "There is no such thing"), ("fr", "Cela n’existe pas")])
def test_an_address_that_is_none_answers_as_programs_are_answered(db, method, spoken, said):
    careful = Client(enforce_csrf_checks=True)
    answer = getattr(careful, method)("/api/v1/no/such/thing", headers={"accept-language": spoken})

    assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (404, "application/json")
    assert codes(answer) == {"not_found"}
    assert said in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("sent", ["Basic abc", "Bearer", "Bearer nobody", "Bearer entente_nobody", "Token x"])
def test_a_strange_token_is_refused(db, sent):
    answer = Client(headers={"Authorization": sent}).get(reverse("api:exchanges"))

    assert answer.status_code == 401
    assert codes(answer) <= {"token_missing", "token_unknown"}


def test_a_token_ends_with_its_day_its_revocation_and_its_account(desk, administrator):  # noqa: F811
    machine = Machine(desk.officer)
    held = Token.objects.get()
    assert machine.get("exchanges").status_code == 200

    Token.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert codes(machine.get("exchanges")) == {"token_over"}
    Token.objects.update(ends_on=timezone.localdate())
    assert machine.get("exchanges").status_code == 200
    people.close_account(desk.officer, by=administrator, reason="Left")
    assert codes(machine.get("exchanges")) == {"account_closed"}
    people.reopen_account(desk.officer, by=administrator, reason="Back")
    people.revoke_token(held, by=administrator)
    assert codes(machine.get("exchanges")) == {"token_revoked"}


def test_role_and_clearance_are_those_of_the_person_now(desk, administrator, exchange_in):  # noqa: F811
    machine, exchange = Machine(desk.decider), exchange_in("recorded", marking="protected_b")
    assert machine.get("exchange", exchange.key).status_code == 200

    people.change_account(desk.decider, by=administrator, clearance=Marking.UNCLASSIFIED)
    assert machine.get("exchange", exchange.key).status_code == 404
    assert machine.get("exchanges").json()["count"] == 0


def test_a_token_that_only_reads_asks_and_writes_nothing(desk, cmaa, exchange_in):  # noqa: F811
    exchange = exchange_in("recorded")
    machine = Machine(desk.officer, token(desk.officer, writes=False))
    machine.get("switch")
    before = verbs()

    asks = machine.post("may_release", said=asked(cmaa, "cargo_manifest"))
    reads = machine.get("exchange", exchange.key)
    written = {
        "exchanges": machine.post("exchanges", said=WRITTEN),
        "automatic": machine.post("automatic", said=automatic(cmaa)),
        "element": machine.post("element", exchange.key, said={"element": "company"}),
        "match": machine.post("match", exchange.key, said={"agreement": cmaa.key}),
        "step": machine.post("step", exchange.key, "complete"),
        "decision": machine.post("decision", exchange.key),
        "release": machine.post("release", exchange.key),
    }

    assert (asks.status_code, reads.status_code) == (200, 200)
    refused = {name: (one.status_code, codes(one)) for name, one in written.items()}
    assert refused == dict.fromkeys(written, (403, {"read_only"}))
    assert verbs() == before
    assert {name for name, one in document()["paths"].items() if "post" in one} == WRITING | {"/api/v1/may-release"}


def test_a_token_is_used_once_a_day_in_the_trail(officer):
    officer.get("switch", partner="jp")
    officer.get("switch", partner="jp")

    assert verbs().count("use_token") == 1


def test_so_many_requests_a_minute_and_no_more(officer, settings, cmaa):  # noqa: F811
    settings.ENTENTE_API_RATE = 2
    answers = [officer.get("switch", partner="jp") for _number in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert codes(answers[-1]) == {"too_many"}
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_messages_speak_the_language_asked_for_else_that_of_the_person(desk, open_account):  # noqa: F811
    secret, officer = token(desk.officer), desk.officer

    def said(**headers):
        return Machine(officer, secret, **headers).get("switch", partner="nobody").json()["errors"][0]["message"]

    assert said() == "Nothing has this key."
    assert said(**{"Accept-Language": "fr-CA"}) == "Rien ne porte cette clé."
    people.choose_language(officer, by=officer, language="fr")
    assert said() == "Rien ne porte cette clé."
    assert said(**{"Accept-Language": "en"}) == "Nothing has this key."


# ── Questions ─────────────────────────────────────────────────────────────────────────────────────


def test_the_switch_tells_what_is_in_force_with_its_articles(officer, cmaa):  # noqa: F811
    (found,) = officer.get("switch", partner="jp").json()["instruments"]

    assert found["agreement"] == cmaa.key
    assert {one["article"] for one in found["terms"]} >= {"art. 4(1)", "art. 9(2)", "art. 12"}


@pytest.mark.parametrize(
    ("narrowed", "count"),
    [
        ({"purpose": "customs_enforcement"}, 1),
        ({"purpose": "removal"}, 0),
        ({"direction": "to_us"}, 1),
        ({"element": "cargo_manifest"}, 1),
        ({"element": ["cargo_manifest", "identity"]}, 1),
        ({"element": ["cargo_manifest", "passenger_name_record"]}, 0),
        ({"element": "biometric"}, 0),
        ({"at": "2009-12-31T23:59:59-05:00"}, 0),
    ],
)
def test_the_switch_is_narrowed(officer, cmaa, narrowed, count):  # noqa: F811
    assert len(officer.get("switch", partner="jp", **narrowed).json()["instruments"]) == count


def test_a_direction_that_no_clause_speaks_of_is_closed(officer, db):
    clauses = [{"kind": "direction", "code": "to_us", "answer": "permitted", "article": "art. 1"}]
    factories.instrument(clauses=clauses)

    assert officer.get("switch", partner="jp", direction="to_us").json()["instruments"]
    assert not officer.get("switch", partner="jp", direction="from_us").json()["instruments"]


def test_may_release_answers_article_by_article_and_writes_nothing(officer, desk, cmaa):  # noqa: F811
    officer.get("switch", partner="jp")
    factories.baseline(by=desk.vice)
    before = (Exchange.objects.count(), Noted.objects.count())

    answer = officer.post("may_release", said=asked(cmaa, "cargo_manifest", "passenger_name_record")).json()

    assert answer["may_go"] is False
    assert [one["verdict"] for one in answer["elements"]] == ["release", "refuse"]
    refusal = [one for one in answer["elements"][1]["reasons"] if one["verdict"] == "refuse"]
    assert refusal[0]["article"] == "art. 9(2)"
    assert "Passenger name records are not exchanged." in refusal[0]["text"]
    assert (Exchange.objects.count(), Noted.objects.count()) == before


def test_may_release_asks_about_any_instant(officer, cmaa):  # noqa: F811
    said = asked(cmaa, "cargo_manifest", at="2009-06-01T12:00:00Z")
    reasons = officer.post("may_release", said=said).json()["elements"][0]["reasons"]

    assert [one["verdict"] for one in reasons if one["code"] == "EXC-1"] == ["refuse"]


def test_the_list_is_turned_page_by_page_without_loss(officer, desk, cmaa):  # noqa: F811
    made = {factories.recorded(by=desk.officer, reference=f"R{number}").key for number in range(7)}
    found, after = [], ""
    while True:
        page = officer.get("exchanges", limit=3, after=after).json()
        found += [one["key"] for one in page["items"]]
        after = page["next"]
        if not after:
            break

    assert len(found) == len(made) == page["count"]
    assert set(found) == made


@pytest.mark.parametrize("mark", ["nonsense", "W10", "WyJhYmMiLCAxXQ", "WzEsIDk5OTk5OTk5OTk5OTk5OTk5OTk5OTldXQ"])
def test_a_bent_mark_is_refused_and_does_not_begin_again(officer, desk, cmaa, mark):  # noqa: F811
    factories.recorded(by=desk.officer)

    answer = officer.get("exchanges", after=mark)

    assert answer.status_code == 422
    assert fields(answer) == {"after"}


def test_the_list_is_narrowed(officer, desk, cmaa):  # noqa: F811
    factories.recorded(by=desk.officer)
    factories.recorded(by=desk.officer, elements=("identity",), reference="OTHER")

    assert officer.get("exchanges", element="identity").json()["count"] == 1
    assert officer.get("exchanges", q="other").json()["count"] == 1
    assert officer.get("exchanges", partner="jp", state="recorded", open="true").json()["count"] == 2
    assert officer.get("exchanges", year=1999).json()["count"] == 0


def test_a_page_of_the_list_costs_the_same_at_any_size(officer, desk, cmaa):  # noqa: F811
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get("exchanges").status_code == 200
        return len(queries)

    factories.recorded(by=desk.officer)
    officer.get("exchanges")
    few = cost()
    for number in range(8):
        factories.recorded(by=desk.officer, reference=f"R{number}", elements=("identity", "company"))

    assert cost() == few
    assert few <= 10


def test_taking_a_list_or_the_ledger_away_is_noted(officer, cmaa):  # noqa: F811
    officer.get("exchanges", state="recorded")
    officer.get("ledger")

    noted = list(Noted.objects.filter(verb="export").order_by("id").values_list("subject", "changes"))
    assert [subject for subject, _changes in noted] == ["register:exchanges", "register:exchanges-reviewed"]
    assert noted[0][1] == {"form": "api", "asked": "state=recorded"}


@pytest.mark.parametrize(("marking", "reads"), [("protected_a", 0), ("protected_b", 1)])
def test_reading_protected_b_is_noted(officer, desk, cmaa, marking, reads):  # noqa: F811
    exchange = factories.recorded(by=desk.officer, marking=marking)
    officer.get("exchange", exchange.key)

    assert verbs().count("read") == reads


def test_the_ledger_answers_how_much_how_often(officer, exchange_in):  # noqa: F811
    exchange_in("released")

    answer = officer.get("ledger").json()

    (row,) = answer["rows"]
    assert (row["partner"], row["releases"], row["records"]) == ("jp", 1, 1)
    assert row["elements"] == {"cargo_manifest": 1}
    assert row["years"][-1] == {"year": timezone.localdate().year, "releases": 1, "records": 1}


def test_no_identifier_leaves_by_this_door(officer, desk, exchange_in, settings):  # noqa: F811
    from cryptography.fernet import Fernet

    settings.ENTENTE_IDENTIFIERS, settings.ENTENTE_IDENTIFIER_KEYS = True, [Fernet.generate_key().decode()]
    exchange = exchange_in("released")
    exchanges.identify(exchange, by=desk.officer, identifier="AB123456")

    for answer in (officer.get("exchange", exchange.key), officer.get("exchanges"), officer.get("ledger")):
        assert answer.status_code == 200
        assert "AB123456" not in answer.content.decode()
        assert "identifier" not in answer.content.decode()
    assert "identifier" not in Client().get(reverse("api:openapi")).content.decode().replace("Never an identifier", "")


# ── What is written ───────────────────────────────────────────────────────────────────────────────

WRITTEN = {
    "kind": "received", "partner": "jp", "office": "Customs intelligence", "purpose": "customs_enforcement",
    "elements": {"cargo_manifest": 4}, "reference": "JP-77",
}  # fmt: skip


def test_an_exchange_is_written_down_as_the_page_would(officer, desk, cmaa):  # noqa: F811
    answer = officer.post("exchanges", said=WRITTEN | {"received_at": "2026-11-20T02:40:00-05:00"})

    assert answer.status_code == 201
    made = Exchange.objects.get()
    assert (made.officer, made.unit, made.flow) == (desk.officer, desk.officer.unit, "from_us")
    assert answer.json()["key"] == made.key
    assert answer.json()["elements"] == {"cargo_manifest": 4}
    assert "record_exchange" in verbs()


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"partner": "nobody"}, 422, "partner"),
        ({"kind": "gossip"}, 422, "kind"),
        ({"kind": "spontaneous"}, 422, "flow"),
        ({"way": "verbal"}, 422, "urgent_because"),
        ({"elements": {"gossip": 1}}, 422, "elements.gossip.[key]"),
        ({"elements": {"identity": 0}}, 422, "elements.identity"),
        ({"received_at": "2026-11-20T02:40:00"}, 422, "received_at"),
        ({"received_at": "2999-11-20T02:40:00Z"}, 422, "received_at"),
        ({"received_at": "2100-11-20T02:40:00Z"}, 422, "received_at"),
        ({"reference": "a\x00b"}, 422, "reference"),
        ({"reference": "x" * 101}, 422, "reference"),
        ({"officer": 1}, 422, "officer"),
        ({"state": "released"}, 422, "state"),
        ({"unit": "nowhere"}, 422, "unit"),
        ({"marking": "secret"}, 422, "marking"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_field(officer, cmaa, said, status, field):  # noqa: F811
    answer = officer.post("exchanges", said=WRITTEN | said)

    assert answer.status_code == status
    assert field in fields(answer)
    assert all(one["message"] for one in answer.json()["errors"])
    assert not Exchange.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"', "\ufeff{}"])
def test_a_body_that_is_none_is_refused(officer, body):
    answer = officer.post("exchanges", raw=body)

    assert answer.status_code == 422
    assert codes(answer)


def walked(machine, decider, key, agreement):
    """An exchange walked by machines from the basis to the release; the answers."""
    return [
        machine.post("match", key, said={"agreement": agreement.key}),
        machine.post("step", key, "complete"),
        machine.post("step", key, "test-purpose"),
        machine.post("step", key, "assess-risk"),
        decider.post("decision", key),
        machine.post("release", key),
    ]


def test_an_exchange_is_walked_to_its_release(officer, desk, cmaa):  # noqa: F811
    factories.baseline(by=desk.vice)
    key = officer.post("exchanges", said=WRITTEN).json()["key"]

    answers = walked(officer, Machine(desk.decider), key, cmaa)

    assert [one.status_code for one in answers] == [200] * 6
    last = answers[-1].json()
    assert last["state"] == "released"
    assert last["release"]["caveat"]
    assert last["lines"][0]["reasons"]
    assert Entry.objects.get().count == 4
    assert verbs()[-2:] == ["decide_exchange", "release_exchange"] or "release_exchange" in verbs()


@pytest.mark.parametrize(("consent", "verdict"), [("", "consent"), ("SGP-2026-4", "release")])
def test_what_came_from_somebody_else_goes_only_with_their_consent(officer, desk, cmaa, consent, verdict):  # noqa: F811
    factories.baseline(by=desk.vice)
    factories.partner("sg")
    key = officer.post("exchanges", said=WRITTEN).json()["key"]
    said = {"element": "cargo_manifest", "count": 2, "origin": "sg", "originator_consent": consent}
    line = officer.post("element", key, said=said).json()["lines"][0]
    assert (line["count"], line["origin"], line["originator_consent"]) == (2, "sg", consent)

    walk = walked(officer, Machine(desk.decider), key, cmaa)

    decided = walk[4].json()["lines"][0]
    assert decided["verdict"] == verdict
    assert "EXC-9" in {one["code"] for one in decided["reasons"]}
    assert Entry.objects.exists() == (verdict == "release")


def test_an_element_is_refused_with_its_field(officer, exchange_in):  # noqa: F811
    open_one = exchange_in("recorded")
    assert fields(officer.post("element", open_one.key, said={"element": "company", "origin": "nobody"})) == {"origin"}
    assert officer.post("element", open_one.key, said={"element": "gossip"}).status_code == 422
    refused = officer.post("element", exchange_in("released").key, said={"element": "company"})
    assert (refused.status_code, codes(refused)) == (409, {"decided"})


def test_a_step_out_of_turn_is_a_conflict(officer, desk, exchange_in):  # noqa: F811
    answer = officer.post("release", exchange_in("recorded").key)

    assert answer.status_code == 409
    assert codes(answer) == {"wrong_state"}


def test_a_release_whose_basis_has_lapsed_is_refused_with_the_reasons(officer, exchange_in, cmaa):  # noqa: F811
    exchange = exchange_in("decided")
    Agreement.objects.filter(pk=cmaa.pk).update(ended_on=timezone.localdate().isoformat())

    answer = officer.post("release", exchange.key)

    assert answer.status_code == 422
    assert codes(answer) == {"may_not_go"}
    decision = answer.json()["decision"]
    assert decision["may_go"] is False
    assert decision["elements"][0]["reasons"][0]["code"] == "EXC-1"
    assert not Entry.objects.exists()


def test_who_worked_on_it_does_not_decide_it(desk, exchange_in):  # noqa: F811
    factories.delegated(desk.vice, desk.officer)

    answer = Machine(desk.officer).post("decision", exchange_in("assessed").key)

    assert answer.status_code == 422
    assert "own_work" in codes(answer)


def automatic(agreement, **more):
    said = {"at": timezone.now().isoformat(), "elements": {"cargo_manifest": 120}, "reference": "R"}
    return ONE | {"agreement": agreement.key} | said | more


def test_an_automatic_exchange_goes_straight_into_the_ledger(desk, cmaa):  # noqa: F811
    answer = Machine(desk.decider).post("automatic", said=automatic(cmaa))

    assert answer.status_code == 201
    assert answer.json()["state"] == "released"
    assert Entry.objects.get().count == 120
    assert "import_exchanges" in verbs()


def test_an_automatic_exchange_sent_again_is_answered_with_its_number_and_written_once(desk, cmaa):  # noqa: F811
    """EXC-57."""
    machine, said = Machine(desk.decider), automatic(cmaa)
    number = machine.post("automatic", said=said).json()["key"]

    again = machine.post("automatic", said=said)

    assert (again.status_code, codes(again)) == (409, {"in_the_ledger"})
    assert number in again.json()["errors"][0]["message"]
    assert Entry.objects.count() == 1
    assert machine.post("automatic", said=said | {"reference": "S"}).status_code == 201


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"reference": ""}, 422),
        ({"elements": {"cargo_manifest": 1, "passenger_name_record": 1}}, 422),
        ({"elements": {"financial": 1}}, 422),
        ({"elements": {}}, 422),
        ({"purpose": "removal"}, 422),
        ({"at": "2009-01-01T00:00:00Z"}, 422),
        ({"at": "2100-01-01T00:00:00Z"}, 422),
    ],
)
def test_an_automatic_exchange_that_may_not_go_writes_nothing(desk, cmaa, more, status):  # noqa: F811
    answer = Machine(desk.decider).post("automatic", said=automatic(cmaa, **more))

    assert answer.status_code == status
    assert not Exchange.objects.exists()


def test_an_automatic_exchange_needs_the_authority_to_release(officer, cmaa):  # noqa: F811
    assert officer.post("automatic", said=automatic(cmaa)).status_code == 403


# ── The document ──────────────────────────────────────────────────────────────────────────────────


def test_the_document_names_every_address_and_loads_nothing_from_elsewhere(db):
    answer = Client().get("/api/v1/openapi.json")
    document = answer.json()

    assert answer.status_code == 200
    assert document["openapi"].startswith("3.")
    assert {f"{method} {path}" for path, found in document["paths"].items() for method in found} == {
        "get /api/v1/switch", "post /api/v1/may-release", "get /api/v1/exchanges", "post /api/v1/exchanges",
        "get /api/v1/exchanges/{key}", "post /api/v1/automatic-exchanges", "post /api/v1/exchanges/{key}/match",
        "post /api/v1/exchanges/{key}/elements",
        "post /api/v1/exchanges/{key}/steps/{step}", "post /api/v1/exchanges/{key}/decision",
        "post /api/v1/exchanges/{key}/release", "get /api/v1/ledger",
    }  # fmt: skip
    assert "://" not in answer.content.decode()


@pytest.mark.parametrize("role", list(Role))
def test_role_by_role(role, open_account, desk, exchange_in, cmaa):  # noqa: F811
    """What each role is answered at each address: seen by those who see every exchange, done by those who may."""
    from entente.engagement.exchanges.policy import EVERYTHING, EXCHANGES, RISK

    exchange, person = exchange_in("assessed"), open_account(role)
    machine, sees = Machine(person), role in EVERYTHING

    def may(policy, act, thing=None):
        return policy.allows(person, act, thing)

    def seen(act, status):
        return 404 if not sees else status if may(EXCHANGES, act, exchange) else 403

    expected = {
        "switch": 200,
        "exchanges": 200,
        "ledger": 200 if may(RISK, "view") else 403,
        "exchange": 200 if sees else 404,
        "may_release": 200 if may(EXCHANGES, "ask") else 403,
        "record": 201 if may(EXCHANGES, "record") else 403,
        "automatic": 403,  # nobody without the authority to release, whatever the role
        "element": seen("change", 200),
        "match": seen("match", 409),
        "step": seen("complete", 409),
        "decision": seen("decide", 200),
        "release": seen("release", 409),
    }
    answers = {
        "switch": machine.get("switch", partner="jp"),
        "exchanges": machine.get("exchanges"),
        "ledger": machine.get("ledger"),
        "exchange": machine.get("exchange", exchange.key),
        "may_release": machine.post("may_release", said=asked(cmaa, "cargo_manifest")),
        "automatic": machine.post("automatic", said=automatic(cmaa)),
        "match": machine.post("match", exchange.key, said={"agreement": cmaa.key}),
        "step": machine.post("step", exchange.key, "complete"),
        "decision": machine.post("decision", exchange.key),
        "release": machine.post("release", exchange.key),
        "element": machine.post("element", exchange.key, said={"element": "company"}),
        "record": machine.post("exchanges", said=WRITTEN),
    }

    assert {name: one.status_code for name, one in answers.items()} == expected
    if not sees:
        assert answers["exchanges"].json()["count"] == 0
