"""How this room asks: days, times, texts, choices, and texts in both languages side by side."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

LONGEST = 20_000  # characters; what is longer is a document
TOO_LONG = {"max_length": _("At most 20,000 characters. Attach what is longer as a document.")}
PAIRS = {
    "title": _("Title"),
    "purpose": _("What it is about"),
    "requester": _("Asked for by"),
    "city": _("City"),
    "office": _("Office held"),
    "name": _("Name"),
    "note": _("Note"),
    "place": _("Where"),
    "what": _("What it is"),
    "text": _("What came of it"),
    "media_plan": _("Media plan"),
    "media_outcome": _("What the media said"),
}
SHORT = (forms.DateField, forms.TimeField, forms.DecimalField, forms.IntegerField)


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong = {"invalid": _("Write the day as yyyy-mm-dd, for example 2026-11-27.")}
    asked: dict[str, Any] = {"input_formats": ["%Y-%m-%d"], "error_messages": wrong, "help_text": _("yyyy-mm-dd")}
    return forms.DateField(label=label, widget=widget, **(asked | given))


def time(label: Any, **given: Any) -> forms.TimeField:
    """A question for a time of day, local to the place."""
    widget = forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong = {"invalid": _("Write the time as hours and minutes, for example 09:30.")}
    asked: dict[str, Any] = {"input_formats": ["%H:%M"], "error_messages": wrong, "help_text": _("hh:mm, local time")}
    return forms.TimeField(label=label, widget=widget, **(asked | given))


def line(label: Any, **given: Any) -> forms.CharField:
    """A question for a few words."""
    return forms.CharField(label=label, **({"max_length": 200, "required": False} | given))


def text(label: Any, *, rows: int = 3, **given: Any) -> forms.CharField:
    """A question for a few sentences."""
    asked: dict[str, Any] = {"required": False, "max_length": LONGEST, "error_messages": TOO_LONG}
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **(asked | given))


class Ground(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


def reason(hint: Any, **given: Any) -> forms.CharField:
    """A question for the ground of a step."""
    area = forms.Textarea(attrs={"rows": 3})
    asked: dict[str, Any] = {"label": _("Reason"), "help_text": hint, "max_length": LONGEST, "error_messages": TOO_LONG}
    return Ground(widget=area, **(asked | given))


def money(label: Any, **given: Any) -> forms.DecimalField:
    """A question for an amount in Canadian dollars."""
    wrong = {"invalid": _("Write the amount as a number with a point, for example 1250.50.")}
    asked: dict[str, Any] = {"min_value": 0, "max_digits": 10, "decimal_places": 2, "error_messages": wrong}
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, widget=widget, **(asked | given))


def chosen(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among records; the form fills in those the person may see."""
    asked: dict[str, Any] = {"to_field_name": "key", "required": False, "empty_label": _("none")}
    return forms.ModelChoiceField(None, label=label, **(asked | given))


def ticked(label: Any, **given: Any) -> forms.ModelMultipleChoiceField:
    """A choice of several records; the form fills in those the person may see."""
    asked: dict[str, Any] = {"to_field_name": "key", "required": False, "widget": forms.CheckboxSelectMultiple}
    return forms.ModelMultipleChoiceField(None, label=label, **(asked | given))


def marking(label: Any = "", **given: Any) -> forms.ChoiceField:
    """A question for a marking; the form offers those the person is cleared for."""
    return forms.ChoiceField(label=label or _("Marking"), **({"initial": Marking.UNCLASSIFIED} | given))


def readable(person: Any) -> list[tuple[str, Any]]:
    """The markings a person may give."""
    return [one for one in Marking.choices if one[0] in markings_for(person)]


def rows(form: forms.Form) -> list[dict[str, Any]]:
    """The questions in order, those in both languages as one: ``label`` with ``en`` and ``fr``, else ``field``."""
    found: list[dict[str, Any]] = []
    for field in form:
        base, _line, lang = field.name.rpartition("_")
        if lang == "en" and base in PAIRS:
            found.append({"label": PAIRS[base], "en": field, "fr": form[f"{base}_fr"]})
        elif not (lang == "fr" and base in PAIRS):
            found.append({"field": field, "short": isinstance(field.field, SHORT)})
    return found
