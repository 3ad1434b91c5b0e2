"""The questions that forms of this room ask again and again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import LONGEST

TOO_LONG = {"max_length": _("At most 10,000 characters. Attach what is longer as a document.")}
NOBODY = _("Totals and facts about the country only: no case numbers, nobody’s name.")


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    hint = given.pop("help_text", _("yyyy-mm-dd"))
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off", "size": 11})
    wrong = {"invalid": _("Write the day as yyyy-mm-dd, for example 2026-11-27.")}
    given = {"input_formats": ["%Y-%m-%d"], "error_messages": wrong} | given
    return forms.DateField(label=label, widget=widget, help_text=hint, **given)


def text(label: Any, *, rows: int = 3, **given: Any) -> forms.CharField:
    """A question for a few sentences, in one language of two: the rule insists on one of them."""
    area = forms.Textarea(attrs={"rows": rows})
    asked: dict[str, Any] = {"required": False, "max_length": LONGEST, "error_messages": TOO_LONG}
    return forms.CharField(label=label, widget=area, **(asked | given))


class Reason(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


def reason() -> forms.CharField:
    """A question for the ground of a step."""
    hint = _("It stays on record.")
    area = forms.Textarea(attrs={"rows": 3})
    return Reason(label=_("Reason"), widget=area, help_text=hint, max_length=LONGEST, error_messages=TOO_LONG)


def chosen(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among records; the form fills in those the person may see."""
    asked: dict[str, Any] = {"to_field_name": "key", "required": False, "empty_label": _("none")}
    return forms.ModelChoiceField(None, label=label, **(asked | given))


def offer(form: forms.Form, **things: Any) -> None:
    """Fill in what choices of a form offer."""
    for name, offered in things.items():
        if name in form.fields:
            form.fields[name].queryset = offered  # type: ignore[attr-defined]


def rows(form: forms.Form) -> list[dict[str, Any]]:
    """The questions in order, those in both languages as one: ``label`` with ``en`` and ``fr``, else ``field``."""
    pairs, found = getattr(form, "pairs", {}), list[dict[str, Any]]()
    for field in form:
        base, _line, lang = field.name.rpartition("_")
        if lang == "en" and base in pairs:
            found.append({"label": pairs[base], "en": field, "fr": form[f"{base}_fr"]})
        elif not (lang == "fr" and base in pairs):
            found.append({"field": field, "short": isinstance(field.field, (forms.DateField, forms.DecimalField))})
    return found
