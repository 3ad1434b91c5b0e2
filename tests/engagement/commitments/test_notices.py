"""Who is reminded when: exactly once each, however often the worker runs or however long it slept."""

from datetime import timedelta

import pytest

from entente.engagement.commitments import actions, tasks
from entente.foundation.notices.models import Notice
from entente.foundation.people import actions as people
from entente.foundation.people.roles import Marking, Role

from . import factories
from .factories import REASON, days_from_now, promised


def told(person):
    return list(Notice.objects.filter(person=person).order_by("id").values_list("word", flat=True))


@pytest.fixture
def owned(desk_officer, other_officer):
    office = factories.unit()
    one = promised(by=desk_officer, owner=other_officer, unit=office, due_on=days_from_now(20))
    Notice.objects.all().delete()
    return one


def test_an_owner_is_told_what_was_given_to_them_and_an_author_not_of_the_own(desk_officer, other_officer):
    promised(by=desk_officer)
    one = promised(by=desk_officer, owner=other_officer)

    assert told(desk_officer) == []
    assert told(other_officer) == ["commitments.passed"]

    actions.pass_on(one, by=other_officer, owner=desk_officer, reason="New desk")
    actions.pass_on(one, by=other_officer, owner=other_officer, reason="And back")
    assert told(desk_officer) == ["commitments.passed"]
    assert told(other_officer) == ["commitments.passed", "commitments.passed"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (-15, []),
        (-14, ["due_soon"]),
        (-1, ["due_soon"]),
        (0, ["due_today"]),
        (1, ["late"]),
        (7, ["late"]),
    ],
)
def test_reminders_come_two_weeks_before_on_the_day_and_after(day, words, owned, other_officer):
    on = owned.due_on + timedelta(days=day)

    tasks.sweep(today=on)
    tasks.sweep(today=on)

    assert told(other_officer) == [f"commitments.{word}" for word in words]


def test_what_stays_late_is_recalled_every_week_and_reaches_the_head_after_fifteen_days(
    owned, other_officer, open_account
):
    boss = open_account(Role.EXECUTIVE, username="boss")
    factories.head(owned.unit, boss)

    for day in range(1, 23):
        tasks.sweep(today=owned.due_on + timedelta(days=day))
        if day == 14:
            assert told(boss) == []

    assert told(other_officer) == ["commitments.late"] * 4
    assert told(boss) == ["commitments.long_late"]


def test_a_head_who_is_not_cleared_is_told_nothing(owned, open_account, desk_officer):
    boss = open_account(Role.EXECUTIVE, username="boss", clearance=Marking.UNCLASSIFIED)
    factories.head(owned.unit, boss)
    actions.change(owned, by=desk_officer, marking=Marking.PROTECTED_A, reason=REASON)

    tasks.sweep(today=owned.due_on + timedelta(days=20))

    assert told(boss) == []


def test_what_a_closed_account_owned_is_asked_of_the_head_and_the_desks_of_the_office(
    owned, open_account, desk_officer, other_officer, administrator
):
    boss = open_account(Role.EXECUTIVE, username="boss")
    factories.head(owned.unit, boss)
    desk = open_account(Role.DESK_OFFICER, username="near", unit=owned.unit)
    people.close_account(other_officer, by=administrator, reason="Left")

    tasks.sweep(today=owned.due_on - timedelta(days=15))
    assert told(boss) == told(desk) == []
    tasks.sweep(today=owned.due_on - timedelta(days=3))
    tasks.sweep(today=owned.due_on - timedelta(days=2))
    assert told(boss) == told(desk) == ["commitments.unowned"]
    tasks.sweep(today=owned.due_on + timedelta(days=8))

    assert told(boss) == told(desk) == ["commitments.unowned"] * 2
    assert told(other_officer) == told(desk_officer) == []
    assert f"{other_officer}, is closed" in Notice.objects.filter(person=desk).first().said[1]


def test_a_new_day_brings_reminders_of_its_own(owned, other_officer):
    tasks.sweep(today=owned.due_on - timedelta(days=3))
    moved = actions.slip(owned, by=other_officer, due_on=days_from_now(60), reason=REASON)
    tasks.sweep(today=moved.due_on - timedelta(days=3))

    assert told(other_officer) == ["commitments.due_soon"] * 2


def test_nobody_is_reminded_of_what_is_over_or_waits_for_a_verifier(owned, other_officer, desk_officer):
    actions.close(owned, by=other_officer, text_en="Sent")
    promise = promised(by=desk_officer)
    actions.close(promise, by=desk_officer, text_en="Sent")

    tasks.sweep(today=owned.due_on + timedelta(days=3))

    assert told(other_officer) == []
    assert told(desk_officer) == []


def test_the_owner_hears_why_it_was_sent_back(desk_officer, other_officer):
    one = promised(by=desk_officer)
    actions.close(one, by=desk_officer, text_en="Sent")

    actions.send_back(one, by=other_officer, reason="It is a draft.")

    subject, text = Notice.objects.get(person=desk_officer).said
    assert subject == "Not accepted as kept: Send the list of offices"
    assert "It is a draft. It is open again" in text


def test_a_reader_of_french_reads_the_reminder_in_french(owned, other_officer):
    from django.utils.translation import override

    tasks.sweep(today=owned.due_on + timedelta(days=1))

    with override("fr"):
        subject, _text = Notice.objects.get(person=other_officer).said
    assert subject.startswith("En retard depuis le ")
