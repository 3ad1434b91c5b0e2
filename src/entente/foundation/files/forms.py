"""What a person says of a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Marking


class Attachment(forms.Form):
    """A new document: its titles, its marking and its first version."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    marking = forms.ChoiceField(
        label=_("Marking"),
        choices=Marking.choices,
        help_text=_("Anything above Protected B does not belong in this system: do not attach it here."),
    )
    upload = forms.FileField(label=_("File"), help_text=_("At most 25 MB. Earlier versions are always kept."))


class NewVersion(forms.Form):
    """A newer version of a document."""

    upload = forms.FileField(label=_("File"), help_text=_("At most 25 MB. Earlier versions are always kept."))


class Withdrawal(forms.Form):
    """Why a document is taken off its record."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
