"""A visit as it is asked for, described and moved."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Marking, Rank

from .. import queries
from ..models import Visit
from .questions import chosen, day, line, marking, readable, reason, text

NOT_SAID = [("", _("not said"))]


class NewVisit(forms.Form):
    """Who asks to come, when and why. What is not known yet stays empty."""

    partner = chosen(_("Delegation of"), required=True, empty_label=_("choose"))
    title_en = line(_("Title in English"), help_text=_("Short: “Mexican customs, container security”."))
    title_fr = line(_("Title in French"))
    purpose_en = text(_("What it is about, in English"))
    purpose_fr = text(_("What it is about, in French"))
    requester_en = line(_("Asked for by, in English"), help_text=_("The embassy, the office, the branch."))
    requester_fr = line(_("Asked for by, in French"))
    requested_on = day(_("Asked for on"), required=False)
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))
    city_en = line(_("City in English"), max_length=100)
    city_fr = line(_("City in French"), max_length=100)
    unit = chosen(
        _("Lead branch"), help_text=_("The branch whose subject it is. It may be named later, before triage ends.")
    )
    host = forms.ChoiceField(label=_("Received by"), choices=[*NOT_SAID, *Rank.choices], required=False)
    officer = chosen(
        _("Officer in charge"),
        to_field_name="username",
        empty_label=_("nobody yet"),
        help_text=_("Who is reminded of the pre-brief and of the feedback."),
    )
    marking = marking(help_text=_("At least that of the partner."))

    def __init__(self, *args: Any, person: Any, visit: Visit | None = None, **given: Any):
        super().__init__(*args, **given)
        level = visit.kept_as if visit else Marking.UNCLASSIFIED.value
        offered = {
            "partner": queries.delegations(person),
            "unit": queries.offices(),
            "officer": queries.officers(level),
        }
        for name, things in offered.items():
            if name in self.fields:
                self.fields[name].queryset = things  # type: ignore[attr-defined]
        for name in ("marking", "security_marking"):
            if name in self.fields:
                self.fields[name].choices = readable(person)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A day that was not given is left to the record."""
        if not self.cleaned_data.get("requested_on"):
            self.cleaned_data.pop("requested_on", None)
        return self.cleaned_data


class Description(NewVisit):
    """What is said of a visit. Its days are moved elsewhere, with a reason."""

    media_plan_en = text(_("Media plan in English"))
    media_plan_fr = text(_("Media plan in French"))
    media_outcome_en = text(_("What the media said, in English"))
    media_outcome_fr = text(_("What the media said, in French"))
    security_note = text(_("Security note"), help_text=_("Shown only to those who are cleared for its marking."))
    security_marking = marking(_("Marking of the security note"), required=False, initial=Marking.PROTECTED_A)

    def __init__(self, *args: Any, person: Any, visit: Visit, **given: Any):
        super().__init__(*args, person=person, visit=visit, **given)
        del self.fields["starts_on"], self.fields["ends_on"]  # a slip carries a reason, elsewhere
        if visit.security_marking not in dict(readable(person)):
            del (
                self.fields["security_note"],
                self.fields["security_marking"],
            )  # what one may not read, one does not write

    def clean_security_marking(self) -> str:
        """Without a choice it stays Protected A, or the person's own highest."""
        return self.cleaned_data["security_marking"] or Marking.PROTECTED_A.value


class Days(forms.Form):
    """The visit moves to other days."""

    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))
    reason = reason(_("Why it moves. The old days are kept with it."))

    def clean(self) -> dict[str, Any]:
        """A missing reason is told by the rule, with everything else."""
        if self.errors and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Give the reason for this step."), code="reason_missing"))
        return self.cleaned_data
