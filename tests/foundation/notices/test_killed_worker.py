"""A worker that is killed for real, at the worst moment: the notice stays one, the mail comes, its identity stays.

A database of its own (an SQLite file, or one on the PostgreSQL server of the run), the command `entente work` in a
process of its own, and a mail server on this computer that may pull the trigger.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.db import connection

from scripts.postgresql import free_port

pytestmark = pytest.mark.django_db  # so that there is a database to copy
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120  # seconds; a loaded machine is slow, a lost mail never comes
AWAKE = "import django; django.setup()\n"
TELL = """
from entente.foundation.notices import actions
from entente.foundation.people import actions as people
from entente.foundation.people.models import Person
from entente.kit.notice import Word
word = Word("tests.killed", "Report", "Text")
for name, mail in (("at-once", "at_once"), ("daily", "daily")):
    if not Person.objects.filter(username=name).exists():
        people.open_account(by="tests", username=name, password="", role="reader", email=name + "@example.org")
        Person.objects.filter(username=name).update(mail=mail)
person = Person.objects.get(username=%(person)r)
for number in range(%(count)d):
    for _twice in range(2):
        actions.tell([person], word, key=str(number), address=("people:me",))
"""
TABLES = ("notices_notice", "notices_digest", "django_tasks_database_dbtaskresult")


class Sink:
    """A mail server that keeps what it gets; ``on_mail`` is called before it says that it has it."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.on_mail: Callable[[], None] = lambda: None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.got.append(message_from_bytes(envelope.content))
        self.on_mail()
        return "250 kept"

    @property
    def ids(self) -> list[str]:
        """The identities of what it got, as they stand in the database."""
        return [one["Message-ID"].strip("<>").partition("@")[0] for one in self.got]


class Loopback(Controller):
    """aiosmtpd on a port of this computer, without looking up its name in a directory."""

    def factory(self) -> SMTP:
        return SMTP(self.handler, hostname="localhost")


@pytest.fixture
def sink():
    kept = Sink()
    server = Loopback(kept, hostname="127.0.0.1", port=free_port())
    kept.port = server.port
    server.start()
    yield kept
    server.stop()


class House:
    """A prepared database, and ways to use it from other processes."""

    def __init__(self, folder: Path, address: str):
        self.file = folder / "entente.sqlite3"
        outside = {name: value for name, value in os.environ.items() if not name.startswith("ENTENTE_")}
        self.env = outside | {
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
            "DJANGO_SETTINGS_MODULE": "entente.config.settings",
            "ENTENTE_DATA": str(folder),
            "ENTENTE_DATABASE_URL": address,
            "ENTENTE_MORNING": "0",
            "ENTENTE_MAIL_HOST": "127.0.0.1",
        }

    def run(self, script: str) -> str:
        """Run a few lines inside the house."""
        done = subprocess.run(
            [sys.executable, "-c", AWAKE + script], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tell(self, person: str, count: int) -> None:
        self.run(TELL % {"person": person, "count": count})

    def ask(self, sql: str) -> list[Any]:
        """Rows of the database, asked from this process."""
        address = self.env["ENTENTE_DATABASE_URL"]
        base: Any = psycopg.connect(address) if address else sqlite3.connect(self.file, timeout=PATIENCE)
        with closing(base), base:
            asked = base.execute(sql)
            return asked.fetchall() if asked.description else []

    def ids(self, table: str) -> list[str]:
        return [str(UUID(str(one))) for (one,) in self.ask(f"SELECT message_id FROM {table} ORDER BY id")]

    @property
    def owed(self) -> int:
        """How much mail is still to be sent."""
        return sum(len(self.ask(f"SELECT 1 FROM {table} WHERE mail_due")) for table in TABLES[:2])

    @contextmanager
    def worker(self, sink: Sink, *, lease: int = 1):
        """`entente work`, killed at the end if it still lives."""
        env = self.env | {"ENTENTE_MAIL_PORT": str(sink.port), "ENTENTE_MAIL_LEASE": str(lease)}
        with subprocess.Popen([sys.executable, "-m", "entente.config.cli", "work"], env=env) as process:
            try:
                yield process
            finally:
                process.kill()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, django_db_setup, django_db_blocker):
    """A copy of the run's own empty database, which other processes may open."""
    folder = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            with closing(sqlite3.connect(folder / "entente.sqlite3")) as copy:
                connection.connection.backup(copy)
            yield House(folder, "")
            return
        connection.close()  # nobody may be connected to what is copied
    server, name = os.environ["ENTENTE_DATABASE_URL"], f"killed_{os.getpid()}"
    with closing(psycopg.connect(server, autocommit=True)) as database:
        database.execute(f"CREATE DATABASE {name} TEMPLATE {connection.settings_dict['NAME']}")
        yield House(folder, urlsplit(server)._replace(path=f"/{name}").geturl())
        database.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def house(prepared):
    for table in TABLES:
        prepared.ask(f"DELETE FROM {table}")
    return prepared


def until(met: Callable[[], Any], what: str) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, f"{what}: not within {PATIENCE} s"
        time.sleep(0.05)


@pytest.mark.parametrize(("person", "count"), [("at-once", 1), ("daily", 2)])
def test_a_worker_killed_between_sending_and_marking_sends_the_same_mail_again(house, sink, person, count):
    house.tell(person, count)

    with house.worker(sink) as worker:
        sink.on_mail = lambda: os.kill(worker.pid, signal.SIGKILL)
        assert worker.wait(PATIENCE) == -signal.SIGKILL
    sink.on_mail = lambda: None
    told = house.ids("notices_notice")
    assert (len(sink.got), len(told)) == (1, count)
    assert house.owed > 0

    with house.worker(sink) as worker:
        until(lambda: len(sink.got) == 2, "the second mail")
        until(lambda: house.owed == 0, "the mark taken away")
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0

    assert house.ids("notices_notice") == told
    assert sink.ids == house.ids("notices_notice" if person == "at-once" else "notices_digest") * 2
    assert sink.got[0]["Subject"] == sink.got[1]["Subject"]
    assert sink.got[0].get_payload() == sink.got[1].get_payload()


def test_workers_killed_at_any_moment_lose_nothing(house, sink):
    count, chance = 12, random.Random(22)
    house.tell("at-once", count)
    sink.on_mail = lambda: time.sleep(0.03)

    for _life in range(3):
        with house.worker(sink) as worker:
            before = len(sink.got)
            until(lambda before=before: len(sink.got) > before or house.owed == 0, "some mail")
            time.sleep(chance.uniform(0, 0.2))
            worker.send_signal(signal.SIGKILL)
            worker.wait(PATIENCE)
    with house.worker(sink):
        until(lambda: house.owed == 0, "all mail")

    assert set(sink.ids) == set(house.ids("notices_notice"))
    assert len(house.ids("notices_notice")) == count
    assert max(Counter(sink.ids).values()) <= 4


def test_two_workers_share_the_mail_and_send_none_twice(house, sink):
    count = 20
    house.tell("at-once", count)
    sink.on_mail = lambda: time.sleep(0.02)

    with house.worker(sink, lease=180), house.worker(sink, lease=180):
        until(lambda: house.owed == 0, "all mail")

    assert sorted(sink.ids) == sorted(house.ids("notices_notice"))
