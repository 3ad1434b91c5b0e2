"""Databases that a test has for itself: what it writes is committed, every connection sees it, and it is gone after.

A transactional test would empty every table, which the trail refuses. A copy needs no guard of the trail put aside.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


class Origin:
    """A database at rest, of which copies are made: a file of SQLite, or a database of PostgreSQL by its name."""

    def __init__(self, name: str):
        self.name = name

    @contextmanager
    def copied(self, name: str, *, kept: bool = False) -> Iterator["Origin"]:
        """Work on a copy for as long as the block lasts; afterwards it is gone, unless it is kept to be copied."""
        copy = Origin(name)
        before = _leave()
        _make(copy.name, of=self.name)
        _enter(copy.name)
        try:
            yield copy
        finally:
            connection.close()
            _return(before)
            if not kept:
                copy.drop()

    def drop(self) -> None:
        """Be gone."""
        if connection.vendor == "postgresql":
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        else:
            for end in ("", "-wal", "-shm"):
                Path(self.name + end).unlink(missing_ok=True)


@contextmanager
def nothing(name: str) -> Iterator[None]:
    """Work on a database without any table for as long as the block lasts; afterwards it is gone."""
    empty = Origin(name)
    before = _leave()
    empty.drop()
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    _enter(name)
    try:
        yield
    finally:
        connection.close()
        _return(before)
        empty.drop()


def at_rest(folder: Path) -> Origin:
    """The database of this test process, as something that can be copied.

    SQLite's lives in memory and is written to a file of the folder first; it must be in no transaction.
    """
    if connection.vendor == "postgresql":
        return Origin(str(connection.settings_dict["NAME"]))
    file = folder / "origin.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    return Origin(str(file))


def place(folder: Path, name: str) -> str:
    """Where a copy goes: a file of the folder, or a database beside the process's own."""
    if connection.vendor == "postgresql":
        return f"{connections.settings['default']['NAME']}_{name}"
    return str(folder / f"{name}.sqlite3")


def _leave() -> tuple[Any, str]:
    """Let go of where the connection is, without closing a database that lives in memory: that would empty it."""
    before = (None, str(connection.settings_dict["NAME"]))
    if connection.vendor == "postgresql" or not connection.is_in_memory_db():
        connection.close()
    else:
        before = (connection.connection, before[1])
        connection.connection = None
    return before


def _return(before: tuple[Any, str]) -> None:
    kept, name = before
    _enter(name)
    connection.connection = kept


def _enter(name: str) -> None:
    connections.settings["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _make(name: str, *, of: str) -> None:
    if connection.vendor != "postgresql":
        shutil.copyfile(of, name)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{of}"')
