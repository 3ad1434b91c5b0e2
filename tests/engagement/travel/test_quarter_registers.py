"""The registers of quarters, proposals, travellers and decisions: few queries, right rows, files."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.travel import exports
from entente.kit.table import Ask, read

from . import factories

TODAY = timezone.localdate().isoformat()
MOST_QUERIES = 8
REGISTERS = [exports.QUARTERS, exports.PROPOSALS, exports.TRAVELLERS, exports.VERDICTS]
PAGES = {
    "travel-quarters": "quarters",
    "travel-proposals": "proposals",
    "travellers": "travellers",
    "travel-decisions": "verdicts",
}


@pytest.fixture
def quarter(full_list):
    return full_list


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
@pytest.mark.parametrize("who", ["planner", "balancer", "president", "delegate"])
def test_a_page_costs_few_queries_whoever_asks(people, quarter, register, who):
    person = factories.Person.objects.get(pk=getattr(people, who).pk)

    with CaptureQueriesContext(connection) as queries:
        listing = read(register, Ask(person, TODAY), {})

    assert len(queries) <= MOST_QUERIES, [query["sql"] for query in queries]
    assert listing.count >= 1


@pytest.mark.parametrize("register", REGISTERS, ids=lambda one: one.name)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_column_sorts_and_every_filter_narrows(people, quarter, register, lang):
    with translation.override(lang):
        for column in register.columns:
            if column.sort:
                for order in (column.key, f"-{column.key}"):
                    assert read(register, Ask(people.balancer, TODAY), {"sort": order}).count
        for one in register.filters:
            ask = Ask(people.balancer, TODAY)
            for value, _label in one.offers(ask) or [("x", "x")]:
                read(register, Ask(people.balancer, TODAY, chosen={one.name: value}), {})


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_a_register_is_taken_away_as_a_file(people, quarter, as_person, name, form):
    answer = as_person(people.balancer).get(reverse(f"travel:{PAGES[name]}") + f"?format={form}")

    content = b"".join(answer.streaming_content)
    assert content
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(rows) >= 1


def test_the_money_of_a_proposal_is_ours_alone(people, quarter, as_person):
    answer = as_person(people.balancer).get(reverse("travel:proposals") + "?format=csv&sort=starts_on")

    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0]["Our cost, in CAD"] in ("5225.0", "3000.0")
    assert sorted(float(row["Our cost, in CAD"]) for row in rows) == [3000.0, 3000.0, 3000.0, 5225.0]


def test_an_unknown_code_in_a_filter_is_said_so(people, quarter, as_person):
    page = as_person(people.balancer).get(reverse("travel:proposals") + "?state=gone")

    assert "“gone” is not known" in page.content.decode()
