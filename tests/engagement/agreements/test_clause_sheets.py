"""Clauses from an officer's spreadsheet: judged cell by cell, entered all or none; the register's file comes back."""

import csv
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from entente.engagement.agreements import actions, exports, imports
from entente.engagement.agreements.models import Clause, ClauseKind, Permission, Purpose
from entente.foundation.people.roles import Marking, Role
from entente.foundation.trail.models import Entry
from entente.kit import export

from . import factories

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
HEAD = "agreement,article,kind,code,answer,number,unit,text_en,from_on,to_on"
GOOD = "mx-mou,art. 3,purpose,revenue,permitted,,,To protect duties.,,"


@pytest.fixture(autouse=True)
def memorandum(db):
    mexico = factories.partner("mx", name_en="Mexico", name_fr="Mexique")
    titles = {"title_en": "Memorandum with Mexico", "title_fr": "Protocole avec le Mexique"}
    standing = {"status": "in_force", "binding": False, "signed_on": "2001", "in_force_on": "2001-05-01"}
    return factories.agreement(mexico, key="mx-mou", kind="mou", **titles, **standing)


def opened(*rows, heading=HEAD):
    return imports.clause_sheet.opened("sheet.csv", "\n".join([heading, *rows]).encode())


def judged(person, *rows, heading=HEAD):
    return imports.clauses.judge(opened(*rows, heading=heading), person=person)


def wrong(found):
    return [(one.row, one.column, one.value) for one in found.errors]


def fields(one):
    left_out = ("id",)
    return {name: getattr(one, name) for name in (f.attname for f in Clause._meta.fields) if name not in left_out}


def address(name, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}")


def workbook(*lines):
    book, held = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.save(held)
    return held.getvalue()


# ── What is understood ────────────────────────────────────────────────────────────────────────────


def test_a_good_sheet_is_entered_with_a_line_of_the_trail_for_each(agreements_officer):
    found = judged(agreements_officer, GOOD, "mx-mou,art. 5,retention,,,5,years,,2008-05,2020")

    made = actions.import_clauses(found.given, by=agreements_officer)

    assert wrong(found) == []
    assert [(one.kind, one.code, one.number, one.unit, one.from_on, one.to_on) for one in made] == [
        ("purpose", "revenue", None, "", "", ""),
        ("retention", "", 5, "years", "2008-05", "2020"),
    ]
    assert {one.as_of for one in made} == {timezone.localdate().isoformat()}
    assert Entry.objects.filter(verb="add_clause").count() == 2


@pytest.mark.parametrize("named", ["mx-mou", "Memorandum with Mexico", "protocole avec le mexique"])
def test_an_instrument_may_be_named_by_key_or_title(agreements_officer, named):
    found = judged(agreements_officer, f"{named},art. 3,purpose,revenue,permitted,,,,,")

    assert [clause.agreement.key for _row, clause in found.clauses] == ["mx-mou"]


@pytest.mark.parametrize(
    ("lang", "heading", "mark"),
    [
        ("en", "Instrument,Article,What it is about,What it speaks of,Answer", ","),
        ("fr", "Instrument;Article;Objet;Ce dont il est question;Réponse", ";"),
        ("fr", "Instrument,article,OBJET,Code,answer", ","),
    ],
)
def test_headings_and_codes_may_be_words_of_either_language(agreements_officer, lang, heading, mark):
    with translation.override(lang):
        labels = (ClauseKind.PURPOSE.label, Purpose.CUSTOMS_ENFORCEMENT.label, Permission.WITH_CONSENT.label)
        row = mark.join(["mx-mou", "art. 3", *(str(label).upper() for label in labels)])
    found = judged(agreements_officer, row, heading=heading)

    assert wrong(found) == []
    ((_row, one),) = found.clauses
    assert (one.kind, one.code, one.answer) == ("purpose", "customs_enforcement", "with_consent")


@pytest.mark.parametrize("length", ["5,years", "5 years,", "5 ans,", "5\u00a0années,", "5 Year,ans"])
def test_a_length_carries_its_unit_or_has_it_beside(agreements_officer, length):
    found = judged(agreements_officer, f"mx-mou,art. 5,retention,,,{length},,,")

    assert wrong(found) == []
    ((_row, one),) = found.clauses
    assert (one.number, one.unit) == (5, "years")


@pytest.mark.parametrize("length", ["101 years,", "32767 years,", "99999 days,"])
def test_a_length_that_nobody_can_mean_is_named_by_its_cell(agreements_officer, length):
    found = judged(agreements_officer, f"mx-mou,art. 3,retention,,,{length},,,", heading=HEAD)

    assert "at most 100 years" in str(found.errors[0].message)


def test_a_workbook_is_read_like_a_text(agreements_officer):
    heading = ["Instrument", "Article", "What it is about", "Length", "Counts from"]
    content = workbook(heading, ["mx-mou", "art. 5", "retention", "5 years", timezone.datetime(2005, 6, 14)])
    lines = imports.clause_sheet.opened("Sheet.XLSX", content)

    ((row, one),) = imports.clauses.judge(lines, person=agreements_officer).clauses

    assert (row, one.number, one.from_on) == (2, 5, "2005-06-14")


# ── What is wrong ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        ("nowhere,art. 9,purpose,revenue,permitted,,,,,", "agreement", "nowhere"),
        (",art. 9,purpose,revenue,permitted,,,,,", "agreement", ""),
        ("mx-mou,art. 9,,revenue,permitted,,,,,", "kind", ""),
        ("mx-mou,art. 9,wish,revenue,permitted,,,,,", "kind", "wish"),
        ("mx-mou,art. 9,purpose,identity,permitted,,,,,", "code", "identity"),
        ("mx-mou,art. 9,purpose,,permitted,,,,,", "code", ""),
        ("mx-mou,art. 9,purpose,revenue,maybe,,,,,", "answer", "maybe"),
        ("mx-mou,art. 9,purpose,revenue,,,,,,", "answer", ""),
        ("mx-mou,art. 5,retention,,,five,years,,,", "number", "five"),
        ("mx-mou,art. 5,retention,,,-5,years,,,", "number", "-5"),
        ("mx-mou,art. 5,retention,,,99999,years,,,", "number", "99999"),
        ("mx-mou,art. 5,retention,,,5,,,,", "unit", ""),
        ("mx-mou,art. 5,retention,,,,years,,,", "unit", "years"),
        ("mx-mou,art. 5,retention,,,5 years,days,,,", "unit", "days"),
        ("mx-mou,art. 9,purpose,revenue,permitted,5,years,,,", "number", "5"),
        ("mx-mou,,purpose,revenue,permitted,,,,,", "article", ""),
        (f"mx-mou,{'9' * 61},purpose,revenue,permitted,,,,,", "article", "9" * 61),
        ("mx-mou,art. 9,purpose,revenue,permitted,,,,tomorrow,", "from_on", "tomorrow"),
        ("mx-mou,art. 9,purpose,revenue,permitted,,,,2008-02-31,", "from_on", "2008-02-31"),
        ("mx-mou,art. 9,purpose,revenue,permitted,,,,0208,", "from_on", "0208"),
        ("mx-mou,art. 9,purpose,revenue,permitted,,,,2010,2008", "to_on", "2008"),
        ("mx-mou,art. 9,purpose,revenue,permitted,,,,,,beyond", "", "beyond"),
    ],
)
def test_one_wrong_cell_is_named_by_its_row_and_column_and_nothing_is_entered(agreements_officer, row, column, value):
    found = judged(agreements_officer, GOOD, row)

    assert wrong(found) == [(3, column, value)]
    assert str(found.errors[0].message)


@pytest.mark.parametrize(("lang", "listed"), [("en", "on conditions (conditional)"), ("fr", "(conditional)")])
def test_a_code_that_is_not_known_is_answered_with_the_list_in_the_language_of_the_person(
    agreements_officer, lang, listed
):
    with translation.override(lang):
        found = judged(agreements_officer, "mx-mou,art. 3,purpose,revenue,maybe,,,,,")
        said = str(found.errors[0].message)
        words = [str(label) for label in Permission.labels]

    assert listed in said
    assert all(word in said for word in words)


def test_a_bad_cell_names_its_column_as_the_sheet_does(agreements_officer):
    found = judged(agreements_officer, "mx-mou,wish", heading="INSTRUMENT,Objet")
    lacking = judged(agreements_officer, "mx-mou,purpose,revenue", heading="INSTRUMENT,Objet,Code")

    assert wrong(found) == [(2, "Objet", "wish")]
    assert {one.column for one in lacking.errors} == {"Answer", "Article"}


def test_a_clause_twice_in_the_sheet_is_found(agreements_officer):
    assert wrong(judged(agreements_officer, GOOD, GOOD)) == [(3, "kind", "purpose")]


def test_what_is_on_record_stays_and_what_is_said_otherwise_is_named(agreements_officer, memorandum):
    actions.import_clauses(judged(agreements_officer, GOOD).given, by=agreements_officer)

    same = judged(agreements_officer, GOOD)
    other = judged(agreements_officer, GOOD.replace("permitted", "forbidden"))

    assert (same.standing, same.given, same.errors) == (1, [], [])
    assert wrong(other) == [(2, "answer", "forbidden")]


def test_a_row_copied_and_half_changed_is_found(agreements_officer):
    factories.agreement(factories.partner("us"), key="us-mou", title_en="Memorandum with the United States")
    heading = "Instrument,Key,Article,What it is about,What it speaks of,Code,Answer"
    found = judged(
        agreements_officer,
        "Memorandum with Mexico,us-mou,art. 3,purpose,revenue,revenue,permitted",
        "Memorandum with Mexico,mx-mou,art. 3,purpose,statistics,revenue,permitted",
        "Memorandum with Mexico,gone,art. 4,purpose,revenue,revenue,permitted",
        heading=heading,
    )

    assert wrong(found) == [
        (2, "Instrument", "Memorandum with Mexico"),
        (3, "What it speaks of", "statistics"),
        (4, "Key", "gone"),
    ]


def test_nobody_learns_of_an_instrument_above_the_clearance(open_account):
    officer = open_account(Role.AGREEMENTS_OFFICER, clearance=Marking.UNCLASSIFIED)
    factories.agreement(key="hidden", title_en="Hidden", marking="protected_b")

    found = judged(officer, "hidden,art. 3,purpose,revenue,permitted,,,,,")

    assert "No instrument you may see" in str(found.errors[0].message)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"no workbook", "unreadable"),
        ("a.csv", b"\x89PNG\0\0", "unreadable"),
        ("a.csv", b"", "heading"),
        ("a.csv", b"agreement,kind\n , \n", "empty"),
        ("a.csv", b"Instrumento,Tipo\nmx-mou,purpose\n", "heading"),
        ("a.csv", b"agreement,kind,Colour\nA,purpose,red\n", "heading"),
        ("a.csv", b"agreement,kind,kind\nA,purpose,purpose\n", "heading"),
        ("a.csv", b"agreement,article\nA,art. 3\n", "heading"),
        ("a.csv", b"agreement,kind\nA," + b"x" * 10_000_000, "large"),
        ("a.csv", b"agreement,kind\nA," + b"x" * 40_000, "cell"),
        ("a.csv", b"agreement,kind\n" + b"A,purpose\n" * 2_001, "long"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(name, content, code):
    with pytest.raises(ValidationError) as refusal:
        imports.clause_sheet.opened(name, content)

    assert {one.code for one in refusal.value.error_list} == {code}


def test_three_questions_judge_any_number_of_rows(agreements_officer, django_assert_num_queries):
    lines = opened(*(GOOD.replace("art. 3", f"art. {number}") for number in range(200)))

    with django_assert_num_queries(3):
        found = imports.clauses.judge(lines, person=agreements_officer)

    assert len(found.clauses) == 200


# ── The register's own file ───────────────────────────────────────────────────────────────────────


def recorded(memorandum):
    text = 'Said "so";\r\n- and so, in a second line'
    factories.clause(memorandum, text_en=text, text_fr="=Dit ainsi", from_on="[blank]", place="p. 3")
    factories.clause(
        memorandum, kind="retention", code="identity", answer="", number=18, unit="months", to_on="2030-05"
    )
    factories.clause(memorandum, kind="element", code="statistics", answer="forbidden", article="", text_fr="Rien.")
    factories.clause(memorandum, code="statistics", answer="conditional", source=None, from_on="2008-02")
    return Clause.objects.order_by("id")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_of_the_register_is_understood_and_says_the_same(lang, form, agreements_officer, memorandum):
    before = [fields(one) for one in recorded(memorandum)]
    with translation.override(lang):
        ask = factories.ask(agreements_officer)
        content = b"".join(export.stream(exports.CLAUSES, ask, form, order="agreement"))
        lines = imports.clause_sheet.opened(f"clauses.{form}", content)
        standing = imports.clauses.judge(lines, person=agreements_officer)
        Clause.objects.all().delete()
        found = imports.clauses.judge(lines, person=agreements_officer)
        made = actions.import_clauses(found.given, by=agreements_officer)

    assert (wrong(standing), standing.standing, standing.given) == ([], 4, [])
    assert wrong(found) == []
    before[0]["text_en"] = before[0]["text_en"].replace("\r\n", "\n")
    by_article = [sorted(map(str, rows)) for rows in (before, [fields(one) for one in made])]
    assert by_article[0] == by_article[1]


def test_every_heading_of_the_register_is_known_in_both_languages():
    for lang in ("en", "fr"):
        with translation.override(lang):
            heading = [str(column.heading) for column in exports.CLAUSES.columns]
            meant = dict(
                zip([one.key for one in exports.CLAUSES.columns], imports.clause_sheet.meanings(heading), strict=True)
            )

        assert None not in meant.values()
        assert meant["text"] == ""
        assert {meant["agreement_key"], meant["code_key"], meant["length"]} == {"agreement_key", "code_key", "number"}


@pytest.mark.parametrize(("heading", "column"), [("In our words", "text_en"), ("En nos propres mots", "text_fr")])
def test_words_under_a_heading_without_a_language_are_of_the_language_of_the_heading(heading, column):
    assert imports.clause_sheet.meanings([heading]) == [column]


# ── The pages ─────────────────────────────────────────────────────────────────────────────────────


def send(client, *rows, lang="en"):
    sent = SimpleUploadedFile("clauses.csv", "\n".join([HEAD, *rows]).encode())
    return client.post(address("import_clauses", lang), {"file": sent}, follow=True)


def test_a_sheet_is_sent_checked_and_entered(as_person, agreements_officer):
    client = as_person(agreements_officer)

    checked = send(client, GOOD)
    waiting = client.get(address("import_clauses")).content.decode()
    done = client.post(address("check_clauses"), follow=True)

    assert checked.status_code == 200
    assert "To protect duties." in checked.content.decode()
    assert "clauses.csv" in waiting
    assert "1 clause is entered." in done.content.decode()
    assert Clause.objects.count() == 1
    assert client.get(address("check_clauses")).status_code == 302


@pytest.mark.parametrize(("lang", "said"), [("en", "is not known here"), ("fr", "est inconnu ici")])
def test_a_bad_cell_keeps_the_sheet_and_gives_it_back_with_what_is_wrong(as_person, agreements_officer, lang, said):
    client = as_person(agreements_officer)

    shown = send(client, GOOD, GOOD.replace("permitted", "maybe"), lang=lang)
    refused = client.post(address("check_clauses", lang))
    given_back = client.get(address("clauses_errors", lang)).content.decode("utf-8-sig")

    assert (shown.status_code, refused.status_code, Clause.objects.count()) == (422, 422, 0)
    assert said in shown.content.decode()
    heading, good, bad = csv.reader(io.StringIO(given_back))
    assert heading[:-1] == HEAD.split(",")
    assert good[-1] == ""
    assert said in bad[-1]


def test_a_file_that_is_no_sheet_is_refused_at_its_field(as_person, agreements_officer):
    client = as_person(agreements_officer)

    for name, content in (("photo.csv", b"\x89PNG\0"), ("clauses.pdf", b"%PDF"), ("a.csv", b"Nombre\nx\n")):
        answer = client.post(address("import_clauses"), {"file": SimpleUploadedFile(name, content)})

        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]


def test_a_sheet_sent_again_has_nothing_to_enter(as_person, agreements_officer):
    client = as_person(agreements_officer)
    send(client, GOOD)
    client.post(address("check_clauses"))

    shown = send(client, GOOD)
    client.post(address("check_clauses"))

    assert "there is nothing to enter" in shown.content.decode()
    assert Clause.objects.count() == 1


def test_what_somebody_enters_meanwhile_is_told_and_nothing_is_entered(agreements_officer):
    found = judged(agreements_officer, GOOD.replace("art. 3", "art. 1"), GOOD)
    actions.import_clauses(judged(agreements_officer, GOOD).given, by=agreements_officer)

    with pytest.raises(ValidationError):
        actions.import_clauses(found.given, by=agreements_officer)
    assert Clause.objects.count() == 1


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_empty_sheet_may_be_filled_in_and_sent_back(lang, as_person, agreements_officer):
    blank = as_person(agreements_officer).get(address("clauses_template", lang)).content
    book = openpyxl.load_workbook(io.BytesIO(blank))
    empty, told = book.worksheets
    empty.append(["mx-mou", "art. 3", "purpose", "revenue", "permitted"])
    held = io.BytesIO()
    book.save(held)
    lines = imports.clause_sheet.opened("a.xlsx", held.getvalue())

    assert len(imports.clauses.judge(lines, person=agreements_officer).clauses) == 1
    assert len(lines[0]) == len(imports.clause_sheet.COLUMNS) == told.max_row - 1
    with pytest.raises(ValidationError) as refusal:
        imports.clause_sheet.opened("a.xlsx", blank)
    assert refusal.value.error_list[0].code == "empty"


@pytest.mark.parametrize("role", list(Role))
def test_only_an_agreements_officer_sends_a_sheet(as_person, open_account, role):
    person = open_account(role)
    client, may = as_person(person), role == Role.AGREEMENTS_OFFICER

    for name in ("import_clauses", "check_clauses", "clauses_template", "clauses_errors"):
        assert (client.get(address(name)).status_code != 403) == may
    for name in ("clauses", "index"):
        assert (address("import_clauses") in client.get(address(name)).content.decode()) == may
    if not may:
        with pytest.raises(PermissionDenied):
            actions.import_clauses([], by=person)
