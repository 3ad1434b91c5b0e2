"""What a step asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Coordinator
from .questions import day, reason


class Word(forms.Form):
    """A step that needs nothing said."""


class Reason(forms.Form):
    """A step that carries a reason."""

    reason = reason(_("It is kept with the step, and everybody who may see the visit can read it."))


class PreBrief(forms.Form):
    """The pre-brief was held."""

    on = day(_("Held on"))


class Overrule(forms.Form):
    """The coordination goes to the other office than the rule says, or back to it."""

    coordinator = forms.ChoiceField(label=_("Coordinated by"), choices=Coordinator.choices, widget=forms.RadioSelect)
    reason = reason(_("It stands beside what the rule says, and is kept."))
