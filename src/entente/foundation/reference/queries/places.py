"""Questions about countries and regions."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet, Value

from entente.kit import days
from entente.kit.table import Ask

from .. import policy
from ..models import Country, Region, sound

DATA = Path(__file__).parents[1] / "data"


def find(text: str) -> Country | None:
    """The country that a code, a name or an alias in either language means; case and accents do not matter.

    A code comes before a name, a present name before another country's alias, a present country before a past
    one. Nothing when the text means no country, or several. At most one query.
    """
    said = sound(text)
    if not said:
        return None
    found = list(Country.objects.filter(known_as__contains=f"|{said}|").order_by("id"))
    for narrower in (
        [one for one in found if said in map(sound, (one.code, one.alpha3, one.m49))],
        [one for one in found if said in (sound(one.name_en), sound(one.name_fr))],
        [one for one in found if not one.ends_on],
        found,
    ):
        if len(narrower) == 1:
            return narrower[0]
    return None


def countries(ask: Ask) -> QuerySet[Country]:
    """The countries and territories that stood on the day asked about, unordered: registers order them.

    Each carries ``asked_on`` and ``asked_past``; names and groups are fetched with it: three queries in all.
    """
    return (
        policy.visible_to(ask.person)
        .filter(days.on(ask.on, attested=""))
        .annotate(asked_on=Value(ask.on), asked_past=Value(ask.past))
        .select_related("region", "sub_region")
        .prefetch_related("names", "groups")
    )


def named(rows: QuerySet[Country], text: str) -> QuerySet[Country]:
    """Those with a code, name or alias that holds these words in this order."""
    return rows.filter(known_as__contains=sound(text)) if sound(text) else rows


def within(rows: QuerySet[Country], key: str) -> QuerySet[Country]:
    """Those of a region: of the United Nations with its parts, or of engagement."""
    un = Q(region__key=key) | Q(sub_region__key=key) | Q(sub_region__parent__key=key)
    return rows.filter(un | Q(pk__in=Country.objects.filter(groups__key=key).values("pk")))


def country(person: Any, code: str) -> QuerySet[Country]:
    """One country with its names, regions and groups, as a queryset of one or none."""
    return (
        policy.visible_to(person)
        .filter(code=code.upper())
        .select_related("region", "sub_region__parent")
        .prefetch_related("names", "groups")
    )


def regions() -> QuerySet[Region]:
    """Engagement regions, then those of the United Nations, each list in the order of its file."""
    return Region.objects.order_by("kind", "id")


@lru_cache(maxsize=1)
def world() -> dict[str, Any]:
    """The map of the world: ``width`` and ``height`` in pixels, ``shapes`` (SVG) and ``dots`` by code."""
    drawn: dict[str, Any] = json.loads((DATA / "world.json").read_text(encoding="utf-8"))
    return drawn
