import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from entente.engagement.meetings.models import Delegate, Meeting
from entente.foundation.people.roles import Rank

from . import factories

HEADING = "title_en,body,partner,starts_on,ends_on,country,level\n"


@pytest.fixture
def known(db):
    factories.body("wco", acronym_en="WCO", acronym_fr="OMD")
    factories.partner("mx", name_en="Mexico", name_fr="Mexique")


def send(client, text, name="meetings.csv", at="meetings:import", args=()):
    sheet = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse(at, args=args), {"sheet": sheet}, follow=True)


def test_a_yearly_list_is_previewed_and_entered(known, desk_officer, as_person):
    client = as_person(desk_officer)

    page = send(client, HEADING + "Council,WCO,,2027-06-24,2027-06-26,,minister\nTalks,,Mexique,2027-03-01,,,\n")
    assert "2 rows are fine" in page.content.decode()
    assert not Meeting.objects.exists()
    client.post(reverse("meetings:check"))

    council, talks = Meeting.objects.order_by("id")
    assert (council.body.key, council.level, council.days) == ("wco", Rank.MINISTER, 3)
    assert (talks.partner.key, talks.ends_on, talks.zone) == ("mx", date(2027, 3, 1), "America/Toronto")


def test_every_wrong_cell_is_named_and_nothing_is_entered(known, desk_officer, as_person):
    client = as_person(desk_officer)
    rows = "Council,WCO,,2027-06-24,2027-06-26,,\nOdd,XYZ,,soon,2027-06-26,,emperor\nNobody,,,2027-01-01,2026-01-01,,\n"

    page = send(client, HEADING + rows).content.decode()

    for said in ("No body has this key", "Write a day that exists", "“emperor” is not known", "MTG-1", "MTG-2"):
        assert said in page
    client.post(reverse("meetings:check"))
    assert not Meeting.objects.exists()
    wrong = client.get(reverse("meetings:wrong")).content.decode()
    assert "What is wrong" in wrong
    assert "MTG-1" in wrong


def test_a_list_sent_twice_does_not_fill_the_catalogue_twice(known, desk_officer, as_person):
    client = as_person(desk_officer)
    text = HEADING + "Council,WCO,,2027-06-24,,,\n"
    send(client, text)
    client.post(reverse("meetings:check"))

    assert "has this meeting already" in send(client, text + "Council,WCO,,2027-06-24,,,\n").content.decode()


def test_a_workbook_with_french_headings_is_understood(known, desk_officer, as_person):
    book = openpyxl.Workbook()
    with translation.override("fr"):
        from entente.engagement.meetings import imports

        labels = {one.name: str(one.label) for one in imports.meetings.headings(desk_officer)}
    book.active.append([labels["title_en"], labels["body"], labels["starts_on"]])
    book.active.append(["Council", "OMD", date(2027, 6, 24)])
    out = io.BytesIO()
    book.save(out)

    page = send(as_person(desk_officer), out.getvalue(), "liste.xlsx")

    assert "1 row is fine" in page.content.decode()


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("", "a.csv", "empty"),
        ("title_en,starts_on\n", "a.csv", "no rows"),
        ("colour,title_en,starts_on\nred,a,2027-01-01\n", "a.csv", "“colour” is not known"),
        (b"not a workbook", "a.xlsx", "cannot be read"),
        (b"title_en,starts_on\n" + b"x" * (5 * 1024 * 1024 + 1), "a.csv", "larger than 5 megabytes"),
    ],
)
def test_a_file_that_cannot_be_taken_in_says_what_would_cure_it(text, name, said, desk_officer, as_person):
    answer = send(as_person(desk_officer), text, name)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_reader_brings_nothing_in(reader, as_person):
    assert as_person(reader).get(reverse("meetings:import")).status_code == 403


def test_delegates_come_from_a_sheet_with_every_wrong_row_named(known, desk_officer, head, as_person):
    client, meeting = as_person(desk_officer), factories.meeting()
    address = {"at": "meetings:import_delegates", "args": [meeting.key]}
    wrong = "partner,person,office_en,rank,part\n,head,,,head\n,desk_officer,,,head\nAtlantis,,King,,\nmx,,,,\n"

    page = send(client, wrong, **address).content.decode()
    for said in ("MTG-10", "No partner has this key", "MTG-11"):
        assert said in page
    assert not Delegate.objects.exists()

    right = "partner,person,office_en,rank,part\n,head,,,head\nmx,,Director General,director_general,head\n"
    assert "2 rows are fine" in send(client, right, **address).content.decode()
    client.post(reverse("meetings:check_delegates", args=[meeting.key]))

    ours, theirs = Delegate.objects.order_by("id")
    assert (ours.person, ours.rank, ours.part) == (head, Rank.VICE_PRESIDENT, "head")
    assert (theirs.partner.key, theirs.office_en) == ("mx", "Director General")
