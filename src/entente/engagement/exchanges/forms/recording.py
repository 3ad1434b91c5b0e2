"""An exchange as it is told on the telephone, and as it is written at a desk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Element, Purpose
from entente.foundation.people.roles import Marking

from .. import queries
from ..models import Exchange, Flow, Kind, Line, Urgency, Way
from .questions import chosen, line, marking, moment, needed, party, readable, reason

OF_A_LINE = ("element", "count", "origin", "originator_consent", "consent")
NOT_SAID = [("", _("not said"))]


class Call(forms.Form):
    """Six questions, asked in the order in which somebody tells it at night. Who calls and why now are needed."""

    partner = party(_("Who calls"), required=True, empty_label=_("choose"))
    office = line(_("From which office"), max_length=200, help_text=_("The office and its telephone, no name."))
    elements = forms.MultipleChoiceField(
        label=_("What they ask for"), choices=Element.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    purpose = forms.ChoiceField(label=_("What for"), choices=[*NOT_SAID, *Purpose.choices], required=False)
    urgent_because = needed(
        _("Why it cannot wait until it is written"), max_length=300, help_text=_("No names and nothing of the case.")
    )
    reference = line(_("Their reference"))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["partner"].queryset = queries.foreign(person)  # type: ignore[attr-defined]
        cleared = [code for code, _label in readable(person)]
        self.marking = Marking.PROTECTED_A.value if Marking.PROTECTED_A in cleared else Marking.UNCLASSIFIED.value

    def said(self) -> dict[str, Any]:
        """What the action needs to know: a verbal, urgent request received now."""
        known = {"kind": Kind.RECEIVED, "way": Way.VERBAL, "urgency": Urgency.URGENT, "marking": self.marking}
        return {**self.cleaned_data, **known}


class Written(forms.Form):
    """Any exchange, with everything that may be said of it."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.RECEIVED
    )
    flow = forms.ChoiceField(
        label=_("Which way the information goes"),
        choices=[*NOT_SAID, *Flow.choices],
        required=False,
        help_text=_("A request says it itself: the answer goes to whoever asks."),
    )
    partner = party(_("Partner"), required=True, empty_label=_("choose"))
    office = line(_("Office of the contact"), max_length=200, help_text=_("An office, no name."))
    way = forms.ChoiceField(label=_("How it was made"), choices=Way.choices, initial=Way.WRITTEN)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.ROUTINE)
    urgent_because = line(_("Why it could not wait"), max_length=300)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[*NOT_SAID, *Purpose.choices], required=False)
    elements = forms.MultipleChoiceField(
        label=_("Elements"), choices=Element.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    received_at = moment(_("Received at, or drafted at"))
    reference = line(_("The partner’s reference"))
    own_reference = line(_("Our file reference"))
    unit = chosen(_("Office that decides"), help_text=_("Its head, or who holds that authority from the head."))
    marking = marking()

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["partner"].queryset = queries.foreign(person)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = queries.offices()  # type: ignore[attr-defined]
        self.fields["marking"].choices = readable(person)  # type: ignore[attr-defined]

    @classmethod
    def again(cls, earlier: Exchange) -> dict[str, Any]:
        """What is known beforehand of an exchange about the elements that did not go with an earlier one.

        It is put on paper now, and where we have no file of our own it is filed under the earlier exchange.
        """
        same = ("kind", "flow", "partner", "office", "purpose", "reference", "marking")
        known: dict[str, Any] = {name: getattr(earlier, name) for name in same}
        known["own_reference"] = earlier.own_reference or earlier.key
        known["elements"] = [one.element for one in earlier.lines.order_by("id") if not one.goes]
        return known | ({"unit": earlier.unit.key} if earlier.unit else {})


class Described(Written):
    """What may be changed before it is decided. What it is, whose and which way stays.

    ``seen`` is the last step that stood there when it was opened.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        for name in ("kind", "flow", "partner", "elements"):
            del self.fields[name]
        self.fields["received_at"].required = True


class Wanted(forms.Form):
    """One element: how many, whose, and with whose consent. Of one that stands there already, what is said of it."""

    element = forms.ChoiceField(
        label=_("Element"),
        error_messages={"invalid_choice": _("This element stands in the exchange already: change it there.")},
    )
    count = forms.IntegerField(label=_("Number of records"), min_value=1, initial=1)
    origin = party(_("Came to us from"), help_text=_("Only where it is not our own: then the originator must consent."))
    originator_consent = line(_("Reference of the originator’s consent"))
    consent = line(_("Reference of the consent"), help_text=_("Of whom a clause of the instrument names."))

    def __init__(self, *args: Any, person: Any, exchange: Exchange, known: Line | None, **given: Any):
        said = {name: getattr(known, name) for name in OF_A_LINE} if known else {}
        super().__init__(*args, **given | {"initial": said | given.get("initial", {})})
        self.fields["origin"].queryset = queries.foreign(person)  # type: ignore[attr-defined]
        asked = {known.element} if known else set(Element.values) - {one.element for one in exchange.lines.all()}
        choices = [(code, label) for code, label in Element.choices if code in asked]
        self.fields["element"].choices = choices  # type: ignore[attr-defined]


class Dropped(forms.Form):
    """An element is taken out."""

    reason = reason(_("It is kept in the trail."))


class Confirmed(forms.Form):
    """The paper has come."""

    confirmation = line(_("Reference of the written confirmation"), required=True)
    confirmed_at = moment(_("Came at"))

    def clean_confirmed_at(self) -> Any:
        """Now, where nothing is said."""
        return self.cleaned_data["confirmed_at"] or timezone.now()


class Identified(forms.Form):
    """A personal identifier."""

    identifier = line(_("Identifier"), max_length=200, required=True)
