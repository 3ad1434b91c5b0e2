"""Giving out reference numbers."""

from django.db import connection

TAKE = """
    INSERT INTO numbers_sequence (series, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (series, year) DO UPDATE SET last = numbers_sequence.last + 1
    RETURNING last
"""


def take(series: str, *, year: int) -> str:
    """The next reference number of a series, as ``AGR-2026-0001``.

    One statement that both databases run atomically, so that no two callers ever get the same number. It takes part
    in the caller's transaction: a number given in a transaction that fails is given again.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [series, year])
        (last,) = cursor.fetchone()
    return f"{series}-{year}-{last:04d}"
