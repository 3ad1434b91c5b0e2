"""What people say about joint products and what is owed to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people import queries as people

from .. import queries
from ..queries import products
from .asking import chosen, day, marking, reason, text, within

ANYBODY: dict[str, Any] = {"to_field_name": "username", "required": False, "empty_label": _("nobody yet")}


class ProductWords(forms.Form):
    """A joint product. ``changing`` asks for the reason when its day moves."""

    pairs = {"title": _("Title"), "text": _("What it is to be")}

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    body = chosen(_("Body"), required=False, help_text=_("The body in which it is made, or the meeting below."))
    meeting = chosen(_("Decided at"), required=False)
    text_en = text(_("What it is to be, in English"))
    text_fr = text(_("What it is to be, in French"))
    due_on = day(_("Due on"), required=False)
    unit = chosen(_("Lead office"), required=False)
    lead = chosen(_("Lead"), **ANYBODY)
    marking = marking()
    reason = reason(_("Reason"), _("Needed when the day moves. The old day is kept."), required=False)

    def __init__(self, *args: Any, person: Any, changing: bool = False, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["body"].queryset = forums.choices(person)
        fields["meeting"].queryset = queries.choices(person)
        fields["unit"].queryset = people.every_office()
        fields["lead"].queryset = products.working()
        within(self, person)
        if not changing:
            del self.fields["reason"]


class InputWords(forms.Form):
    """What one of our offices or a partner owes to a product."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    unit = chosen(_("Owed by our office"), required=False, empty_label=_("none of ours"))
    partner = chosen(_("Owed by the partner"), required=False, empty_label=_("no partner"))
    owner = chosen(_("Who sees to it"), help_text=_("For an input of a partner: who asks for it."), **ANYBODY)
    due_on = day(_("Due on"), required=False)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["unit"].queryset = people.every_office()
        fields["partner"].queryset = partners.choices(person)
        fields["owner"].queryset = products.working()


class MovedDay(forms.Form):
    """A day that moves."""

    due_on = day(_("Due on"), required=False)
    reason = reason(_("Reason"), _("Why it moves. The old day is kept."))


class Delivery(forms.Form):
    """An input was delivered."""

    delivered_on = day(_("Delivered on"))
    delivered = text(_("What was delivered"), help_text=_("Where it is filed, or what it says in a line."))


class StepWords(forms.Form):
    """A step that may come with a word, or must."""

    reason = reason(_("Comment"), _("It stays on record."), required=False)
