"""What this room offers to the one index."""

from django.db.models import QuerySet

from entente.kit.finding import Entry

from .models import Source


def things() -> QuerySet[Source]:
    """Every source."""
    return Source.objects.order_by("id")


def entry(source: Source) -> Entry:
    """What can be found of a source: its title, its publisher, the note on it."""
    return Entry(
        thing=source,
        kind="source",
        address=("sources:source", source.key),
        title_en=source.title_en,
        title_fr=source.title_fr,
        text_en=" ".join(filter(None, (source.publisher_en, source.note_en))),
        text_fr=" ".join(filter(None, (source.publisher_fr, source.note_fr))),
        more=source.key,
    )


OFFERS = ((Source, things, entry),)
