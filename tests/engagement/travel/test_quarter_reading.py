"""The pages that show many proposals cost few queries, and no more of them when the list grows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.engagement.travel import actions
from entente.engagement.travel.actions import quarters

from . import factories

MOST_QUERIES = 8
MOST_OF_A_WHOLE = 19  # a page that gathers a whole quarter: its list, its sessions, its money, what one may do
PEOPLE = ["planner", "balancer", "president", "vice_president", "desk", "delegate"]


def asked(client, name, *args):
    """The queries a page asks, once it was opened before."""
    client.get(reverse(f"travel:{name}", args=args))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(f"travel:{name}", args=args)).status_code == 200
    return [query["sql"] for query in queries]


@pytest.fixture
def quarter(full_list):
    return full_list


def longer(people, quarter):
    """The quarter goes back to the branches, and returns with four more proposals to tables where we were before."""
    quarters.take_back(quarter, by=people.balancer, reason="More is coming.")
    quarters.reopen_forecast(quarter, by=people.balancer, reason="More is coming.")
    for number in range(4):
        body = factories.forums.body(f"table-{number}")
        factories.attended(people, f"MTG-2026-091{number}", body=body)
        later = quarter.starts_on + timedelta(days=10 + number)
        to = factories.meeting(f"MTG-2027-010{number}", body=body, starts_on=later)
        one = factories.finish(factories.with_delegate(people, quarter, meeting=to), people.planner, first_time=False)
        actions.put_on_list(one, by=people.balancer)
    factories.quarter_in("submitted", people, quarter)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", ["quarters", "proposals", "travellers", "verdicts"])
def test_a_list_page_costs_at_most_eight_queries_whoever_opens_it(people, quarter, as_person, name, who):
    queries = asked(as_person(getattr(people, who)), name)

    assert len(queries) <= MOST_QUERIES, queries


@pytest.mark.parametrize(
    ("who", "name"),
    [
        *((who, "quarter") for who in ("planner", "balancer", "president", "delegate")),
        *((who, "balance") for who in ("balancer", "desk", "president")),
        ("president", "decide"),
        ("president", "plan"),
    ],
)
def test_a_page_of_the_quarter_costs_no_more_when_the_list_is_longer(people, quarter, as_person, name, who):
    person = people.desk if who == "desk" else getattr(people, who)
    client = as_person(person)
    before = asked(client, name, quarter.key)

    longer(people, quarter)

    after = asked(client, name, quarter.key)
    assert len(after) <= len(before) <= MOST_OF_A_WHOLE, after
