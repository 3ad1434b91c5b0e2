"""What a person says of an address."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .kinds import KINDS, MOST
from .models import Scope


class NewFeed(forms.Form):
    """What an address is to hold."""

    scope = forms.ChoiceField(
        label=_("What it holds"), choices=Scope.choices, initial=Scope.MINE, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("At most four. None ticked: meetings, trips, visits and commitments."),
    )

    def clean_kinds(self) -> str:
        """The codes, in their order, between bars."""
        if len(self.cleaned_data["kinds"]) > MOST:
            raise ValidationError(_("Tick at most four kinds. Open another address for the rest."), code="many")
        return "|".join(code for code in KINDS if code in self.cleaned_data["kinds"])


class Sure(forms.Form):
    """A step that needs nothing said."""
