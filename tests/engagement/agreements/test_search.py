"""What this room offers to the index: found in both languages, by those who may see it."""

import pytest

from entente.engagement.agreements import search
from entente.foundation.index import actions as index
from entente.foundation.index import queries

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed():
    mexico = factories.partner("mx", name_en="Mexico", name_fr="Mexique", acronym_en="MEX")
    hidden = factories.partner("hidden", name_en="Atlantis", marking="protected_b")
    titles = {"title_en": "Customs memorandum", "title_fr": "Protocole douanier"}
    factories.agreement(mexico, hidden, key="mx-mou", kind="cmaa", number="AGR-2026-0007", **titles)
    factories.agreement(title_en="Secret paper", marking="protected_a")
    factories.act()
    for model, things, entry in search.OFFERS:
        index.rebuild(model._meta.label_lower, (entry(thing) for thing in things()))


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize(
    "words", ["memorandum", "protocoles douaniers", "mexique", "MEX", "mx-mou", "AGR-2026-0007", "mutual assistance"]
)
def test_an_instrument_is_found_by_title_number_party_and_type(reader, words):
    assert [one.address for one in queries.found(words, person=reader)] == ["agreements:agreement mx-mou"]


@pytest.mark.usefixtures("indexed")
def test_what_is_marked_higher_is_not_found(reader, auditor):
    assert not queries.found("secret", person=reader).exists()
    assert queries.found("secret", person=auditor).exists()


@pytest.mark.usefixtures("indexed")
def test_a_partner_marked_higher_than_the_instrument_does_not_betray_itself(auditor):
    assert not queries.found("atlantis", person=auditor).exists()


@pytest.mark.usefixtures("indexed")
def test_an_act_is_found(reader):
    assert [one.kind for one in queries.found("loi douanes", person=reader)] == ["act"]


def test_a_page_nobody_serves_has_no_address():
    assert search.page("nobody:serves", "this") == ""
