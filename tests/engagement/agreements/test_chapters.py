"""Chapters of free trade agreements: what must hold, who may, what is seen, and the same bytes in and out."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import translation

from entente.engagement.agreements import actions, panels, queries, rules
from entente.engagement.agreements.imports import SHEET_OF
from entente.engagement.agreements.models import Chapter, ChapterDepartment
from entente.foundation.people.roles import Marking, Role
from entente.foundation.sources.models import Correction
from entente.foundation.sources.queries import Notes
from entente.foundation.trail.models import Entry
from entente.kit import sheet as sheets
from entente.kit.sheet import Directory
from tests.turns import turns

from . import factories
from .factories import ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
ORIGIN = {"title_en": "Rules of origin", "title_fr": "Règles d’origine", "role": "led"}


@pytest.fixture
def trade(db):
    titles = {"title_en": "Trade agreement with Chile", "title_fr": "Accord commercial avec le Chili"}
    return factories.agreement(factories.partner("cl"), key="cl-fta", kind="fta", status="in_force", **titles)


def chapter(of, **given):
    given = {"key": f"{of.key}-{Chapter.objects.count()}", "as_of": "2008"} | ORIGIN | given
    return Chapter.objects.create(agreement=of, **given)


def codes(refusal):
    return [one.code for one in refusal.value.error_list]


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}", args=args)


# ── What a chapter must obey ──────────────────────────────────────────────────────────────────────


def test_agr_110_chapters_are_kept_of_free_trade_agreements(agreements_officer, trade):
    """AGR-110."""
    with pytest.raises(ValidationError) as refusal:
        actions.add_chapter(factories.agreement(kind="mou"), by=agreements_officer, **ORIGIN)

    assert codes(refusal) == ["AGR-110"]
    assert actions.add_chapter(trade, by=agreements_officer, **ORIGIN).key == "cl-fta-rules-of-origin"


def test_agr_111_who_enters_a_chapter_says_what_we_are_in_it(agreements_officer, trade):
    """AGR-111."""
    with pytest.raises(ValidationError) as refusal:
        actions.add_chapter(trade, by=agreements_officer, title_en="Origin")

    assert codes(refusal) == ["AGR-111"]


def test_agr_112_two_chapters_do_not_bear_one_number_on_the_same_days(agreements_officer, trade):
    """AGR-112."""
    chapter(trade, number="5", to_on="2010-01-01")
    actions.add_chapter(trade, by=agreements_officer, number="5", from_on="2010-01-01", **ORIGIN)

    with pytest.raises(ValidationError) as refusal:
        actions.add_chapter(trade, by=agreements_officer, number="5", title_en="Origin procedures", role="led")

    assert codes(refusal) == ["AGR-112"]
    for _title in ("one", "two"):
        actions.add_chapter(trade, by=agreements_officer, title_en=f"Not numbered {_title}", role="followed")


def test_agr_113_a_text_stands_somewhere_only_while_it_is_negotiated(agreements_officer, trade):
    """AGR-113."""
    with pytest.raises(ValidationError) as refusal:
        actions.add_chapter(trade, by=agreements_officer, talks="open", **ORIGIN)

    assert codes(refusal) == ["AGR-113"]
    for given in ({"status": "negotiating"}, {"status": "unknown"}, {"status": "in_force", "stage": "renegotiated"}):
        at_the_table = factories.agreement(kind="fta", **given)
        assert rules.text_is_at_the_table(Chapter(agreement=at_the_table, talks="open")) is None


def test_agr_114_a_chapter_does_not_stop_before_it_begins(agreements_officer, trade):
    """AGR-114."""
    one = chapter(trade, from_on="2010-05")

    with pytest.raises(ValidationError) as refusal:
        actions.end_chapter(one, by=agreements_officer, to_on="2009", reason="Merged into another.")

    assert codes(refusal) == ["AGR-114"]
    assert actions.end_chapter(one, by=agreements_officer, to_on="2010-05-04", reason="Merged.").to_on == "2010-05-04"


def test_agr_115_what_has_an_end_is_neither_changed_nor_ended_again(agreements_officer, trade):
    """AGR-115."""
    one = chapter(trade, to_on="2010")

    for act in (
        lambda: actions.change_chapter(one, by=agreements_officer, role="followed"),
        lambda: actions.end_chapter(one, by=agreements_officer, to_on="2012", reason="Again."),
    ):
        with pytest.raises(ValidationError) as refusal:
            act()
        assert codes(refusal) == ["AGR-115"]


def test_an_end_needs_its_day_and_its_reason(agreements_officer, trade):
    with pytest.raises(ValidationError) as refusal:
        actions.end_chapter(chapter(trade), by=agreements_officer, to_on="", reason=" ")

    assert codes(refusal) == ["to_on", "reason_missing"]


# ── Changing ──────────────────────────────────────────────────────────────────────────────────────


def test_a_change_leaves_its_trace_and_one_that_changes_nothing_is_refused(agreements_officer, trade):
    one = actions.add_chapter(trade, by=agreements_officer, **ORIGIN)

    changed = actions.change_chapter(one, by=agreements_officer, number="4", owner=factories.unit())

    assert (changed.number, changed.owner.key) == ("4", "desk")
    entry = Entry.objects.get(verb="change_chapter")
    assert (entry.changes["number"], entry.changes["owner"]) == (["", "4"], ["", "desk"])
    with pytest.raises(ValidationError):
        actions.change_chapter(changed, by=agreements_officer, number="4")


def test_what_a_package_brought_keeps_what_its_source_says(agreements_officer, trade):
    one = factories.brought(chapter(trade))

    with pytest.raises(ValidationError):
        actions.change_chapter(one, by=agreements_officer, role="co_led")
    actions.change_chapter(one, by=agreements_officer, role="co_led", reason="Shared since the letter of May.")

    one.refresh_from_db()
    kept = Correction.objects.get(field="role")
    assert (one.role, kept.source_value, kept.reason) == ("co_led", "led", "Shared since the letter of May.")


def test_a_department_is_named_once(agreements_officer, trade):
    one, gac = chapter(trade), factories.partner("ca-gac", "department")

    actions.add_department(one, by=agreements_officer, department=gac, role_en="Leads the delegation.")

    with pytest.raises(ValidationError):
        actions.add_department(one, by=agreements_officer, department=gac)
    assert Entry.objects.get(verb="add_department").changes["department"] == "ca-gac"


def test_the_office_in_the_lead_changes_its_chapter_and_ends_none(trade, open_account):
    unit = factories.unit()
    one = chapter(trade, owner=unit)
    leads = open_account(Role.DESK_OFFICER, username="leads", unit=unit)
    other = open_account(Role.DESK_OFFICER, username="other")

    actions.change_chapter(one, by=leads, note_en="Ready for the next session.")

    for act in (
        lambda: actions.change_chapter(one, by=other, number="1"),
        lambda: actions.end_chapter(one, by=leads, to_on="2026", reason="No."),
        lambda: actions.add_chapter(trade, by=leads, **ORIGIN),
    ):
        with pytest.raises(PermissionDenied):
            act()


# ── Seen ──────────────────────────────────────────────────────────────────────────────────────────


def test_ten_comes_after_nine_and_what_is_over_comes_last(reader, trade):
    for number, to_on in (("10", ""), ("9", ""), ("2", "2010"), ("5A", "")):
        chapter(trade, number=number, to_on=to_on, title_en=f"Chapter {number}")

    assert [one.number for one in queries.chapters_of(ask(reader), trade)] == ["5A", "9", "10", "2"]


def test_on_a_past_day_the_chapters_of_that_day_are_known(reader, trade):
    chapter(trade, title_en="Later", from_on="2012")
    chapter(trade, title_en="Over", to_on="2011")

    found = queries.chapters_of(ask(reader, "2011-06-30"), trade)

    assert [(one.title_en, one.counts) for one in found] == [("Over", False)]


def test_what_is_marked_higher_is_not_seen_nor_a_department_that_is(reader, trade):
    one = chapter(trade)
    hidden = factories.partner("hidden", "department", marking=Marking.PROTECTED_B)
    ChapterDepartment.objects.create(chapter=one, department=hidden, as_of="2008")

    assert queries.chapters_of(ask(reader), trade)[0].beside == []
    trade.marking = Marking.PROTECTED_B
    trade.save()
    assert not queries.chapters(ask(reader)).exists()


@pytest.mark.parametrize(("role", "lang"), turns(Role.AGREEMENTS_OFFICER))
def test_the_dossier_shows_chapters_to_every_role_and_doors_to_those_who_may(
    as_person, open_account, trade, role, lang
):
    one, person = chapter(trade, number="4"), open_account(role)
    ChapterDepartment.objects.create(chapter=one, department=factories.partner("gac", "department"), as_of="2008")

    shown = as_person(person).get(address("agreement", "cl-fta", lang=lang)).content.decode()

    assert {"en": "Rules of origin", "fr": "Règles d’origine"}[lang] in shown
    assert "GAC" in shown
    may = role == Role.AGREEMENTS_OFFICER
    for name, args in (("add_chapter", ()), ("change_chapter", (one.pk,)), ("end_chapter", (one.pk,))):
        assert (address(name, "cl-fta", *args, lang=lang) in shown) == may
        assert as_person(person).get(address(name, "cl-fta", *args, lang=lang)).status_code == (200 if may else 403)


def test_an_instrument_without_chapters_says_what_to_do_and_another_kind_has_no_panel(reader, trade):
    (panel,) = panels.chapter_panels(ask(reader), trade, Notes())

    assert "free-trade desk" in str(panel.empty)
    assert panels.chapter_panels(ask(reader), factories.agreement(kind="mou"), Notes()) == []


def test_many_chapters_cost_two_queries(reader, trade, django_assert_max_num_queries):
    for number in range(12):
        one = chapter(trade, number=str(number), title_en=f"Chapter {number}", owner=factories.unit())
        ChapterDepartment.objects.create(chapter=one, department=factories.partner(f"d{number}", "department"))

    with django_assert_max_num_queries(2):
        panels.chapter_panels(ask(reader), trade, Notes())


# ── Forms ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_form_enters_changes_and_ends_a_chapter(as_person, agreements_officer, trade):
    client = as_person(agreements_officer)
    given = {"number": "4", "title_en": "Rules of origin", "role": "led", "owner": factories.unit().pk}

    made = client.post(address("add_chapter", "cl-fta"), given)
    one = Chapter.objects.get()
    wrong = client.post(address("change_chapter", "cl-fta", one.pk), given | {"talks": "open"})
    client.post(address("change_chapter", "cl-fta", one.pk), given | {"role": "followed"})
    ended = client.post(address("end_chapter", "cl-fta", one.pk), {"to_on": "2026", "reason": "Merged."})

    one.refresh_from_db()
    assert (made.status_code, wrong.status_code, ended.status_code) == (302, 422, 302)
    assert "Only while" in wrong.content.decode() or "negotiated" in wrong.content.decode()
    assert (one.role, one.to_on) == ("followed", "2026")


def test_nothing_typed_is_lost_when_a_form_is_refused(as_person, agreements_officer, trade):
    given = {"number": "4", "title_en": "Rules of origin", "role": "led", "from_on": "the spring"}

    answer = as_person(agreements_officer).post(address("add_chapter", "cl-fta"), given)

    assert answer.status_code == 422
    assert "the spring" in answer.content.decode()
    assert not Chapter.objects.exists()


def test_a_form_names_a_department(as_person, agreements_officer, trade):
    one, gac = chapter(trade), factories.partner("ca-gac", "department")

    done = as_person(agreements_officer).post(address("add_department", "cl-fta", one.pk), {"department": gac.pk})

    assert done.status_code == 302
    assert ChapterDepartment.objects.get().department == gac


# ── In files ──────────────────────────────────────────────────────────────────────────────────────

CHAPTERS = (
    "key,agreement,number,title_en,title_fr,role,owner,talks,from_on,to_on,note_en,note_fr,source,place,as_of\n"
    "cl-origin,cl-fta,,Rules of origin,,,,,,,Not numbered.,,framework-2008,Chart 3,2008\n"
    "cl-customs,cl-fta,5,Customs procedures,Procédures douanières,led,desk,,2009-03,2012,,,framework-2008,Chart 3,\n"
)


def read(text):
    directory, sheet = Directory(), SHEET_OF[Chapter]
    for model, key in (("agreement", "cl-fta"), ("owner", "desk"), ("source", "framework-2008")):
        directory.learn(sheet.points_at[model], ["key"])
        assert directory.find(sheet.points_at[model], (key,))
    errors = []
    table = sheets.open_csv(text, sheet, errors)
    assert errors == []
    return sheet.read(table, directory)


def test_a_file_of_chapters_comes_back_byte_for_byte(trade):
    factories.unit()
    reading = read(CHAPTERS)

    assert reading.errors == []
    for row in reading.rows:
        Chapter.objects.create(**row.values)
    sheet = SHEET_OF[Chapter]
    found = Chapter.objects.select_related(*sheet.relations).order_by("id")
    assert sheets.as_csv(sheet.columns, (sheet.texts(one) for one in found)) == CHAPTERS


def test_a_file_names_the_cell_of_a_chapter_that_cannot_stand(trade):
    factories.unit()

    reading = read(CHAPTERS.replace(",led,", ",owned,"))
    turned = read(CHAPTERS.replace("2009-03,2012", "2013,2012"))

    assert [(one.row, one.column, one.value) for one in reading.errors] == [(3, "role", "owned")]
    assert [(one.row, one.column) for one in turned.errors] == [(3, "to_on")]
