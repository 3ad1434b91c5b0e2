"""Duties under instruments: entered, done with what shows it, coming again, waived, late, told to who leads them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from entente.engagement.agreements import actions, panels, queries, rules, tasks
from entente.engagement.agreements.imports import SHEET_OF
from entente.engagement.agreements.models import Discharge, Duty, Obligation
from entente.foundation.notices.models import Notice
from entente.foundation.people.models import Headship
from entente.foundation.people.roles import Marking, Role
from entente.kit.days import LAST_DAY, spoken
from entente.kit.sheet import Directory

from . import factories
from .factories import ask

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.engagement.agreements.addresses")]
YEARLY = {"title_en": "Report once a year", "title_fr": "Faire rapport chaque année", "every": 1, "unit": "years"}


@pytest.fixture
def memorandum(db):
    titles = {"title_en": "Memorandum with Mexico", "title_fr": "Protocole avec le Mexique"}
    return factories.agreement(factories.partner("mx", name_en="Mexico"), key="mx-mou", **titles)


def duty(of, **given):
    given = {"title_en": "Review the text", "title_fr": "Revoir le texte", "due_on": date(2026, 3, 1)} | given
    return Obligation.objects.create(agreement=of, **given)


def address(name, *args, lang="en"):
    with translation.override(lang):
        return reverse(f"agreements:{name}", args=args)


# ── What a duty must say ──────────────────────────────────────────────────────────────────────────


def test_agr_72_a_duty_has_a_day_or_something_that_sets_it_off(memorandum, agreements_officer):
    """AGR-72."""
    with pytest.raises(ValidationError) as refusal:
        actions.add_obligation(memorandum, by=agreements_officer, title_en="Inform the other side")
    assert [one.code for one in refusal.value.error_list] == ["AGR-72"]

    given = {"title_en": "Inform the other side", "trigger_en": "When a caveat is broken"}
    assert actions.add_obligation(memorandum, by=agreements_officer, **given).state == Duty.OPEN


def test_a_duty_that_comes_again_needs_its_first_day(memorandum, agreements_officer):
    with pytest.raises(ValidationError):
        actions.add_obligation(memorandum, by=agreements_officer, trigger_en="Each year", **YEARLY)


def test_agr_70_a_duty_closes_with_what_shows_it_and_never_by_a_tick(memorandum, agreements_officer):
    """AGR-70."""
    one = duty(memorandum)

    with pytest.raises(ValidationError) as refusal:
        actions.discharge(one, by=agreements_officer, text=" ")

    one.refresh_from_db()
    assert [said.code for said in refusal.value.error_list] == ["AGR-70"]
    assert (one.state, Discharge.objects.count()) == (Duty.OPEN, 0)


def test_agr_71_what_is_done_was_done_by_today(memorandum, agreements_officer):
    """AGR-71."""
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(ValidationError) as refusal:
        actions.discharge(duty(memorandum), by=agreements_officer, text="Sent.", on=tomorrow)

    assert [said.code for said in refusal.value.error_list] == ["AGR-71"]
    assert refusal.value.messages[0].startswith(spoken(tomorrow))


@pytest.mark.parametrize(("every", "unit"), [(101, "years"), (1201, "months"), (36526, "days")])
def test_agr_118_no_duty_comes_again_after_more_than_a_hundred_years(memorandum, agreements_officer, every, unit):
    """AGR-118."""
    given = YEARLY | {"every": every, "unit": unit, "due_on": date(2026, 3, 1)}
    with pytest.raises(ValidationError) as refusal:
        actions.add_obligation(memorandum, by=agreements_officer, **given)
    assert [said.code for said in refusal.value.error_list] == ["AGR-118"]

    one = actions.add_obligation(memorandum, by=agreements_officer, **given | {"every": every - 1})
    with pytest.raises(ValidationError, match="at most 100 years"):
        actions.correct(
            one, SHEET_OF[Obligation], field="every", text=str(every), reason="A slip.", by=agreements_officer
        )


def test_a_duty_that_came_again_beyond_every_year_is_done_and_ends_with_the_calendar(memorandum, agreements_officer):
    one = duty(memorandum, every=32000, unit="years")

    actions.discharge(one, by=agreements_officer, text="Sent.", on=date(2026, 3, 2))
    actions.discharge(one, by=agreements_officer, text="Sent again.", on=date(2026, 3, 2))

    one.refresh_from_db()
    assert (one.state, one.due_on) == (Duty.OPEN, LAST_DAY)
    assert rules.next_day(date(2026, 3, 1), 32000, "days", after=date(2026, 3, 1)) == date(2113, 10, 11)


# ── Done, again, waived ───────────────────────────────────────────────────────────────────────────


def test_a_duty_done_once_is_done_and_keeps_what_shows_it(memorandum, agreements_officer):
    one = duty(memorandum)

    made = actions.discharge(one, by=agreements_officer, text="Letter of 2 March.", on=date(2026, 3, 2))

    one.refresh_from_db()
    assert one.state == Duty.DONE
    assert (made.due_on, made.on, made.text) == (date(2026, 3, 1), date(2026, 3, 2), "Letter of 2 March.")
    with pytest.raises(ValidationError):
        actions.discharge(one, by=agreements_officer, text="Once more.")


def test_a_duty_that_comes_again_moves_to_its_next_day_and_keeps_each_time(memorandum, agreements_officer):
    one = duty(memorandum, due_on=date(2024, 2, 29), **YEARLY)

    actions.discharge(one, by=agreements_officer, text="Report of 2024.", on=date(2024, 5, 1))
    actions.waive(one, by=agreements_officer, reason="Both sides agreed to skip it.")

    one.refresh_from_db()
    assert (one.state, one.due_on) == (Duty.OPEN, date(2026, 2, 28))
    times = Discharge.objects.order_by("id").values_list("due_on", "waived")
    assert list(times) == [(date(2024, 2, 29), False), (date(2025, 2, 28), True)]


def test_what_was_waived_is_taken_up_again_with_a_reason(memorandum, agreements_officer):
    one = duty(memorandum)
    actions.waive(one, by=agreements_officer, reason="Overtaken.")

    with pytest.raises(ValidationError):
        actions.take_up(one, by=agreements_officer, reason="")

    assert actions.take_up(one, by=agreements_officer, reason="It applies after all.").state == Duty.OPEN
    assert Discharge.objects.count() == 1


@given(
    st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(1, 400), st.sampled_from(["days", "months", "years"])
)
def test_the_next_day_always_comes_later_and_never_skips_one(due, every, unit):
    if unit == "years":
        every = every % 20 + 1
    later = rules.next_day(due, every, unit, after=due)

    assert later > due
    assert rules.next_day(due, every, unit, after=later - timedelta(days=1)) == later


def test_the_file_that_shows_it_stands_with_the_documents_of_the_instrument(
    as_person, agreements_officer, memorandum, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    one, sent = duty(memorandum), SimpleUploadedFile("letter.pdf", b"%PDF-1.4 letter")

    answer = as_person(agreements_officer).post(
        address("discharge", "mx-mou", one.pk), {"text": "The letter.", "upload": sent}
    )

    assert answer.status_code == 302
    assert Discharge.objects.get().document.subject == "agreements.agreement:mx-mou"


def test_the_office_in_the_lead_records_what_it_did_and_nobody_else_outside(memorandum, open_account):
    unit = factories.unit()
    one = duty(memorandum, owner=unit)
    leads = open_account(Role.DESK_OFFICER, username="leads", unit=unit)
    other = open_account(Role.DESK_OFFICER, username="other")

    with pytest.raises(PermissionDenied):
        actions.discharge(one, by=other, text="Done.")
    actions.discharge(one, by=leads, text="Done.")

    one.refresh_from_db()
    assert one.state == Duty.DONE


# ── Seen ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_register_and_the_dossier_show_a_late_duty_in_both_languages(as_person, reader, memorandum, lang):
    duty(memorandum, article="art. 12")
    client = as_person(reader)

    listed = client.get(address("obligations", lang=lang), {"late": "1"}).content.decode()
    shown = client.get(address("agreement", "mx-mou", lang=lang)).content.decode()

    title = {"en": "Review the text", "fr": "Revoir le texte"}[lang]
    late = {"en": "late", "fr": "en retard"}[lang]
    assert title in listed
    assert title in shown
    assert late in shown


def test_a_form_enters_a_duty_and_says_what_is_missing(as_person, agreements_officer, memorandum):
    client = as_person(agreements_officer)
    given = {"title_en": "Meet once a year", "bound": "both", "every": "1", "unit": "years"}

    refused = client.post(address("add_obligation", "mx-mou"), given)
    done = client.post(address("add_obligation", "mx-mou"), given | {"due_on": "2027-04-01"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Obligation.objects.get().due_on == date(2027, 4, 1)


def test_many_duties_cost_few_queries(auditor, memorandum, django_assert_max_num_queries):
    from entente.foundation.sources.queries import Notes

    for number in range(20):
        duty(memorandum, title_en=f"Duty {number}")

    with django_assert_max_num_queries(2):
        panels.duty_panels(ask(auditor), memorandum, Notes())


def test_what_is_marked_higher_is_not_listed(reader, memorandum):
    memorandum.marking = Marking.PROTECTED_B
    memorandum.save()
    duty(memorandum)

    assert not queries.obligations(ask(reader)).exists()


def test_a_late_duty_waits_on_the_day_of_its_office_alone(memorandum, open_account):
    unit, today = factories.unit(), date(2026, 3, 20)
    duty(memorandum, owner=unit)
    leads = open_account(Role.DESK_OFFICER, username="leads", unit=unit)
    other = open_account(Role.DESK_OFFICER, username="other")

    (debt,) = panels.waiting(leads, today)

    assert (debt.due, "late since" in debt.why) == (date(2026, 3, 1), True)
    assert list(panels.waiting(other, today)) == []


def test_the_head_of_the_office_is_reminded_once_a_month(memorandum, open_account):
    unit = factories.unit()
    head = open_account(Role.EXECUTIVE, username="head", unit=unit)
    Headship.objects.create(unit=unit, person=head, starts_on=date(2020, 1, 1))
    duty(memorandum, owner=unit)

    for day in ("2026-02-10", "2026-02-11", "2026-03-05", "2026-03-06", "2026-04-05"):
        tasks.sweep(today=date.fromisoformat(day))

    told = Notice.objects.filter(person=head).order_by("id").values_list("word", flat=True)
    assert list(told) == ["agreements.duty_due", "agreements.duty_late", "agreements.duty_late"]


# ── From a file ───────────────────────────────────────────────────────────────────────────────────


def test_a_package_brings_duties_with_their_days_and_names_a_day_that_is_none(memorandum):
    from entente.engagement.agreements.imports import SHEET_OF

    directory, sheet = Directory(), SHEET_OF[Obligation]
    directory.add(type(memorandum), ("mx-mou",), memorandum.pk)
    row = {"agreement": "mx-mou", "title_en": "Review", "planned": "no", "bound": "us", "due_on": "2027-04-01"}

    reading = sheet.read([row, row | {"title_en": "Meet", "due_on": "soon"}], directory)

    assert [one.values["due_on"] for one in reading.rows] == [date(2027, 4, 1)]
    assert [(error.row, error.column) for error in reading.errors] == [(3, "due_on")]
