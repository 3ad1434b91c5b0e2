"""What people say about meetings, series and delegates. Forms ask for exactly what a verb needs and never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums import queries as forums
from entente.engagement.framework import queries as framework
from entente.engagement.partners import queries as partners
from entente.foundation.people.roles import Rank

from .. import queries
from ..models import Attendance, Delegate, Form, Recurrence
from .asking import chosen, day, hour, marking, reason, text, within, zones


class NewMeeting(forms.Form):
    """A session of a body or a meeting with a partner, as far as it is known."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    body = chosen(_("Body that meets"), required=False, help_text=_("For a session of a forum, committee or table."))
    partner = chosen(_("Partner we meet"), required=False, help_text=_("For a meeting with one partner."))
    series = chosen(_("Series"), required=False, help_text=_("The meetings it follows, if it is one of many."))
    number = forms.CharField(label=_("Number of the session"), max_length=20, required=False)
    starts_on = day(_("From"))
    ends_on = day(_("To"))
    starts_at = hour(_("Begins at"), required=False, help_text=_("Local time; only for a meeting of one day."))
    ends_at = hour(_("Ends at"), required=False)
    zone = forms.ChoiceField(label=_("Time zone of the place"), initial="America/Toronto", choices=zones)
    form = forms.ChoiceField(label=_("Form"), choices=Form.choices)
    city_en = forms.CharField(label=_("City in English"), max_length=100, required=False)
    city_fr = forms.CharField(label=_("City in French"), max_length=100, required=False)
    country = chosen(_("Country"), required=False, to_field_name="code")
    host = chosen(_("Host"), required=False, help_text=_("The partner that receives it."))
    level = forms.ChoiceField(label=_("Level"), choices=Rank.choices, help_text=_("At which people meet there."))
    unit = chosen(_("Office of primary interest"), required=False)
    objectives: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Objectives served"),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    purpose_en = text(_("What it is about, in English"))
    purpose_fr = text(_("What it is about, in French"))
    marking = marking()

    def __init__(self, *args: Any, person: Any, on: str, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["body"].queryset = forums.choices(person)
        fields["partner"].queryset = partners.choices(person)
        fields["host"].queryset = partners.choices(person)
        fields["series"].queryset = queries.choices_of_series(person)
        fields["series"].label_from_instance = lambda one: one.title
        fields["country"].queryset = queries.countries()
        fields["unit"].queryset = forums.units()
        edition = framework.in_effect_on(on)
        fields["objectives"].queryset = partners.objectives(person).filter(edition=edition)
        fields["objectives"].label_from_instance = lambda one: one.title
        if edition is None:
            del fields["objectives"]  # a question without answers is not asked
        within(self, person)


class ChangedMeeting(NewMeeting):
    """What is known of a meeting now; when its days move, why."""

    reason = reason(
        _("Why the days move"), _("Needed only when the days change. It stays in the trail with the old days.")
    )


class Decision(forms.Form):
    """Whether we go, and why."""

    attendance = forms.ChoiceField(
        label=_("Do we go?"),
        choices=[one for one in Attendance.choices if one[0] != Attendance.UNDECIDED],
        widget=forms.RadioSelect,
    )
    reason = reason(_("Why"), _("Needed when we stay away. It shows on the page with your name and the day."))


class Step(forms.Form):
    """A step that needs no words."""


class NegativeStep(forms.Form):
    """A step back, and its reason."""

    reason = reason(_("Reason"), _("It stays on the page and in the trail."))


class NewSeries(forms.Form):
    """Meetings that follow each other."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    body = chosen(_("Body that meets"), required=False)
    partner = chosen(_("Partner we meet"), required=False)
    recurrence = forms.ChoiceField(label=_("Meets"), choices=Recurrence.choices, initial=Recurrence.ANNUAL)
    unit = chosen(_("Office of primary interest"), required=False)
    marking = marking()

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["body"].queryset = forums.choices(person)
        fields["partner"].queryset = partners.choices(person)
        fields["unit"].queryset = forums.units()
        within(self, person)


class NewDelegate(forms.Form):
    """Somebody in a delegation: one of ours by account, one of another's by office."""

    partner = chosen(_("Delegation of"), required=False, empty_label=_("our delegation"))
    person: Any = forms.ModelChoiceField(None, label=_("Who"), required=False, empty_label=_("nobody with an account"))
    office_en = forms.CharField(label=_("Office held, in English"), max_length=200, required=False)
    office_fr = forms.CharField(label=_("Office held, in French"), max_length=200, required=False)
    rank = forms.ChoiceField(
        label=_("Rank"), required=False, choices=[("", _("as the person holds now")), *Rank.choices]
    )
    unit = chosen(
        _("Office"), required=False, empty_label=_("that of the person now"), help_text=_("For our own delegation.")
    )
    part = forms.ChoiceField(label=_("Part"), choices=Delegate.PARTS, initial="member")

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["partner"].queryset = partners.choices(person)
        fields["person"].queryset = queries.colleagues()
        fields["unit"].queryset = forums.units()


class ChangedDelegate(forms.Form):
    """The part, rank and office of a delegate at that time."""

    office_en = forms.CharField(label=_("Office held, in English"), max_length=200, required=False)
    office_fr = forms.CharField(label=_("Office held, in French"), max_length=200, required=False)
    rank = forms.ChoiceField(label=_("Rank"), choices=Rank.choices)
    unit = chosen(_("Office"), required=False, help_text=_("For our own delegation."))
    part = forms.ChoiceField(label=_("Part"), choices=Delegate.PARTS)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["unit"].queryset = forums.units()


class Presence(forms.Form):
    """Who of the delegates was there."""

    there = forms.TypedMultipleChoiceField(
        label=_("Who was there"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, delegates: list[tuple[int, str]], **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["there"].choices = delegates


class Upload(forms.Form):
    """A spreadsheet of one's own."""

    sheet = forms.FileField(label=_("Your sheet"), help_text=_("CSV or XLSX, at most 5 megabytes and 5,000 rows."))
