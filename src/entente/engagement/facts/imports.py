"""The files of facts in an edition package; docs/reference/package.md says what each column means."""

from entente.kit.sheet import Sheet

from .models import Statistic, Value

SHEETS = (
    Sheet(
        file="statistics.csv",
        model=Statistic,
        columns=(
            "key",
            "name_en",
            "name_fr",
            "kind",
            "geography",
            "partner",
            "body",
            "definition_en",
            "definition_fr",
            "owner",
            "marking",
            "source",
            "place",
            "as_of",
        ),
        identity=("key",),
    ),
    Sheet(
        file="values.csv",
        model=Value,
        columns=(
            "statistic",
            "period",
            "unit",
            "number",
            "text_en",
            "text_fr",
            "qualifier",
            "note_en",
            "note_fr",
            "source",
            "place",
            "as_of",
        ),
        identity=("statistic", "period", "unit", "source", "place"),
    ),
)
