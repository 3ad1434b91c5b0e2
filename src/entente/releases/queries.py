"""Questions about calendars: what falls in a period, for whom; which address is which; has anything changed."""

import copy
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Subquery

from entente.engagement.forums.models import Body
from entente.engagement.partners.models import Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking, Role
from entente.foundation.reference import queries as reference
from entente.foundation.reference.models import Country
from entente.foundation.trail.models import Entry
from entente.kit.bilingual import language
from entente.kit.occasion import Occasion

from . import kinds as kinds_of
from .models import Feed, Scope

SALT = "releases.feed"
HOME = "CA"
MONTHS_BACK, MONTHS_AHEAD = 12, 24
QUIET = ("export", "read")
"""Entries of the trail after which no calendar has changed."""

# ── What falls in a period ────────────────────────────────────────────────────────────────────────


def occasions(
    person: Any, first: date, last: date, kinds: Collection[str] = (), *, outside: bool = False
) -> list[Occasion]:
    """What falls in a period and this person may see, in order; of some kinds, or of all. One query a room.

    ``outside`` is what may leave the house: the unclassified, and of colleagues’ journeys nothing.
    """
    wanted = set(kinds) or set(kinds_of.KINDS)
    plain, alone = (without(person), without(person, role=Role.READER)) if outside else (person, person)
    found = [
        one
        for room in kinds_of.ROOMS
        if room.kinds & wanted
        for one in room.occasions(alone if room.personal else plain, first, last)
        if one.kind in wanted and (not outside or one.marking == Marking.UNCLASSIFIED)
    ]
    return sorted(found, key=lambda one: (one.first, one.starts_at is not None, str(one.starts_at or ""), one.uid))


def within(found: Iterable[Occasion], person: Any, scope: str) -> list[Occasion]:
    """Those of a scope: what concerns the person by name, or the offices it works in, or everything. One query."""
    if scope == Scope.MINE:
        return [one for one in found if person.pk in one.people]
    if scope == Scope.OFFICE:
        offices = offices_of(person)
        return [one for one in found if one.unit in offices or person.pk in one.people]
    return list(found)


def offices_of(person: Any) -> set[str]:
    """Keys of the person's office and of those it is part of. One query, none where they were fetched with it."""
    found, unit = set(), person.unit
    if unit is not None and unit.parent_id and "parent" not in unit._state.fields_cache:
        return {one.key for one in people.Chart().above(unit)}
    while unit is not None:
        found.add(unit.key)
        unit = unit.parent if "parent" in unit._state.fields_cache else None
    return found


def without(person: Any, role: str = "") -> Any:
    """The same person without a clearance, and in another role where one is given. It is never saved."""
    outside = copy.copy(person)
    outside.clearance = Marking.UNCLASSIFIED.value
    outside.role = role or person.role
    return outside


def window(today: date) -> tuple[date, date]:
    """The whole months an address shows: a year back, two years ahead. It moves once a month."""
    return months_from(today, -MONTHS_BACK), months_from(today, MONTHS_AHEAD + 1)


def months_from(day: date, months: int) -> date:
    """The first day of the month so many months from a day’s own."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


# ── Addresses ─────────────────────────────────────────────────────────────────────────────────────


def token(feed: Feed) -> str:
    """The signed secret that an address carries."""
    return signing.Signer(salt=SALT, sep=".").sign(feed.secret)


def feed(text: str) -> Feed | None:
    """The address that a token means, revoked or not, with its person and offices. One query.

    Nothing for a token that was not signed here; that asks nothing of the database. ``stamp`` is the last entry of the
    trail after which a calendar may have changed, ``stamped_at`` its moment.
    """
    try:
        secret = signing.Signer(salt=SALT, sep=".").unsign(text)
    except signing.BadSignature:
        return None
    found = Feed.objects.filter(secret=secret).annotate(stamp=_last("id"), stamped_at=_last("at"))
    return found.select_related("person__unit__parent__parent").first()


def _last(column: str) -> Subquery:
    """A column of the last entry of the trail that may have changed a calendar. It reads the trail from its end."""
    return Subquery(Entry.objects.exclude(verb__in=QUIET).order_by("-id").values(column)[:1])


def own(person: Any) -> list[Feed]:
    """The addresses of a person that work, the oldest first. One query."""
    return list(Feed.objects.filter(person=person, revoked_at__isnull=True).order_by("id"))


# ── Holidays and names ────────────────────────────────────────────────────────────────────────────


def holidays(codes: Iterable[str], first: date, last: date) -> dict[str, dict[date, Any]]:
    """Holidays by country and day, of our own country and of these. Asks nothing of the database."""
    wanted = dict.fromkeys([HOME, *sorted(code for code in set(codes) if code)])
    return {code: {one.day: one for one in reference.holidays(code, first, last)} for code in wanted}


def country_names(codes: Collection[str]) -> dict[str, Any]:
    """Names of countries by code. One query."""
    return {one.code: one.name for one in Country.objects.filter(code__in=codes)}


def named(model: Any, keys: Collection[str], person: Any) -> list[tuple[str, Any]]:
    """Keys and names of partners, forums or offices that are about to be offered, by name. One query."""
    if not keys:
        return []
    found = model._default_manager.filter(key__in=keys).order_by(f"sort_{language()}", "id")
    return [(one.key, one.name) for one in found]


CHOICES = {"partner": Partner, "body": Body, "unit": Unit}
"""What a calendar is narrowed by."""
