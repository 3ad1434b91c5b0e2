"""What the steps of an exchange ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.agreements.models import Element, Purpose
from entente.foundation.people.roles import Rank
from entente.kit.bilingual import language

from ..models import Mitigation
from .questions import reason, text

LEVELS = [(rank.value, rank.label) for rank in list(Rank)[2:6]]  # director to head of the agency


class Word(forms.Form):
    """A step that needs nothing said."""


class Reason(forms.Form):
    """A step that carries a reason."""

    reason = reason(_("It is kept with the step. No names and nothing of the case."))


class Matched(forms.Form):
    """The instrument it rests on, among those in force with the partner now."""

    agreement = forms.ChoiceField(label=_("Instrument in force"), widget=forms.RadioSelect)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)

    def __init__(self, *args: Any, bases: list[Any], **given: Any):
        super().__init__(*args, **given)
        self.fields["agreement"].choices = [(one.key, _titled(one)) for one in bases]  # type: ignore[attr-defined]


class Decided(forms.Form):
    """What is kept back although it might go."""

    withheld = forms.MultipleChoiceField(
        label=_("Keep back"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Needs a reason.")
    )
    reason = reason(_("Why something is kept back; otherwise it may stay empty."), required=False)

    def __init__(self, *args: Any, elements: list[str], **given: Any):
        super().__init__(*args, **given)
        known = dict(Element.choices)
        self.fields["withheld"].choices = [(one, known[one]) for one in elements]  # type: ignore[attr-defined]


class PutBefore(forms.Form):
    """A question to a higher level."""

    level = forms.ChoiceField(label=_("Level"), choices=LEVELS)
    question = text(_("What is asked"), required=True)
    about_risk = forms.BooleanField(label=_("It is about the risk of mistreatment"), required=False)


class Answered(forms.Form):
    """The answer of that level."""

    authorised = forms.TypedChoiceField(
        label=pgettext_lazy("what was answered", "Answer"),
        choices=[("yes", _("authorised")), ("no", _("refused"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reason = reason(_("It is kept, and told to whoever asked."))


class Measured(forms.Form):
    """What is done about the risk."""

    measure = forms.ChoiceField(label=_("Measure"), choices=Mitigation.Measure.choices)
    note = text(
        _("What was agreed, and how it is checked"), required=True, help_text=_("It stands beside the baseline.")
    )


def _titled(basis: Any) -> str:
    first, second = (basis.title_en, basis.title_fr) if language() == "en" else (basis.title_fr, basis.title_en)
    return str(first or second)
