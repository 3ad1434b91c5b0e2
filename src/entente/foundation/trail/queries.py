"""Questions to the trail."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from .models import Entry


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


def first_break(genesis: str) -> tuple[int, Break | None]:
    """How many entries were checked, and the first broken link if there is one. Streams: memory stays constant."""
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


def newest(verbs: Iterable[str], *, most: int) -> QuerySet[Entry]:
    """The newest entries with some verbs, newest first."""
    return Entry.objects.filter(verb__in=list(verbs)).order_by("-id")[:most]
