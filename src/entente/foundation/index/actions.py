"""Keeping the index in step with the rooms. What is found is no fact, so it leaves no trail of its own."""

from collections.abc import Iterable

from django.db import models, transaction

from entente.kit.bilingual import fold
from entente.kit.finding import Entry as Entry  # rooms above know it by this name too
from entente.kit.stems import stems

from .models import Record

BATCH = 500


@transaction.atomic
def put(entries: Iterable[Entry]) -> int:
    """Add or renew what can be found of some things. Returns how many."""
    records = [_record(entry) for entry in entries]
    Record.objects.bulk_create(
        records,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["label", "record"],
        update_fields=[
            "kind", "address", "title_en", "title_fr", "title_key_en", "title_key_fr",
            "text_en", "text_fr", "stems", "marking", "readers",
        ],
    )  # fmt: skip
    return len(records)


@transaction.atomic
def drop(thing: models.Model) -> None:
    """Forget a thing."""
    Record.objects.filter(label=thing._meta.label_lower, record=thing.pk).delete()


@transaction.atomic
def rebuild(label: str, entries: Iterable[Entry]) -> int:
    """Forget everything of one kind of thing and put it in anew. Returns how many."""
    Record.objects.filter(label=label).delete()
    return put(entries)


def _record(entry: Entry) -> Record:
    title_en, title_fr = entry.title_en or entry.title_fr, entry.title_fr or entry.title_en
    return Record(
        label=entry.thing._meta.label_lower,
        record=entry.thing.pk,
        kind=entry.kind,
        address=" ".join(entry.address),
        title_en=title_en[:300],
        title_fr=title_fr[:300],
        title_key_en=fold(title_en)[:300],
        title_key_fr=fold(title_fr)[:300],
        text_en=entry.text_en,
        text_fr=entry.text_fr,
        stems=stems(f"{title_en} {entry.text_en} {entry.more}", f"{title_fr} {entry.text_fr} {entry.more}"),
        marking=entry.marking,
        readers="".join(f"|{role}" for role in entry.readers) + "|" * bool(entry.readers),
    )
