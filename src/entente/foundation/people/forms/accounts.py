"""What an administrator says of an account, and what a person says of the own one."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import queries
from ..models import Mail, Person, Unit
from ..roles import LADDER, MEANS, Marking, Rank, Role

LANGUAGES = [("en", "English"), ("fr", "Français")]
RANKS = [(rank.value, rank.label) for rank in LADDER[: LADDER.index(Rank.HEAD_OF_AGENCY) + 1]]


def roles() -> list[tuple[str, str]]:
    """Each role with what it means, so that nobody has to guess."""
    return [
        (role.value, _("%(role)s. %(means)s") % {"role": capfirst(role.label), "means": MEANS[role]}) for role in Role
    ]


class Change(forms.Form):
    """What an administrator may change of an account."""

    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    email = forms.EmailField(label=_("E-mail"), help_text=_("How the agency knows the person when signing in."))
    role = forms.ChoiceField(label=_("Role"), choices=roles, widget=forms.RadioSelect, initial=Role.READER)
    clearance = forms.ChoiceField(label=_("Clearance"), choices=Marking.choices, initial=Marking.UNCLASSIFIED)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Office"), required=False, empty_label=_("none"))
    rank = forms.ChoiceField(
        label=_("Rank"),
        choices=RANKS,
        initial=Rank.EXPERT,
        required=False,
        help_text=_("The level at which the person meets others. Who heads an office is kept with the office."),
    )
    language = forms.ChoiceField(label=_("Language of mail and files"), choices=LANGUAGES, initial="en")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = queries.every_office()  # type: ignore[attr-defined]

    def clean_rank(self) -> str:
        """The rank; that of an expert where none was said."""
        return self.cleaned_data["rank"] or Rank.EXPERT


class Opening(Change):
    """A new account. Without a password the person signs in through the agency, or sets one by mail."""

    username = forms.CharField(label=_("Account"), max_length=150, help_text=_("Short and lasting: letters, digits."))
    password = forms.CharField(
        label=_("First password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Empty: the person signs in through the agency, or asks for a link."),
    )
    field_order = ["username", "email", "first_name", "last_name", "role", "clearance", "unit", "rank", "language"]

    def clean_password(self) -> str:
        """The password, strong enough or absent."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, Person(username=self.cleaned_data.get("username", "")))
        return password


class Reason(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class Preferences(forms.Form):
    """The language in which a person wants mail and files, and how much mail."""

    language = forms.ChoiceField(label=_("Language of mail and files"), choices=LANGUAGES)
    mail = forms.ChoiceField(
        label=_("Mail about notices"),
        choices=Mail.choices,
        widget=forms.RadioSelect,
        help_text=_("Every notice stands in Entente, whatever you choose here."),
    )
