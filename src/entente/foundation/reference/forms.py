"""What the keeper of the House's calendar types."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import queries
from .models import HouseSession

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ALL_BUT, ONLY = "all_but", "only"
WAYS = [
    (ALL_BUT, _("Monday to Friday, without public holidays and without the days listed")),
    (ONLY, _("only the days listed")),
]
CHOOSE = ("", _("it goes on"))


def day_box(**given: Any) -> forms.DateField:
    """A whole day, typed or picked."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class Session(forms.Form):
    """A session of Parliament: when it opened, and how and when it ended."""

    parliament = forms.IntegerField(label=_("Parliament"), min_value=1, max_value=999)
    number = forms.IntegerField(label=_("Session"), min_value=1, max_value=99)
    opened_on = day_box(label=_("Opened on"))
    ended_on = day_box(label=_("Ended on"), required=False)
    ending = forms.ChoiceField(label=_("How it ended"), choices=[CHOOSE, *HouseSession.ENDINGS], required=False)
    reason = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class Listed(forms.CharField):
    """Days in ISO form, apart by spaces, commas or lines."""

    def clean(self, value: Any) -> list[date]:
        words = re.split(r"[\s,;]+", super().clean(value).strip())
        return [_day(word) for word in words if word]


def _day(word: str) -> date:
    said = _("“%(word)s” is no day. Write year, month and day: 2027-02-01.")
    if not DAY.fullmatch(word):
        raise ValidationError(said, code="day", params={"word": word})
    try:
        return date.fromisoformat(word)
    except ValueError as impossible:
        raise ValidationError(said, code="day", params={"word": word}) from impossible


class Published(forms.Form):
    """What a source says of a period of the House's calendar."""

    first_on = day_box(label=_("From"), help_text=_("The first day the source speaks for."))
    last_on = day_box(label=_("To"), help_text=_("The last day the source speaks for. Whole years are best."))
    way = forms.ChoiceField(
        label=_("Days on which the House sits"), choices=WAYS, initial=ALL_BUT, widget=forms.RadioSelect
    )
    days = Listed(
        label=_("Days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Year, month and day, one a line: 2027-02-01. Weeks of adjournment can be given as a file."),
    )
    file = forms.FileField(
        label=_("File of days"),
        required=False,
        help_text=_("CSV or XLSX with a column “day”. Its days are added to those listed."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("For example: House of Commons, sitting calendar for 2027.")
    )
    address = forms.URLField(label=_("Public address of the source"), required=False, assume_scheme="https")
    as_of = day_box(label=_("As of"), help_text=_("The day on which the source said so."))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Needed, in a few words, when days of a calendar taken in before change, or when the House sits on a "
            "Saturday or Sunday."
        ),
    )

    def said(self, more: list[date]) -> dict[str, Any]:
        """What ``actions.publish_calendar`` takes; ``more`` are the days of the file."""
        given = {
            name: self.cleaned_data[name] for name in ("first_on", "last_on", "source", "address", "as_of", "reason")
        }
        listed = [*self.cleaned_data["days"], *more]
        if self.cleaned_data["way"] == ALL_BUT and given["first_on"] <= given["last_on"]:
            return given | {"days": queries.weekdays(given["first_on"], given["last_on"], but=listed)}
        return given | {"days": listed}


class Asked(forms.Form):
    """A day of tabling somebody asks about."""

    tabled = day_box(label=_("Tabled on"), required=False)
