"""Engagement plans and their items."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Kind

from .. import queries
from ..models import LONGEST
from .questions import NOBODY, chosen, day, offer, reason, text


class Draft(forms.Form):
    """What a plan says of itself."""

    pairs = {"title": _("Title"), "aim": _("What it is to reach")}
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    aim_en = text(_("What it is to reach, in English"), rows=5, help_text=NOBODY)
    aim_fr = text(_("What it is to reach, in French"), rows=5)
    lead = chosen(_("Lead"), to_field_name="username", required=True, empty_label=None)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        offer(self, lead=queries.leads())
        self.fields["lead"].initial = person.username

    def clean(self) -> dict[str, Any]:
        """The title is asked in one language at least; the database says so too, but without a place."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("title_en") and not said.get("title_fr"):
            self.add_error("title_en", _("Give a title in at least one language."))
        return said


class NewItem(forms.Form):
    """What is to be done."""

    pairs = {"text": _("What is to be done")}
    text_en = text(_("What is to be done, in English"), help_text=NOBODY)
    text_fr = text(_("What is to be done, in French"))
    lead = chosen(_("Lead in the agency"), to_field_name="username", help_text=_("Or the department that leads."))
    department = chosen(_("Department that leads"))
    due_on = day(_("Due on"), required=False, help_text=_("yyyy-mm-dd. Needed before the plan goes out."))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        offer(self, lead=queries.leads(), department=partners.choices(person, Kind.DEPARTMENT))


class Finished(forms.Form):
    """An item is done."""

    pairs = {"result": _("What came of it")}
    ended_on = day(_("Done on"))
    result_en = text(_("What came of it, in English"), help_text=NOBODY)
    result_fr = text(_("What came of it, in French"))


class Beginning(forms.Form):
    """An approved plan begins."""

    review_on = day(_("To be reviewed by"), required=False)


class Review(forms.Form):
    """A plan is over."""

    pairs = {"outcome": _("What came of the plan")}
    outcome_en = text(_("What came of the plan, in English"), rows=5, help_text=NOBODY)
    outcome_fr = text(_("What came of the plan, in French"), rows=5)


class TakenUp(forms.Form):
    """A reviewed plan is taken up again."""

    review_on = day(_("To be reviewed by"), required=False)
    reason = reason()


class Nothing(forms.Form):
    """A move that asks for nothing but a click."""


class Verdict(forms.Form):
    """Whether a plan is approved."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        help_text=_("Needed when you send it back: its lead reads it."),
    )
