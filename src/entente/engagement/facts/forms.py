"""What a person says of a fact, and of what a source says about it."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Source
from entente.kit.days import HINT, PartialDate
from entente.kit.gaps import GAPS
from entente.kit.periods import Period

from . import queries
from .models import Kind, Qualifier, Statistic, unit_names

LONG = forms.Textarea(attrs={"rows": 4})
SHORT = forms.Textarea(attrs={"rows": 2})
GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


class Figure(forms.DecimalField):
    """A number as a person writes it: ``1234.5``, in English ``1,234.5``, in French ``1 234,5``."""

    def to_python(self, value: Any) -> Any:
        """The number without the separators of the reader's language."""
        text = "".join(str(value or "").split())  # the narrow and the fixed space are space, too
        if get_language() == "fr":
            text = text.replace(",", ".", 1)
        elif GROUPED.fullmatch(text):
            text = text.replace(",", "")
        return super().to_python(text)


class NewFact(forms.Form):
    """What is measured or stated; its values come after."""

    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=300, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Kind.choices,
        initial=Kind.NUMBER,
        help_text=_("A figure counts or measures; a statement says in words."),
    )
    definition_en = forms.CharField(label=_("Definition in English"), required=False, widget=LONG)
    definition_fr = forms.CharField(label=_("Definition in French"), required=False, widget=LONG)
    geography = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Geography"),
        required=False,
        empty_label=_("none, or the whole world"),
    )
    partner = forms.ChoiceField(label=_("Partner it is about"), required=False)
    body = forms.ChoiceField(label=_("Forum or body it is about"), required=False)
    owner = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Office of primary interest"), required=False, empty_label=_("none")
    )
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["geography"].queryset = queries.countries()  # type: ignore[attr-defined]
        self.fields["owner"].queryset = queries.units()  # type: ignore[attr-defined]
        self.fields["partner"].choices = [("", _("none")), *queries.named_partners(person)]  # type: ignore[attr-defined]
        self.fields["body"].choices = [("", _("none")), *queries.named_bodies(person)]  # type: ignore[attr-defined]
        self.fields["marking"].choices = [  # type: ignore[attr-defined]
            (marking, Marking(marking).label) for marking in queries.may_mark(person)
        ]


class NewValue(forms.Form):
    """What one place of one source says of a fact, for one time."""

    number = Figure(
        label=_("Figure"),
        max_digits=24,
        decimal_places=6,
        localize=False,
        help_text=_("For example 1,180,000,000 or 2.5."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = forms.ChoiceField(label=_("Unit"))
    text_en = forms.CharField(label=_("Statement in English"), required=False, widget=LONG)
    text_fr = forms.CharField(label=_("Statement in French"), required=False, widget=LONG)
    qualifier = forms.ChoiceField(
        label=_("Precision"), required=False, choices=[("", _("as given")), *Qualifier.choices]
    )
    period = forms.CharField(
        label=_("Period"),
        required=False,
        max_length=21,
        help_text=_("2017, 2017-05 or 2013/2017. Empty: the day the source speaks for."),
    )
    source = forms.ModelChoiceField(Source.objects.none(), label=_("Source"), empty_label=_("Choose a source"))
    place = forms.CharField(
        label=_("Place in the source"), required=False, max_length=200, help_text=_("Annex C, table; page 12")
    )
    as_of = forms.CharField(label=_("The source speaks for"), required=False, help_text=HINT)
    note_en = forms.CharField(label=_("Note in English"), required=False, widget=SHORT)
    note_fr = forms.CharField(label=_("Note in French"), required=False, widget=SHORT)

    def __init__(self, *args: Any, fact: Statistic, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = queries.every_source()  # type: ignore[attr-defined]
        if fact.kind == Kind.NUMBER:
            self.fields["unit"].choices = [("", _("Choose a unit")), *unit_names()]  # type: ignore[attr-defined]
            del self.fields["text_en"], self.fields["text_fr"]
        else:
            del self.fields["number"], self.fields["unit"], self.fields["qualifier"]

    def clean_period(self) -> str:
        """The period as it is spelled. Refused with the hint when it is none."""
        period = self.cleaned_data["period"].strip()
        return str(Period(period)) if period else ""

    def clean_as_of(self) -> str:
        """The day as it is spelled. Refused with the hint when it is none."""
        day = self.cleaned_data["as_of"].strip()
        return day if not day or day in GAPS else str(PartialDate(day))
