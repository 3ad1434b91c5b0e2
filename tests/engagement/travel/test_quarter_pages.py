import pytest
from django.urls import reverse

from . import factories


@pytest.fixture
def listed(people):
    """A list before the President with one proposal."""
    one = factories.proposal("listed", people)
    factories.quarter_in("submitted", people, one.quarter)
    return factories.fresh(one)


def test_the_pages_of_a_quarter_open_for_those_who_work_there(people, listed, as_person):
    key = listed.quarter.key
    pages = {
        "planner": ["quarter", "plan", "new_proposal"],
        "balancer": ["quarter", "plan", "balance", "change_quarter", "new_proposal"],
        "president": ["quarter", "plan", "balance", "decide"],
    }
    for name, addresses in pages.items():
        for address in addresses:
            page = as_person(getattr(people, name)).get(reverse(f"travel:{address}", args=[key]))
            assert page.status_code == 200, (name, address)
    for name in ("index", "quarters", "proposals", "travellers", "verdicts"):
        assert as_person(people.planner).get(reverse(f"travel:{name}")).status_code == 200, name


def test_the_pages_of_a_proposal_open(people, as_person):
    one = factories.complete(people)
    client = as_person(people.planner)
    for name in ("proposal", "edit_proposal", "add_traveller", "estimate", "worksheet", "print_worksheet"):
        page = client.get(reverse(f"travel:{name}", args=[one.key]))
        assert page.status_code == 200, name
