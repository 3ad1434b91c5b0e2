"""What forums offer to the one index."""

from entente.foundation.index.actions import Entry

from .models import Body


def entry(body: Body) -> Entry:
    """A body as it is found: by name, acronym, key and what it is about. Reads ``parent``."""
    above = body.parent.acronym_en if body.parent else ""
    return Entry(
        thing=body,
        kind="forum",
        address=("forums:body", body.key),
        title_en=body.name_en,
        title_fr=body.name_fr,
        text_en=body.focus_en,
        text_fr=body.focus_fr,
        more=" ".join(dict.fromkeys((body.acronym_en, body.acronym_fr, body.key, above))),
        marking=body.marking,
    )


OFFERS = ((Body, lambda: Body.objects.select_related("parent"), entry),)
