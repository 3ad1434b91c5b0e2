"""An officer's own spreadsheet: every wrong cell named, headings and words of either language, all or nothing."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from entente.engagement.commitments import actions, imports
from entente.engagement.commitments.models import Commitment
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry

from . import factories
from .factories import promised, some_partner, unit


def judged(text, person):
    return imports.judge(imports.opened("mine.csv", text.encode()), person=person)


def wrong(text, person):
    return [(one.row, one.column, one.value) for one in judged(text, person).errors]


def test_headings_and_words_of_both_languages_are_understood(desk_officer, other_officer):
    some_partner()
    factories.body("wco", acronym_en="WCO", acronym_fr="OMD")
    unit()
    with override("fr"):
        found = judged(
            "De qui est l’engagement ?;Titre en français;pris le;Échéance;Partenaire;Forum;Responsable;Bureau;"
            "Pris par\n"
            "de l’autre partie;Partager;2026-01-02;2026-03-01;MX (fr);OMD;Ana Otero;Bureau int;ministres\n",
            desk_officer,
        )

    assert found.errors == []
    given = found.lines[0].given
    assert (given["side"], given["level"], given["due_on"]) == ("theirs", "ministers", date(2026, 3, 1))
    assert (given["partner"].key, given["body"].key, given["owner"], given["unit"].key) == (
        "mx",
        "wco",
        other_officer,
        "int",
    )


def test_every_wrong_cell_is_named_with_its_row_and_column(desk_officer):
    some_partner()
    text = (
        "side,title_en,made_on,due_on,partner,owner,level,marking\n"
        "mine,One,2026-01-02,soon,atlantis,nobody,kings,secret\n"
        "ours,,2026-01-02,,mx,,,\n"
        "ours,Three,2026-01-02,2025-01-02,mx,,leaders,\n"
        "ours,Four,2030-01-02,,,,,\n"
    )

    assert wrong(text, desk_officer) == [
        (2, "side", "mine"), (2, "due_on", "soon"), (2, "partner", "atlantis"), (2, "owner", "nobody"),
        (2, "level", "kings"), (2, "marking", "secret"),
        (3, "title_en", ""),
        (4, "due_on", "2025-01-02"), (4, "place", ""),
        (5, "made_on", "2030-01-02"), (5, "partner", ""),
    ]  # fmt: skip


def test_a_sheet_sent_twice_and_a_row_that_stands_twice_are_noticed(desk_officer):
    one = promised(by=desk_officer, title_en="Send the list", made_on=date(2026, 1, 2))
    text = "side,title_en,made_on,partner\nours,Send the LIST,2026-01-02,mx\n" + "ours,Twice,2026-01-02,mx\n" * 2

    errors = judged(text, desk_officer).errors

    assert [(error.row, error.column) for error in errors] == [(2, "title_en"), (4, "title_en")]
    assert one.key in str(errors[0].message)
    assert "Row 3" in str(errors[1].message)


def test_a_name_that_several_have_asks_for_the_key(desk_officer):
    factories.partner("aa", name_en="Border Agency")
    factories.partner("bb", name_en="Border Agency")
    text = "side,title_en,made_on,partner\nours,One,2026-01-02,border agency\nours,Two,2026-01-02,bb\n"

    found = judged(text, desk_officer)

    assert [error.row for error in found.errors] == [2]
    assert "aa, bb" in str(found.errors[0].message)
    assert found.lines[0].given["partner"].key == "bb"


def test_nothing_is_told_of_what_the_officer_may_not_see(open_account):
    factories.partner("xx", name_en="Hidden", marking=Marking.PROTECTED_B)
    lower = open_account(Role.DESK_OFFICER, username="lower", clearance=Marking.PROTECTED_A)
    text = "side,title_en,made_on,partner,marking\nours,One,2026-01-02,Hidden,\n"

    assert wrong(text, lower) == [(2, "partner", "Hidden")]


def test_a_workbook_is_read_as_its_csv_would_be(desk_officer):
    some_partner()
    book = openpyxl.Workbook()
    book.active.append(["side", "title_en", "made_on", "partner"])
    book.active.append(["ours", "From a workbook", date(2026, 1, 2), "MX"])
    content = io.BytesIO()
    book.save(content)

    found = imports.judge(imports.opened("mine.xlsx", content.getvalue()), person=desk_officer)

    assert found.errors == []
    assert found.lines[0].given["made_on"] == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title_en,colour\nx,red\n", "heading"),
        ("side,side,made_on\nours,ours,2026-01-01\n", "heading"),
        ("side,made_on\n", "empty"),
        ("side,made_on\n" + "ours,2026-01-01\n" * 5001, "long"),
        ("x" * (5 * 1024 * 1024 + 1), "large"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(text, code):
    with pytest.raises(ValidationError) as refusal:
        imports.opened("mine.csv", text.encode())

    assert {error.code for error in refusal.value.error_list} == {code}


def test_rows_are_written_down_all_or_none_and_each_leaves_its_trail(desk_officer, other_officer):
    some_partner()
    good = judged(
        "side,title_en,made_on,partner,owner\nours,One,2026-01-02,mx,other\ntheirs,Two,2026-01-03,mx,\n", desk_officer
    )

    made = actions.import_rows(good.given, by=desk_officer, file="mine.csv")

    assert [(one.title_en, one.owner) for one in made] == [("One", other_officer), ("Two", desk_officer)]
    assert Entry.objects.filter(verb="import").count() == 2

    bad = [*good.given, good.given[0] | {"made_on": date(2030, 1, 1)}]
    with pytest.raises(ValidationError):
        actions.import_rows(bad, by=desk_officer, file="again.csv")
    assert Commitment.objects.count() == 2


def test_the_sheet_comes_back_with_what_is_wrong_and_no_formula(desk_officer):
    found = judged("side,title_en,made_on\nours,=1+1,2026-01-02\n", desk_officer)

    back = imports.with_errors(found.table, found.errors)

    assert "'=1+1" in back
    assert "COM-3" in back
    assert imports.opened("back.csv", imports.blank().encode() + b"ours" + b"," * 15) == [
        {"side": "ours"} | dict.fromkeys([column["name"] for column in imports.columns()][1:], "")
    ]
