"""Pages of clauses as people meet them: entered, read on a day, corrected, ended; what nothing else carries."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements import actions, panels, queries
from entente.engagement.agreements.imports import SHEET_OF
from entente.engagement.agreements.models import Clause
from entente.foundation.people.roles import Role
from entente.foundation.sources.queries import Notes
from entente.foundation.trail.models import Entry

from . import factories
from .factories import ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
STANDING = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}
GOOD = {"article": "art. 3", "kind": "purpose", "code": "revenue", "answer": "permitted"}


@pytest.fixture
def memorandum(db):
    mexico = factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    titles = {"title_en": "Memorandum with Mexico", "title_fr": "Protocole avec le Mexique"}
    return factories.agreement(mexico, key="mx-mou", kind="mou", **titles, **STANDING)


TODAY = timezone.localdate().isoformat()


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}", args=args)


def clause(of, **given):
    return Clause.objects.create(agreement=of, **GOOD | {"as_of": "2008", "source": factories.source()} | given)


def test_an_officer_enters_a_clause_and_the_instrument_shows_it(as_person, agreements_officer, memorandum):
    client = as_person(agreements_officer)

    sent = GOOD | {"text_en": "To protect duties and taxes.", "from_on": TODAY}
    answer = client.post(address("add_clause", "mx-mou"), sent)

    assert answer.status_code == 302
    page = client.get(address("agreement", "mx-mou")).content.decode()
    assert "To protect duties and taxes." in page
    assert "Purposes: revenue." in page
    told = Entry.objects.filter(verb="add_clause").get()
    assert told.changes == {"article": "art. 3", "clause": "purpose", "code": "revenue"}


@pytest.mark.parametrize("day", ["2019", ""])
def test_agr_123_a_clause_from_a_past_day_is_entered_by_whoever_was_warned(
    as_person, agreements_officer, memorandum, day
):
    client, page = as_person(agreements_officer), address("add_clause", "mx-mou")
    assert client.get(page).context["form"]["from_on"].value() == TODAY

    warned = client.post(page, GOOD | {"from_on": day})
    assert (warned.status_code, Clause.objects.count()) == (422, 0)
    assert "days that are past" in warned.content.decode()

    again = GOOD | {"from_on": day, "shown": warned.context["form"]["shown"].value()}
    assert client.post(page, again).status_code == 302


def test_what_a_clause_lacks_is_said_at_its_form(as_person, agreements_officer, memorandum):
    answer = as_person(agreements_officer).post(address("add_clause", "mx-mou"), GOOD | {"answer": ""})

    assert answer.status_code == 422
    assert "Say whether the instrument permits it" in answer.content.decode()
    assert not Clause.objects.exists()


@pytest.mark.parametrize(("lang", "said"), [("en", "at most 100 years"), ("fr", "au plus 100 ans")])
def test_a_length_that_nobody_can_mean_is_refused_and_kept_in_its_box(
    as_person, agreements_officer, memorandum, lang, said
):
    sent = {"article": "art. 3", "kind": "retention", "number": "99999", "unit": "years"}

    answer = as_person(agreements_officer).post(address("add_clause", "mx-mou", lang=lang), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="99999"' in answer.content.decode()
    assert not Clause.objects.exists()


def test_the_form_that_ends_a_clause_marks_what_the_rules_ask_and_loses_nothing(
    as_person, agreements_officer, memorandum
):
    client, page = as_person(agreements_officer), address("end_clause", "mx-mou", clause(memorandum).pk)

    shown = client.get(page).content.decode()
    refused = client.post(page, {"to_on": "", "reason": "The text was replaced."})

    assert "optional" not in shown
    assert refused.status_code == 422
    assert "Give the day on which it no longer counts." in refused.content.decode()
    assert "The text was replaced." in refused.content.decode()
    assert "This field is required" not in refused.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGREEMENTS_OFFICER])
def test_nobody_else_enters_or_ends_a_clause(as_person, open_account, memorandum, role):
    client, one = as_person(open_account(role)), clause(memorandum)

    assert client.get(address("add_clause", "mx-mou")).status_code == 403
    assert client.post(address("end_clause", "mx-mou", one.pk), {"to_on": "2010", "reason": "x"}).status_code == 403


def test_a_clause_ends_on_a_day_with_its_reason_and_keeps_what_its_source_says(
    as_person, agreements_officer, memorandum
):
    one = factories.brought(clause(memorandum))
    client = as_person(agreements_officer)

    refused = client.post(address("end_clause", "mx-mou", one.pk), {"to_on": "", "reason": ""})
    done = client.post(address("end_clause", "mx-mou", one.pk), {"to_on": "2020-01-01", "reason": "Amended."})

    one.refresh_from_db()
    assert (refused.status_code, done.status_code, one.to_on) == (422, 302, "2020-01-01")
    assert "no longer from" in client.get(address("agreement", "mx-mou")).content.decode()


def test_a_correction_of_a_clause_obeys_its_rules(agreements_officer, memorandum):
    from django.core.exceptions import ValidationError

    one = clause(memorandum)

    with pytest.raises(ValidationError):
        actions.correct(one, SHEET_OF[Clause], field="code", text="identity", reason="Misread.", by=agreements_officer)
    actions.correct(one, SHEET_OF[Clause], field="code", text="security", reason="Misread.", by=agreements_officer)

    one.refresh_from_db()
    assert one.code == "security"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_register_says_which_instruments_permit_a_purpose(as_person, reader, memorandum, lang):
    clause(memorandum)
    ended = factories.agreement(title_en="Old", title_fr="Vieux", **STANDING | {"status": "ended", "ended_on": "2010"})
    clause(ended)
    clause(ended, kind="element", code="identity")
    client = as_person(reader)

    every = client.get(address("clauses", lang=lang), {"purpose": "revenue"}).content.decode()
    standing = client.get(address("clauses", lang=lang), {"purpose": "revenue", "force": "1"}).content.decode()

    mexico, old = {"en": ("Memorandum with Mexico", "Old"), "fr": ("Protocole avec le Mexique", "Vieux")}[lang]
    assert f">{mexico}<" in every
    assert f">{old}<" in every
    assert f">{mexico}<" in standing
    assert f">{old}<" not in standing


def test_the_register_is_exported_as_it_stands(as_person, reader, memorandum):
    clause(memorandum, text_en="To protect duties.")

    answer = as_person(reader).get(address("clauses"), {"format": "csv"})

    assert b"To protect duties." in b"".join(answer.streaming_content)


def test_a_long_list_of_clauses_costs_few_queries(auditor, memorandum, django_assert_max_num_queries):
    for number in range(30):
        clause(memorandum, article=f"art. {number}")

    with django_assert_max_num_queries(6):
        panels.term_panels(ask(auditor), memorandum, Notes())


def test_on_a_past_day_the_panel_says_what_counted_then(auditor, memorandum):
    clause(memorandum, to_on="2010")
    clause(memorandum, code="security", from_on="2010")

    (then,) = panels.term_panels(ask(auditor, "2005-01-01"), memorandum, Notes())
    (now,) = panels.term_panels(ask(auditor), memorandum, Notes())

    assert then.context["sentence"] == "On January\u00a01, 2005 it is in force. Purposes: revenue."
    assert now.context["sentence"].endswith("Purposes: security.")


# ── What will stop ────────────────────────────────────────────────────────────────────────────────


def test_an_instrument_with_others_does_not_carry_a_purpose_for_this_partner(auditor, memorandum):
    clause(memorandum)
    elsewhere = factories.agreement(factories.partner("us"), **STANDING)
    clause(elsewhere)

    found = queries.if_ended(memorandum, timezone.localdate(), person=auditor)

    assert [term.code for term in found.lost] == ["revenue"]
    assert found.left == []
