"""The reviewer's question over a ledger of 500,000 lines: how much, how often, to whom, under what, in three years.

    python -m benchmarks.ledger [LINES]

Measures on the database of the settings (ENTENTE_DATABASE_URL, else SQLite in ENTENTE_DATA), in this process. Lines are
spread over twenty years, as twenty years of work would leave them; then all of them are put into the three years, which
is the worst that can be asked. Run it once with SQLite and once with PostgreSQL, on a database of its own.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
RUNS = 25
TARGET = 300  # ms, what the design asks for
YEARS = 20
EACH = 5  # lines of one release


def main(lines: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from entente.engagement.exchanges import actions

    call_command("migrate", verbosity=0)
    person = fill(lines)
    print(f"database: {connection.vendor}, {lines} lines")
    ask = asked(person)
    for name in (f"spread over {YEARS} years", "all within the three years"):
        if name.startswith("all"):
            crowd()
        begun = time.process_time()
        cells = actions.recount()
        print(f"{cells} tallies, counted anew in {time.process_time() - begun:.1f} s of CPU")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        cpu, wall = measured(lambda: question(ask))
        said = "within" if wall <= TARGET else "OVER"
        print(f"{name:40}{cpu:9.1f} CPU {wall:9.1f} wall ms  {said} {TARGET} ms", flush=True)


def asked(person: Any) -> Any:
    from entente.kit.table import Ask

    return Ask(person, "2026-11-27")


def question(ask: Any) -> Any:
    from entente.engagement.exchanges import queries

    return queries.reviewed(ask)


def measured(work: Callable[[], Any]) -> tuple[float, float]:
    """CPU of this process and wall time: medians of some runs, in milliseconds."""
    work()  # what is loaded once
    cpu, wall = [], []
    for _run in range(RUNS):
        begun, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return statistics.median(cpu), statistics.median(wall)


def fill(lines: int) -> Any:
    """Sixty partners, 150 instruments, and so many lines; nothing when they are there already.

    One release is made by hand and multiplied in rows, past the models: half a million lines in a minute.
    """
    from django.db import transaction

    from entente.engagement.agreements.models import Agreement, Element, Purpose
    from entente.engagement.exchanges.models import Entry, Exchange, Release
    from entente.engagement.partners.models import Partner
    from entente.foundation.people.models import Person

    known = {"role": "auditor", "clearance": "protected_b"}
    person, _new = Person.objects.get_or_create(username="bench-ledger", defaults=known)
    if Entry.objects.count() == lines:
        return person
    partners = [_partner(Partner, number).pk for number in range(60)]
    agreements = [_agreement(Agreement, number).pk for number in range(150)]
    # Each partner is bound by five of the instruments.
    bound = [(one, agreements[(n * 5 + k) % len(agreements)]) for n, one in enumerate(partners) for k in range(5)]
    chance, end = random.Random(2026), date(2026, 11, 27)  # noqa: S311 - the same ledger every time
    first = Exchange(
        id=1, key="BEN-1", kind="received", flow="from_us", partner_id=bound[0][0], agreement_id=bound[0][1],
        purpose=Purpose.values[0], state="closed", received_at=datetime(2026, 11, 27, tzinfo=UTC), officer=person,
    )  # fmt: skip
    sheet = Release(
        id=1, exchange=first, at=first.received_at, office="Desk", caveat_en="-", caveat_fr="-", marking="protected_a",
        receipt_by=end, use_by=end, by="bench",
    )  # fmt: skip
    line = Entry(
        id=1, release=sheet, partner_id=bound[0][0], agreement_id=bound[0][1], on=end, year=end.year, flow="from_us",
        way="written", purpose=first.purpose, element=Element.values[0], count=1, kept_as="protected_a",
    )  # fmt: skip
    exchanges, releases, entries = [], [], []
    for number in range(1, lines // EACH + 1):
        day, (partner, agreement) = end - timedelta(days=chance.randrange(365 * YEARS)), chance.choice(bound)
        same = {"partner_id": partner, "agreement_id": agreement, "purpose": chance.choice(Purpose.values)}
        exchanges.append({"id": number, "key": f"BEN-{number}", **same})
        releases.append({"id": number, "exchange_id": number})
        for place, element in enumerate(chance.sample(Element.values, EACH)):
            entries.append(
                {"id": len(entries) + 1, "release_id": number, "on": day.isoformat(), "year": day.year, **same,
                 "element": element, "first": place == 0, "count": chance.randrange(1, 500)}
            )  # fmt: skip
    with transaction.atomic():
        for like, changes in ((first, exchanges), (sheet, releases), (line, entries)):
            _write(like, changes)
    return person


def _write(like: Any, changes: list[dict[str, Any]]) -> None:
    """Rows like one that was not saved, each with its changes."""
    from django.db import connection

    fields = like._meta.concrete_fields
    given = {one.attname: one.get_db_prep_save(getattr(like, one.attname), connection) for one in fields}
    columns = ", ".join(connection.ops.quote_name(one.column) for one in fields)
    row = f"INSERT INTO {like._meta.db_table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(row, [tuple((given | change).values()) for change in changes])


def crowd() -> None:
    """Put every line into the three years that are asked for."""
    from django.db.models import F

    from entente.engagement.exchanges.models import Entry

    Entry.objects.update(year=2024 + F("id") % 3)


def _partner(model: Any, number: int) -> Any:
    names = {"name_en": f"Partner {number}", "name_fr": f"Partenaire {number}", "as_of": "2008"}
    return model.objects.get_or_create(key=f"bench-{number}", defaults={"kind": "country", **names})[0]


def _agreement(model: Any, number: int) -> Any:
    titles = {"title_en": f"Instrument {number}", "title_fr": f"Instrument {number}", "as_of": "2008"}
    return model.objects.get_or_create(
        key=f"bench-{number}", defaults={"kind": "cmaa", "status": "in_force", **titles}
    )[0]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
