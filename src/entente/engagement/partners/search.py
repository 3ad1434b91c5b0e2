"""What this room offers to the index: partners, and the contacts they are reached by."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from entente.foundation.index.actions import Entry

from .models import PLACES, Office, Partner


def entry(partner: Partner) -> Entry:
    """A partner by its names, acronyms, summary, and the other names of its country."""
    others: list[str] = []
    if partner.kind in PLACES and partner.country:
        others = [f"{one.name_en} {one.name_fr}" for one in partner.country.names.all()]
    return Entry(
        thing=partner,
        kind="partner",
        address=("partners:partner", partner.key),
        title_en=partner.name_en,
        title_fr=partner.name_fr,
        text_en=partner.summary_en,
        text_fr=partner.summary_fr,
        more=" ".join([partner.acronym_en, partner.acronym_fr, partner.key, *others]),
        marking=partner.marking,
    )


def office_entry(office: Office) -> Entry:
    """A contact by office, under its partner's address and marking."""
    partner = office.partner
    return Entry(
        thing=office,
        kind="contact",
        address=("partners:partner", partner.key),
        title_en=office.title_en,
        title_fr=office.title_fr,
        text_en=f"{partner.name_en}. {office.note_en}".strip(),
        text_fr=f"{partner.name_fr or partner.name_en}. {office.note_fr}".strip(),
        more=office.location,
        marking=partner.marking,
    )


OFFERS: tuple[tuple[type[Any], Callable[[], QuerySet[Any]], Callable[[Any], Entry]], ...] = (
    (Partner, lambda: Partner.objects.select_related("country").prefetch_related("country__names"), entry),
    (Office, lambda: Office.objects.select_related("partner"), office_entry),
)
