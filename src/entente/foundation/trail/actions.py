"""Writing to the trail, inside the transaction it describes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from .models import Entry

GENESIS = "0" * 64
LOCK = 724_001  # any number, the same for everyone who appends; PostgreSQL's advisory lock


@dataclass(frozen=True, slots=True)
class Line:
    """What one entry will say, before it is dated and sealed."""

    verb: str
    subject: str
    title_en: str = ""
    title_fr: str = ""
    reason: str = ""
    changes: dict[str, Any] = field(default_factory=dict)


def subject_of(thing: models.Model) -> str:
    """The label under which the trail knows a thing: ``room.model:key``."""
    return f"{thing._meta.label_lower}:{getattr(thing, 'key', None) or thing.pk}"


def line(thing: models.Model, verb: str, *, reason: Any = "", **changes: Any) -> Line:
    """A line about a thing. ``changes`` are ``field=[before, after]`` or plain values."""
    return Line(
        verb=verb,
        subject=subject_of(thing),
        title_en=str(_title(thing, "en"))[:300],
        title_fr=str(_title(thing, "fr"))[:300],
        reason=reason,
        changes={name: _plain(value) for name, value in changes.items()},
    )


def record(*, by: Any, verb: str, subject: models.Model, reason: Any = "", **changes: Any) -> Entry:
    """Append one entry. ``by`` is a person or the name of a process."""
    return record_many([line(subject, verb, reason=reason, **changes)], by=by)[0]


@transaction.atomic(savepoint=False)  # also where nothing is written but the entry: a turn lasts as long as this does
def record_many(lines: Iterable[Line], *, by: Any) -> list[Entry]:
    """Append entries in order, each sealed with the one before. Call it inside the transaction it describes."""
    _take_turns()
    last = Entry.objects.order_by("-id").values_list("seal", flat=True).first()
    previous, now, entries = last or GENESIS, timezone.now(), []
    for one in lines:
        entry = Entry(
            at=now,
            actor=getattr(by, "username", None) or str(by),
            verb=one.verb,
            subject=one.subject,
            title_en=one.title_en,
            title_fr=one.title_fr,
            reason=one.reason,
            changes=one.changes,
            previous=previous,
        )
        entry.seal = previous = entry.sealed()
        entries.append(entry)
    return Entry.objects.bulk_create(entries, batch_size=2000)


def _take_turns() -> None:
    """One writer at a time may extend the chain. SQLite's immediate transactions see to it already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _title(thing: models.Model, lang: str) -> Any:
    for name in (f"name_{lang}", f"title_{lang}", f"term_{lang}"):
        if hasattr(thing, name):
            return getattr(thing, name)
    return str(thing)


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def note_export(*, by: Any, register: str, form: str, asked: str) -> Entry:
    """Note that somebody took a register away as a file: which, in what form, under which conditions."""
    taken = Line("export", f"register:{register}", register, register, changes={"form": form, "asked": asked})
    return record_many([taken], by=by)[0]
