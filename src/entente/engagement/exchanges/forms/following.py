"""What follows a release, what the risk is, and what is told to the Minister."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Purpose

from .. import queries
from ..models import Exchange, Level, Outcome, Retention, UseReport
from .questions import day, line, marking, party, readable, reason, text


class Arrived(forms.Form):
    """It arrived."""

    on = day(_("Received on"), initial=timezone.localdate)
    reference = line(_("Reference of the receipt"), required=True)


class Used(forms.Form):
    """What it was used for."""

    use = forms.ChoiceField(label=_("What it was used for"), choices=UseReport.Use.choices, widget=forms.RadioSelect)
    on = day(_("Told on"), initial=timezone.localdate)
    reference = line(_("Reference"), required=True)
    note = text(_("What happened"), help_text=_("Needed where it was used otherwise: that is a breach."))


class Onward(forms.Form):
    """Somebody asks to pass it on."""

    to_partner = party(
        _("To be passed on to"), help_text=_("The country or entity: its baseline is asked before we consent.")
    )
    to_office = line(_("Office it is meant for"), max_length=200)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    asked_on = day(_("Asked on"), initial=timezone.localdate)
    reference = line(_("Reference of the request"))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["to_partner"].queryset = queries.foreign(person)  # type: ignore[attr-defined]


class Consented(forms.Form):
    """The originator answers."""

    given = forms.TypedChoiceField(
        label=_("Answer of the originator"),
        choices=[("yes", _("consent given")), ("no", _("consent denied"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answered_on = day(_("Answered on"), initial=timezone.localdate)
    reference = line(_("Reference of the answer"), required=True)
    reason = reason(_("Needed for a denial."), required=False)

    def __init__(self, *args: Any, exchange: Exchange, may_consent: bool, **given: Any):
        super().__init__(*args, **given)
        if exchange.is_ours and not may_consent:
            asked = self.fields["given"]
            asked.choices = [("no", _("consent denied"))]  # type: ignore[attr-defined]
            asked.initial = "no"
            said = {"unit": exchange.unit.name if exchange.unit else "–"}
            asked.help_text = (
                _("We are the originator. Whoever holds the authority to release for this office consents: %(unit)s.")
                % said
            )


class Kept(forms.Form):
    """Retention ends or goes on."""

    end = forms.ChoiceField(label=_("What was done"), choices=Retention.End.choices, widget=forms.RadioSelect)
    on = day(_("On"), initial=timezone.localdate)
    reference = line(_("Reference"), required=True)
    until = day(_("Now kept until"), required=False, help_text=_("Only for an extension, yyyy-mm-dd."))
    reason = reason(_("Needed for an extension."), required=False)


class CameOf(forms.Form):
    """An outcome."""

    what = forms.ChoiceField(label=_("Outcome"), choices=Outcome.What.choices, widget=forms.RadioSelect)
    on = day(_("On"), initial=timezone.localdate)
    amount = forms.DecimalField(
        label=_("Amount in Canadian dollars"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    told_by = line(_("Source"), max_length=200, required=True, help_text=_("Who says so, and where."))
    story_en = text(_("What can be told, in English"))
    story_fr = text(_("What can be told, in French"))
    may_be_told = forms.BooleanField(label=_("Both sides agree that it may be told"), required=False)


class Assessed(forms.Form):
    """A baseline."""

    partner = party(_("Country or entity"), required=True, empty_label=_("choose"))
    level = forms.ChoiceField(label=_("Baseline"), choices=Level.choices, widget=forms.RadioSelect)
    starts_on = day(_("Stands from"), initial=timezone.localdate)
    review_on = day(_("To be reviewed by"))
    grounds_en = text(_("Grounds in English"), help_text=_("What is known, before anything is done about it."))
    grounds_fr = text(_("Grounds in French"))
    rests_on = line(_("Sources"), max_length=300, required=True)
    marking = marking()

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["partner"].queryset = queries.foreign(person)  # type: ignore[attr-defined]
        self.fields["marking"].choices = readable(person)  # type: ignore[attr-defined]


class Sent(forms.Form):
    """The return goes to the Minister."""

    text_en = text(_("In words, in English"), rows=5)
    text_fr = text(_("In words, in French"), rows=5)
    sent_on = day(_("Sent to the Minister on"), initial=timezone.localdate)


class List(forms.Form):
    """A spreadsheet of exchanges."""

    sheet = forms.FileField(label=_("Spreadsheet"), help_text=_("CSV or XLSX, at most 10,000 rows and 5 megabytes."))
