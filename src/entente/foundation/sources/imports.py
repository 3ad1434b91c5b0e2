"""The file of sources in an edition package."""

from entente.kit.sheet import Sheet

from .models import Source

SHEETS = (
    Sheet(
        file="sources.csv",
        model=Source,
        columns=(
            "key",
            "title_en",
            "title_fr",
            "kind",
            "publisher_en",
            "publisher_fr",
            "published_on",
            "language",
            "url",
            "note_en",
            "note_fr",
        ),
        identity=("key",),
    ),
)
