"""What people say about agenda items and positions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people.roles import Marking

from .. import queries
from ..models import Attitude, Item, Meeting
from .asking import chosen, day, marking, reason, text, within


class ItemWords(forms.Form):
    """One item of the agenda."""

    pairs = {"text": _("What it asks")}

    side = forms.ChoiceField(label=_("Whose"), choices=Item.SIDES, initial="common")
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    text_en = text(_("What it asks, in English"))
    text_fr = text(_("What it asks, in French"))
    unit = chosen(_("Lead office"), required=False)
    lead: Any = forms.ModelChoiceField(None, label=_("Lead"), required=False, empty_label=_("choose"))
    minutes = forms.IntegerField(label=_("Length in minutes"), required=False, min_value=1, max_value=1440)
    marking = marking()

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["unit"].queryset = forums.units()
        fields["lead"].queryset = queries.colleagues()
        within(self, person)


class Onward(forms.Form):
    """To which meeting an item is carried."""

    to = chosen(
        _("To"),
        required=False,
        empty_label=_("the next one; a forecast is made where none is in the catalogue"),
    )
    reason = reason(_("Why"), required=False)

    def __init__(self, *args: Any, person: Any, meeting: Meeting, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["to"].queryset = queries.next_in_line(person, meeting)
        fields["to"].label_from_instance = lambda one: f"{one.title}, {one.starts_on.isoformat()}"


class PositionWords(forms.Form):
    """What we shall say on an item."""

    pairs = {"text": _("Our position")}

    text_en = text(_("Our position in English"))
    text_fr = text(_("Our position in French"))
    fallback_en = text(_("If they do not agree, in English"))
    fallback_fr = text(_("If they do not agree, in French"))
    marking = marking(Marking.PROTECTED_A)
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"])

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        within(self, person)


class Circulation(forms.Form):
    """Which branches must clear a position."""

    branches: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Branches that must clear it"),
        to_field_name="key",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["branches"].queryset = queries.branches()


class Answer(forms.Form):
    """What a branch says to a position."""

    comment = reason(_("Comment"), _("Needed to object: what would have to change. An objection never disappears."))


class StanceWords(forms.Form):
    """What is known of a partner's position."""

    pairs = {"text": _("What they say")}

    partner = chosen(_("Partner"))
    attitude = forms.ChoiceField(label=_("Attitude"), choices=Attitude.choices)
    text_en = text(_("What they say, in English"))
    text_fr = text(_("What they say, in French"))
    heard_on = day(_("Heard on"))
    heard_from = forms.CharField(
        label=_("How we know"), max_length=200, required=False, help_text=_("By office, not by name.")
    )
    marking = marking(Marking.PROTECTED_A)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["partner"].queryset = partners.choices(person)
        within(self, person)
