"""What is asked in the participation worksheet beside what the record knows.

Source: framework 2008, Appendix G, field for field.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Worksheet
from ..queries.worksheets import Boxes, Known
from . import questions

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
TICKED = ("branches", "objectives", "partners", "forums")


def ticks(label: Any) -> forms.TypedMultipleChoiceField:
    """Boxes to tick; the form fills in which."""
    return forms.TypedMultipleChoiceField(
        label=label, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, empty_value=[]
    )


class Sheet(forms.Form):
    """The worksheet: boxes that the record ticked are shown, the others may be ticked; texts in both languages."""

    branches = ticks(_("Branches involved"))
    attended = forms.ChoiceField(
        label=_("Did the Agency attend an earlier session of this meeting?"),
        choices=[("yes", _("Yes, on the day below")), ("never", _("No, it would be the first time"))],
        widget=forms.RadioSelect,
        required=False,
    )
    last_attended_on = questions.day(_("When did the Agency attend the last session of this meeting?"), required=False)
    last_attendee = forms.CharField(label=_("Name of attendee"), max_length=200, required=False)
    report_attached = forms.ChoiceField(
        label=_("Report attached?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    objectives = ticks(
        _("Which of the Agency’s international strategic objectives are furthered by attending this meeting?")
    )
    agenda_en = questions.text(_("How it furthers our international agenda, in English"), required=False)
    agenda_fr = questions.text(_("How it furthers our international agenda, in French"), required=False)
    partners = ticks(_("Is this meeting specifically taking place with any of the following priority partners?"))
    forums = ticks(_("Is the meeting part of the following priority forums?"))
    regional = forms.ChoiceField(
        label=_("Is this a meeting of a regional forum?"), choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    regional_en = questions.text(_("Details, in English"), rows=2, required=False)
    regional_fr = questions.text(_("Details, in French"), rows=2, required=False)
    memory_en = questions.text(_("Corporate memory, in English"), rows=3, required=False)
    memory_fr = questions.text(_("Corporate memory, in French"), rows=3, required=False)
    virtual = questions.text(
        _("Why it cannot be attended on line"),
        rows=2,
        required=False,
        help_text=_("Needed where the meeting can be attended on line."),
    )
    mandate_en = questions.text(_("Mandate and state of our position, in English"), rows=3, required=False)
    mandate_fr = questions.text(_("Mandate and state of our position, in French"), rows=3, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, boxes: Boxes, known: Known, **given: Any):
        super().__init__(*args, **given)
        self.offered = {name: {one.pk: one for one in getattr(boxes, name)} for name in TICKED}
        for name, things in self.offered.items():
            fixed = getattr(known, name)
            asked = [(pk, str(one)) for pk, one in things.items() if pk not in fixed]
            self.fields[name].choices = asked  # type: ignore[attr-defined]
        if known.last:
            for name in ("attended", "last_attended_on", "last_attendee", "report_attached"):
                del self.fields[name]

    def said(self) -> dict[str, Any]:
        """What the verb takes: yes and no as truth, first time as such."""
        said = dict(self.cleaned_data)
        said.pop("seen", None)
        for name in TICKED:
            said[name] = [self.offered[name][pk] for pk in said[name]]
        if "attended" in self.fields:
            said["first_time"] = said.pop("attended") == "never"
            said["report_attached"] = truth(said["report_attached"])
        said["regional"] = truth(said["regional"])
        return said


def truth(answer: str) -> bool | None:
    """Yes, no or not said."""
    return {"yes": True, "no": False}.get(answer)


def answer(value: bool | None) -> str:
    """The same, as the form asks it."""
    return "" if value is None else "yes" if value else "no"


def typed_before(sheet: Worksheet) -> dict[str, Any]:
    """What the worksheet says now, as the form asks it."""
    names = ("last_attended_on", "last_attendee", "virtual")
    pairs = ("agenda", "regional", "memory", "mandate")
    said: dict[str, Any] = {name: getattr(sheet, name) for name in names}
    said |= {f"{name}_{lang}": getattr(sheet, f"{name}_{lang}") for name in pairs for lang in ("en", "fr")}
    said["attended"] = "never" if sheet.first_time else "yes" if sheet.last_attended_on else ""
    said |= {"report_attached": answer(sheet.report_attached), "regional": answer(sheet.regional)}
    said |= {name: [one.pk for one in getattr(sheet, name).all()] for name in TICKED}
    return said | {"seen": sheet.revision}
