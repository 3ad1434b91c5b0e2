"""Role by role, whoever asks: what each address of the house answers, against the policy tables of its rooms."""

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from entente.engagement.agreements.policy import AGREEMENTS
from entente.engagement.commitments.policy import COMMITMENTS
from entente.engagement.exchanges.policy import EXCHANGES, RISK
from entente.engagement.facts.policy import FACTS
from entente.engagement.forums.policy import CANDIDACIES, FORUMS
from entente.engagement.framework.policy import FRAMEWORK
from entente.engagement.meetings.policy import CHAIRS, MEETINGS, PRODUCTS
from entente.engagement.partners.policy import PARTNERS
from entente.engagement.removals.policy import REMOVALS
from entente.engagement.travel.policy.formalities import FORMALITIES
from entente.engagement.travel.policy.quarters import QUARTERS
from entente.engagement.travel.policy.trips import TRIPS
from entente.engagement.visits.policy import VISITS
from entente.foundation.files.policy import FILES
from entente.foundation.people.policy import ABSENCES, PEOPLE
from entente.foundation.people.roles import Role
from entente.foundation.reference.policy import REFERENCE
from entente.foundation.trail.policy import TRAIL
from tests.turns import shared

from .test_addresses import BY_TOKEN, PUBLIC, names_without_arguments, patterns

ACTS = {
    "agreements:check": (AGREEMENTS, "import"),
    "agreements:check_clauses": (AGREEMENTS, "import_clauses"),
    "agreements:clauses_errors": (AGREEMENTS, "import_clauses"),
    "agreements:clauses_template": (AGREEMENTS, "import_clauses"),
    "agreements:errors": (AGREEMENTS, "import"),
    "agreements:import": (AGREEMENTS, "import"),
    "agreements:import_clauses": (AGREEMENTS, "import_clauses"),
    "agreements:register": (AGREEMENTS, "register"),
    "agreements:template": (AGREEMENTS, "import"),
    "commitments:check": (COMMITMENTS, "import"),
    "commitments:errors": (COMMITMENTS, "import"),
    "commitments:import": (COMMITMENTS, "import"),
    "commitments:new": (COMMITMENTS, "promise"),
    "commitments:template": (COMMITMENTS, "import"),
    "exchanges:assess": (RISK, "assess"),
    "exchanges:baselines": (RISK, "view"),
    "exchanges:call": (EXCHANGES, "record"),
    "exchanges:check": (EXCHANGES, "import"),
    "exchanges:entries": (RISK, "view"),
    "exchanges:import": (EXCHANGES, "import"),
    "exchanges:ledger": (RISK, "view"),
    "exchanges:new": (EXCHANGES, "record"),
    "exchanges:returns": (RISK, "view"),
    "exchanges:template": (EXCHANGES, "import"),
    "facts:new": (FACTS, "add"),
    "files:attach": (FILES, "attach"),
    "forums:new": (FORUMS, "add"),
    "forums:new_candidacy": (CANDIDACIES, "open_call"),
    "framework:add_term": (FRAMEWORK, "draft"),
    "framework:new_edition": (FRAMEWORK, "draft"),
    "meetings:check": (MEETINGS, "import"),
    "meetings:import": (MEETINGS, "import"),
    "meetings:new": (MEETINGS, "register"),
    "meetings:new_chair_year": (CHAIRS, "open_chair_year"),
    "meetings:new_product": (PRODUCTS, "open_product"),
    "meetings:new_series": (MEETINGS, "keep_series"),
    "meetings:template": (MEETINGS, "import"),
    "meetings:wrong": (MEETINGS, "import"),
    "partners:check": (PARTNERS, "import"),
    "partners:errors": (PARTNERS, "import"),
    "partners:import": (PARTNERS, "import"),
    "partners:register": (PARTNERS, "register"),
    "partners:template": (PARTNERS, "import"),
    "people:check_absences": (ABSENCES, "import"),
    "people:errors_absences": (ABSENCES, "import"),
    "people:import_absences": (ABSENCES, "import"),
    "people:index": (PEOPLE, "list"),
    "people:name_head": (PEOPLE, "keep_chart"),
    "people:new": (PEOPLE, "open_account"),
    "people:template_absences": (ABSENCES, "import"),
    "reference:publish": (REFERENCE, "publish_calendar"),
    "reference:session": (REFERENCE, "record_session"),
    "removals:check": (REMOVALS, "import"),
    "removals:errors": (REMOVALS, "import"),
    "removals:import": (REMOVALS, "import"),
    "removals:open": (REMOVALS, "open_file"),
    "removals:rank": (REMOVALS, "rank"),
    "removals:template": (REMOVALS, "import"),
    "trail:index": (TRAIL, "list"),
    "travel:actuals_errors": (TRIPS, "import_actuals"),
    "travel:actuals_template": (TRIPS, "import_actuals"),
    "travel:ceilings": (TRIPS, "view_ceilings"),
    "travel:check_actuals": (TRIPS, "import_actuals"),
    "travel:import_actuals": (TRIPS, "import_actuals"),
    "travel:new_formality": (FORMALITIES, "add"),
    "travel:new_quarter": (QUARTERS, "open"),
    "visits:new": (VISITS, "register"),
}
"""Addresses without an argument that the policy opens to some: the row that speaks of them."""
EVERYBODYS = {
    "agreements:acts", "agreements:candidates_now", "agreements:clauses", "agreements:conventions",
    "agreements:free_trade", "agreements:index", "agreements:lapses", "agreements:matrix", "agreements:obligations",
    "agreements:party_actions", "agreements:pipeline", "commitments:index", "dossiers:handover", "exchanges:index",
    "exchanges:outcomes", "exchanges:owed", "facts:index", "facts:values",
    "forums:candidacies", "forums:chairs", "forums:index", "forums:matrix", "forums:memberships", "forums:priorities",
    "forums:priority_list", "forums:rotation", "forums:seats", "forums:tree", "forums:turns", "framework:editions",
    "framework:elements", "framework:glossary", "framework:index", "framework:linkages", "framework:links",
    "framework:missing_words", "framework:placemat", "framework:regions", "framework:responsibilities",
    "framework:responsibility_list", "home:gallery", "home:search", "home:today", "meetings:all",
    "meetings:chair_years", "meetings:decisions", "meetings:delegates", "meetings:index", "meetings:inputs",
    "meetings:products", "meetings:series_list", "notices:index", "partners:aims", "partners:contacts",
    "partners:index", "partners:land", "partners:map", "partners:standings", "partners:successions",
    "people:absences", "people:chart", "people:delegate", "people:delegations", "people:heads", "people:me",
    "people:offices", "people:record_absence", "people:tokens",
    "reference:house", "reference:index", "reference:sitting_days",
    "removals:comparison", "removals:figures", "removals:index", "removals:plans", "removals:rankings",
    "releases:calendar", "releases:feeds", "reports:coherence", "reports:editions", "reports:used",
    "sources:corrections",
    "sources:index", "sources:packages", "travel:compliance", "travel:costs", "travel:formalities", "travel:index",
    "travel:owed_reports", "travel:proposals", "travel:public_reports", "travel:quarters", "travel:reports",
    "travel:travellers", "travel:trips", "travel:verdicts", "visits:costs", "visits:gifts", "visits:index",
}  # fmt: skip
"""Addresses without an argument that open to whoever is signed in: what they show is narrowed in the question."""
NOT_OURS = ("account_", "mfa_", "socialaccount_", "openid_")
"""Addresses of signing in, which the library that brings them guards."""
ARGUMENTS = {
    "IntConverter": 2_000_000_000,  # a number nobody was given
    "SlugConverter": "anything",
    "StringConverter": "anything",
    "PathConverter": "any/thing",
}


def ours(names):
    return {name for name in names if name not in PUBLIC | BY_TOKEN and not name.startswith(NOT_OURS)}


def test_every_address_without_an_argument_is_in_one_of_the_two_tables():
    assert not ACTS.keys() & EVERYBODYS
    assert ours(names_without_arguments()) == ACTS.keys() | EVERYBODYS


@pytest.mark.parametrize("role", shared(Role))
def test_a_role_is_let_in_where_the_policy_says_so_and_nowhere_else(role, open_account, client):
    person = open_account(role)
    client.force_login(person)
    wrong = {}
    for name in sorted(ACTS.keys() | EVERYBODYS):
        policy, act = ACTS.get(name, (None, ""))
        may = policy is None or policy.allows(person, act)
        status = client.get(reverse(name)).status_code
        # What an allowed person asks for may not be there yet: a sheet that was not sent, a thing not named.
        if status not in ({200, 302, 404} if may else {403}):
            wrong[name] = (may, status)

    assert wrong == {}


def addresses():
    """Every address with some argument that fits its shape; whether there is such a thing nobody has asked yet."""
    with translation.override("en"):
        for name, one in patterns():
            if not name or name in PUBLIC | BY_TOKEN or name.startswith(NOT_OURS):
                continue
            given = {key: ARGUMENTS[type(found).__name__] for key, found in one.pattern.converters.items()}
            try:
                yield name, reverse(name, kwargs=given)
            except NoReverseMatch as wrong:
                raise AssertionError(f"no address could be made for {name}") from wrong


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_sign_in_from_every_address(method, db, client):
    answers = {name: getattr(client, method)(address) for name, address in addresses()}

    assert len(answers) > 300
    sent = {name: answer.headers.get("Location", answer.status_code) for name, answer in answers.items()}
    assert {name: to for name, to in sent.items() if "/account/login/" not in str(to)} == {}


@pytest.mark.parametrize("role", shared(Role))
def test_a_thing_that_is_not_there_is_refused_and_never_an_error(role, open_account, client):
    """Of things nobody has: 403 or 404, and for addresses that only take a form 405; never 200, never a defect."""
    client.force_login(open_account(role))
    named = {name: address for name, address in addresses() if name not in ACTS.keys() | EVERYBODYS}

    answers = {name: client.get(address).status_code for name, address in named.items()}

    assert len(named) > 200
    assert {name: status for name, status in answers.items() if status not in (403, 404, 405)} == {}


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_session_opens_an_address_of_programs(method, open_account, client):
    """Role by role with a token: ``tests/releases/test_api.py``."""
    client.force_login(open_account(Role.EXCHANGE_OFFICER))
    answers = {}
    for name, one in patterns():
        if name in BY_TOKEN:
            given = dict.fromkeys(one.pattern.converters, "anything")
            answers[name] = getattr(client, method)(reverse(name, kwargs=given)).status_code

    assert answers.keys() == BY_TOKEN
    assert set(answers.values()) <= {401, 405}
