"""What people say about a year in the chair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.facts.forms import Figure
from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people import queries as people

from ..models import ChairYear
from ..queries import chair, products
from .asking import chosen, day, marking, reason, text, within
from .products import ANYBODY


def money(label: Any, **given: Any) -> Figure:
    """A question for an amount in Canadian dollars, written as either language writes it."""
    box = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 12})
    asked: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": 0, "required": False}
    return Figure(label=label, widget=box, **(asked | given))


class YearWords(forms.Form):
    """A year in the chair. ``changing`` asks for the reason when its days or its budget move."""

    pairs = {"title": _("Title"), "themes": _("Themes")}

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    body = chosen(_("Body"))
    starts_on = day(_("From"))
    ends_on = day(_("To"))
    themes_en = text(_("Themes in English"))
    themes_fr = text(_("Themes in French"))
    budget = money(_("Budget, in CAD"))
    unit = chosen(_("Lead office"), required=False)
    lead = chosen(_("Lead"), **ANYBODY)
    marking = marking()
    reason = reason(
        _("Reason"), _("Needed when the days or the budget move. What stood before is kept."), required=False
    )

    def __init__(self, *args: Any, person: Any, changing: bool = False, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["body"].queryset = forums.choices(person)
        fields["unit"].queryset = people.every_office()
        fields["lead"].queryset = products.working()
        within(self, person)
        del self.fields["body" if changing else "reason"]


class SessionWords(forms.Form):
    """A session to host. ``changing`` asks for what it cost, and for the reason when a day or a figure moves."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    meeting = chosen(_("Meeting"), required=False, empty_label=_("not in the catalogue yet"))
    due_on = day(_("By"), required=False)
    estimate = money(_("Estimate, in CAD"))
    actual = money(_("Actual, in CAD"), help_text=_("When it is paid."))
    reason = reason(_("Reason"), _("Needed when a day or a figure moves. What stood before is kept."), required=False)

    def __init__(self, *args: Any, person: Any, year: ChairYear, changing: bool = False, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["meeting"].queryset = chair.meetings_to_host(person, year)
        if not changing:
            del self.fields["actual"]
            del self.fields["reason"]


class TaskWords(forms.Form):
    """A task of the host."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    hosting: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("For the session"), required=False, empty_label=_("the whole year")
    )
    unit = chosen(_("Office"), required=False)
    owner = chosen(_("Who sees to it"), **ANYBODY)
    due_on = day(_("Due on"), required=False)

    def __init__(self, *args: Any, person: Any, year: ChairYear, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["hosting"].queryset = year.hostings.order_by("due_on", "id")
        fields["unit"].queryset = people.every_office()
        fields["owner"].queryset = products.working()


class Finished(forms.Form):
    """A task is done."""

    done_on = day(_("Done on"))


class Handover(forms.Form):
    """The chair passes on."""

    pairs = {"handover": _("What the next chair needs to know")}

    handed_to = chosen(_("Handed over to"), required=False)
    handed_over_on = day(_("Handed over on"))
    handover_en = text(_("Handover in English"))
    handover_fr = text(_("Handover in French"))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["handed_to"].queryset = partners.choices(person)
