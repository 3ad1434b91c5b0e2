"""How this room asks: days, moments, texts, choices, and texts in both languages side by side."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

LONGEST = 5_000  # characters: a reason or a note, never a case
TOO_LONG = {"max_length": _("At most 5,000 characters. What is longer belongs in the file it refers to.")}
PAIRS = {"grounds": _("Grounds"), "story": _("What can be told"), "text": _("In words")}
SHORT = (forms.DateField, forms.DateTimeField, forms.DecimalField, forms.IntegerField)
MOMENTS = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong = {"invalid": _("Write the day as yyyy-mm-dd, for example 2026-11-27.")}
    asked: dict[str, Any] = {"input_formats": ["%Y-%m-%d"], "error_messages": wrong, "help_text": _("yyyy-mm-dd")}
    return forms.DateField(label=label, widget=widget, **(asked | given))


def moment(label: Any, **given: Any) -> forms.DateTimeField:
    """A question for a day and a time, in the zone of the agency."""
    widget = forms.DateTimeInput(format="%Y-%m-%d %H:%M", attrs={"inputmode": "numeric", "autocomplete": "off"})
    wrong = {"invalid": _("Write the day and the time as yyyy-mm-dd hh:mm, for example 2026-11-27 02:40.")}
    hint = _("yyyy-mm-dd hh:mm, in the agency’s time. Empty means now.")
    asked: dict[str, Any] = {"input_formats": MOMENTS, "error_messages": wrong, "help_text": hint, "required": False}
    return forms.DateTimeField(label=label, widget=widget, **(asked | given))


def line(label: Any, **given: Any) -> forms.CharField:
    """A question for a few words."""
    return forms.CharField(label=label, **({"max_length": 100, "required": False} | given))


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


def needed(label: Any, **given: Any) -> Ground:
    """A question for a few words that the rule insists on."""
    return Ground(label=label, **({"max_length": 100} | given))


class Party(forms.ModelChoiceField):
    """A choice among partners. An administration says whose it is: many countries have a Ministry of Justice."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name, and after it the name of what it is part of."""
        return f"{obj.name}, {obj.parent.name}" if obj.parent else str(obj.name)


def party(label: Any, **given: Any) -> Party:
    """A choice among partners; the form fills in those the person may see."""
    asked: dict[str, Any] = {"to_field_name": "key", "required": False, "empty_label": _("none")}
    return Party(None, label=label, **(asked | given))


def chosen(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among records; the form fills in those the person may see."""
    asked: dict[str, Any] = {"to_field_name": "key", "required": False, "empty_label": _("none")}
    return forms.ModelChoiceField(None, label=label, **(asked | given))


def marking(**given: Any) -> forms.ChoiceField:
    """A question for a marking; the form offers those the person is cleared for."""
    return forms.ChoiceField(label=_("Marking"), **({"initial": Marking.PROTECTED_A} | given))


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
