"""What an administrator says of the organisation chart, and anybody of delegations and absences."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import queries, rules
from ..models import Absence, Authority
from ..models import Work as Works
from ..roles import Rank
from .accounts import Reason

DAY = "%Y-%m-%d"
LONG = 2000  # characters of a reason: a page, and no more


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day; the browser offers a calendar, a person may write 2026-11-27."""
    return forms.DateField(
        label=label,
        input_formats=[DAY],
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY),
        error_messages={"invalid": _("Write the day as 2026-11-27.")},
        **given,
    )


def person(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among accounts; the form says which."""
    return forms.ModelChoiceField(None, label=label, to_field_name="username", empty_label=_("choose"), **given)


class Dated(forms.Form):
    """From a day to a day."""

    def clean(self) -> dict[str, Any]:
        """The end does not come before the beginning."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end cannot come before the beginning."))
        return said


class Work(forms.Form):
    """What an office does for the whole agency."""

    work = forms.ChoiceField(
        label=_("Work for the whole agency"), choices=[("", _("none")), *Works.choices], required=False
    )


class NewHead(Dated):
    """Who heads an office from a day on."""

    unit: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Office"), to_field_name="key", empty_label=_("choose")
    )
    person = person(_("Head"), help_text=_("Somebody with an open account."))
    rank = forms.ChoiceField(
        label=_("Rank"), choices=[(one.value, one.label) for one in rules.RANKS], initial=Rank.DIRECTOR
    )
    acting = forms.BooleanField(
        label=_("Acting for the head"), required=False, help_text=_("For a term, while the head is away.")
    )
    starts_on = day(_("From"))
    ends_on = day(_("To"), required=False, help_text=_("Empty while no end is known."))
    succeeds = forms.BooleanField(
        label=_("Whoever heads the office now ends the day before"),
        required=False,
        help_text=_("Not for somebody who is acting."),
    )

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["unit"].queryset = queries.every_office()  # type: ignore[attr-defined]
        self.fields["person"].queryset = queries.open_accounts()  # type: ignore[attr-defined]


class ChangedHead(Reason, Dated):
    """A correction or the end of a headship, with the reason."""

    rank = forms.ChoiceField(label=_("Rank"), choices=[(one.value, one.label) for one in rules.RANKS])
    acting = forms.BooleanField(label=_("Acting for the head"), required=False)
    starts_on = day(_("From"))
    ends_on = day(_("To"), required=False, help_text=_("The last day. Empty while no end is known."))
    field_order = ["rank", "acting", "starts_on", "ends_on", "reason"]


class Delegating(Dated):
    """Which authority is given to whom, from a day to a day. ``anyone`` offers every head as giver."""

    giver = person(_("Given by"), help_text=_("The head of an office whose authority it is."))
    receiver = person(_("Given to"))
    authorities = forms.MultipleChoiceField(
        label=_("Authorities"), choices=Authority.choices, widget=forms.CheckboxSelectMultiple
    )
    starts_on = day(_("From"))
    ends_on = day(_("To"))
    reason = forms.CharField(label=_("Reason"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, by: Any, anyone: bool, today: Any, **given: Any):
        super().__init__(*args, **given)
        people = queries.open_accounts()
        self.fields["receiver"].queryset = people if anyone else people.exclude(pk=by.pk)  # type: ignore[attr-defined]
        if anyone:
            self.fields["giver"].queryset = queries.heads(today)  # type: ignore[attr-defined]
        else:
            del self.fields["giver"]


class Away(Dated):
    """Days away from the office. ``anyone`` offers every account, else it is one's own absence."""

    person = person(_("Person"))
    starts_on = day(_("From"))
    ends_on = day(_("To"), help_text=_("The last day away."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.KINDS)

    def __init__(self, *args: Any, anyone: bool, **given: Any):
        super().__init__(*args, **given)
        if anyone:
            self.fields["person"].queryset = queries.open_accounts()  # type: ignore[attr-defined]
        else:
            del self.fields["person"]


class Upload(forms.Form):
    """A spreadsheet of absences."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 5 megabytes and 10,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """The file, of a kind that can be read."""
        sent = self.cleaned_data["file"]
        if not sent.name.lower().endswith((".csv", ".xlsx")):
            raise ValidationError(_("Send a CSV or XLSX file."), code="extension")
        return sent
