"""Opening a country file, and changing it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

from .. import queries
from .questions import NOBODY, chosen, offer, text


class Change(forms.Form):
    """What a country file says of itself."""

    pairs = {"standing": _("Where cooperation stands")}
    officer = chosen(_("Kept by"), to_field_name="username", empty_label=_("nobody"))
    standing_en = text(_("Where cooperation stands, in English"), rows=5, help_text=NOBODY)
    standing_fr = text(_("Where cooperation stands, in French"), rows=5)
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.PROTECTED_A)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        offer(self, officer=queries.officers())
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]


class Opening(Change):
    """A country file to open."""

    field_order = ("partner",)
    partner = chosen(_("Country"), required=True, empty_label=_("choose"))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, person=person, **given)
        offer(self, partner=queries.countries_without(person))
