"""What a person tells us about a duty, and each time it is done or waived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import queries
from ..models import Bound, TimeUnit
from .register import SHORT, Needing, one_of


def day(label: Any, **given: Any) -> forms.DateField:
    """A full day, chosen from a calendar."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}), **given)


class NewObligation(forms.Form):
    """A duty, in the order one reads a text: where it stands, what, who, by when, whose desk."""

    article = forms.CharField(label=_("Article"), max_length=60, required=False)
    title_en = forms.CharField(label=_("Duty in English"), max_length=300)
    title_fr = forms.CharField(label=_("Duty in French"), max_length=300, required=False)
    bound = forms.ChoiceField(label=_("Who is bound"), choices=Bound.choices, widget=forms.RadioSelect, initial="us")
    due_on = day(_("Due on"), help_text=_("The next day it is due. Leave it empty when something else sets it off."))
    every = forms.IntegerField(label=_("Comes again every"), required=False, min_value=1)
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("", _("does not come again")), *TimeUnit.choices], required=False
    )
    trigger_en = forms.CharField(label=_("What sets it off, in English"), max_length=300, required=False)
    trigger_fr = forms.CharField(label=_("What sets it off, in French"), max_length=300, required=False)
    owner = one_of(_("Office in the lead"), required=False, empty_label=_("not named yet"))
    planned = forms.BooleanField(label=_("A line of the work plan, not a duty of the text"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.units()


class Discharged(Needing):
    """That a duty was done: when, and what shows it."""

    on = day(_("Done on"), help_text=_("Empty means today."))
    text = forms.CharField(label=_("What shows it"), widget=forms.Textarea(attrs=SHORT), required=False)
    upload = forms.FileField(
        label=_("A file that shows it"), required=False, help_text=_("It is kept with the documents of the instrument.")
    )
    needed = ("text",)


class Because(Needing):
    """Why a duty is waived or taken up again."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT), required=False)
    needed = ("reason",)
