"""Absences: one's own, and a spreadsheet of many."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from entente.foundation.people import actions, imports, policy
from entente.foundation.people.exports import ABSENCES
from entente.foundation.people.models import Absence
from entente.foundation.people.roles import Role
from entente.foundation.trail.models import Entry
from entente.kit.table import Ask, read, records

from .asking import get, post, text_of
from .factories import TODAY, absence, account

KEEPERS, WATCHERS = {Role.ADMINISTRATOR}, {Role.ADMINISTRATOR, Role.AUDITOR}
MAY = {  # act: another's absence, one's own
    "view": (WATCHERS, set(Role)),
    "record": (KEEPERS, set(Role)),
    "withdraw": (KEEPERS, set(Role)),
    "import": (KEEPERS, KEEPERS),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", MAY)
def test_who_may(act, role, open_account):
    person = open_account(role)
    others, own = MAY[act]

    assert policy.ABSENCES.allows(person, act, Absence(person=account("other"))) is (role in others)
    assert policy.ABSENCES.allows(person, act, Absence(person=person)) is (role in own)


def test_every_row_of_the_table_is_tested():
    assert set(policy.ABSENCES.table) == set(MAY)


@pytest.mark.parametrize("role", Role)
def test_asking_of_many_agrees_with_asking_of_one(role, open_account, reader):
    person = open_account(role, username="asking")
    absence(person), absence(reader)

    seen = {one.pk for one in Absence.objects.all() if policy.ABSENCES.allows(person, "view", one)}

    assert set(policy.absences_for(person).values_list("pk", flat=True)) == seen


def record(by, person=None, first=TODAY, last=TODAY, **given):
    return actions.record_absence(by=by, person=person or by, starts_on=first, ends_on=last, **given)


def test_one_records_the_own_absence_and_takes_it_back_with_a_reason_ppl_11(reader, desk_officer, administrator):
    """PPL-11."""
    made = record(reader)
    with pytest.raises(PermissionDenied):
        record(desk_officer, reader, first=TODAY + timedelta(1), last=TODAY + timedelta(1))
    with pytest.raises(PermissionDenied):
        actions.withdraw_absence(made, by=desk_officer, reason="x")
    with pytest.raises(ValidationError, match="reason"):
        actions.withdraw_absence(made, by=reader, reason="")

    actions.withdraw_absence(made, by=reader, reason="Stays here.")

    assert not Absence.objects.exists()
    assert Entry.objects.latest("id").changes == {"starts_on": "2026-11-02", "ends_on": "2026-11-02"}
    assert record(administrator, reader)


@pytest.mark.parametrize(
    ("last", "why"),
    [(TODAY - timedelta(1), "before the beginning"), (TODAY + timedelta(366), "PPL-9")],
)
def test_days_that_cannot_be_are_refused_ppl_9(reader, last, why):
    """PPL-9."""
    with pytest.raises(ValidationError, match=why):
        record(reader, last=last)
    assert record(reader, last=TODAY + timedelta(365))


def test_the_same_absence_is_recorded_once(reader):
    record(reader)

    with pytest.raises(ValidationError, match="already recorded"):
        record(reader)


# ── the register ──────────────────────────────────────────────────────────────────────────────────


def test_the_list_tells_who_is_away_and_shows_others_only_their_own(auditor, reader, django_assert_num_queries):
    absence(reader), absence(auditor, TODAY + timedelta(3)), absence(reader, TODAY - timedelta(3))
    ask = Ask(auditor, TODAY.isoformat())

    assert [(one["account"], one["state"]) for one in records(ABSENCES, ask)] == [
        ("auditor", "to come"),
        ("reader", "now"),
        ("reader", "over"),
    ]
    with django_assert_num_queries(3):
        read(ABSENCES, ask, {})
    for chosen, count in (({"state": "now"}, 1), ({"q": "read"}, 2), ({"kind": "training"}, 0)):
        assert read(ABSENCES, Ask(auditor, ask.on, chosen=chosen), {}).count == count
    assert read(ABSENCES, Ask(reader, ask.on), {}).count == 2


# ── a spreadsheet ─────────────────────────────────────────────────────────────────────────────────

GOOD = (
    "person,starts_on,ends_on,kind\nreader,2026-11-02,2026-11-06,\nREADER@example.org,2026-12-01,2026-12-01,formation\n"
)


def judged(text):
    return imports.judge(imports.opened("absences.csv", text.encode()))


def told(text):
    return [(one.row, one.column, str(one.message)) for one in judged(text).errors]


def test_a_sheet_names_people_by_account_or_address_and_kinds_in_either_language(
    administrator, reader, django_assert_num_queries
):
    with django_assert_num_queries(2):
        found = judged(GOOD)
    actions.import_absences([one for _row, one in found.rows], by=administrator, file="absences.csv")

    assert list(Absence.objects.order_by("starts_on").values_list("person__username", "kind")) == [
        ("reader", "leave"),
        ("reader", "training"),
    ]
    assert Entry.objects.filter(verb="import").count() == 2
    again = judged(GOOD)
    assert (again.rows, again.errors, len(again.kept)) == ([], [], 2)


def test_headings_may_be_the_words_of_the_forms(reader):
    with override("fr"):
        heading = ";".join(str(Absence._meta.get_field(name).verbose_name) for name in imports.OWN.columns)

    assert len(judged(f"{heading}\nreader;2026-11-02;2026-11-06;congé\n").rows) == 1


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        ("nobody,2026-11-02,2026-11-06,leave", "person", "Nobody has this account"),
        (",2026-11-02,2026-11-06,leave", "person", "Fill in this cell."),
        ("reader,tomorrow,2026-11-06,leave", "starts_on", "Write the day as 2026-11-27."),
        ("reader,2026-02-30,2026-11-06,leave", "starts_on", "Write the day as 2026-11-27."),
        ("reader,2026-11-02,0026-11-06,leave", "ends_on", "Write the day as 2026-11-27."),
        ("reader,2026-11-02,,leave", "ends_on", "Fill in this cell."),
        ("reader,2026-11-02,2026-11-01,leave", "ends_on", "The end cannot come before the beginning."),
        ("reader,2026-11-02,2028-11-01,leave", "ends_on", "PPL-9"),
        ("reader,2026-11-02,2026-11-06,moon", "kind", "“moon” is not known here."),
    ],
)
def test_a_wrong_cell_is_named(line, column, said, reader):
    errors = told(GOOD + line + "\n")

    assert [(row, where) for row, where, _message in errors] == [(4, column)]
    assert said in errors[0][2]


def test_every_wrong_cell_of_a_row_is_named_at_once_and_in_french(reader):
    with override("fr"):
        errors = told("person,starts_on,ends_on,kind\nnobody,x,y,z\n")

    assert [where for _row, where, _message in errors] == ["person", "kind", "starts_on", "ends_on"]
    assert errors[0][2].startswith("Personne n’a")


def test_the_same_twice_in_a_sheet_is_said(reader):
    assert told(GOOD + "reader,2026-11-02,2026-11-06,leave\n") == [(4, "person", "Row 2 says the same.")]


def test_what_was_recorded_meanwhile_is_refused_and_nothing_is_recorded(administrator, reader):
    found = judged(GOOD)
    record(reader, first=date(2026, 12, 1), last=date(2026, 12, 1))

    with pytest.raises(ValidationError, match="meanwhile"):
        actions.import_absences([one for _row, one in found.rows], by=administrator, file="a.csv")

    assert Absence.objects.count() == 1


def test_others_import_nothing(desk_officer, reader):
    with pytest.raises(PermissionDenied):
        actions.import_absences([Absence(person=reader, starts_on=TODAY, ends_on=TODAY)], by=desk_officer, file="a")


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────


def sheet(text, name="absences.csv"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def test_an_administrator_sends_looks_and_records(as_person, administrator, reader):
    client = as_person(administrator)

    assert post(client, "import_absences", file=sheet(GOOD)).url == "/en/people/absences/import/check/"
    assert "2 absences will be recorded" in text_of(get(client, "check_absences"))
    assert "was sent and not yet recorded" in text_of(get(client, "import_absences"))
    assert post(client, "check_absences").url == "/en/people/absences/"

    assert Absence.objects.count() == 2
    assert get(client, "check_absences").status_code == 302


def test_a_sheet_with_one_wrong_cell_records_nothing_and_comes_back_with_why(as_person, administrator, reader):
    client = as_person(administrator)
    post(client, "import_absences", file=sheet(GOOD + "nobody,2026-11-02,2026-11-06,leave\n"))

    page = text_of(get(client, "check_absences"))
    post(client, "check_absences")

    assert "has 1 problem" in page
    assert "Nobody has this account" in page
    assert not Absence.objects.exists()
    back = get(client, "errors_absences").content.decode()
    assert "4,nobody,2026-11-02,2026-11-06,leave,person: Nobody has this account" in back
    post(client, "check_absences", forget="1")
    assert get(client, "errors_absences").status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (sheet("x", "absences.pdf"), "Send a CSV or XLSX file."),
        (sheet(b"not a workbook", "absences.xlsx"), "cannot be read"),
        (sheet("person,from_when\nreader,2026\n"), "This column is not known."),
        (sheet("person,starts_on,ends_on\n"), "no rows"),
        (sheet(b"x" * (5 * 1024 * 1024 + 1)), "larger than 5 megabytes"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(sent, said, as_person, administrator):
    sent.seek(0)
    page = post(as_person(administrator), "import_absences", file=sent)

    assert page.status_code == 422
    assert said in text_of(page)


def test_the_empty_sheet_can_be_filled_and_sent(as_person, administrator, reader):
    client = as_person(administrator)
    book = openpyxl.load_workbook(io.BytesIO(get(client, "template_absences").content))
    book.worksheets[0].append(["reader", date(2026, 11, 2), date(2026, 11, 6), "leave"])
    kept = io.BytesIO()
    book.save(kept)

    post(client, "import_absences", file=sheet(kept.getvalue(), "absences.xlsx"))

    assert "1 absence will be recorded" in text_of(get(client, "check_absences"))


def test_one_records_the_own_days_from_the_own_account(as_person, reader):
    client = as_person(reader)
    first = timezone.localdate() + timedelta(1)
    said = {"starts_on": first.isoformat(), "ends_on": first.isoformat(), "kind": "leave"}

    assert post(client, "record_absence", **said).url == "/en/people/me/"

    made = Absence.objects.get()
    assert f"/en/people/absences/{made.pk}/" in text_of(get(client, "me"))
    assert post(client, "absence", made.pk, reason="").status_code == 422
    assert post(client, "absence", made.pk, reason="Stays.").url == "/en/people/me/"
    assert not Absence.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_pages_open_for_those_who_may(as_person, open_account, role):
    client = as_person(open_account(role))

    for name in ("heads", "delegations", "absences", "chart", "delegate", "record_absence"):
        assert get(client, name).status_code == 200, name
    for name in ("import_absences", "template_absences"):
        assert get(client, name).status_code == (200 if role in KEEPERS else 403), name


def test_taking_a_list_away_is_noted(as_person, auditor):
    for name in ("heads", "delegations", "absences"):
        assert b"".join(get(as_person(auditor), name, format="csv").streaming_content)
        assert Entry.objects.filter(verb="export", subject=f"register:{name}").count() == 1
