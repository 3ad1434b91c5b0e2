"""Questions, answers, feedback and the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Marking

from .. import queries
from ..models import Feedback, Visit
from .questions import Ground, chosen, day, marking, readable, reason, text

MARKS = [("", _("not said")), *Feedback.MARKS]


class Advice(forms.Form):
    """A question to International Affairs."""

    question = text(_("Question"), rows=4, required=True)
    due_on = day(_("Answer by"), required=False)
    marking = marking(_("Marking of question and answer"))

    def __init__(self, *args: Any, person: Any, visit: Visit, **given: Any):
        super().__init__(*args, **given)
        self.fields["marking"].choices = readable(person)  # type: ignore[attr-defined]


class Question(Advice):
    """A question to any office."""

    unit = chosen(_("Office asked"), required=True, empty_label=_("choose"))
    field_order = ["unit", "question", "due_on", "marking"]

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["unit"].queryset = queries.offices()  # type: ignore[attr-defined]


class Answer(forms.Form):
    """The answer of the office that was asked."""

    answer = Ground(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        error_messages={"max_length": _("At most 20,000 characters. Attach what is longer as a document.")},
        help_text=_("It stands as it is given; who thinks better of it is asked again."),
    )


class Heard(forms.Form):
    """What visitors or hosts say afterwards."""

    side = forms.ChoiceField(label=_("Who speaks"), choices=Feedback.Side.choices, widget=forms.RadioSelect)
    mark = forms.TypedChoiceField(label=_("On the whole"), choices=MARKS, coerce=int, empty_value=None, required=False)
    kept = text(_("What went well"))
    changed = text(_("What to do otherwise next time"))
    reason = text(_("If nothing came: why"), rows=2)

    def clean(self) -> dict[str, Any]:
        """Feedback was given where something was said."""
        said = self.cleaned_data
        said["given"] = bool(said.get("kept", "").strip() or said.get("changed", "").strip())
        if said["given"]:
            said["reason"] = ""
        return said


class Told(forms.Form):
    """What came of a visit."""

    text_en = text(_("What came of it, in English"), rows=6)
    text_fr = text(_("What came of it, in French"), rows=6)
    protected = text(_("Protected part"), help_text=_("Shown only to those who are cleared for its marking."))
    protected_marking = forms.ChoiceField(label=_("Marking of the protected part"), initial=Marking.PROTECTED_A)
    reason = reason(_("Needed for a new version: what was wrong or missing in the one before."), required=False)

    def __init__(self, *args: Any, person: Any, visit: Visit, **given: Any):
        super().__init__(*args, **given)
        choices = [one for one in readable(person) if one[0] != Marking.UNCLASSIFIED]
        self.fields["protected_marking"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["protected"], self.fields["protected_marking"]
        if not visit.reports.exists():
            del self.fields["reason"]
