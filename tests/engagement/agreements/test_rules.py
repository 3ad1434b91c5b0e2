"""Each rule, true and false. AGR-21 to AGR-33 only wait to be filled in."""

from datetime import date

import pytest

from entente.engagement.agreements import queries, rules

from . import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def code(problem):
    return problem.code if problem else None


def test_agr_1_wants_both_titles():
    assert code(rules.titles_in_both_languages(factories.agreement(title_fr=""))) == "AGR-1"
    assert code(rules.titles_in_both_languages(factories.agreement())) is None


@pytest.mark.parametrize(("day", "found"), [("", "AGR-2"), ("[lost]", "AGR-2"), ("1987", None)])
def test_agr_2_wants_the_date_of_signature(day, found):
    assert code(rules.signature_dated(factories.agreement(signed_on=day))) == found


def test_agr_3_wants_a_party_that_is_not_ourselves():
    country, agency = factories.home()

    assert code(rules.foreign_party_named(factories.agreement(country, agency))) == "AGR-3"
    assert code(rules.foreign_party_named(factories.agreement(factories.partner("mx")))) is None


def test_agr_3_takes_a_department_at_home_for_no_foreign_party():
    police = factories.partner("ca-rcmp", "department")

    assert code(rules.foreign_party_named(factories.agreement(police))) == "AGR-3"


@pytest.mark.parametrize(("binding", "found"), [(None, "AGR-4"), (True, None), (False, None)])
def test_agr_4_wants_to_know_whether_it_binds(binding, found):
    assert code(rules.binding_said(factories.agreement(binding=binding))) == found


@pytest.mark.parametrize(
    ("signed", "in_force", "found"),
    [
        ("2005", "", "AGR-5"),
        ("2005-06", "2005-05-31", "AGR-5"),
        ("2005-06", "2005", None),
        ("2005-06-14", "2005-06-14", None),
        ("", "2008", None),
    ],
)
def test_agr_5_wants_both_days_in_order(signed, in_force, found):
    assert code(rules.entry_into_force_dated(factories.agreement(signed_on=signed, in_force_on=in_force))) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"binding": True}, "AGR-6"),
        ({"binding": True, "treaty_id": "E102345"}, None),
        ({"binding": True, "authority_fr": "Pas encore au registre."}, None),
        ({"binding": False}, None),
    ],
)
def test_agr_6_wants_the_treaty_identifier_or_a_note(given, found):
    assert code(rules.treaty_identified(factories.agreement(**given))) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"ended_on": ""}, "AGR-7"),
        ({"ended_on": "2007", "in_force_on": "2008"}, "AGR-7"),
        ({"ended_on": "2008", "in_force_on": "2008-05"}, None),
    ],
)
def test_agr_7_wants_an_end_after_the_beginning(given, found):
    assert code(rules.end_dated(factories.agreement(**given))) == found


@pytest.mark.parametrize(("day", "ahead"), [("2026-11-23", True), ("2026-12", True), ("2026", False), ("", False)])
def test_agr_8_takes_no_day_that_has_not_come(day, ahead):
    agreement = factories.agreement(signed_on=day)

    assert bool(rules.days_have_come(agreement, ["signed_on"], today=TODAY)) is ahead


def test_agr_9_lets_nobody_mark_above_the_clearance(reader):
    assert code(rules.marking_within_clearance(factories.agreement(marking="protected_a"), by=reader)) == "AGR-9"
    assert code(rules.marking_within_clearance(factories.agreement(), by=reader)) is None


# ── Gaps ──────────────────────────────────────────────────────────────────────────────────────────


def gaps(agreement, person, on=TODAY):
    agreement.refresh_from_db()
    found = rules.gaps(queries.whole(factories.ask(person), agreement), on=on)
    return {one.code for one in found}


COMPLETE = {
    "status": "in_force",
    "signed_on": "2007",
    "in_force_on": "2008",
    "binding": False,
    "authority_en": "Customs Act, s. 107",
}


def test_a_complete_record_has_no_gap(auditor):
    agreement = factories.agreement(factories.partner("mx"), owner=factories.unit(), **COMPLETE)

    assert gaps(agreement, auditor) == set()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"signed_on": ""}, "AGR-22"),
        ({"in_force_on": "[blank]"}, "AGR-23"),
        ({"title_fr": ""}, "AGR-24"),
        ({"owner": None}, "AGR-27"),
        ({"binding": None}, "AGR-28"),
        ({"authority_en": ""}, "AGR-29"),
    ],
)
def test_each_gap_is_named(auditor, change, found):
    given = {"owner": factories.unit(), **COMPLETE} | change

    assert gaps(factories.agreement(factories.partner("mx"), **given), auditor) == {found}


def test_a_missing_party_is_a_gap_but_not_of_a_convention(auditor):
    given = {"owner": factories.unit(), **COMPLETE}

    assert gaps(factories.agreement(**given), auditor) == {"AGR-26"}
    assert gaps(factories.agreement(**given | {"kind": "convention"}), auditor) == set()


def test_two_years_of_negotiation_are_long(auditor):
    given = {"status": "negotiating", "binding": True, "owner": factories.unit(), "as_of": "2024-11-22"}
    agreement = factories.agreement(factories.partner("mx"), **given)

    assert gaps(agreement, auditor) == set()
    assert gaps(agreement, auditor, on=date(2026, 11, 23)) == {"AGR-21"}


@pytest.mark.parametrize(
    ("status", "action", "open_"),
    [
        ("proposed", "requested", True),
        ("negotiating", "requested", False),
        ("in_force", "requested_update", True),
        ("ended", "requested_update", False),
    ],
)
def test_a_request_without_an_answer_is_open(auditor, status, action, open_):
    mexico = factories.partner("mx")
    agreement = factories.agreement(mexico, status=status, ended_on="2010" if status == "ended" else "")
    factories.party_action(agreement, mexico, action)

    assert ("AGR-25" in gaps(agreement, auditor)) is open_


def test_an_amendment_answers_the_request_for_an_update(auditor):
    mexico = factories.partner("mx")
    agreement = factories.agreement(mexico, status="in_force")
    factories.party_action(agreement, mexico, "requested_update")
    factories.link(factories.agreement(mexico), agreement, "amends")

    assert "AGR-25" not in gaps(agreement, auditor)


def test_our_own_request_waits_for_nobody_here(auditor):
    country, _agency = factories.home()
    agreement = factories.agreement(factories.partner("mx"))
    factories.party_action(agreement, country, "requested")

    assert "AGR-25" not in gaps(agreement, auditor)


def test_a_signature_that_only_the_parties_know_of_is_told_as_such(auditor):
    mexico = factories.partner("mx")
    agreement = factories.agreement(mexico, owner=factories.unit(), **COMPLETE | {"signed_on": ""})
    factories.party_action(agreement, mexico, "signed", "1984-06")

    assert gaps(agreement, auditor) == {"AGR-30"}


def test_an_application_that_only_the_parties_know_of_is_told_as_such(auditor):
    """AGR-32"""
    mexico = factories.partner("mx")
    applied = COMPLETE | {"in_force_on": "", "status": "signed"}
    agreement = factories.agreement(mexico, owner=factories.unit(), **applied)
    factories.party_action(agreement, mexico, "implemented", "2018")

    assert gaps(agreement, auditor) == {"AGR-32"}


@pytest.mark.parametrize("status", ["negotiating", "unknown"])
@pytest.mark.parametrize(("as_of", "outdated"), [("2017", True), ("2015-06-03", False), ("2014", False), ("", False)])
def test_agr_33_a_status_older_than_what_parties_did_is_told_as_such(auditor, status, as_of, outdated):
    """AGR-33"""
    mexico = factories.partner("mx")
    agreement = factories.agreement(mexico, status=status, as_of="2015-06-03")
    factories.party_action(agreement, mexico, "signed", "2016-05", as_of=as_of)

    found = gaps(agreement, auditor)

    assert ("AGR-33" in found) is outdated
    assert bool({"AGR-21", "AGR-31"} & found) is not outdated


@pytest.mark.parametrize("status", ["proposed", "negotiating", "signed", "ended", "unknown"])
def test_agr_11_known_days_stand_in_order_whatever_the_status(status):
    """AGR-11"""
    given = {"status": status, "signed_on": "2020", "ended_on": "2022"}
    wrong, right = (factories.agreement(**given, in_force_on=day) for day in ("2019", "2020"))

    assert code(rules.days_in_order(wrong)) == "AGR-11"
    assert "AGR-11" in [one.code for one in rules.required(wrong)]
    assert "AGR-11" not in [one.code for one in rules.required(right)]
