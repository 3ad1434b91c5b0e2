from datetime import date

import pytest
from django.utils import translation

from entente.foundation.reference import queries
from entente.foundation.reference.models import Country, sound

pytestmark = pytest.mark.usefixtures("loaded")


FOUND = {
    "ca": "CA",
    "CAN": "CA",
    "124": "CA",
    "cote d'ivoire": "CI",
    "Ivory Coast": "CI",
    "TURQUIE": "TR",
    "Turkey": "TR",
    "Corée du Sud": "KR",
    "Republic of Korea": "KR",
    "North Korea": "KP",
    "U.S.": "US",
    "United States of America": "US",
    "the Netherlands": "NL",
    "Holland": "NL",
    "Great Britain": "GB",
    "UK": "GB",
    "HKSAR": "HK",
    "Chinese Taipei": "TW",
    "Viet Nam": "VN",
    "Palestinian Territories": "PS",
    "Saint-Siège": "VA",
    "Congo": "CG",
    "Zaïre": "CD",
    "Macedonia": "MK",
    "Birmanie": "MM",
    "Antilles néerlandaises": "ANHH",
    "Soudan": "SD",
    "Guinea": "GN",
}

NAMED = [
    # code, day, English, French
    ("SZ", "2018-04-18", "Swaziland", "Swaziland"),
    ("SZ", "2018-04-19", "Eswatini", "Eswatini"),
    ("CZ", "2008-07-01", "Czech Republic", "République tchèque"),
    ("CZ", "2023-07-01", "Czechia", "Tchéquie"),
    ("MK", "2019-02-11", "Macedonia", "Macédoine"),
    ("MK", "2019-02-12", "North Macedonia", "Macédoine du Nord"),
    ("TR", "2008-01-01", "Turkey", "Turquie"),
    ("CD", "1997-05-16", "Zaire", "Zaïre"),
    ("CA", "1900-01-01", "Canada", "Canada"),
]


def test_a_country_is_found_by_any_name_it_goes_by():
    found = {text: queries.find(text) for text in FOUND}

    assert {text: one.code if one else None for text, one in found.items()} == FOUND


def test_what_means_no_country_finds_none():
    assert [queries.find(text) for text in ("", "  ", "Ruritania", "|", "%")] == [None] * 5


def test_finding_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.find("Czech Republic")


def test_a_country_is_named_as_on_that_day():
    said = []
    for code, day, _en, _fr in NAMED:
        country = Country.objects.get(code=code)
        name_en = country.name_on(day)
        with translation.override("fr"):
            said.append((code, day, name_en, country.name_on(date.fromisoformat(day))))

    assert said == NAMED


def test_a_name_that_ends_in_a_month_lasts_to_its_last_day():
    libya = Country.objects.get(code="LY").names.get(name_en="Libyan Arab Jamahiriya")

    assert libya.stood_on(date(2011, 9, 30))
    assert not libya.stood_on(date(2011, 10, 1))


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("L’Île d'Yeu", "ile d yeu"),
        ("U.S.A.", "usa"),
        ("  Saint-Kitts-et-Nevis ", "saint kitts et nevis"),
        ("Œ", "oe"),
    ],
)
def test_sounds_ignore_what_people_write_differently(words, heard):
    assert sound(words) == heard
