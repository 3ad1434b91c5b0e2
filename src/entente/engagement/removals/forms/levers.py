"""Levers, steps, reactions and decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners

from .. import queries
from ..models import CountryFile, Kind, Level, Temper
from .questions import NOBODY, chosen, day, offer, reason, text


class NewLever(forms.Form):
    """Something that may move the country."""

    pairs = {"text": _("What it is")}
    kind = forms.ChoiceField(label=_("Kind of lever"), choices=Kind.choices)
    text_en = text(_("What it is, in English"), help_text=NOBODY)
    text_fr = text(_("What it is, in French"))
    available_on = day(_("Available from"))


class Gone(forms.Form):
    """A lever that is there no longer."""

    gone_on = day(_("No longer available from"))
    reason = reason()


class Step(forms.Form):
    """A lever was used."""

    pairs = {"text": _("What was said or done")}
    used_on = day(_("Used on"))
    level = forms.ChoiceField(label=_("Who spoke for us"), choices=Level.choices, initial=Level.OFFICIALS)
    text_en = text(_("What was said or done, in English"), help_text=NOBODY)
    text_fr = text(_("What was said or done, in French"))
    jointly: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Together with"),
        required=False,
        to_field_name="key",
        help_text=_("Countries or departments that took the step with us."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    plan = chosen(_("Under the plan"))
    answer_due_on = day(_("Answer expected by"), required=False)

    def __init__(self, *args: Any, person: Any, file: CountryFile, **given: Any):
        super().__init__(*args, **given)
        offer(self, plan=queries.plans_of(file, person), jointly=partners.choices(person).exclude(pk=file.partner_id))


class Taken(forms.Form):
    """How the country took it."""

    pairs = {"text": _("In what it shows")}
    temper = forms.ChoiceField(label=_("Reaction"), choices=Temper.choices, widget=forms.RadioSelect)
    noted_on = day(_("Noted on"))
    text_en = text(_("In what it shows, in English"), help_text=NOBODY)
    text_fr = text(_("In what it shows, in French"))


class Decided(forms.Form):
    """What the working group decided."""

    pairs = {"text": _("Decision")}
    body = chosen(_("Decided by"), required=True, empty_label=_("choose"))
    decided_on = day(_("Decided on"))
    text_en = text(_("Decision in English"), help_text=NOBODY)
    text_fr = text(_("Decision in French"))
    plan = chosen(_("About the plan"))

    def __init__(self, *args: Any, person: Any, file: CountryFile, **given: Any):
        super().__init__(*args, **given)
        offer(self, plan=queries.plans_of(file, person), body=forums.choices(person))
