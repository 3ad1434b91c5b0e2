import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from entente.engagement.partners.models import Succession, sentences
from entente.foundation.reference.models import CountryName
from entente.kit.bilingual import Text
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def eswatini():
    partner = factories.place("SZ", "Eswatini", "Eswatini")
    CountryName.objects.create(
        country=partner.country, kind="former", name_en="Swaziland", name_fr="Swaziland", ends_on="2018-04-18"
    )
    return partner


@pytest.mark.parametrize(("day", "name"), [("2010-01-01", "Swaziland"), ("2018-04-19", "Eswatini")])
def test_a_country_bears_its_name_of_the_day(eswatini, day, name):
    assert str(eswatini.name_on(day)) == name


def test_an_administration_keeps_its_own_name(eswatini):
    service = factories.partner("Revenue Service", country=eswatini.country)

    assert str(service.name_on("2010-01-01")) == "Revenue Service"


def test_a_partner_whose_name_differs_from_its_countrys_keeps_it_today(mexico):
    mexico.name_en = "Mexico (federal)"

    assert str(mexico.name_on("2020-01-01")) == "Mexico (federal)"


def test_subjects_are_read_in_the_readers_language(mexico):
    with translation.override("en"):
        assert mexico.subject_list == ["goods", "people"]


def test_a_partner_cannot_be_part_of_itself(mexico):
    mexico.parent = mexico

    with pytest.raises(ValidationError, match="part of itself"):
        mexico.full_clean()


def test_a_partner_cannot_succeed_itself(mexico):
    with pytest.raises(ValidationError, match="succeed itself"):
        Succession(from_partner=mexico, to_partner=mexico, kind="split").full_clean()


def test_a_succession_is_recorded_once(mexico):
    other = factories.partner()
    factories.succession(mexico, other)

    with pytest.raises(ValidationError, match="already recorded"):
        Succession(from_partner=mexico, to_partner=other, kind="split").full_clean()


@pytest.mark.parametrize(
    ("ends_on", "over"), [("", False), ("[blank]", False), ("2019", False), ("2019-05", False), ("2018", True)]
)
def test_a_contact_is_over_once_its_last_day_has_passed(mexico, ends_on, over):
    assert factories.office(mexico, ends_on=ends_on).is_over("2019-05-31") is over


def test_sentences_kept_in_one_column_come_apart_and_know_their_language():
    parts = sentences(Text("Is near. · Is dear.", "en"))

    assert [(str(part), part.lang) for part in parts] == [("Is near.", "en"), ("Is dear.", "en")]
    assert sentences(Text("", "en")) == []


def test_a_standing_names_its_tier_or_the_mark_in_its_place(editions, mexico):
    core = factories.tier(editions[0])
    marked = factories.standing(editions[1], mexico, tier_gap="[redacted]")

    assert str(factories.standing(editions[0], mexico, tier=core).tier_name) == "Core"
    assert marked.tier_name == "[redacted]"
