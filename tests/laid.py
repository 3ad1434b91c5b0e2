"""What many tests of one file look at and each may change, built once: every test takes back its own changes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def laid(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """Build something in the database, for as long as the block lasts; afterwards it is gone.

    The tests between run in transactions of their own inside this one. Not for tests with a database of their own.
    What is yielded is shared: give each test a deep copy.
    """
    with blocker.unblock(), transaction.atomic():
        made = build()
        connection.check_constraints()  # once: PostgreSQL would check again after every test what was put off
        with blocker.block():
            yield made
        transaction.set_rollback(True)
