"""What a person tells us about an amendment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import SAYS, Draft
from .clauses import ClauseWords
from .obligations import day
from .register import SHORT, Needing


class NewAmendment(forms.Form):
    """An amendment to begin: what it is called, and the day whose clauses it starts from."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    taken_on = day(_("Copy the clauses of"), help_text=_("Empty means as they stand today."))


class ChangedDraft(ClauseWords):
    """A clause of an amendment as it should read; the days are the amendment's."""

    gone = forms.BooleanField(label=_("Take this clause out"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_for(draft: Draft) -> dict[str, Any]:
        """The draft as the form shows it first."""
        return {name: getattr(draft, name) for name in (*SAYS, "gone", "revision")}


class AddedDraft(ClauseWords):
    """A new clause of an amendment; its days are the amendment's."""


class Merging(Needing):
    """The day from which an amendment counts, and why; ``shown`` is the past day that was warned of."""

    counts_from = forms.DateField(label=_("Counts from"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT), required=False)
    shown = forms.DateField(widget=forms.HiddenInput, required=False)
    needed = ("reason",)

    def show_the_day(self) -> None:
        """Remember in the form that its day was shown to be past: sent once more, it is meant."""
        self.data = dict(self.data.items()) | {"shown": self.cleaned_data["counts_from"].isoformat()}
