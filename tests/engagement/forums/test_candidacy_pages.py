from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from entente.engagement.forums.models import Candidacy
from entente.foundation.people.roles import Marking, Role
from entente.kit.typed import SWITCH

from . import factories

TODAY = date.today()
STEPS = [
    "propose_candidacy",
    "lodge",
    "win_seat",
    "lose_seat",
    "stand_down",
    "report_term",
    "move_closing",
    "move_term",
]


def at(name, *args):
    return reverse(f"forums:{name}", args=args)


@pytest.fixture
def agency(db):
    return factories.Agency()


@pytest.mark.parametrize("state", ["called", "proposed", "refused", "approved", "lodged", "lost", "won", "reported"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_page_of_a_candidacy_stands_in_every_state_for_everyone(state, lang, agency, reader, as_person):
    made = factories.candidacy(agency, state)

    for person in (agency.desk, agency.vp, agency.president, reader):
        with translation.override(lang):
            answer = as_person(person).get(made.get_absolute_url())
        assert answer.status_code == 200
        assert made.key in answer.content.decode()


def test_the_page_costs_few_queries(agency, reader, as_person):
    made = factories.candidacy(agency, "won")
    client = as_person(reader)

    with CaptureQueriesContext(connection) as queries:
        client.get(made.get_absolute_url())

    assert len(queries) <= 26, [one["sql"][:100] for one in queries]


def test_a_candidacy_above_ones_clearance_is_no_page(agency, reader, as_person):
    made = factories.candidacy(agency, marking=Marking.PROTECTED_A)

    assert as_person(reader).get(made.get_absolute_url()).status_code == 404
    assert as_person(reader).get(at("decide", made.key)).status_code == 404


def test_what_came_before_stands_on_the_page(agency, as_person):
    body = factories.body("wco")
    factories.seat(body, factories.partner("au", name_en="Australia"), starts_on="2020", ends_on="2024")
    factories.candidacy(agency, "lost", called_on=TODAY - timedelta(days=400))
    made = factories.candidacy(agency)

    page = as_person(agency.desk).get(made.get_absolute_url()).content.decode()

    assert "Australia" in page
    assert "Our earlier candidacies there" in page


def test_the_list_costs_few_queries_and_is_taken_away(agency, reader, as_person):
    factories.candidacy(agency)
    factories.support(agency)
    client = as_person(reader)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(at("candidacies")).content.decode()

    assert len(queries) <= 8, [one["sql"][:100] for one in queries]
    assert "New Zealand" in page
    taken = client.get(at("candidacies") + "?format=csv&side=theirs&open=1")
    assert b"New Zealand" in b"".join(taken.streaming_content)
    assert "New Zealand" not in client.get(at("candidacies") + "?unreported=1").content.decode()


def test_a_call_is_recorded_by_form(agency, as_person):
    factories.partner("us-agency", kind="own")
    body = factories.body("wco")
    client = as_person(agency.desk)
    assert f'<option value="{body.key}" selected>' in client.get(at("new_candidacy") + "?body=wco").content.decode()

    given = {"side": "ours", "body": "wco", "kind": "chair", "called_on": "2026-11-02", "marking": "unclassified"}
    answer = client.post(at("new_candidacy"), given | {"unit": "travellers"})

    made = Candidacy.objects.get()
    assert answer.url == made.get_absolute_url()
    assert made.unit == agency.branch


def test_a_form_with_errors_keeps_everything_and_says_what_would_cure_it(agency, as_person):
    client = as_person(agency.desk)

    answer = client.post(at("new_candidacy"), {"side": "theirs", "title_en": "Vice-Chair", "called_on": "02/11/2026"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Write the day as 2026-11-27." in page
    assert "Say which partner stands." in page
    assert 'value="Vice-Chair"' in page
    long = client.post(at("new_candidacy"), {"side": "ours", "comment": "x" * 20_001})
    assert "at most 20000 characters" in long.content.decode().replace("20,000", "20000")


def test_what_was_typed_stays_when_the_language_is_switched(agency, as_person):
    made = factories.candidacy(agency)

    with translation.override("fr"):
        answer = as_person(agency.desk).post(at("proposal", made.key), {"rationale_fr": "Parce que", SWITCH: "1"})

    assert "Parce que" in answer.content.decode()
    assert answer.status_code == 200


def test_who_comes_second_is_told_sees_both_texts_and_loses_nothing(agency, as_person):
    made = factories.candidacy(agency)
    typed = {"seen": made.revision, "unit": "travellers-policy", "trips": "2", "travel": "9000"}
    first = {"rationale_en": "The first text", "rationale_fr": "x", "returns_en": "y", "returns_fr": "z"}
    assert as_person(agency.planner).post(at("proposal", made.key), typed | first).status_code == 302

    client = as_person(agency.desk)
    answer = client.post(at("proposal", made.key), typed | first | {"rationale_en": "The second text"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "FOR-23" in page
    assert "The first text" in page
    assert "The second text" in page
    seen = Candidacy.objects.get().revision
    assert f'name="seen" value="{seen}"' in page
    again = typed | first | {"rationale_en": "Both texts", "seen": seen}
    assert client.post(at("proposal", made.key), again).status_code == 302
    assert Candidacy.objects.get().rationale_en == "Both texts"


def test_a_proposal_that_lacks_something_is_answered_with_all_of_it(agency, as_person):
    made = factories.candidacy(agency, rationale_fr="", trips=None)

    answer = as_person(agency.desk).post(at("propose_candidacy", made.key), {})

    assert answer.status_code == 422
    assert "FOR-12" in answer.content.decode()
    assert "FOR-14" in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "reason", "state"),
    [("approve_candidacy", "", "approved"), ("send_back", "Why?", "called"), ("refuse_candidacy", "No.", "refused")],
)
def test_the_vice_president_decides_on_one_page(verb, reason, state, agency, as_person):
    made = factories.candidacy(agency, "proposed")
    client = as_person(agency.vp)
    assert "We lead on risk." in client.get(at("decide", made.key)).content.decode()

    answer = client.post(at("decide", made.key), {"verb": verb, "reason": reason})

    assert answer.status_code == 302
    assert Candidacy.objects.get().state == state


def test_a_refusal_without_a_reason_and_a_button_nobody_made_are_answered(agency, as_person):
    made = factories.candidacy(agency, "proposed")
    client = as_person(agency.vp)

    without = client.post(at("decide", made.key), {"verb": "refuse_candidacy"})
    bent = client.post(at("decide", made.key), {"verb": "destroy", "reason": "Kept words"})

    assert without.status_code == bent.status_code == 422
    assert "Give the reason" in without.content.decode()
    assert "Kept words" in bent.content.decode()


def test_support_is_decided_on_the_same_page(agency, as_person):
    made = factories.support(agency)

    as_person(agency.vp).post(at("decide", made.key), {"verb": "support_candidacy", "reason": "They back ours."})

    assert Candidacy.objects.get().state == "supported"


def test_a_candidacy_walks_from_call_to_report_by_its_pages(agency, as_person):
    made = factories.candidacy(agency)
    desk, vp = (lambda: as_person(agency.desk)), (lambda: as_person(agency.vp))
    end = TODAY + timedelta(days=20)

    desk().post(at("propose_candidacy", made.key), {"reason": "Please."})
    vp().post(at("decide", made.key), {"verb": "approve_candidacy"})
    desk().post(at("lodge", made.key), {"lodged_on": TODAY})
    desk().post(at("comment", made.key), {"comment": "The vote is in June."})
    won = {"decided_on": TODAY, "term_starts_on": TODAY, "term_ends_on": end}
    desk().post(at("win_seat", made.key), won)
    desk().post(at("move_term", made.key), {"term_ends_on": end + timedelta(days=1), "reason": "Longer."})
    desk().post(at("report_term", made.key), {"report_en": "A seat at the table.", "report_fr": ""})

    made.refresh_from_db()
    assert made.state == "reported"
    page = as_person(agency.desk).get(made.get_absolute_url()).content.decode()
    assert all(word in page for word in ("Please.", "The vote is in June.", "Longer.", "A seat at the table."))


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", ["called", "lodged", "lost"])
def test_a_step_that_the_state_does_not_allow_says_so(name, state, agency, as_person):
    made = factories.candidacy(agency, state)

    assert as_person(agency.desk).get(at(name, made.key)).status_code == 200


@pytest.mark.parametrize("role", list(Role))
def test_each_role_at_each_address(role, agency, open_account, as_person):
    made = factories.candidacy(agency, "proposed")
    client = as_person(open_account(role))
    writes = role == Role.DESK_OFFICER

    assert client.get(made.get_absolute_url()).status_code == 200
    assert client.get(at("candidacies")).status_code == client.get(at("rotation")).status_code == 200
    for name in ("propose_candidacy", "lodge", "win_seat", "stand_down", "comment", "proposal"):
        assert client.get(at(name, made.key)).status_code == (200 if writes else 403), name
    assert client.get(at("decide", made.key)).status_code == 403
    assert client.get(at("new_candidacy")).status_code == (200 if writes else 403)


def test_a_body_shows_its_calls_first_and_a_partner_its_candidacies(agency, as_person):
    made, theirs = factories.candidacy(agency, closes_on=TODAY - timedelta(days=1)), factories.support(agency)
    client = as_person(agency.desk)

    body = client.get(made.body.get_absolute_url()).content.decode()
    partner = client.get(theirs.candidate.get_absolute_url()).content.decode()

    assert made.get_absolute_url() in body
    assert "the call closed on" in body
    assert body.index('id="candidacies"') < body.index('id="record"')
    assert theirs.get_absolute_url() in partner
