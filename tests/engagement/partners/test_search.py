import pytest

from entente.engagement.partners import search
from entente.foundation.index import actions, queries
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import CountryName
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(mexico):
    CountryName.objects.create(country=mexico.country, kind="alias", name_en="United Mexican States", name_fr="")
    factories.office(mexico, "Consul", location="Guadalajara")
    factories.partner("Hidden", marking=Marking.PROTECTED_B)
    for _model, things, entry in search.OFFERS:
        actions.put(entry(thing) for thing in things())
    return mexico


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("mexique", {"Mexico", "Consul"}),
        ("united mexican states", {"Mexico"}),
        ("neighbours", {"Mexico"}),
        ("guadalajara", {"Consul"}),
        ("hidden", set()),
    ],
)
def test_partners_and_contacts_are_found_by_all_their_names(indexed, reader, words, titles):
    assert {one.title_en for one in queries.found(words, person=reader)} == titles


def test_offering_many_costs_as_much_as_offering_one(indexed, django_assert_num_queries):
    factories.place("FR", "France", "France")
    _model, things, entry = search.OFFERS[0]

    with django_assert_num_queries(2):
        assert len([entry(thing) for thing in things()]) == 3
