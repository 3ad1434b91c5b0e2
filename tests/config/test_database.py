import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from entente.config import database


@pytest.mark.django_db
def test_the_tests_run_on_the_database_they_are_meant_for():
    assert connection.vendor == os.environ.get("ENTENTE_EXPECT", connection.vendor)


def test_an_address_is_taken_apart():
    described = database.settings("postgres://me:p%40ss@db.example:5433/entente?sslmode=require", Path("/data"))

    assert described["ENGINE"] == "django.db.backends.postgresql"
    assert (described["NAME"], described["USER"], described["PASSWORD"]) == ("entente", "me", "p@ss")
    assert (described["HOST"], described["PORT"]) == ("db.example", "5433")
    assert described["OPTIONS"] == {"options": database.PLAIN, "sslmode": "require"}


def test_without_an_address_the_database_is_in_the_data_folder():
    described = database.settings("", Path("/data"))

    assert described["NAME"] == Path("/data/entente.sqlite3")
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("address", ["mysql://a:secret@b/c", "postgres://a:secret@b", "sqlite://", "nonsense"])
def test_another_address_is_refused_without_showing_its_password(address):
    with pytest.raises(ImproperlyConfigured) as refusal:
        database.settings(address, Path("/data"))

    assert "secret" not in str(refusal.value)


@pytest.mark.django_db
def test_an_embedded_database_lets_readers_and_a_writer_work_at_once(tmp_path):
    from django.db.backends.sqlite3.base import DatabaseWrapper

    described = database.sqlite(tmp_path / "a.sqlite3")
    opened = DatabaseWrapper({**connection.settings_dict, **described, "TIME_ZONE": None}, "other")
    try:
        with opened.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
    finally:
        opened.close()
