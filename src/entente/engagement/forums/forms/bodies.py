"""What people say about bodies, memberships and seats. Forms ask for exactly what a verb needs and never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Kind as PartnerKind
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

from .. import queries
from ..models import Kind, Membership, Movement, Part, Recurrence, Seat
from .questions import NOTHING, chosen, day, reason, text


class NewBody(forms.Form):
    """A forum or body that is not in the register yet."""

    name_en = forms.CharField(label=_("Name in English"), max_length=300)
    name_fr = forms.CharField(label=_("Name in French"), max_length=300, required=False)
    acronym_en = forms.CharField(label=_("Acronym in English"), max_length=20, required=False)
    acronym_fr = forms.CharField(label=_("Acronym in French"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    parent = chosen(_("Body of"), required=False, help_text=_("The forum it stands under, if any."))
    home = forms.ChoiceField(
        label=_("Where"),
        choices=[("", _("abroad, or with foreign partners")), ("yes", _("at home, among Canadian parties"))],
        required=False,
    )
    lead = chosen(_("Lead department"), required=False, help_text=_("The department that leads for the government."))
    our_roles = forms.MultipleChoiceField(
        label=_("Our role"), choices=Part.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    movement = forms.ChoiceField(label=_("Subject"), choices=[*NOTHING, *Movement.choices], required=False)
    focus_en = text(_("Focus in English"), required=False)
    focus_fr = text(_("Focus in French"), required=False)
    recurrence = forms.ChoiceField(label=_("Meets"), choices=[*NOTHING, *Recurrence.choices], required=False)
    agreement = chosen(_("Rests on"), required=False, help_text=_("The instrument that set it up."))
    owner = chosen(_("Office of primary interest"), required=False)
    starts_on = day(_("Exists from"), required=False)
    source = chosen(_("Source"), required=False)
    place = forms.CharField(label=_("Place in the source"), max_length=200, required=False)
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["parent"].queryset = queries.choices(person)  # type: ignore[attr-defined]
        self.fields["lead"].queryset = partners.choices(person, PartnerKind.OWN, PartnerKind.DEPARTMENT)  # type: ignore[attr-defined]
        self.fields["agreement"].queryset = queries.instruments(person)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = queries.units()  # type: ignore[attr-defined]
        self.fields["source"].queryset = queries.sources()  # type: ignore[attr-defined]
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]

    def clean_home(self) -> bool:
        return self.cleaned_data["home"] == "yes"

    def clean_our_roles(self) -> str:
        return "|".join(self.cleaned_data["our_roles"])


class Description(forms.Form):
    """What a body is about."""

    focus_en = text(_("Focus in English"), required=False)
    focus_fr = text(_("Focus in French"), required=False)
    movement = forms.ChoiceField(label=_("Subject"), choices=[*NOTHING, *Movement.choices], required=False)
    recurrence = forms.ChoiceField(label=_("Meets"), choices=[*NOTHING, *Recurrence.choices], required=False)
    reason = reason(
        _("Needed where a source speaks otherwise: it is shown beside what the source says."), required=False
    )


class OurRole(forms.Form):
    """What we are in a body, and how we know."""

    roles = forms.MultipleChoiceField(
        label=_("Our role"),
        choices=Part.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none if we have no part in it."),
    )
    reason = reason(_("The decision, letter or meeting that says so."))


class NewMembership(forms.Form):
    """A partner sits in a body."""

    partner = chosen(_("Partner"))
    role = forms.ChoiceField(label=_("Role"), choices=Membership.ROLES)
    starts_on = day(_("From"), required=False)
    ends_on = day(_("To"), required=False)
    note_en = text(_("Note in English"), required=False)
    note_fr = text(_("Note in French"), required=False)
    source = chosen(_("Source"), required=False)
    place = forms.CharField(label=_("Place in the source"), max_length=200, required=False)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["partner"].queryset = partners.choices(person)  # type: ignore[attr-defined]
        self.fields["source"].queryset = queries.sources()  # type: ignore[attr-defined]


class EndOfMembership(forms.Form):
    """A partner left a body."""

    ends_on = day(_("Last day"))
    reason = reason(_("Why it ended. It stays in the trail."))


class NewSeat(forms.Form):
    """A chair or another seat, and who holds it."""

    kind = forms.ChoiceField(label=_("Seat"), choices=Seat.KINDS)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    holder = chosen(_("Held by"))
    rotational = forms.TypedChoiceField(
        label=_("Does it rotate?"),
        choices=[
            *NOTHING,
            ("yes", _("yes, it passes from one to the next")),
            ("no", _("no, it is permanent")),
        ],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
    )
    starts_on = day(_("From"), required=False)
    ends_on = day(_("To"), required=False)
    note_en = text(_("Note in English"), required=False)
    note_fr = text(_("Note in French"), required=False)
    source = chosen(_("Source"), required=False)
    place = forms.CharField(label=_("Place in the source"), max_length=200, required=False)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["holder"].queryset = partners.choices(person)  # type: ignore[attr-defined]
        self.fields["source"].queryset = queries.sources()  # type: ignore[attr-defined]


class Handover(forms.Form):
    """A seat passes from its holder to the next."""

    holder = chosen(_("Next holder"))
    on = day(_("On"))
    reason = reason(_("The decision or announcement that makes it so."))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["holder"].queryset = partners.choices(person)  # type: ignore[attr-defined]
