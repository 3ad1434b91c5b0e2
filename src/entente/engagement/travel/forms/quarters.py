"""What is said about a quarter."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Proposal, Quarter, TravellerState, quarter_of
from . import questions

AHEAD = 6  # quarters one may open: the running one and those of the year and a half to come


class NewQuarter(forms.Form):
    """A quarter that opens for forecasts."""

    starts_on = forms.TypedChoiceField(label=_("Quarter"), coerce=date.fromisoformat)
    budget = questions.dollars(
        _("Budget, in CAD"),
        digits=12,
        required=False,
        help_text=_("It can wait until the list is submitted."),
    )
    forecast_due_on = questions.day(
        _("Forecasts due on"),
        required=False,
        help_text=_("yyyy-mm-dd. The planners are reminded seven and two days before, and on the day."),
    )

    def __init__(self, *args: Any, today: date, **given: Any):
        super().__init__(*args, **given)
        self.fields["starts_on"].choices = _coming(today)  # type: ignore[attr-defined]


class ChangedQuarter(forms.Form):
    """Another budget, or another day for forecasts."""

    budget = questions.dollars(_("Budget, in CAD"), digits=12, required=False)
    forecast_due_on = questions.day(_("Forecasts due on"), required=False)
    reason = questions.reason(_("Reason"), _("It stays in the trail beside the value it replaces."))


class Step(forms.Form):
    """A step of a quarter or a proposal, with its ground."""

    reason = questions.reason(_("Reason"), "", required=False)

    def __init__(self, *args: Any, label: Any = "", hint: Any = "", needed: bool = False, **given: Any):
        super().__init__(*args, **given)
        asked = self.fields["reason"]
        asked.label, asked.help_text, asked.required = label or _("Reason"), hint, needed


class President(Step):
    """A decision of the President on one proposal: the revision that was read, and who stays in the delegation."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    keep = forms.TypedMultipleChoiceField(
        label=_("Who goes"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False, empty_value=[]
    )

    field_order = ("keep", "reason")

    def __init__(self, *args: Any, proposal: Proposal, choosing: bool, **given: Any):
        everybody = [one for one in proposal.travellers.all() if one.state == TravellerState.ASKED]
        initial = {"seen": proposal.revision, "keep": [one.pk for one in everybody]} | given.pop("initial", {})
        super().__init__(*args, initial=initial, **given)
        if choosing:
            self.fields["keep"].choices = [(one.pk, str(one)) for one in everybody]  # type: ignore[attr-defined]
        else:
            del self.fields["keep"]


def _coming(today: date) -> list[tuple[str, Any]]:
    found, day = [], today
    for _each in range(AHEAD):
        key, first, last = quarter_of(day)
        found.append((first.isoformat(), Quarter(key=key, starts_on=first, ends_on=last).title))
        day = last + timedelta(days=1)
    return found
