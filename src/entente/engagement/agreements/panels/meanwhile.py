"""What somebody else changed of an instrument while a form was open, for whoever has to look at it again."""

from typing import Any

from django.db.models import Field
from django.utils.text import capfirst

from entente.foundation.people.policy import cleared
from entente.kit.days import PartialDateField, spoken

from .. import exports
from ..models import Agreement


def stands_now(person: Any, agreement: Agreement, names: list[str]) -> list[tuple[str, Any]]:
    """Fields by their names in words, with what they say now; nothing of a partner that ``person`` may not see."""
    fields = [agreement._meta.get_field(name) for name in names]
    return [
        (capfirst(str(one.verbose_name)), _said(person, agreement, one)) for one in fields if isinstance(one, Field)
    ]


def _said(person: Any, agreement: Agreement, field: "Field[Any, Any]") -> Any:
    value = getattr(agreement, field.name)
    if isinstance(field, PartialDateField):
        return spoken(value)
    if field.name == "binding":
        return exports.yes_no(value)
    if field.name == "subjects":
        return exports.subjects(agreement)
    if field.is_relation:
        return value.name if value is not None and (field.name == "owner" or cleared(person, value)) else ""
    return getattr(agreement, f"get_{field.name}_display")() if field.choices else value
