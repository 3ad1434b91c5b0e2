"""What must hold of facts, each rule with its code and source."""

from collections.abc import Callable, Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.periods import Period

from . import queries
from .models import Kind, Statistic, Value
from .queries import Conflict

CORRECTABLE: dict[type[models.Model], tuple[str, ...]] = {
    Statistic: (
        "name_en",
        "name_fr",
        "geography",
        "partner",
        "body",
        "definition_en",
        "definition_fr",
        "owner",
        "source",
        "place",
        "as_of",
    ),
    Value: (
        "number",
        "qualifier",
        "unit",
        "period",
        "text_en",
        "text_fr",
        "note_en",
        "note_fr",
        "source",
        "place",
        "as_of",
    ),
}
"""The fields a person may correct, in the order a reader looks for them."""


def conflicts(values: Iterable[Value]) -> list[Conflict]:
    """FCT-1. Values for the same fact, time and unit that cannot all be so are shown side by side.

    Pure; nothing is merged or chosen. Source: design of the record, “conflicting values kept”.
    """
    return queries.conflicts_among(values)


def names_its_source(value: Value) -> ValidationError | None:
    """FCT-2. Every value names the document it comes from. Source: design of the record, “Provenance”."""
    if value.source_id is None:
        return ValidationError(_("Name the source: a figure without one cannot be checked."), code="source_missing")
    return None


def says_something(value: Value) -> ValidationError | None:
    """FCT-3. A figure has a number, a statement has words, or a mark says why not.

    Source: package contract, values.
    """
    if value.statistic.kind == Kind.NUMBER:
        if value.number is None and not value.number_gap:
            return ValidationError(_("Write the figure."), code="number_missing")
    elif not (value.text_en or value.text_fr):
        return ValidationError(_("Write the statement in English or in French."), code="text_missing")
    return None


def counts_something(value: Value) -> ValidationError | None:
    """FCT-4. A figure says what it counts; figures in different units are never added.

    Source: package contract, values.
    """
    if value.statistic.kind == Kind.NUMBER and not value.unit:
        return ValidationError(_("Say what the figure counts."), code="unit_missing")
    return None


def has_a_readable_period(value: Value) -> ValidationError | None:
    """FCT-5. A period is a day, month or year, or a range of them. Source: package contract, values."""
    if value.period:
        try:
            Period(value.period)
        except ValidationError as wrong:
            return wrong
    return None


def says_it_once(value: Value) -> ValidationError | None:
    """FCT-6. One place of one source says one thing for one time and unit.

    Asks the database once. Two places of one source may well differ: both are kept. Source: package contract,
    identity of values.
    """
    if queries.rivals_of(value).exists():
        return ValidationError(
            _("This place of the source already has a value for this period and unit: correct that one."),
            code="said_already",
        )
    return None


def is_named(fact: Statistic) -> ValidationError | None:
    """FCT-7. A fact has a name in one official language at least.

    Source: design of the record, two languages.
    """
    if not (fact.name_en or fact.name_fr):
        return ValidationError(_("Give the fact a name in English or in French."), code="name_missing")
    return None


OF_A_VALUE: tuple[tuple[str, Callable[[Value], ValidationError | None]], ...] = (
    ("source", names_its_source),
    ("number", says_something),
    ("unit", counts_something),
    ("period", has_a_readable_period),
    ("place", says_it_once),
)
"""Which field of a form each rule speaks of."""
