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
RUNS = 9
TARGET = 300  # ms, what the design asks for
BATCH = 5_000
YEARS = 20
EACH = 5  # lines of one release


def main(lines: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    person = fill(lines)
    print(f"database: {connection.vendor}, {lines} lines")
    ask = asked(person)
    for name in (f"spread over {YEARS} years", "all within the three years"):
        if name.startswith("all"):
            crowd()
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
    cpu, wall = [], []
    for _run in range(RUNS):
        begun, used = time.perf_counter(), time.process_time()
        work()
        wall.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return statistics.median(cpu), statistics.median(wall)


def fill(lines: int) -> Any:
    """Sixty partners, 150 instruments, and so many lines; nothing when they are there already."""
    from entente.engagement.agreements.models import Agreement, Element, Purpose
    from entente.engagement.exchanges.models import Entry, Exchange, Release
    from entente.engagement.partners.models import Partner
    from entente.foundation.people.models import Person

    known = {"role": "auditor", "clearance": "protected_b"}
    person, _new = Person.objects.get_or_create(username="bench-ledger", defaults=known)
    if Entry.objects.count() == lines:
        return person
    chance = random.Random(2026)  # noqa: S311 - the same ledger every time
    partners = [_partner(Partner, number) for number in range(60)]
    agreements = [_agreement(Agreement, number) for number in range(150)]
    elements, purposes, left = list(Element.values), list(Purpose.values), lines
    while left > 0:
        many = min(BATCH, (left + EACH - 1) // EACH)
        first = date(2026, 11, 27) - timedelta(days=365 * YEARS)
        days = [first + timedelta(days=chance.randrange(365 * YEARS)) for _number in range(many)]
        exchanges = Exchange.objects.bulk_create(
            Exchange(
                key=f"BEN-{left}-{number}", kind="received", flow="from_us", partner=chance.choice(partners),
                agreement=agreements[0], purpose=chance.choice(purposes), state="closed",
                received_at=datetime(day.year, day.month, day.day, tzinfo=UTC), officer=person, marking="protected_a",
            )
            for number, day in enumerate(days)
        )  # fmt: skip
        for one in exchanges:  # an instrument binds two of sixty partners
            one.agreement = agreements[(one.partner_id * 5 + chance.randrange(5)) % len(agreements)]
        Exchange.objects.bulk_update(exchanges, ["agreement"], batch_size=500)
        releases = Release.objects.bulk_create(
            Release(
                exchange=one, at=one.received_at, office="Desk", caveat_en="-", caveat_fr="-", marking="protected_a",
                receipt_by=day, use_by=day, by="bench",
            )
            for one, day in zip(exchanges, days, strict=True)
        )  # fmt: skip
        entries = []
        for release, exchange, day in zip(releases, exchanges, days, strict=True):
            for place, element in enumerate(chance.sample(elements, EACH)):
                entries.append(
                    Entry(
                        release=release, partner=exchange.partner, agreement=exchange.agreement, on=day, year=day.year,
                        flow="from_us", way="written", purpose=exchange.purpose, element=element, first=place == 0,
                        count=chance.randrange(1, 500), kept_as="protected_a",
                    )
                )  # fmt: skip
        Entry.objects.bulk_create(entries[:left])
        left -= len(entries)
    return person


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
