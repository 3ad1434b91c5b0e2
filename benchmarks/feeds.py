"""A calendar feed of 1,000 entries: built, unchanged, and after a change elsewhere.

    python -m benchmarks.feeds [ENTRIES]

Measures on the database of the settings (ENTENTE_DATABASE_URL, else SQLite in ENTENTE_DATA), in this process, through
Django’s test client: CPU is ``process_time`` of the server’s side, wall time holds the database too. Medians of many
runs. The database is filled: use one of its own.
"""

import os
import sys
from datetime import datetime, time, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
ENTRIES = 1_000


def main(entries: int) -> None:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.lists import measured, reader

    call_command("migrate", verbosity=0)
    print(f"database: {connection.vendor}, {entries} entries", flush=True)
    prepare(entries)
    ask = asker(reader())
    first = ask()
    assert first.status_code == 200
    assert first.content.count(b"BEGIN:VEVENT") == entries, first.content.count(b"BEGIN:VEVENT")
    known = {"If-None-Match": first["ETag"]}
    works: list[tuple[str, Any]] = [
        ("built and sent", ask),
        ("unchanged: 304", lambda: ask(**known)),
        (
            "the trail moved on, the calendar did not: built, 304",
            lambda: ask(**{"If-None-Match": f'"x-{content(first)}"'}),
        ),
    ]
    print(f"{'work':60}{'queries':>9}{'CPU ms':>9}{'wall ms':>9}")
    for name, work in works:
        cpu, wall = measured(work)
        print(f"{name:60}{counted(work):9}{cpu:9.1f}{wall:9.1f}", flush=True)
    print(f"size: {len(first.content) / 1000:.0f} kB")


def counted(work: Any) -> int:
    """How many questions a work asks the database."""
    from django.db import connection

    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return len(asked)


def content(answer: Any) -> str:
    """The part of a version that stands for what the file holds."""
    found: str = answer["ETag"].strip('"').partition("-")[2]
    return found


def asker(person: Any) -> Any:
    """What a calendar program does, at a fresh address of this person."""
    from django.test import Client
    from django.urls import reverse
    from django.utils import translation

    from entente.releases import actions, queries

    feed = actions.open_feed(by=person, scope="all")
    client = Client(SERVER_NAME="localhost")
    with translation.override("en"):
        address = reverse("releases:feed", args=[queries.token(feed)])
    return lambda **headers: client.get(address, headers=headers)


def prepare(entries: int) -> None:
    """Meetings over the year: a third with hours, in six places."""
    from django.db import connection
    from django.utils import timezone

    from entente.engagement.forums.models import Body
    from entente.engagement.meetings.models import Meeting

    Meeting.objects.filter(key__startswith="bench-").delete()
    body, _new = Body.objects.get_or_create(
        key="bench-body", defaults={"name_en": "Bench", "name_fr": "Banc", "kind": "forum", "as_of": "2026"}
    )
    zones = [
        "America/Toronto",
        "Europe/Brussels",
        "Asia/Tokyo",
        "Europe/Paris",
        "America/Mexico_City",
        "Asia/Singapore",
    ]
    today, now = timezone.localdate(), timezone.make_aware(datetime(2026, 11, 1, 12))
    made = []
    for number in range(entries):
        day, hours = today + timedelta(days=number % 500 - 200), number % 3 == 0
        made.append(
            Meeting(
                key=f"bench-{number}",
                body=body,
                title_en=f"Session {number} of the committee on procedures",
                title_fr=f"Séance {number} du comité des procédures",
                starts_on=day,
                ends_on=day if hours else day + timedelta(days=number % 4),
                starts_at=time(9) if hours else None,
                ends_at=time(17) if hours else None,
                zone=zones[number % len(zones)],
                city_en="Brussels",
                city_fr="Bruxelles",
                state="confirmed",
                changed_at=now,
            )
        )
    Meeting.objects.bulk_create(made, batch_size=500)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
