"""What this room offers to the one index, and where its things are shown."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.translation import override

from entente.foundation.index.actions import Entry
from entente.foundation.people.roles import up_to
from entente.kit.bilingual import LANGUAGES, language

from .models import Act, Agreement

AGREEMENT, ACT = "agreements:agreement", "agreements:act"
STAND_IN = "stand-in"


def page(name: str, key: str, *, on: str = "") -> str:
    """The address of a thing's page, at a past day if one is given; empty while nobody serves that page."""
    pattern = _pattern(name, language(), get_urlconf())
    address = pattern.replace(STAND_IN, key)
    return f"{address}?on={on}" if address and on else address


@lru_cache(maxsize=64)
def _pattern(name: str, lang: str, urlconf: str | None) -> str:
    """Addresses differ by their key alone: one look-up serves a whole list."""
    try:
        return reverse(name, args=[STAND_IN], urlconf=urlconf)
    except NoReverseMatch:
        return ""


def agreement_entry(agreement: Agreement) -> Entry:
    """An instrument by its titles, type, numbers and parties. Prefetch ``parties__partner``."""
    readable = up_to(agreement.marking)
    partners = [party.partner for party in agreement.parties.all() if party.partner.marking in readable]
    names = {
        lang: " ".join(
            words
            for partner in partners
            for words in (getattr(partner, f"name_{lang}"), getattr(partner, f"acronym_{lang}"))
            if words
        )
        for lang in LANGUAGES
    }
    kinds = {}
    for lang in LANGUAGES:
        with override(lang):
            kinds[lang] = str(agreement.get_kind_display())
    return Entry(
        thing=agreement,
        kind="agreement",
        address=(AGREEMENT, agreement.key),
        title_en=agreement.title_en,
        title_fr=agreement.title_fr,
        text_en=agreement.summary_en,
        text_fr=agreement.summary_fr,
        more=" ".join([agreement.key, agreement.number, agreement.treaty_id, *names.values(), *kinds.values()]),
        marking=agreement.marking,
    )


def act_entry(act: Act) -> Entry:
    """An act by its titles and our part in it."""
    return Entry(
        thing=act,
        kind="act",
        address=(ACT, act.key),
        title_en=act.title_en,
        title_fr=act.title_fr,
        text_en=act.role_en,
        text_fr=act.role_fr,
        more=act.key,
    )


def agreements() -> QuerySet[Agreement]:
    """Every instrument, as ``agreement_entry`` needs it."""
    return Agreement.objects.order_by("id").prefetch_related("parties__partner")


def acts() -> QuerySet[Act]:
    """Every act."""
    return Act.objects.order_by("id")


OFFERS: tuple[tuple[type[Any], Callable[[], QuerySet[Any]], Callable[[Any], Entry]], ...] = (
    (Agreement, agreements, agreement_entry),
    (Act, acts, act_entry),
)
