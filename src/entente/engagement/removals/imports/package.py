"""The file of removals in an edition package; docs/reference/package.md says what each column means."""

from entente.kit.sheet import Sheet

from ..models import Ranking

SHEETS = (
    Sheet(
        file="rankings.csv",
        model=Ranking,
        columns=(
            "key",
            "title_en",
            "title_fr",
            "method_en",
            "method_fr",
            "ranked_on",
            "withheld",
            "statements",
            "marking",
            "source",
            "place",
            "as_of",
        ),
        identity=("key",),
    ),
)
