import csv
import io

import pytest
from django.urls import reverse

from entente.foundation.reference import exports
from entente.foundation.trail.models import Entry

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def page(client, reader):
    """Open an address as a reader and give back its text."""
    client.force_login(reader)

    def open_page(name, *args, **asked):
        answer = client.get(reverse(f"reference:{name}", args=args), asked)
        assert answer.status_code == 200
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    return open_page


def test_the_list_counts_what_stands_today(page):
    text = page("index")

    assert "252 entries" in text
    assert "Yugoslavia" not in text


def test_a_past_day_shows_past_names_and_past_entities(page):
    text = page("index", on="2000-01-01", q="yugoslavia")

    assert "Yugoslavia" in text
    assert "/en/countries/yucs/?on=2000-01-01" in text
    assert "Swaziland" in page("index", on="2000-01-01", q="eswatini")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "turquie"}, "Türkiye"),
        ({"q": "cote"}, "Côte d’Ivoire"),
        ({"region": "north_america"}, "Mexico"),
        ({"region": "un_africa", "q": "kenya"}, "Kenya"),
        ({"region": "sub_saharan_africa", "q": "kenya"}, "Kenya"),
        ({"kind": "territory", "q": "hong"}, "Hong Kong"),
    ],
)
def test_the_list_is_searched_and_narrowed(page, asked, found):
    assert found in page("index", **asked)


def test_an_empty_list_says_what_would_fill_it(page):
    assert "No country or territory matches." in page("index", q="ruritania")


def test_a_filter_or_a_day_that_means_nothing_is_said(page):
    assert "is not known" in page("index", region="atlantis")
    assert "Write a year, a month or a day" in page("index", on="yesterday")


@pytest.mark.parametrize("asked", [{}, {"sort": "-code"}, {"q": "a"}])
def test_the_list_asks_as_many_questions_however_long_it_is(page, asked, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        page("index", **asked)


def test_the_list_can_be_taken_away_in_the_readers_words(page):
    lines = list(csv.reader(io.StringIO(page("index", format="csv", q="ivoire").lstrip("\ufeff"))))

    assert lines[0][:3] == ["Name", "Code", "Name in English"]
    assert lines[1][:4] == ["Côte d’Ivoire", "CI", "Côte d’Ivoire", "Côte d’Ivoire"]
    assert Entry.objects.filter(verb="export", actor="reader").count() == 1


def test_a_country_page_gives_every_name_with_its_dates(page):
    text = page("country", "sz")

    assert "<h1>Eswatini</h1>" in text
    assert '<th scope="row" lang="en">Swaziland</th>' in text
    assert "until April\xa018, 2018" in text
    assert "since April\xa019, 2018" in text
    assert "SZ, SWZ, 748" in text
    assert "Africa › Sub-Saharan Africa › Southern Africa" in text


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("", "", ""),
        ("1991", "2019-02-11", "since 1991, until February\xa011, 2019"),
        ("1993-01-01", "2011-09", "since January\xa01, 1993, until the end of September\xa02011"),
    ],
)
def test_dates_of_a_name_are_said_as_exactly_as_they_are_known(starts_on, ends_on, said):
    assert exports.when(starts_on, ends_on) == said


def test_a_country_page_as_it_stood_says_the_present_name(page):
    text = page("country", "sz", on="2008-01-01")

    assert "<h1>Swaziland</h1>" in text
    assert "Its name today is Eswatini." in text
    assert "Kingdom of Eswatini" not in text


def test_the_page_of_a_past_entity_says_until_when_it_stood(page):
    assert "It stood until October\xa09, 2010." in page("country", "anhh")


def test_a_country_page_asks_few_questions(page, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        page("country", "ci")


def test_an_unknown_code_is_not_found(client, reader):
    client.force_login(reader)
    assert client.get(reverse("reference:country", args=["zz"])).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse("reference:index")).status_code == 302
