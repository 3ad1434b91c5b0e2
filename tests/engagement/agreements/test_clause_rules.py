"""What clauses and suspensions must obey. Each test names the code of its rule."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.engagement.agreements import actions, queries, rules
from entente.engagement.agreements.models import Clause, Suspension

from .factories import agreement, ask, brought, partner

GOOD = {"kind": "purpose", "code": "revenue", "answer": "permitted", "article": "art. 3"}


def refused(**given):
    return [one.code for one in rules.against_clause(Clause(**GOOD | given))]


def test_a_clause_that_says_what_it_must_stands():
    assert refused() == []


@pytest.mark.parametrize(
    "given", [{"code": "identity"}, {"code": ""}, {"kind": "retention", "answer": "", "code": "revenue"}]
)
def test_agr_61_a_code_of_another_kind_is_refused(given):
    """AGR-61."""
    assert refused(**given) == ["AGR-61"]


def test_agr_61_a_missing_code_is_asked_for():
    """AGR-61."""
    (found,) = rules.against_clause(Clause(**GOOD | {"kind": "element", "code": ""}))

    assert found.messages == ["Say what it speaks of: a clause of this kind needs a code."]


@pytest.mark.parametrize(("number", "unit"), [(100, "years"), (1200, "months"), (36525, "days")])
def test_agr_118_a_length_is_at_most_a_hundred_years(number, unit):
    """AGR-118."""
    given = {"kind": "retention", "answer": "", "code": "", "unit": unit}

    assert refused(number=number, **given) == []
    assert refused(number=number + 1, **given) == ["AGR-118"]


def test_a_retention_may_be_limited_to_one_element():
    assert refused(kind="retention", answer="", code="biometric", number=5, unit="years") == []


def test_agr_62_what_may_be_done_needs_an_answer():
    """AGR-62."""
    assert refused(answer="") == ["AGR-62"]


def test_agr_63_a_purpose_has_no_length_of_time():
    """AGR-63."""
    assert refused(number=5, unit="years") == ["AGR-63"]


def test_agr_64_a_clause_does_not_stop_before_it_begins():
    """AGR-64."""
    assert refused(from_on="2010", to_on="2009-12") == ["AGR-64"]
    assert refused(from_on="2010-05", to_on="2010") == []


def test_agr_65_a_clause_names_an_article_or_says_it_in_words():
    """AGR-65."""
    assert refused(article="") == ["AGR-65"]
    assert refused(article="", text_fr="Aux fins des recettes.") == []


# ── Suspensions ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def standing(db):
    given = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}
    return agreement(partner("us"), **given)


def noon(day):
    return queries.midnight(rules.full_day(day)) + timedelta(hours=12)


def test_a_suspension_and_its_end_are_kept_with_their_days(standing, agreements_officer):
    actions.suspend(standing, by=agreements_officer, reason="Sanctions.", suspended_on="2010-03-01")
    again = actions.resume(standing, by=agreements_officer, resumed_on="2010-06-01")

    asked = [noon(day) for day in ("2010-02-28", "2010-03-01", "2010-05-31", "2010-06-01")]
    alive = queries.live([standing.pk], asked)
    assert again.status == "in_force"
    assert [(standing.pk, at) in alive for at in asked] == [True, False, False, True]


@pytest.mark.parametrize(("day", "expected"), [("2027-06-30", 0), ("2027-07-01", 1)])
def test_agr_66_what_expired_by_its_own_terms_is_asked_about_from_that_day_on(standing, auditor, day, expected):
    """AGR-66."""
    standing.expires_on = "2027-07"
    whole = queries.whole(ask(auditor), standing)

    found = [one for one in rules.gaps(whole, on=rules.full_day(day)) if one.code == "AGR-66"]

    assert len(found) == expected


def test_without_a_day_a_suspension_counts_from_now(standing, agreements_officer):
    before = timezone.now()
    actions.suspend(standing, by=agreements_officer, reason="Sanctions.")

    one = Suspension.objects.get(agreement=standing)
    assert before <= one.from_at <= timezone.now()
    assert queries.live([standing.pk], [before, timezone.now()]) == {(standing.pk, before)}


@pytest.mark.parametrize("day", ["2010-02", "2010-02-30", "soon"])
def test_a_suspension_needs_a_full_day(standing, agreements_officer, day):
    with pytest.raises(ValidationError):
        actions.suspend(standing, by=agreements_officer, reason="Sanctions.", suspended_on=day)

    standing.refresh_from_db()
    assert standing.status == "in_force"


def test_agr_60_a_suspension_neither_lies_ahead_nor_before_the_one_recorded(standing, agreements_officer):
    """AGR-60."""
    ahead = (timezone.localdate() + timedelta(days=2)).isoformat()
    with pytest.raises(ValidationError) as refusal:
        actions.suspend(standing, by=agreements_officer, reason="Sanctions.", suspended_on=ahead)
    assert [one.code for one in refusal.value.error_list] == ["AGR-60"]

    actions.suspend(standing, by=agreements_officer, reason="Sanctions.", suspended_on="2010-03-01")
    with pytest.raises(ValidationError) as refusal:
        actions.resume(standing, by=agreements_officer, resumed_on="2010-02-01")
    assert [one.code for one in refusal.value.error_list] == ["AGR-60"]


def test_what_a_source_calls_suspended_is_resumed_with_the_time_its_source_knew(agreements_officer):
    given = {"status": "suspended", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01", "as_of": "2008"}
    one = brought(agreement(partner("us"), **given))

    actions.resume(one, by=agreements_officer, resumed_on="2015-01-01")

    asked = [noon(day) for day in ("2007-12-31", "2008-01-01", "2014-12-31", "2015-01-01")]
    alive = queries.live([one.pk], asked)
    assert [(one.pk, at) in alive for at in asked] == [True, False, False, True]
