"""An officer's own spreadsheet: understood in both languages, judged cell by cell, entered all or none."""

import csv
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from entente.engagement.agreements import actions, imports
from entente.engagement.agreements.models import Agreement
from entente.foundation.people.roles import Marking, Role
from entente.kit import upload

from . import factories

HEAD = "title_en,title_fr,kind,parties,binding,status,signed_on\n"


@pytest.fixture(autouse=True)
def known(db):
    factories.home()
    factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    us = factories.partner("us", name_en="United States", name_fr="États-Unis")
    factories.partner("us-cbp", "administration", parent=us, acronym_en="CBP", name_en="Customs and Border Protection")
    factories.unit()


def judged(text, person, name="sheet.csv"):
    return imports.judge(imports.opened(name, text.encode()), person=person)


def wrong(found):
    return [(one.row, one.column, one.value) for one in found.errors]


def test_words_of_either_language_are_understood(agreements_officer):
    found = judged(
        HEAD + "Memorandum,Protocole,protocole d’entente,Mexique|CBP,non,signed,2005\n"
        "Treaty,Traité,cmaa,États-Unis,OUI,,\n",
        agreements_officer,
    )

    assert wrong(found) == []
    (first, parties), (second, _us) = found.rows
    assert (first.values["kind"], first.values["binding"], first.values["status"]) == ("mou", False, "signed")
    assert [one.key for one in parties] == ["mx", "us-cbp"]
    assert (second.values["status"], second.values["as_of"]) == ("proposed", timezone.localdate().isoformat())


def test_headings_may_be_words_and_cells_parted_by_semicolons(agreements_officer):
    text = "Title in English;Type;parties;Signed on\nMemorandum;mou;mx;2005\n"

    assert judged(text, agreements_officer).rows[0][0].values["signed_on"] == "2005"


def test_every_bad_cell_is_named_by_the_rows_of_the_spreadsheet(agreements_officer):
    found = judged(
        HEAD + "Good,Bon,mou,mx,no,proposed,\n"
        ",Sans titre,mou,mx,no,proposed,\n"
        "Strange,Étrange,pact,Atlantis,maybe,gone,tomorrow\n",
        agreements_officer,
    )

    assert wrong(found) == [
        (3, "title_en", ""),
        (4, "kind", "pact"),
        (4, "binding", "maybe"),
        (4, "status", "gone"),
        (4, "signed_on", "tomorrow"),
        (4, "parties", "Atlantis"),
    ]


def test_the_rules_judge_rows_too(agreements_officer):
    found = judged(HEAD + "Signed,,mou,ca,,signed,2999\n", agreements_officer)

    assert {one.column for one in found.errors} == {"title_fr", "parties", "binding", ""}
    assert found.errors[0].row == 2


def test_a_party_nobody_has_and_one_that_several_have_are_named(agreements_officer):
    for key in ("a", "b"):
        factories.partner(key, name_en="Customs", acronym_en="CUS")
    found = judged(HEAD + "One,Un,mou,Atlantis|Customs|mx,no,,\n", agreements_officer)

    assert [(one.column, one.value) for one in found.errors] == [("parties", "Atlantis"), ("parties", "Customs")]
    assert "a, b" in str(found.errors[1].message)


def test_a_sheet_sent_twice_does_not_fill_the_register_twice(agreements_officer):
    text = HEAD + "Memorandum,Protocole,mou,mx,no,proposed,\n"
    actions.import_rows(judged(text, agreements_officer).given, by=agreements_officer)

    assert wrong(judged(text, agreements_officer)) == [(2, "title_en", "Memorandum")]


def test_two_rows_of_one_title_are_one_too_many(agreements_officer):
    found = judged(HEAD + "Same,Même,mou,mx,no,,\nSame,Même,mou,us,no,,\n", agreements_officer)

    assert [one.row for one in found.errors] == [3]


def test_nobody_points_at_or_marks_what_is_above_the_clearance(open_account):
    officer = open_account(Role.AGREEMENTS_OFFICER, clearance=Marking.UNCLASSIFIED)
    factories.partner("hidden", marking="protected_b")
    found = judged("title_en,kind,parties,marking\nA,mou,hidden,\nB,mou,mx,protected_a\n", officer)

    assert [(one.row, one.column) for one in found.errors] == [(2, "parties"), (3, "marking")]


def test_good_rows_are_registered_with_numbers_and_parties(agreements_officer):
    found = judged(HEAD + "".join(f"Title {n},Titre {n},mou,mx|us,no,,\n" for n in range(3)), agreements_officer)

    added = actions.import_rows(found.given, by=agreements_officer)

    assert [one.number[-4:] for one in added] == ["0001", "0002", "0003"]
    assert {one.parties.count() for one in added} == {2}


def test_all_rows_or_none(agreements_officer):
    rows = judged(HEAD + "Good,Bon,mou,mx,no,,\nLate,Tard,mou,mx,no,,\n", agreements_officer).given
    rows[1][0]["status"] = "signed"

    with pytest.raises(ValidationError):
        actions.import_rows(rows, by=agreements_officer)
    assert not Agreement.objects.exists()


def test_a_workbook_is_read_like_a_text(agreements_officer):
    book = openpyxl.Workbook()
    book.active.append(["title_en", "kind", "parties", "signed_on"])
    book.active.append(["Memorandum", "mou", "mx", timezone.datetime(2005, 6, 14)])
    held = io.BytesIO()
    book.save(held)
    found = imports.judge(imports.opened("Sheet.XLSX", held.getvalue()), person=agreements_officer)

    assert found.rows[0][0].values["signed_on"] == "2005-06-14"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"no workbook", "unreadable"),
        ("a.csv", b"", "heading"),
        ("a.csv", b"title_en,kind\n", "empty"),
        ("a.csv", b"title_en,kind,colour\nA,mou,red\n", "heading"),
        ("a.csv", b"title_en,kind,kind\nA,mou,mou\n", "heading"),
        ("a.csv", b"x" * (upload.MOST_BYTES + 1), "large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        imports.opened(name, content)

    assert {one.code for one in refusal.value.error_list} == {code}


def test_what_older_spreadsheets_write_is_read():
    table = imports.opened("a.csv", "title_en,title_fr,kind\nAct,Été,mou\n".encode("cp1252"))

    assert table == [{"title_en": "Act", "title_fr": "Été", "kind": "mou"}]


def test_the_error_list_is_the_sheet_with_a_last_column(agreements_officer):
    found = judged(HEAD + "Good,Bon,mou,mx,no,,\n=1+1,,pact,mx,no,,\n", agreements_officer)

    heading, good, bad = csv.reader(io.StringIO(imports.with_errors(found)))

    assert heading[-1] == "What is wrong"
    assert (good[-1], bad[0]) == ("", "'=1+1")
    assert "pact" in bad[-1]


def test_the_empty_sheet_has_every_column_and_is_understood():
    heading = imports.blank().strip()

    assert heading.split(",") == list(imports.COLUMNS) == list(imports.HELP)
    with pytest.raises(ValidationError) as refusal:
        imports.opened("a.csv", heading.encode())
    assert refusal.value.error_list[0].code == "empty"
