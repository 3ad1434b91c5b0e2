"""The kinds of questions that forms of travel ask."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 20_000
TOO_LONG = {"max_length": _("At most 20,000 characters. Attach what is longer as a document.")}


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    hint = given.pop("help_text", _("yyyy-mm-dd"))
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off", "size": 11})
    wrong = {"invalid": _("Write the day as yyyy-mm-dd, for example 2026-11-27.")}
    given = {"input_formats": ["%Y-%m-%d"], "error_messages": wrong} | given
    return forms.DateField(label=label, widget=widget, help_text=hint, **given)


def text(label: Any, *, rows: int = 4, **given: Any) -> forms.CharField:
    """A question for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=LONGEST, error_messages=TOO_LONG, **given)


class Reason(forms.CharField):
    """The ground of a step. The table insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the table of moves."""


def reason(label: Any, hint: Any, **given: Any) -> forms.CharField:
    """A question for the ground of a step."""
    area = forms.Textarea(attrs={"rows": 3})
    return Reason(label=label, widget=area, help_text=hint, max_length=LONGEST, error_messages=TOO_LONG, **given)


class Dollars(forms.DecimalField):
    """An amount in Canadian dollars as people of either language write it: ``1,200.50``, « 1 200,50 »."""

    default_error_messages = {  # noqa: RUF012 - Django's own way
        "invalid": _("Write an amount in dollars, for example 1200 or 1200.50."),
        "min_value": _("An amount cannot be negative."),
        "max_digits": _("This amount is too large."),
        "max_decimal_places": _("Write at most two decimals."),
        "max_whole_digits": _("This amount is too large."),
    }

    def to_python(self, value: Any) -> Any:
        """Spaces group; the last comma or point before one or two digits at the end is the decimal sign."""
        if isinstance(value, str):
            value = value.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("$", "")
            head, comma, cents = value.rpartition(",")
            value = f"{head.replace(',', '')}.{cents}" if comma and len(cents) in (1, 2) else value.replace(",", "")
        return super().to_python(value)


def dollars(label: Any, *, digits: int = 10, **given: Any) -> Dollars:
    """A question for an amount in CAD."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 10})
    return Dollars(label=label, widget=widget, min_value=0, max_digits=digits, decimal_places=2, **given)


def own(initial: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """What was typed in one of several forms of a page, by the names of its own questions.

    A switch of language sends the whole page back; each form finds its own words in it.
    """
    mine = f"{prefix}-"
    return {name.removeprefix(mine): value for name, value in initial.items() if name.startswith(mine)}


def several(value: Any) -> list[str]:
    """What is ticked, as texts, however many there are."""
    if value in (None, ""):
        return []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]


def rows(form: forms.Form, pairs: Mapping[str, Any], short: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The questions in order, those in both languages as one: ``label`` with ``en`` and ``fr``, else ``field``."""
    found: list[dict[str, Any]] = []
    for field in form:
        base, _line, lang = field.name.rpartition("_")
        if lang == "en" and base in pairs:
            found.append({"label": pairs[base], "en": field, "fr": form[f"{base}_fr"]})
        elif not (lang == "fr" and base in pairs):
            narrow = isinstance(field.field, (forms.DateField, forms.DecimalField)) or field.name in short
            found.append({"field": field, "short": narrow})
    return found
