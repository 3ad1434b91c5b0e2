"""What visits offer to the one index."""

from entente.foundation.index.actions import Entry

from .models import Visit


def entry(visit: Visit) -> Entry:
    """A visit as it is found: by title, partner, key and what it is about. Reads ``partner``."""
    partner = visit.partner
    return Entry(
        thing=visit,
        kind="visit",
        address=("visits:visit", visit.key),
        title_en=visit.title_en,
        title_fr=visit.title_fr,
        text_en=visit.purpose_en,
        text_fr=visit.purpose_fr,
        more=" ".join(dict.fromkeys((visit.key, partner.name_en, partner.name_fr, visit.city_en, visit.city_fr))),
        marking=visit.kept_as,
    )


OFFERS = ((Visit, lambda: Visit.objects.select_related("partner"), entry),)
