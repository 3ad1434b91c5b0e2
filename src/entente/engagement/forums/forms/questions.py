"""The questions that the forms of this room have in common."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.days import HINT, PartialDate

LONGEST = 20_000  # characters of a long text: some eight pages
NOTHING = [("", _("not said"))]
DAY: dict[str, Any] = {"max_length": 10, "validators": [PartialDate], "help_text": HINT}
LONG = {"rows": 3}


def day(label: Any, **given: Any) -> forms.CharField:
    """A question for a day, a month or a year."""
    return forms.CharField(label=label, **(DAY | given))


def exact_day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    hint = {"invalid": _("Write the day as 2026-11-27.")}
    box = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, input_formats=["%Y-%m-%d"], widget=box, error_messages=hint, **given)


def text(label: Any, **given: Any) -> forms.CharField:
    """A question for a few sentences, or a few pages."""
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea(attrs=LONG), **given)


class Reason(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


def reason(hint: Any, **given: Any) -> forms.CharField:
    """A question for the ground of a step."""
    label, box = given.pop("label", _("Reason")), forms.Textarea(attrs=LONG)
    return Reason(label=label, max_length=LONGEST, widget=box, help_text=hint, **given)


def chosen(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among records; the form fills in those the person may see."""
    return forms.ModelChoiceField(None, label=label, to_field_name="key", empty_label=_("choose"), **given)


PAIRS = {
    "name": _("Name"),
    "acronym": _("Acronym"),
    "title": _("Title"),
    "focus": _("Focus"),
    "note": _("Note"),
    "rationale": _("Rationale"),
    "returns": _("Expected returns"),
    "report": _("What the term brought"),
}
HINTS = {
    "rationale": _("Why we should stand: what the seat lets us do, and for which objective."),
    "returns": _("What we expect to bring home, so that the report on the term can say whether we did."),
    "report": _("What came of the expected returns, what it cost, what the next holder should know."),
}
SHORT = {
    *("starts_on", "ends_on", "on", "called_on", "closes_on", "informed_on", "lodged_on", "decided_on"),
    *("term_starts_on", "term_ends_on", "trips", "travel", "first", "years_each", "rounds"),
}


def rows(form: forms.Form) -> list[dict[str, Any]]:
    """The questions in order, those in both languages as one: ``label`` with ``en`` and ``fr``, else ``field``."""
    found: list[dict[str, Any]] = []
    for field in form:
        base, _line, lang = field.name.rpartition("_")
        if lang == "en" and base in PAIRS:
            found.append({"label": PAIRS[base], "en": field, "fr": form[f"{base}_fr"], "hint": HINTS.get(base, "")})
        elif not (lang == "fr" and base in PAIRS):
            found.append({"field": field, "short": field.name in SHORT})
    return found
