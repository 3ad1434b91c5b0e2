import csv
import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from entente.engagement.partners import actions, imports
from entente.engagement.partners.models import Partner
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from tests.engagement.partners import factories

pytestmark = pytest.mark.django_db
HEADING = "kind,name_en,name_fr,country,parent,sector,subjects,marking,owner,key\n"


def sheet(*lines, heading=HEADING):
    return imports.opened("partners.csv", (heading + "\n".join(lines)).encode())


@pytest.fixture
def judged(desk_officer, mexico):
    """A sheet of these lines as the desk officer's, judged."""
    return lambda *lines: imports.judge(sheet(*lines), person=desk_officer)


def places(judged):
    return [(error.row, error.column) for error in judged.errors]


def test_a_good_sheet_is_added_whole_with_the_parts_behind_the_wholes(judged, desk_officer):
    found = judged(
        "administration,Part,Partie,MX,new-union,,,,,",
        "union,New union,Nouvelle union,,,,goods|people,,,new-union",
    )
    assert found.errors == []

    added = actions.import_rows(found.rows, by=desk_officer, file="mine.csv")

    assert [one.key for one in added] == ["new-union", "part"]
    part = Partner.objects.get(key="part")
    assert (part.parent.key, part.country.code, part.marking) == ("new-union", "MX", "unclassified")
    assert Entry.objects.filter(verb="import", changes={"file": "mine.csv"}).count() == 2


@pytest.mark.parametrize(
    ("cells", "kind", "country", "subjects"),
    [
        ("Country,A,,Canada,,,National security,,,", "country", "CA", "security"),
        ("pays,A,,canada,,,marchandises|personnes,,,", "country", "CA", "goods|people"),
        ("COUNTRY,A,,ca,,,,,,", "country", "CA", ""),
    ],
)
def test_words_of_either_language_stand_for_codes(judged, cells, kind, country, subjects, french_words):
    factories.country("CA", "Canada", "Canada")

    (row,) = judged(cells).rows

    assert (row.cells["kind"], row.cells["country"], row.cells["subjects"]) == (kind, country, subjects)


@pytest.fixture
def french_words(monkeypatch):
    """The French labels, whether or not the catalogue is compiled where the test runs."""
    from entente.engagement.partners.imports import own

    known = own._words
    more = {"kind": {"pays": "country"}, "subjects": {"marchandises": "goods", "personnes": "people"}}
    monkeypatch.setattr(own, "_words", lambda: {name: codes | more.get(name, {}) for name, codes in known().items()})


def test_every_bad_cell_is_named_by_row_and_column(judged):
    found = judged(
        "planet,A,,,,,,,,",
        "country,B,,ZZ,nowhere,,,,,",
        "stakeholder,,,,,sea,,secret,nobody,",
        "group,C,,,,,,,,good-key",
        "group,D,,,,,,,,good-key",
    )

    assert places(found) == [
        (2, "kind"), (3, "country"), (3, "parent"), (4, "name_en"), (4, "sector"), (4, "marking"), (4, "owner"),
        (6, "key"),
    ]  # fmt: skip


def test_the_rooms_rules_judge_the_rows_too(judged):
    found = judged("country,A,,,,air,,,,")

    assert places(found) == [(2, "country"), (2, "sector")]
    assert found.rows == []


def test_what_the_record_has_stays_and_differences_are_errors(judged, mexico):
    same = judged("country,Mexico,Mexique,MX,,,,,,")
    other = judged("country,Mexico,Le Mexique,,,,,,,mx")

    assert (same.rows, same.errors, same.kept) == ([], [], [(2, mexico)])
    assert places(other) == [(2, "name_fr")]
    assert "Mexique" in str(other.errors[0].message)


def test_a_name_twice_in_the_sheet_and_keys_that_cannot_be_are_errors(judged):
    found = judged("group,Quad,,,,,,,,", "group,QUAD,,,,,,,,", "group,Other,,,,,,,,map")

    assert places(found) == [(3, "name_en"), (4, "key")]
    assert [row.number for row in found.rows] == [2]  # no row with an error is said to be fine


def test_nothing_above_the_clearance_is_entered_or_told(open_account, mexico):
    secret = factories.partner("Secret", key="secret", kind="group", marking=Marking.PROTECTED_B)
    officer = open_account(Role.DESK_OFFICER, clearance=Marking.UNCLASSIFIED)

    found = imports.judge(sheet("group,A,,,,,,protected_a,,", "group,Secret,,,secret,,,,,"), person=officer)
    taken = imports.judge(sheet("group,B,,,,,,,,secret"), person=officer)

    assert places(found) == [(2, "marking"), (3, "parent")]
    assert places(taken) == [(2, "key")]
    assert secret not in [partner for _row, partner in found.kept + taken.kept]


def test_a_french_spreadsheets_csv_is_read():
    text = "kind;name_en;name_fr\ngroup;Quad;Quatuor, élargi\n"

    assert imports.opened("a.csv", text.encode("cp1252"))[0]["name_fr"] == "Quatuor, élargi"
    assert imports.opened("a.csv", text.encode("utf-8-sig"))[0]["kind"] == "group"


def test_headings_may_be_what_the_forms_call_them_in_either_language():
    text = "Nature;Nom en anglais;NOM EN FRANÇAIS;Office of primary interest\ngroup;Quad;Quatuor;\n"

    assert imports.opened("a.csv", text.encode("cp1252"))[0] == {
        "kind": "group", "name_en": "Quad", "name_fr": "Quatuor", "owner": "",
    }  # fmt: skip


def test_a_heading_that_stands_twice_is_refused():
    with pytest.raises(ValidationError) as refusal:
        imports.opened("a.csv", b"kind,name_en,Name in English\ngroup,A,B\n")

    assert "twice" in str(refusal.value)


def test_a_workbook_is_read_as_a_csv_is():
    book, kept = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["kind", "name_en", "starts_on"])
    book.active.append(["group", "Quad", 2007])
    book.save(kept)

    assert imports.opened("a.XLSX", kept.getvalue()) == [{"kind": "group", "name_en": "Quad", "starts_on": "2007"}]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"no workbook", "unreadable"),
        ("a.csv", b"", "heading"),
        ("a.csv", b"kind,colour\ngroup,red\n", "heading"),
        ("a.csv", b"kind,name_en\n", "empty"),
        ("a.csv", b"kind,name_en\n" + b"group,A\n" * 10_001, "long"),
        ("a.csv", b"x" * (5 * 1024 * 1024 + 1), "large"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        imports.opened(name, content)

    assert {error.code for error in refusal.value.error_list} <= {code, None}
    assert refusal.value.messages


def test_an_empty_line_is_no_row_and_row_numbers_are_the_spreadsheets(judged):
    found = judged("group,A,,,,,,,,", ",,,,,,,,,", "planet,B,,,,,,,,")

    assert places(found) == [(4, "kind")]


def test_the_wrong_rows_come_back_with_why_and_no_formula_runs(judged):
    text = imports.with_errors(judged("group,A,,,,,,,,", '"=cmd()",B,,,,,,,,'))

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Row"], row["name_en"], row["kind"]) == ("3", "B", "'=cmd()")
    assert row["What is wrong"].startswith("kind: ")


def test_the_template_has_the_headings_and_a_sheet_of_help():
    book = openpyxl.load_workbook(io.BytesIO(imports.template()))

    assert tuple(cell.value for cell in book.worksheets[0][1]) == imports.OWN.columns
    assert book.worksheets[1].max_row == len(imports.OWN.columns) + 1
    assert {one["name"] for one in imports.columns() if one["needed"]} == {"kind", "name_en"}


def test_a_sheet_of_any_length_is_judged_with_few_queries(desk_officer, mexico, django_assert_max_num_queries):
    lines = [f"group,Group {number},,,,,,,," for number in range(300)]

    with django_assert_max_num_queries(6):
        found = imports.judge(sheet(*lines), person=desk_officer)

    assert len(found.rows) == 300


def test_a_rule_broken_between_check_and_adding_adds_nothing(judged, desk_officer):
    found = judged("group,A,,,,,,,,", "group,B,,,,,,,,")
    found.rows[1].values["sector"] = "air"

    with pytest.raises(ValidationError):
        actions.import_rows(found.rows, by=desk_officer, file="a.csv")

    assert Partner.objects.filter(kind="group").count() == 0


def test_a_package_file_is_spelled_as_it_came(loaded_mexico):
    texts = imports.SHEET_OF[Partner].texts(loaded_mexico)

    assert texts["country"] == "MX"
    assert [one.file for one in imports.SHEETS] == [
        "partners.csv", "successions.csv", "offices.csv", "tiers.csv", "standings.csv", "aims.csv", "presences.csv",
    ]  # fmt: skip
