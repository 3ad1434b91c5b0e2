"""What the lists and dossiers ask: who sees what, on which day, at how many queries."""

import pytest

from entente.engagement.agreements import exports, queries
from entente.engagement.agreements.models import Agreement
from entente.foundation.people.roles import Marking, Role
from entente.kit.table import Register, read, records

from . import factories

ask = factories.ask
LISTS = [one for one in exports.REGISTERS if isinstance(one, Register)]


def rows(register, asked):
    return list(records(register, asked))


def keys(asked):
    return {one["key"] for one in rows(exports.AGREEMENTS, asked)}


@pytest.fixture
def mexico(db):
    return factories.partner("mx", name_en="Mexico", name_fr="Mexique")


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("day", ["", "2010-01-01"])
@pytest.mark.parametrize("register", LISTS, ids=lambda register: register.name)
def test_a_page_of_any_length_costs_the_same(register, number, day, auditor, django_assert_max_num_queries):
    edition = factories.edition()
    for at in range(number):
        partner = factories.partner(f"p{at}")
        one = factories.agreement(partner, kind="convention" if at % 2 else "cmaa")
        factories.party_action(one, partner)
        factories.clause(one)
        factories.obligation(one)
        factories.candidate(edition, partner, agreement=one)
        factories.act(f"act-{at}", department=partner)

    with django_assert_max_num_queries(7):
        assert read(register, ask(auditor, day), {}).count


def test_a_list_tells_nothing_of_what_is_marked_higher(open_account, mexico):
    reader = open_account(Role.READER, clearance=Marking.UNCLASSIFIED)
    factories.agreement(mexico, key="open")
    factories.agreement(mexico, key="closed", marking="protected_a")
    hidden = factories.partner("hidden", marking="protected_b")
    factories.agreement(hidden, key="half")

    assert keys(ask(reader)) == {"open", "half"}
    assert rows(exports.AGREEMENTS, ask(reader, chosen={"q": "hidden"})) == []
    assert "HIDDEN" not in str(rows(exports.AGREEMENTS, ask(reader)))


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"q": "douanière"}, {"a"}),
        ({"q": "mexique"}, {"a"}),
        ({"q": "appendix c"}, {"a", "b"}),
        ({"q": "agr-2026-0001"}, {"b"}),
        ({"kind": "mou"}, {"b"}),
        ({"status": "signed"}, {"b"}),
        ({"subject": "people"}, {"b"}),
        ({"partner": "mx"}, {"a"}),
        ({"partner": "gb"}, {"b"}),
        ({"binding": "no"}, {"b"}),
        ({"binding": "unsaid"}, {"a"}),
        ({"edition": "edition-2008"}, {"a"}),
        ({"edition": "entered-here"}, {"b"}),
        ({"kind": "mou", "partner": "mx"}, set()),
    ],
)
def test_the_register_is_narrowed(chosen, found, auditor, mexico):
    agency = factories.partner("gb-hmrc", "administration", parent=factories.partner("gb"))
    factories.brought(factories.agreement(mexico, key="a", title_fr="Assistance douanière"))
    given = {"kind": "mou", "status": "signed", "subjects": "goods|people", "binding": False}
    factories.agreement(agency, key="b", number="AGR-2026-0001", **given)

    assert keys(ask(auditor, chosen=chosen)) == found


def test_the_status_filter_means_the_status_of_the_day(auditor, mexico):
    factories.agreement(mexico, key="a", status="in_force", signed_on="2005", in_force_on="2010", as_of="2017")

    assert keys(ask(auditor, "2007-01-01", chosen={"status": "signed"})) == {"a"}
    assert keys(ask(auditor, chosen={"status": "signed"})) == set()
    assert keys(ask(auditor, "2004-01-01")) == set()


@pytest.mark.parametrize("column", [one.key for one in exports.AGREEMENTS.columns if one.sort])
def test_every_column_sorts_both_ways(column, auditor, mexico):
    for at in range(3):
        factories.agreement(mexico, signed_on=f"200{at}", binding=[None, True, False][at])

    for order in (column, f"-{column}"):
        first = read(exports.AGREEMENTS, ask(auditor), {"sort": order}, rows=2)
        assert (first.shown, first.count) == (2, 3)


# ── Matrix ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def british(db):
    """The United Kingdom with two agencies, one instrument with both, one with the country."""
    country = factories.partner("gb")
    agencies = [factories.partner(key, "administration", parent=country) for key in ("gb-soca", "gb-ind")]
    factories.agreement(*agencies, kind="personnel_exchange")
    factories.agreement(country, kind="mou")
    return country


def test_an_instrument_with_two_agencies_of_a_country_counts_once(auditor, british):
    found = queries.matrix(ask(auditor))

    (row,) = found.rows
    assert (row.partner, row.total, row.numbers) == (british, 2, {"personnel_exchange": 1, "mou": 1})


def test_every_number_of_the_matrix_is_the_length_of_its_list(auditor, british, mexico):
    factories.agreement(mexico, british, kind="fta")
    factories.agreement(*factories.home(), kind="mou")
    found = queries.matrix(ask(auditor))

    for row in found.rows:
        assert row.total == len(keys(ask(auditor, chosen={"partner": row.partner.key})))
        for kind, number in row.numbers.items():
            assert number == len(keys(ask(auditor, chosen={"partner": row.partner.key, "kind": kind})))
    assert (found.total, found.without_partner, sum(found.totals.values())) == (3, 1, 3)


def test_the_matrix_costs_the_same_for_many_partners(auditor, django_assert_max_num_queries):
    for at in range(20):
        factories.agreement(factories.partner(f"p{at}"))

    with django_assert_max_num_queries(5):
        assert len(queries.matrix(ask(auditor)).rows) == 20


def test_the_matrix_follows_the_day_and_the_status(auditor, mexico):
    factories.agreement(mexico, status="in_force", signed_on="2005", in_force_on="2010", as_of="2017")

    assert queries.matrix(ask(auditor, "2004-01-01")).total == 0
    assert queries.matrix(ask(auditor, "2006-01-01", chosen={"status": "signed"})).total == 1
    assert queries.matrix(ask(auditor, chosen={"status": "signed"})).total == 0


# ── Candidates ────────────────────────────────────────────────────────────────────────────────────


def test_a_priority_partner_is_one_of_the_same_edition(auditor, mexico):
    one, other = factories.edition("isf-2008"), factories.edition("isf-2019")
    factories.priority(one, mexico)
    for edition in (one, other):
        factories.candidate(edition, mexico)

    assert queries.answer(ask(auditor), one) == queries.Answer(1, 0)
    assert queries.answer(ask(auditor), other) == queries.Answer(1, 1)


def test_the_candidates_page_opens_with_the_latest_edition_that_names_any(auditor, mexico):
    old, new = factories.edition("isf-2008"), factories.edition("isf-2019", starts_on="2019")
    factories.edition("isf-2023", starts_on="2023")
    for edition in (old, new):
        factories.candidate(edition, mexico)

    assert list(queries.editions_with_candidates(auditor)) == [new, old]


# ── The shipped editions ──────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("loaded")
def test_appendix_c_has_31_entries_with_20_parties(auditor):
    of_appendix = Agreement.objects.filter(place="Appendix C")
    found = queries.matrix(ask(auditor))
    bound = {
        row.partner.key
        for row in found.rows
        if of_appendix.filter(pk__in=queries.with_partner(of_appendix, row.partner.key, auditor)).exists()
    }

    assert of_appendix.count() == 31
    assert len(bound) == 20


@pytest.mark.usefixtures("loaded")
def test_seven_of_fifteen_targets_of_chart_3_are_no_priority(auditor):
    edition = queries.editions_with_candidates(auditor).get(key="cbsa-2008")

    assert queries.answer(ask(auditor), edition) == queries.Answer(targets=15, no_priority=7)


@pytest.mark.usefixtures("loaded")
def test_the_2008_register_on_a_day_of_2009_knows_nothing_of_2014(auditor):
    then = keys(ask(auditor, "2009-06-30"))

    assert "au-customs-mou" in then
    assert "us-beyond-the-border-declaration-2011" not in then
