"""The files of facts in an edition package; docs/reference/package.md says what each column means."""

from typing import Any

from django.core.exceptions import ValidationError

from entente.kit.sheet import Sheet

from . import rules
from .models import Statistic, Value


def _named(cells: dict[str, Any]) -> ValidationError | None:
    """FCT-7, asked of a row of a file."""
    problem = rules.is_named(Statistic(name_en=cells["name_en"], name_fr=cells["name_fr"]))
    return ValidationError(problem.message, code="name_en") if problem else None


def _timed(cells: dict[str, Any]) -> ValidationError | None:
    """FCT-5, asked of a row of a file."""
    problem = rules.has_a_readable_period(Value(period=cells["period"]))
    return ValidationError(problem.message, code="period") if problem else None


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
        checks=(_named,),
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
        checks=(_timed,),
    ),
)
