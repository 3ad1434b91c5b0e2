"""What this room offers to the one index."""

from django.db.models import QuerySet

from entente.foundation.index.actions import Entry
from entente.kit.gaps import GAPS

from .models import Statistic


def things() -> QuerySet[Statistic]:
    """Every fact with what its entry reads."""
    return Statistic.objects.select_related("geography").prefetch_related("values").order_by("id")


def entry(fact: Statistic) -> Entry:
    """What can be found of a fact: its name, its definition, what the sources state."""
    values = list(fact.values.all())
    place = fact.geography
    return Entry(
        thing=fact,
        kind="fact",
        address=("facts:fact", fact.key),
        title_en=fact.name_en,
        title_fr=fact.name_fr,
        text_en=_together(fact.definition_en, *(one.text_en for one in values)),
        text_fr=_together(fact.definition_fr, *(one.text_fr for one in values)),
        more=_together(fact.key, place.name_en if place else "", place.name_fr if place else ""),
        marking=fact.marking,
    )


def _together(*texts: str) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text and text not in GAPS))


OFFERS = ((Statistic, things, entry),)
