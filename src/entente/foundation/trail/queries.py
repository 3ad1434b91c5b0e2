"""Questions to the trail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entente.kit.days import in_our_days
from entente.kit.table import Ask

from . import policy
from .models import ADDRESSES, RECORDS, VERBS, Entry, verb_in_words

__all__ = ["Break", "about", "everything", "first_break", "last_seal", "newest", "verb_in_words"]

# One step of the index (actor, id) for each name instead of a walk over the whole trail; both databases plan
# it so.
ACTORS = """
    WITH RECURSIVE one(name) AS (
        SELECT MIN(actor) FROM trail_entry
        UNION ALL
        SELECT (SELECT MIN(actor) FROM trail_entry WHERE actor > one.name) FROM one WHERE one.name IS NOT NULL
    )
    SELECT name FROM one WHERE name IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold, and how."""

    entry: int
    what: str


def about(subject: str) -> QuerySet[Entry]:
    """Everything recorded about one thing, newest first. ``subject`` is ``room.model:key``. One query."""
    return Entry.objects.filter(subject=subject).order_by("-id")


def everything() -> QuerySet[Entry]:
    """The whole trail, unordered: registers order it."""
    return Entry.objects.all()


def entries(ask: Ask) -> QuerySet[Entry]:
    """The entries this person may read, unordered: registers order them. One query."""
    return policy.visible_to(ask.person)


def entry(person: Any, pk: int) -> QuerySet[Entry]:
    """One entry, as a queryset of one or none."""
    return policy.visible_to(person).filter(pk=pk)


def actors() -> list[str]:
    """Everybody who ever wrote to the trail, by name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ACTORS)
        return [name for (name,) in cursor.fetchall()]


def verbs() -> list[str]:
    """Every verb that has words."""
    return list(VERBS)


def kinds() -> list[tuple[str, str]]:
    """What entries may be about, ``(label, words)``, by words. No query: it is known from the rooms
    themselves.
    """
    named = [
        (model._meta.label_lower, str(capfirst(model._meta.verbose_name)))
        for model in apps.get_models()
        if model.__module__.startswith("entente.") and "verbose_name" in model._meta.original_attrs
    ]
    return sorted([*named, ("register", str(_("List")))], key=lambda one: one[1].casefold())


def since(rows: QuerySet[Entry], day: str) -> QuerySet[Entry]:
    """Entries from the first moment of a day, month or year on. Raises ``ValidationError`` for text that is
    none.
    """
    return rows.filter(at__gte=_moment(in_our_days(day).first, time.min))


def until(rows: QuerySet[Entry], day: str) -> QuerySet[Entry]:
    """Entries up to the last moment of a day, month or year. Raises ``ValidationError`` for text that is
    none.
    """
    return rows.filter(at__lte=_moment(in_our_days(day).last, time.max))


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def address(one: Entry) -> str:
    """The page of an entry's subject, or nothing where it has none. Asks nothing: the page judges who may
    open it.
    """
    label, _colon, key = one.subject.partition(":")
    name = ADDRESSES.get(label, "")
    try:
        if name:
            return reverse(name, args=[key])
        if label.partition(".")[0] in RECORDS and key.isdigit():
            return reverse("dossiers:record", args=[label, key])
    except NoReverseMatch:
        pass
    return ""


def first_break(genesis: str) -> tuple[int, Break | None]:
    """How many entries were checked, and the first broken link if there is one. Streams: memory stays
    constant.
    """
    previous, checked = genesis, 0
    for entry in Entry.objects.order_by("id").iterator(chunk_size=2000):
        if entry.previous != previous:
            return checked, Break(entry.pk, "an entry before this one was removed or changed")
        if entry.sealed() != entry.seal:
            return checked, Break(entry.pk, "the content of this entry was changed")
        previous, checked = entry.seal, checked + 1
    return checked, None


def last_seal() -> str:
    """The newest seal: kept elsewhere, it lets somebody prove later that nothing was cut off the end."""
    return Entry.objects.order_by("-id").values_list("seal", flat=True).first() or ""


def newest(*, without: Iterable[str], most: int) -> QuerySet[Entry]:
    """The newest entries but those with some verbs, newest first. One query."""
    return Entry.objects.exclude(verb__in=list(without)).order_by("-id")[:most]
