"""The tallies of the ledger keep step with its lines: whoever adds lines adds them up in the same transaction."""

from collections.abc import Iterable

from django.db import connection, transaction

from .. import queries
from ..models import Entry, Tally

CELL = ("kept_as", "flow", "year", "partner_id", "agreement_id", "what", "code")
# Two who release at once add to the same cell: the database adds, so that neither overwrites the other.
ADD = """
    INSERT INTO {table} ({cell}, often, much) VALUES ({values})
    ON CONFLICT ({cell}) DO UPDATE SET often = {table}.often + excluded.often, much = {table}.much + excluded.much"""


def _count(entries: Iterable[Entry]) -> None:
    """Add lines that were just written to the tallies: once a transaction, as its last step.

    Everybody takes the turn of the trail first and then the cells, in one order, so that no two wait for each other.
    """
    added: dict[tuple[str | int, ...], list[int]] = {}
    for one in entries:
        place = (one.kept_as, one.flow, one.year, one.partner_id, one.agreement_id)
        for what, code in ((Tally.What.ELEMENT, one.element), (Tally.What.PURPOSE, one.purpose)):
            sums = added.setdefault((*place, what.value, code), [0, 0])
            sums[0] += one.first
            sums[1] += one.count
    names = {"table": Tally._meta.db_table, "cell": ", ".join(CELL), "values": ", ".join(["%s"] * (len(CELL) + 2))}
    with connection.cursor() as cursor:
        cursor.executemany(ADD.format(**names), [(*cell, *added[cell]) for cell in sorted(added)])


@transaction.atomic
def recount() -> int:
    """Count the whole ledger anew, where lines came by another way than a release; how many cells there are."""
    if connection.vendor == "postgresql":  # a release under way is waited for, or waits and then adds itself
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Tally._meta.db_table} IN EXCLUSIVE MODE")
    Tally.objects.all().delete()
    counted = [Tally(**dict(zip(CELL, cell, strict=True)), often=often, much=much)
               for cell, (often, much) in queries.added_up().items()]  # fmt: skip
    return len(Tally.objects.bulk_create(counted, batch_size=1_000))
