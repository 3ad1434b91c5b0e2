"""The file of the agency's own offices in an edition package."""

from entente.kit.sheet import Sheet

from ..models import Unit

SHEETS = (
    Sheet(
        file="units.csv",
        model=Unit,
        columns=(
            "key",
            "parent",
            "name_en",
            "name_fr",
            "acronym_en",
            "acronym_fr",
            "starts_on",
            "ends_on",
            "source",
            "place",
            "as_of",
        ),
        identity=("key",),
    ),
)
