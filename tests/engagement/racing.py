"""Two people at once, for real: each with a connection of its own, on rows that really are written.

A transactional test would empty every table, which the trail refuses. What a race wrote is taken away by hand.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, connections

# In the order in which rows may go: what points at others first.
TABLES = (
    "notices.Notice", "index.Record", "meetings.Share", "meetings.Decision", "meetings.Minutes", "meetings.Delegate",
    "meetings.Meeting", "forums.Step", "forums.Candidacy", "forums.Seat", "forums.Body", "partners.Partner",
    "sources.Source", "people.Headship", "people.Person", "people.Unit", "numbers.Sequence",
)  # fmt: skip


@contextmanager
def written(blocker: Any) -> Iterator[None]:
    """Whatever is written inside is seen by every connection, and gone afterwards."""
    with blocker.unblock():
        if connection.vendor != "postgresql":
            pytest.skip("SQLite lets one writer in at a time: there is nothing to race for")
        before = {name: _keys(name) for name in (*TABLES, "trail.Entry")}
        try:
            yield
        finally:
            _take_away(before)
            connection.close()


def _keys(name: str) -> set[Any]:
    return set(apps.get_model(name).objects.values_list("pk", flat=True))


def _take_away(before: dict[str, set[Any]]) -> None:
    for name in TABLES:
        if name == "people.Unit":  # a tree: leaves first
            apps.get_model(name).objects.exclude(pk__in=before[name]).update(parent=None)
        apps.get_model(name).objects.exclude(pk__in=before[name]).delete()
    entry = apps.get_model("trail.Entry")
    with connection.cursor() as cursor:  # the triggers refuse this to everybody but the owner of the table
        cursor.execute(f"ALTER TABLE {entry._meta.db_table} DISABLE TRIGGER USER")
        entry.objects.exclude(pk__in=before["trail.Entry"]).delete()
        cursor.execute(f"ALTER TABLE {entry._meta.db_table} ENABLE TRIGGER USER")


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, or the ``ValidationError`` that refused it; all begin at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return act()
        except ValidationError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(acts)) as threads:
        return list(threads.map(run, acts))
