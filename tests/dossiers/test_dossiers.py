"""Everything about a thing in one place, on any day, within a number of questions that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entente.engagement.partners.models import Partner
from entente.foundation.trail.models import Entry

MOST_QUERIES = {"partners:partner": 32, "agreements:agreement": 18, "forums:body": 22}


def page(client, person, name, key, **asked):
    client.force_login(person)
    return client.get(reverse(name, args=[key]), asked).content.decode()


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("partners:partner", "mx", ["Mexico", "Emerging partners", "National Institute of Migration"]),
        ("agreements:agreement", "nafta", ["North American Free Trade Agreement"]),
        ("forums:body", "wco", ["World Customs Organization", "Permanent Technical Committee"]),
    ],
)
def test_a_dossier_gathers_what_the_rooms_know(loaded, client, reader, name, key, words):
    text = page(client, reader, name, key)

    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("name", "key"), [("partners:partner", "us"), ("agreements:agreement", "us-cmaa"), ("forums:body", "wco")]
)
def test_a_dossier_costs_a_bounded_number_of_queries(loaded, client, desk_officer, name, key):
    address = reverse(name, args=[key])
    client.force_login(desk_officer)
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        client.get(address)

    assert len(queries) <= MOST_QUERIES[name], [query["sql"][:120] for query in queries]


def test_what_came_later_is_not_shown_on_an_earlier_day(loaded, client, reader):
    then, now = (page(client, reader, "partners:partner", "mx", on=on) for on in ("2008-12-31", "2023-12-31"))

    assert "High Level Dialogue on Mobility" in now
    assert "High Level Dialogue on Mobility" not in then
    assert "As it stood on" in then


def test_a_day_that_is_none_is_said_so_and_today_is_shown(loaded, client, reader):
    text = page(client, reader, "partners:partner", "mx", on="the day after")

    assert "Write a year, a month or a day" in text


def test_a_protected_record_is_hidden_and_its_reading_is_noted(loaded, client, reader, desk_officer):
    Partner.objects.filter(key="mx").update(marking="protected_b")
    client.force_login(reader)
    assert client.get(reverse("partners:partner", args=["mx"])).status_code == 404
    noted = Entry.objects.filter(verb="read").count()

    text = page(client, desk_officer, "partners:partner", "mx")

    assert "Protected B" in text
    assert Entry.objects.filter(verb="read", subject="partners.partner:mx").count() == noted + 1


def test_the_banner_bears_the_highest_marking_on_the_page(loaded, client, desk_officer, reader, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from entente.foundation.files import actions as files

    settings.MEDIA_ROOT = tmp_path
    text = SimpleUploadedFile("text.pdf", b"The text.")
    given = {"subject": "partners.partner:mx", "marking": "protected_b", "title_en": "Held", "title_fr": "Tenu"}
    files.attach(by=desk_officer, upload=text, **given)

    assert "Protected B</b>" in page(client, desk_officer, "partners:partner", "mx")
    assert client.get(reverse("partners:partner", args=["mx"])).context["marking"] == "protected_b"
    assert "Held" not in page(client, reader, "partners:partner", "mx")
