"""A spreadsheet of figures: every bad cell is named, and all rows are entered or none."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from entente.engagement.removals import actions, imports
from entente.engagement.removals.models import Figure, Measure
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from entente.kit import upload

from . import factories

HEADING = "file,measure,starts_on,ends_on,number,place,as_of,source"
GOOD = "verdania,documents_asked,2026-07-01,2026-09-30,300,Extract,2026-10-05,"


def judged(person, *rows, heading=HEADING):
    table = upload.opened("figures.csv", "\n".join([heading, *rows]).encode(), imports.FIGURES)
    return imports.judge(table, person=person)


def wrong(found):
    return {(error.row, error.column) for error in found.errors}


def test_countries_and_measures_may_be_written_as_people_call_them(file, removals_officer):
    factories.source("extract")
    rows = [
        GOOD,
        "VERDANIA,Travel documents issued,2026-07-01,2026-09-30,120,Extract,2026-10-05,extract",
        "verdania (fr),délai médian jusqu’au titre de voyage (jours),2026-07-01,2026-09-30,45.5,Extract,2026-10,",
    ]

    found = judged(removals_officer, *rows)

    assert found.errors == []
    assert [one.measure for _row, one in found.figures] == [Measure.ASKED, Measure.ISSUED, Measure.DAYS]
    assert found.given[1]["source"].key == "extract"


@pytest.mark.parametrize(("row", "column"), [
    (GOOD.replace("verdania", "atlantis"), "file"),
    (GOOD.replace("verdania", ""), "file"),
    (GOOD.replace("documents_asked", "documents"), "measure"),
    (GOOD.replace("2026-07-01", "1 July"), "starts_on"),
    (GOOD.replace("2026-09-30", "2026-09-31"), "ends_on"),
    (GOOD.replace("2026-09-30", "2099-09-30"), "ends_on"),
    (GOOD.replace("2026-09-30", "2026-06-30"), "ends_on"),
    (GOOD.replace("300", "many"), "number"),
    (GOOD.replace("300", "-3"), "number"),
    (GOOD.replace("300", "3.5"), "number"),
    (GOOD.replace("300", "NaN"), "number"),
    (GOOD.replace("300", "1e5"), "number"),
    (GOOD.replace("300", "1_000"), "number"),
    (GOOD.replace("300", "٣٠٠"), "number"),
    (GOOD.replace("2026-07-01", "20260701"), "starts_on"),
    (GOOD.replace("2026-07-01", "1850-07-01"), "starts_on"),
    (GOOD.replace("2026-10-05", "2030"), "as_of"),
    (GOOD.replace("2026-10-05", "2026-06-30"), "as_of"),
    (GOOD.replace("300", "1234567890"), "number"),
    (GOOD.replace("Extract", ""), "place"),
    (GOOD.replace("Extract", "x" * 201), "place"),
    (GOOD.replace("Extract", "UCI 1234-5678"), "place"),
    (GOOD.replace("2026-10-05", "soon"), "as_of"),
    (GOOD.replace("2026-10-05", ""), "as_of"),
    (GOOD + "nowhere", "source"),
])  # fmt: skip
def test_each_bad_cell_is_named_by_row_and_column(row, column, file, removals_officer):
    found = judged(removals_officer, GOOD.replace("documents_asked", "documents_issued"), row)

    assert wrong(found) == {(3, column)}
    assert len(found.figures) == 1


def test_a_row_twice_and_one_that_is_on_record_are_named(file, removals_officer):
    factories.figure(file, Measure.ISSUED, 120, by=removals_officer, place="Extract")
    again = GOOD.replace("300", "310")

    found = judged(removals_officer, GOOD, again, GOOD.replace("documents_asked", "documents_issued"))

    assert wrong(found) == {(3, "number"), (4, "number")}


def test_a_country_one_may_not_see_is_not_named(removals_officer, open_account):
    factories.file(by=removals_officer, marking=Marking.PROTECTED_B)
    low = open_account(Role.REMOVALS_OFFICER, username="low", clearance=Marking.PROTECTED_A)

    assert wrong(judged(low, GOOD)) == {(2, "file")}


def test_judging_asks_few_questions_however_many_rows(file, removals_officer, django_assert_num_queries):
    rows = [GOOD.replace("Extract", f"Extract {number}") for number in range(40)]

    with django_assert_num_queries(3):
        found = judged(removals_officer, *rows)

    assert len(found.figures) == 40


def test_a_sheet_is_sent_checked_and_entered_all_or_none(file, as_person, removals_officer):
    client = as_person(removals_officer)

    def send(*rows):
        content = "\n".join([HEADING, *rows]).encode()
        return client.post("/en/removals/import/", {"file": SimpleUploadedFile("figures.csv", content)}, follow=True)

    bad = send(GOOD, GOOD.replace("300", "many"))
    refused = client.post("/en/removals/import/check/")
    mended = client.get("/en/removals/import/errors/").content.decode()

    assert (bad.status_code, refused.status_code, Figure.objects.count()) == (422, 422, 0)
    assert "Write a plain number" in bad.content.decode()
    assert "Write a plain number" in mended

    send(GOOD, GOOD.replace("documents_asked", "documents_issued"))
    assert client.post("/en/removals/import/check/").status_code == 302
    assert Figure.objects.count() == 2
    entered = Entry.objects.filter(verb="import", subject="removals.countryfile:verdania")
    assert [one.changes["file"] for one in entered] == ["figures.csv"] * 2


def test_a_sheet_entered_since_it_was_judged_is_refused_whole(file, removals_officer):
    found = judged(removals_officer, GOOD.replace("documents_asked", "documents_issued"), GOOD)
    actions.import_rows(judged(removals_officer, GOOD).given, by=removals_officer, file="figures.csv")

    with pytest.raises(ValidationError) as refusal:
        actions.import_rows(found.given, by=removals_officer, file="figures.csv")

    assert [one.code for one in refusal.value.error_dict["documents_asked"]] == ["twice"]
    assert Figure.objects.count() == 1


def test_a_sheet_confirmed_again_is_told_that_none_waits(file, as_person, removals_officer):
    client = as_person(removals_officer)
    sheet = SimpleUploadedFile("figures.csv", f"{HEADING}\n{GOOD}".encode())
    client.post("/en/removals/import/", {"file": sheet})

    client.post("/en/removals/import/check/")
    again = client.post("/en/removals/import/check/", follow=True)

    assert "No sheet waits to be entered" in again.content.decode()
    assert Figure.objects.count() == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_empty_sheet_may_be_filled_in_and_sent_back(lang, file, as_person, removals_officer):
    with override(lang):
        address = reverse("removals:template")
    blank = as_person(removals_officer).get(address)

    assert blank.status_code == 200
    with pytest.raises(Exception, match=r"no rows|aucune ligne"):
        upload.opened("blank.xlsx", blank.content, imports.FIGURES)
