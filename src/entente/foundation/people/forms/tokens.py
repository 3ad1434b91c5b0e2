"""What a person says of an access token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .chart import day


class NewToken(forms.Form):
    """What a token is for and until when it works."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("The program that will use it, so that you know it again."),
    )
    writes = forms.BooleanField(
        label=_("It also writes"),
        required=False,
        help_text=_("Leave it unticked for a program that reads and asks: it can then change nothing."),
    )
    ends_on = day(_("Works until"), help_text=_("The last day, yyyy-mm-dd, within a year."))


class Sure(forms.Form):
    """A step that needs nothing said."""
