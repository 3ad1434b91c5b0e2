"""What a person says when correcting a fact."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.days import HINT, PartialDateField
from entente.kit.sheet import Sheet, key_of

LONG = {"rows": 5}


class Reason(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


class Correction(forms.Form):
    """The better value and the reason. The value's control follows from the field that is corrected."""

    text = forms.CharField(label=_("What it should say"), required=False)
    reason = Reason(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say how you know: everyone who sees the corrected value sees the reason."),
    )

    def __init__(self, *args: Any, sheet: Sheet, field: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"] = control(sheet, field)
        self.order_fields(["text", "reason"])


class Withdrawal(forms.Form):
    """Why the source's value stands again."""

    reason = Reason(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


def control(sheet: Sheet, field: str) -> forms.Field:
    """The form control for one column: a list of choices, a date, a long or a short text."""
    one, label = sheet.fields[field], _("What it should say")
    if field in sheet.codes:
        return forms.CharField(label=label, required=False, help_text=", ".join(sheet.codes[field].values))
    if isinstance(one, models.BooleanField):
        answers = [("", _("not known"))] if one.null else []
        return forms.ChoiceField(label=label, required=False, choices=[*answers, ("yes", _("yes")), ("no", _("no"))])
    if one.choices:
        empty = [("", _("nothing"))] if one.blank else []
        return forms.ChoiceField(label=label, required=False, choices=[*empty, *one.flatchoices])
    if field in sheet.points_at:
        return forms.CharField(label=label, required=False, help_text=pointer_hint(sheet, field))
    if isinstance(one, PartialDateField):
        return forms.CharField(label=label, required=False, help_text=HINT)
    if isinstance(one, models.TextField):
        return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=LONG))
    return forms.CharField(label=label, required=False, max_length=one.max_length)


def pointer_hint(sheet: Sheet, field: str) -> Any:
    """What to write where another record is meant."""
    target = sheet.points_at[field]
    return _("Write the %(column)s of the record that is meant (%(kind)s).") % {
        "column": key_of(target),
        "kind": target._meta.verbose_name,
    }
