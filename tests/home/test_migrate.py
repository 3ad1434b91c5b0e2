"""An empty database is built at once; what comes of it is what the steps lead to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from entente.home.management.commands import migrate
from tests import databases

POSTGRESQL = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
            a.attgenerated, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred, convalidated
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace""",
}


BY_HAND = ("index_record", "readers")
"""The one column that a step added in SQL, with a default that Django would have taken away again."""


@contextmanager
def emptied(tmp_path, django_db_blocker, name: str) -> Iterator[None]:
    """A database with nothing in it, for as long as the block lasts."""
    with django_db_blocker.unblock(), databases.nothing(databases.place(tmp_path, name)):
        yield


@pytest.fixture
def empty_database(test_database, tmp_path, django_db_blocker):
    with emptied(tmp_path, django_db_blocker, "empty"):
        yield


def shape() -> dict[str, set]:
    """Everything about the tables but the order of their columns."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            found = {}
            for what, question in POSTGRESQL.items():
                cursor.execute(question)
                found[what] = set(cursor.fetchall())
            return found
        cursor.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {kind: set(parts) for kind, parts in by_kind(cursor.fetchall()).items()}


def by_kind(rows) -> dict[str, list]:
    """Tables of SQLite in their parts; all else as it was written, but for spaces."""
    found: dict[str, list] = {}
    for kind, name, table, sql in rows:
        sql = re.sub(r"\s+", " ", sql or "")
        parts = between_commas(sql) if kind == "table" and not sql.startswith("CREATE VIRTUAL") else [sql]
        found.setdefault(kind, []).extend((table, name, part) for part in parts)
    return found


def between_commas(sql: str) -> list[str]:
    """The columns and constraints of a table: what stands between the commas that no bracket and no quote holds."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")]
    parts, depth, quote = [""], 0, ""
    for letter in inner:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        else:
            depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def by_hand(part: tuple) -> bool:
    table, *rest = part
    return table == BY_HAND[0] and any(BY_HAND[1] in str(words) for words in rest)


def steps_taken() -> set:
    return set(MigrationRecorder(connection).applied_migrations())


def test_what_is_built_at_once_is_what_the_steps_lead_to(empty_database, django_db_blocker, tmp_path):
    call_command("migrate", verbosity=0)
    at_once, steps = shape(), steps_taken()
    with emptied(tmp_path, django_db_blocker, "walked"):
        call_command("migrate", verbosity=0, step_by_step=True)
        walked, steps_walked = shape(), steps_taken()

    assert steps == steps_walked
    for what in walked:
        only_at_once, only_walked = (
            {part for part in parts if not by_hand(part)}
            for parts in (at_once[what] - walked[what], walked[what] - at_once[what])
        )
        assert (only_at_once, only_walked) == (set(), set()), what
    assert sum(map(len, walked.values())) > 1000, "nothing was compared"


def test_it_is_built_whole_or_not_at_all(empty_database, monkeypatch):
    def fail(steps):
        raise RuntimeError("the power goes")

    with monkeypatch.context() as patch:
        patch.setattr(migrate, "told_by_no_model", fail)
        with pytest.raises(RuntimeError):
            call_command("migrate", verbosity=0)
        assert steps_taken() == set()
        assert migrate.is_empty(connection), "half a database is left"

    call_command("migrate", verbosity=0)
    assert steps_taken()


def test_what_is_not_empty_is_walked(empty_database, monkeypatch):
    call_command("migrate", "trail", verbosity=0)
    monkeypatch.setattr(migrate, "build", pytest.fail)

    call_command("migrate", "numbers", verbosity=0)
    assert not migrate.is_empty(connection)
    assert {app for app, _ in steps_taken()} >= {"trail", "numbers"}
