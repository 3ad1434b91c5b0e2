"""Lists, deep pages, sorting, search, import and export on generated data.

    python -m benchmarks.lists [ROWS ...]

Measures on the database of the settings (ENTENTE_DATABASE_URL, else SQLite in ENTENTE_DATA), in this process: CPU is
``process_time`` of the server's side without the network, wall time holds the database too. Medians of many runs.
Run it once with SQLite and once with PostgreSQL. The database is filled and emptied: use one of its own.
"""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
RUNS = 15


def main(sizes: list[int]) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"database: {connection.vendor}", flush=True)
    for size in sizes:
        prepare(size)
        print(f"\n{size} partners\n{'work':66}{'CPU ms':>9}{'wall ms':>9}")
        for name, work in measures(size):
            cpu, wall = measured(work)
            print(f"{name:66}{cpu:9.1f}{wall:9.1f}", flush=True)
        once(size)


def prepare(size: int) -> None:
    from django.db import connection

    from benchmarks.generated import fill
    from entente.engagement.partners.models import Partner
    from entente.foundation.index.models import Record
    from entente.foundation.sources.models import LoadedRow

    LoadedRow.objects.all().delete()
    Partner.objects.filter(key__startswith="bench-").delete()
    Record.objects.filter(kind="partner").delete()
    fill(size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reader() -> Any:
    from entente.foundation.people.models import Person

    person, _new = Person.objects.get_or_create(username="bench", defaults={"role": "reader"})
    return person


def measures(size: int) -> list[tuple[str, Callable[[], Any]]]:
    """What is measured again and again, by name."""
    from django.test import Client

    from entente.engagement.partners.exports import REGISTERS
    from entente.foundation.index import queries as index
    from entente.kit import table
    from entente.kit.table import Ask

    client, person = Client(SERVER_NAME="localhost"), reader()
    client.force_login(person)
    register = next(one for one in REGISTERS if one.name == "partners")
    ask = Ask(person, "2026-11-22")

    def page(address: str) -> Callable[[], Any]:
        def work() -> Any:
            answer = client.get(address)
            assert answer.status_code == 200, answer.status_code
            return answer

        return work

    def found(words: str) -> Callable[[], Any]:
        def work() -> int:
            records = index.found(words, person=person)
            list(records[:25])
            return records.count()

        return work

    sortable = [column.key for column in register.columns if column.sort and column.shown]
    return [
        ("list page of 50 rows, whole page over HTTP (test client)", page("/en/partners/")),
        ("the same in French", page("/fr/partenaires/")),
        ("deepest page", page("/en/partners/?last=1")),
        (
            "the 50 rows alone, without the count",
            lambda: table.body(register.columns, register.ordered(ask)[:50]),
        ),
        *[(f"sorted by {key}", page(f"/en/partners/?sort=-{key}")) for key in sortable],
        ("search, a word of a tenth of the records, count and 25", found("smuggling")),
        ("search, the same in French with an accent missing", found("contrebande region")),
        ("search, a rare word", found(f"{size - 3}")),
        ("search page over HTTP (test client)", page("/en/search/?q=smuggling")),
    ]


def measured(work: Callable[[], Any]) -> tuple[float, float]:
    """The median CPU and wall milliseconds of many runs. Queries are counted by tests/house."""
    work()
    cpu, wall = [], []
    for _run in range(RUNS):
        wall_start, cpu_start = time.perf_counter(), time.process_time()
        work()
        cpu.append((time.process_time() - cpu_start) * 1000)
        wall.append((time.perf_counter() - wall_start) * 1000)
    return statistics.median(cpu), statistics.median(wall)


def once(size: int) -> None:
    """What is done once: import of 10,000 rows judged and written, export of everything."""
    from django.db import transaction

    from benchmarks.generated import rows
    from entente.config import packages
    from entente.engagement.partners.exports import REGISTERS
    from entente.engagement.partners.imports import SHEETS
    from entente.engagement.partners.models import Partner
    from entente.foundation.sources import actions as sources
    from entente.kit import export
    from entente.kit.table import Ask

    sheet = next(one for one in SHEETS if one.file == "partners.csv")
    table = [
        {**dict.fromkeys(sheet.columns, ""), **cells, "key": f"bench-new-{n}"} for n, cells in enumerate(rows(10_000))
    ]
    directory = packages._directory()
    begun = time.perf_counter()
    reading = sheet.read(table, directory)
    judged = time.perf_counter() - begun
    assert not reading.errors, reading.errors[:3]
    begun = time.perf_counter()
    with transaction.atomic():
        package = sources.note_package(
            by="bench",
            name="bench",
            title_en="B",
            title_fr="B",
            digest=str(size),
            position=99,
            kept={},
            read=[],
        )
        sources.take_in(package, reading, directory, by="bench")
    written = time.perf_counter() - begun
    print(f"{'import of 10,000 rows: judged, rows/s':66}{10_000 / judged:18,.0f}")
    print(f"{'import of 10,000 rows: written with trail, rows/s':66}{10_000 / written:18,.0f}")
    Partner.objects.filter(key__startswith="bench-new-").delete()
    register = next(one for one in REGISTERS if one.name == "partners")
    for form in ("csv", "json", "xlsx"):
        before, begun = peak(), time.perf_counter()
        octets = sum(len(part) for part in export.stream(register, Ask(reader(), "2026-11-22"), form))
        seconds, grown = time.perf_counter() - begun, peak() - before
        name = f"export of {size} rows as {form} ({octets / 1e6:.1f} MB): s, MB more"
        print(f"{name:66}{seconds:9.1f}{grown:9.1f}", flush=True)


def peak() -> float:
    """The most memory this process has taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10_000, 100_000])
