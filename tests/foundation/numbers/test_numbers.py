import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from entente.foundation.numbers import actions
from entente.foundation.numbers.models import Sequence

ROOT = Path(__file__).resolve().parents[3]


def test_numbers_follow_each_other_in_a_series_and_year(db):
    assert [actions.take("AGR", year=2026) for _time in range(3)] == [
        "AGR-2026-0001",
        "AGR-2026-0002",
        "AGR-2026-0003",
    ]


def test_series_and_years_count_on_their_own(db):
    actions.take("AGR", year=2026)

    assert actions.take("AGR", year=2027) == "AGR-2027-0001"
    assert actions.take("REQ", year=2026) == "REQ-2026-0001"
    assert {str(one) for one in Sequence.objects.all()} == {"AGR-2026: 1", "AGR-2027: 1", "REQ-2026: 1"}


def test_two_hundred_in_a_row_have_neither_gap_nor_double(db, django_assert_num_queries):
    with django_assert_num_queries(200):
        taken = [actions.take("SEQ", year=2026) for _time in range(200)]

    assert taken == [f"SEQ-2026-{number:04d}" for number in range(1, 201)]


def test_a_number_of_a_transaction_that_failed_is_given_again(db):
    actions.take("AGR", year=2026)
    with transaction.atomic():
        assert actions.take("AGR", year=2026) == "AGR-2026-0002"
        transaction.set_rollback(True)

    assert actions.take("AGR", year=2026) == "AGR-2026-0002"


def test_after_nine_thousand_nine_hundred_and_ninety_nine_numbers_grow(db):
    Sequence.objects.create(series="AGR", year=2026, last=9999)

    assert actions.take("AGR", year=2026) == "AGR-2026-10000"


TAKE = """
import django, sys
django.setup()
from entente.foundation.numbers import actions
print(*(actions.take("PAR", year=2026) for _time in range(int(sys.argv[1]))))
"""


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A series that really is written, so that other connections see it; taken away again by hand.

    A transactional test would empty every table, which the trail refuses. Do not ask for ``db`` beside it.
    """
    series = "PAR"
    with django_db_blocker.unblock():
        yield series
        Sequence.objects.filter(series=series).delete()
        connection.close()


def take_in_threads(series, many, threads):
    """Numbers taken at once, each thread with a connection of its own."""

    def take(_number):
        try:
            return actions.take(series, year=2026)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=threads) as pool:
        return list(pool.map(take, range(many)))


def take_in_processes(env, each, processes):
    """Numbers taken at once by processes of their own, as the web server's are."""
    command = [sys.executable, "-c", TAKE, str(each)]
    running = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _one in range(processes)]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert {process.returncode for process in running} == {0}
    return [number for line in said for number in line.split()]


def test_a_thousand_at_once_have_neither_gap_nor_double(committed, tmp_path):
    """PostgreSQL: 1,000 from twenty connections. SQLite lets one writer in at a time: two processes on one file."""
    if connection.vendor == "postgresql":
        taken = take_in_threads(committed, many=1000, threads=20)
    else:
        connection.ensure_connection()
        assert not connection.in_atomic_block  # a copy of what this connection is writing would wait for ever
        with closing(sqlite3.connect(tmp_path / "entente.sqlite3")) as copy:
            connection.connection.backup(copy)
        env = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
        env |= {"ENTENTE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "entente.config.settings"}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), env.get("PYTHONPATH", "")])
        taken = take_in_processes(env, each=50, processes=2)

    assert sorted(taken) == [f"{committed}-2026-{number:04d}" for number in range(1, len(taken) + 1)]
    assert len(taken) == (1000 if connection.vendor == "postgresql" else 100)
