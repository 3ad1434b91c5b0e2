"""The whole of it, in order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.db.models import Max

from entente.foundation.notices.models import Notice
from entente.foundation.people.roles import Role
from entente.foundation.sources.models import Source
from entente.foundation.trail import actions as trail

from . import (
    candidacies,
    chairs,
    commitments,
    exchanges,
    formalities,
    meetings,
    negotiations,
    products,
    removals,
    sittings,
    trade,
    travel,
    visits,
)
from .sizes import Size as Size
from .world import COORDINATES, KEY, World, officer

AT_ONCE = 20_000  # entries sealed and written together: what a process holds in memory
SAID_EVERY = 100_000


def is_there() -> bool:
    """Whether this house holds an invented year. One query."""
    return Source.objects.filter(key=KEY).exists()


@transaction.atomic
def invent(size: Size, *, today: date, say: Callable[[str], None] = lambda _words: None) -> None:
    """Fill the house with invented years that end a little after today. All or nothing.

    Raises ``RuntimeError`` in a house that holds some already: two invented years would contradict each other.
    """
    if is_there():
        raise RuntimeError("this house holds an invented year already")
    world = World(size, today)
    say("meetings")
    held = meetings.invent(world)
    say("travel")
    reports = travel.invent(world, held)
    say("commitments")
    commitments.invent(world, held, reports)
    say("free trade")
    trade.invent(world, held)
    world.settle()
    with walking():
        say("visits")
        visits.invent(world)
        say("candidacies")
        candidacies.invent(world)
        say("joint products")
        products.invent(world, held)
        say("exchanges")
        exchanges.invent(world)
        say("removals")
        removals.invent(world)
        say("negotiations")
        keeper = officer(world, COORDINATES, Role.AGREEMENTS_OFFICER, 5)
        sittings.invent(world, keeper)
        negotiations.invent(world, keeper)
        say("years in the chair")
        chairs.invent(world, held)
        say("absences and passports")
        formalities.invent(world)
    trail.record(by="invented", verb="load", subject=world.source, meetings=size.meetings, years=size.years)
    if size.trail:
        say("trail")
        lengthen(size.trail, world, say)


@contextmanager
def walking() -> Iterator[None]:
    """What verbs do inside tells nobody: a year that never was fills no letter box and sends no mail."""
    before = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Notice.objects.filter(pk__gt=before).delete()


def lengthen(count: int, world: World, say: Callable[[str], None]) -> None:
    """Further entries of the trail, sealed like all others; says how far it is, since millions take minutes."""
    for first in range(0, count, AT_ONCE):
        after = min(first + AT_ONCE, count)
        trail.record_many(
            (trail.line(world.source, "read", number=number) for number in range(first, after)), by="invented"
        )
        if after % SAID_EVERY == 0 or after == count:
            say(f"  {after:,} of {count:,} entries")
