"""The switch against the slow reference, on invented histories.

    python -m benchmarks.switch [--histories 10000] [--instants 1000] [--seed 1]

Fills the database of the settings (ENTENTE_DATABASE_URL, else SQLite in ENTENTE_DATA) with invented instruments inside
a transaction that is rolled back, asks one statement a history, and compares every answer. Prints the first mismatches
and ends with 1 when there is any.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entente.config.settings")
SHOWN = 10  # mismatches


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--instants", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    began, wrong, answers = time.perf_counter(), 0, 0
    with transaction.atomic():
        for found in mismatches(asked.histories, asked.instants, asked.seed):
            answers += asked.instants
            for one in found[: max(0, SHOWN - wrong)]:
                print(*one, sep="\n  ")
            wrong += len(found)
        transaction.set_rollback(True)
    took = time.perf_counter() - began
    print(f"{connection.vendor}: {asked.histories} histories, {answers} answers, {wrong} wrong, {took:.1f} s")
    return 1 if wrong else 0


def mismatches(histories: int, instants: int, seed: int) -> Iterator[list[tuple[Any, ...]]]:
    """For each history the answers that differ: what the record says, the instant, the switch, the reference."""
    from benchmarks import histories as lives
    from entente.engagement.agreements import queries

    dice = random.Random(seed)
    for one, pk in written(dice, histories):
        moments = lives.instants_for(one, dice, instants)
        alive = {at for _pk, at in queries.live([pk], moments)}
        yield [(one, at, at in alive) for at in moments if (at in alive) != lives.was_in_force(one, at)]


def written(dice: random.Random, many: int) -> Iterator[tuple[Any, int]]:
    """Invented histories with the instruments that hold them."""
    from benchmarks import histories as lives

    partners = our_partners()
    for beginning in range(0, many, 500):
        batch = [lives.invented(dice) for _ in range(min(500, many - beginning))]
        lives.linked(dice, batch)
        yield from zip(batch, put_down(batch, partners, f"life-{beginning}"), strict=True)


def our_partners() -> dict[str, Any]:
    """The partners the invented instruments are with."""
    from benchmarks.histories import ABOVE, SIDES
    from entente.engagement.partners.models import Partner

    kinds = {"cbsa": "own", "us-cbp": "administration", "rcmp": "department"}
    made: dict[str, Any] = {}
    for key in sorted(SIDES, key=lambda key: key in ABOVE):
        given = {
            "name_en": key,
            "name_fr": key,
            "kind": kinds.get(key, "country"),
            "parent": made.get(ABOVE.get(key, "")),
        }
        made[key], _new = Partner.objects.get_or_create(key=key, defaults=given)
    return made


def put_down(batch: list[Any], partners: dict[str, Any], stem: str) -> list[int]:
    """Write histories down as instruments; their primary keys in the same order."""
    from entente.engagement.agreements.models import Agreement, Link, Party, PartyAction, Suspension
    from entente.foundation.sources.models import Correction, label_of

    dated = ("status", "in_force_on", "expires_on", "ended_on", "as_of")
    rows = Agreement.objects.bulk_create(
        Agreement(
            key=f"{stem}-{n}", title_en=f"{stem} {n}", kind="other", **{name: getattr(one, name) for name in dated}
        )
        for n, one in enumerate(batch)
    )
    both = list(zip(rows, batch, strict=True))
    Suspension.objects.bulk_create(
        Suspension(agreement=row, from_at=since, to_at=until) for row, one in both for since, until in one.suspensions
    )
    Party.objects.bulk_create(
        Party(agreement=row, partner=partners[key], role=role) for row, one in both for key, role in one.parties
    )
    PartyAction.objects.bulk_create(
        PartyAction(agreement=row, partner=partners[key], action=action, on=on, as_of=as_of)
        for row, one in both
        for key, action, on, as_of in one.acts
    )
    keys = {id(one): row for row, one in both}
    Link.objects.bulk_create(
        Link(from_agreement=row, to_agreement=keys[id(other)], kind=Link.RESTS_ON)
        for row, one in both
        for other in one.rests_on
    )
    at = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    Correction.objects.bulk_create(
        Correction(
            label=label_of(Agreement), record=row.pk, field="status", source_value=one.source_said, value=one.status,
            reason="ended", by="invention", at=at,
        )
        for row, one in both
        if one.source_said
    )  # fmt: skip
    return [row.pk for row in rows]


if __name__ == "__main__":
    sys.exit(main())
