"""What a negotiator tells us. Forms ask and explain; they never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.kit.days import spoken

from .. import queries
from ..models import SIDES, Agreement, Bracket, Review
from .register import CHOOSE, SHORT, Day, Needing, text


def whole_day(**given: Any) -> forms.DateField:
    """A whole day, typed or picked."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


def round_box() -> forms.ModelChoiceField:
    """The round something belongs to; the form fills in which there are."""
    none = queries.rounds_of(Agreement(pk=0)).none()
    return forms.ModelChoiceField(none, label=_("In round"), required=False, empty_label=_("between rounds"))


class OfOneTalks(forms.Form):
    """A form about one negotiation: it offers its rounds."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "round" in self.fields:
            field: Any = self.fields["round"]
            field.queryset = queries.rounds_of(agreement)
            field.label_from_instance = lambda one: (
                _("round %(number)s, %(day)s") % {"number": one.number, "day": spoken(one.first_on)}
            )


class StageStep(Needing):
    """A step of a negotiation: its day, by when what follows is due, what it rests on, why."""

    on = Day(label=_("On"), help_text=_("The day it happened. Left empty: today."))
    due_on = whole_day(label=_("What follows is due on"), required=False)
    reference = forms.CharField(label=_("Reference"), max_length=200, required=False)
    reason = text(_("Remark"))

    def __init__(self, *args: Any, needs_reason: bool, cites: Any, due_in: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Reason") if needs_reason else _("Remark")
        self.needs(*(["reason"] if needs_reason else []), *(["reference"] if cites else []))
        if cites:
            self.fields["reference"].help_text = cites
        if due_in:
            said = _("Left empty: %(days)s days after the step.") % {"days": due_in}
            self.fields["due_on"].help_text = said


class NewDue(forms.Form):
    """Another day for what follows."""

    due_on = whole_day(label=_("Due on"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT))


class Urgency(forms.Form):
    """Why a treaty goes on without the wait, and who allowed it."""

    reason = forms.CharField(label=_("Why it is urgent"), widget=forms.Textarea(attrs=SHORT))
    approved_by = forms.CharField(label=_("Approved by (office)"), max_length=200)
    approved_on = whole_day(label=_("Approved on"))


class NewRound(forms.Form):
    """A round of negotiation."""

    first_on = whole_day(label=_("From"))
    last_on = whole_day(label=_("To"))
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    our_head = forms.CharField(label=_("Head of our delegation (office)"), max_length=200, required=False)
    their_head = forms.CharField(label=_("Head of their delegation (office)"), max_length=200, required=False)
    summary_en = text(_("What came of it, in English"))
    summary_fr = text(_("What came of it, in French"))


class NewTableText(OfOneTalks):
    """A version of the text."""

    round = round_box()
    side = forms.ChoiceField(label=_("Proposed by"), choices=[CHOOSE, *SIDES])
    on = whole_day(label=_("Of"))
    body = text(_("Text"), {"rows": 12})
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Where the text is a file: attach it on the page of the round, and say its name here."),
    )


class NewBracket(OfOneTalks):
    """A point to put between brackets."""

    article = forms.CharField(label=_("Article"), max_length=60, help_text=_("As the text prints it: art. 9(2)."))
    topic = forms.CharField(label=_("What it is about"), max_length=200)
    side = forms.ChoiceField(label=_("Who put it between brackets"), choices=[CHOOSE, *SIDES])
    round = round_box()
    our_text = text(_("Our text"))
    their_text = text(_("Their text"))


class MovedBracket(OfOneTalks):
    """How a point reads after somebody moved."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    side = forms.ChoiceField(label=_("Who moved"), choices=[CHOOSE, *SIDES])
    round = round_box()
    our_text = text(_("Our text now"))
    their_text = text(_("Their text now"))
    status = forms.ChoiceField(label=_("The point is now"), choices=Bracket.STATES, widget=forms.RadioSelect)
    agreed_text = text(_("Agreed text"))
    note = text(_("Remark, or why it is dropped or opened again"))


class NewReview(forms.Form):
    """A review to ask for."""

    kind = forms.ChoiceField(label=_("Kind of review"), choices=[CHOOSE, *Review.KINDS])
    office = forms.CharField(label=_("Reviewing office"), max_length=200)
    due_on = whole_day(label=_("Due on"), required=False, help_text=_("Left empty: thirty days from today."))


class Opinion(Needing):
    """What a reviewing office answered."""

    opinion = forms.ChoiceField(label=_("Opinion"), choices=Review.OPINIONS, widget=forms.RadioSelect)
    given_on = whole_day(label=_("Given on"))
    reference = forms.CharField(
        label=_("Reference"), max_length=120, required=False, help_text=_("For privacy: that of the assessment (PIA).")
    )
    conditions = text(_("Conditions, or reasons"), help_text=_("Needed unless the opinion is favourable."))


class Met(forms.Form):
    """How the conditions of a review are met."""

    met = forms.CharField(label=_("How the conditions are met"), widget=forms.Textarea(attrs=SHORT))
