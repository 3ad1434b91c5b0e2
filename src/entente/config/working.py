"""What goes on without anybody asking: tasks that wait, mail, and every morning the sweeps of the rooms.

Nothing here is remembered outside the database, and everything may run twice: a worker may be killed at any moment,
and there may be several.
"""

import logging
import os
import signal
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from threading import Event
from types import FrameType
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus, task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from entente.foundation.notices import actions as notices
from entente.foundation.notices import tasks as digesting

log = logging.getLogger(__name__)

INTERVAL = 1.0  # seconds between two looks for tasks; a notice's mail waits no longer
MAIL_EVERY = 60  # seconds between two looks for mail that is owed, whatever became of the tasks
STUCK_AFTER = timedelta(minutes=15)  # no task takes that long: its worker was killed
TRIED_AGAIN_AFTER = timedelta(hours=1)  # a sweep that failed
KEPT_FOR = timedelta(days=14)  # results of tasks
SILENT_FOR = 5  # seconds before a database that does not answer is asked again


@task()
def sweep(room: str, day: str) -> None:
    """The daily round of one room. One that fails leaves the others alone and is tried again."""
    import_module(f"{room}.tasks").sweep(today=date.fromisoformat(day))


def rooms() -> Iterator[str]:
    """The rooms that have something to do every day."""
    for config in apps.get_app_configs():
        name = f"{config.name}.tasks"
        if config.name.startswith("entente.") and find_spec(name) and hasattr(import_module(name), "sweep"):
            yield config.name


def begin_the_day(now: datetime) -> int:
    """Ask for the sweeps of today that nobody has asked for, or that failed an hour ago. Returns how many."""
    today = timezone.localdate(now)
    if timezone.localtime(now).hour < settings.ENTENTE_MORNING:
        return 0
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    paths = (sweep.module_path, digesting.digests.module_path)
    asked = {
        (one.task_path, *one.args_kwargs["args"][:-1])
        for one in DBTaskResult.objects.filter(task_path__in=paths, enqueued_at__gte=midnight)
        if one.status != TaskResultStatus.FAILED or (one.finished_at or now) > now - TRIED_AGAIN_AFTER
    }
    wanted = [room for room in rooms() if (sweep.module_path, room) not in asked]
    for room in wanted:
        sweep.enqueue(room, today.isoformat())
    if (digesting.digests.module_path,) not in asked:
        digesting.digests.enqueue(today.isoformat())
    return len(wanted)


def tidy(now: datetime) -> None:
    """Take up again what a killed worker left, and forget old results."""
    stuck = DBTaskResult.objects.running().filter(started_at__lt=now - STUCK_AFTER)
    if count := stuck.update(status=TaskResultStatus.READY):
        log.warning("%s tasks were left unfinished; they begin again.", count)
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()


class Round:
    """One worker's rounds: what is looked for how often."""

    def __init__(self) -> None:
        self.due: dict[Any, datetime] = {}
        self.every = {
            self.mail: timedelta(seconds=min(MAIL_EVERY, settings.ENTENTE_MAIL_LEASE)),
            self.morning: timedelta(minutes=5),
            self.tidy: timedelta(minutes=5),
        }

    def mail(self, now: datetime) -> None:
        notices.ask_to_send()

    def morning(self, now: datetime) -> None:
        begin_the_day(now)

    def tidy(self, now: datetime) -> None:
        tidy(now)

    def go(self, now: datetime) -> None:
        """Do what is due; all of it at the first time."""
        for step, pause in self.every.items():
            if now >= self.due.get(step.__name__, now):
                self.due[step.__name__] = now + pause
                step(now)


def work(*, once: bool = False, beside: int = 0) -> None:
    """Work until told to stop.

    Args:
        once: do what is due and what waits, then end.
        beside: the process that started this one; when it is gone, this one ends as well.
    """
    stop, rounds, worker = Event(), Round(), _worker()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        worker.running = False  # after the task under way

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while not stop.is_set():
        try:
            rounds.go(timezone.now())
            if DBTaskResult.objects.ready().exists():
                worker.run()
            close_old_connections()
        except (OperationalError, InterfaceError) as silence:
            log.warning("The database does not answer: %s", silence)
            close_old_connections()
            stop.wait(SILENT_FOR)
        if once or (beside and os.getppid() != beside):
            return
        stop.wait(INTERVAL)


def _worker() -> Worker:
    """The library's worker, told to do all that waits and to come back."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
