"""How this room asks: a day, an hour, a few sentences, a record; and pairs in both languages side by side."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

LONG = {"rows": 4}
MOST = 20_000
"""Characters that one text may have."""
NOTHING = [("", _("not said"))]
PAIRS = {
    "title": _("Title"),
    "city": _("City"),
    "purpose": _("What it is about"),
    "text": _("Text"),
    "office": _("Office held"),
    "fallback": _("If they do not agree"),
}
SHORT = {
    *("starts_on", "ends_on", "starts_at", "ends_at", "number", "minutes", "heard_on", "made_on", "due_on"),
    *("delivered_on", "done_on", "handed_over_on", "budget", "estimate", "actual"),
}


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = {"invalid": _("Write a day that exists, such as 2026-11-22.")}
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d"], error_messages=wrong, **given)


def hour(label: Any, **given: Any) -> forms.TimeField:
    """A question for a time of day."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    wrong = {"invalid": _("Write a time of day, such as 14:30.")}
    return forms.TimeField(
        label=label, widget=widget, input_formats=["%H:%M", "%H:%M:%S"], error_messages=wrong, **given
    )


def text(label: Any, **given: Any) -> forms.CharField:
    """A question for a few sentences."""
    given = {"max_length": MOST, "required": False} | given
    field = forms.CharField(label=label, widget=forms.Textarea(attrs=LONG), **given)
    field.widget.attrs.pop("maxlength", None)  # nothing is cut off while somebody pastes: the answer says what is wrong
    return field


class Reason(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


def reason(label: Any, hint: Any = "", **given: Any) -> forms.CharField:
    """A question for the ground of a step."""
    given = {"max_length": MOST} | given
    return Reason(label=label, widget=forms.Textarea(attrs={"rows": 3}), help_text=hint, **given)


def chosen(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among records; the form fills in those the person may see."""
    given = {"to_field_name": "key", "empty_label": _("choose")} | given
    return forms.ModelChoiceField(None, label=label, **given)


def marking(initial: str = Marking.UNCLASSIFIED) -> forms.ChoiceField:
    """A question for the marking; the form leaves those the person may read."""
    return forms.ChoiceField(label=_("Marking"), choices=Marking.choices, initial=initial)


def within(form: forms.Form, person: Any) -> None:
    """Leave only the markings that a person may read."""
    readable = markings_for(person)
    field: Any = form.fields["marking"]
    field.choices = [one for one in Marking.choices if one[0] in readable]
    if field.initial not in readable:
        field.initial = readable[-1]


def zones() -> list[tuple[str, str]]:
    """The time zones a place may be in, by region and city."""
    named = (one for one in available_timezones() if "/" in one and not one.startswith(("Etc/", "posix/", "right/")))
    return [(one, one.replace("_", " ")) for one in sorted(named)]


def rows(form: forms.Form) -> list[dict[str, Any]]:
    """The questions in order, those in both languages as one: ``label`` with ``en`` and ``fr``, else ``field``."""
    found: list[dict[str, Any]] = []
    words = PAIRS | getattr(form, "pairs", {})
    for field in form:
        base, _line, lang = field.name.rpartition("_")
        if lang == "en" and base in words:
            pair = {"label": words[base], "en": field, "fr": form[f"{base}_fr"]}
            found.append(pair | {"hint": getattr(form, "hints", {}).get(base, "")})
        elif not (lang == "fr" and base in words):
            found.append({"field": field, "short": field.name in SHORT})
    return found


def initial_of(thing: Any, form_class: type[forms.Form]) -> dict[str, Any]:
    """What a record says, as the form's first answers."""
    found: dict[str, Any] = {}
    for name, field in form_class.base_fields.items():
        if not hasattr(thing, name):
            continue
        value = getattr(thing, name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            value = [getattr(one, field.to_field_name or "pk") for one in value.all()]
        elif isinstance(field, forms.ModelChoiceField):
            value = getattr(value, field.to_field_name or "pk") if value is not None else None
        found[name] = value
    return found
