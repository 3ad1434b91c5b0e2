"""The worker's rounds: sweeps of the rooms, what a killed worker left, old results."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from entente.config import working
from entente.foundation.notices import actions as notices
from entente.foundation.notices import tasks as digesting
from entente.foundation.notices.models import Notice
from entente.kit.notice import WORDS, Word

pytestmark = pytest.mark.django_db
SWEEP, DIGESTS, SEND = working.sweep.module_path, digesting.digests.module_path, notices.send_due.module_path


@pytest.fixture(autouse=True)
def morning(settings):
    settings.ENTENTE_MORNING = 6


@pytest.fixture(autouse=True)
def signals(monkeypatch):
    """Nobody's handlers are taken away from the tests."""
    monkeypatch.setattr(working.signal, "signal", lambda number, handler: None)


def asked(path):
    return [one.args_kwargs["args"] for one in DBTaskResult.objects.filter(task_path=path).order_by("enqueued_at")]


def at(hour, day=2, minute=0):
    """A moment of a winter day in Ottawa."""
    return datetime(2026, 12, day, hour + 5, minute, tzinfo=UTC)


def enqueued_at(moment, path=SWEEP):
    DBTaskResult.objects.filter(task_path=path).update(enqueued_at=moment)


def test_rooms_with_a_daily_round_are_found_by_themselves():
    found = set(working.rooms())

    assert "entente.foundation.notices" in found
    assert found <= {name for name in found if name.startswith("entente.")}


def test_the_rounds_begin_in_the_morning_once_a_day():
    assert working.begin_the_day(at(5, minute=59)) == 0

    count = working.begin_the_day(at(6))
    assert count == len(asked(SWEEP)) > 0
    assert asked(DIGESTS) == [["2026-12-02"]]
    enqueued_at(at(6)), enqueued_at(at(6), DIGESTS)

    assert working.begin_the_day(at(15)) == 0
    assert working.begin_the_day(at(6, day=3)) == count
    assert ["2026-12-03"] in asked(DIGESTS)


def test_a_round_that_failed_is_tried_again_after_an_hour_the_others_are_not():
    working.begin_the_day(at(6))
    enqueued_at(at(6)), enqueued_at(at(6), DIGESTS)
    DBTaskResult.objects.filter(task_path=SWEEP, args_kwargs__args__0="entente.foundation.notices").update(
        status=TaskResultStatus.FAILED, finished_at=at(6)
    )

    assert working.begin_the_day(at(6, minute=59)) == 0
    assert working.begin_the_day(at(7, minute=1)) == 1


def test_what_a_killed_worker_left_begins_again_and_old_results_go():
    now = timezone.now()
    notices.send_due.enqueue()
    left = DBTaskResult.objects.get()
    left.claim("a worker that was killed")

    working.tidy(now + timedelta(minutes=14))
    left.refresh_from_db()
    assert left.status == TaskResultStatus.RUNNING
    working.tidy(now + timedelta(minutes=16))
    left.refresh_from_db()
    assert left.status == TaskResultStatus.READY

    left.set_successful(0)
    working.tidy(now + timedelta(days=13))
    assert DBTaskResult.objects.count() == 1
    working.tidy(now + timedelta(days=15))
    assert DBTaskResult.objects.count() == 0


@pytest.fixture
def one_connection(monkeypatch):
    """The worker closes its connection between tasks; in a test that is the one whose transaction is rolled back."""
    monkeypatch.setattr(connections["default"], "close", lambda: None)


def test_mail_is_looked_for_though_a_task_is_stuck(reader, one_connection):
    word = Word("tests.stuck", "Stuck", "Text")
    try:
        notices.tell([reader], word, key="1", address=("people:me",))
        DBTaskResult.objects.get().claim("a worker that was killed")

        working.Round().mail(timezone.now())
        working._worker().run()
    finally:
        del WORDS[word.code]

    assert [one.subject for one in mail.outbox] == ["Stuck"]
    assert {one.status for one in DBTaskResult.objects.all()} == {TaskResultStatus.RUNNING, TaskResultStatus.SUCCESSFUL}


def test_each_look_has_its_pause(monkeypatch):
    seen = []
    rounds = working.Round()
    for step in list(rounds.every):
        pause = rounds.every.pop(step)

        def look(now, name=step.__name__):
            seen.append(name)

        look.__name__ = step.__name__
        rounds.every[look] = pause
    start = timezone.now()

    rounds.go(start)
    assert seen == ["mail", "morning", "tidy"]
    rounds.go(start + timedelta(seconds=59))
    assert len(seen) == 3
    rounds.go(start + timedelta(seconds=61))
    assert seen[3:] == ["mail"]


def test_once_does_everything_and_ends(reader, settings, one_connection):
    settings.ENTENTE_MORNING = 0
    word = Word("tests.once", "Once", "Text")
    try:
        notices.tell([reader], word, key="1", address=("people:me",))
        working.work(once=True)
    finally:
        del WORDS[word.code]

    assert Notice.objects.get().mailed_at
    ran = DBTaskResult.objects.filter(task_path__in=[SWEEP, DIGESTS, SEND])
    assert {one.status for one in ran} == {TaskResultStatus.SUCCESSFUL}
    assert asked(DIGESTS)


def test_a_worker_whose_parent_is_gone_ends():
    working.work(beside=os.getpid())  # our parent has another number
