"""What commitments offer to the one index."""

from django.db.models import QuerySet

from entente.foundation.index.actions import Entry

from .models import Commitment

RELATED = ("partner", "body", "agreement")


def entry(commitment: Commitment) -> Entry:
    """A promise as it is found: by title, text, key and whom it was made to. Reads what it belongs to.

    It is found by those cleared for it and for all it belongs to.
    """
    return Entry(
        thing=commitment,
        kind="commitment",
        address=("commitments:commitment", commitment.key),
        title_en=commitment.title_en,
        title_fr=commitment.title_fr,
        text_en=commitment.text_en,
        text_fr=commitment.text_fr,
        more=" ".join([commitment.key, *(one.key for one in commitment.belongs_to)]),
        marking=commitment.bears,
    )


def commitments() -> QuerySet[Commitment]:
    """Every promise with what its entry reads."""
    return Commitment.objects.select_related(*RELATED)


OFFERS = ((Commitment, commitments, entry),)
