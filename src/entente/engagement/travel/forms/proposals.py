"""What a branch says about a proposal: why, who, at what cost."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people import queries as people
from entente.foundation.people.models import Unit
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking, Rank

from .. import queries
from ..models import Category, CostKind, Proposal, Quarter, Traveller
from . import questions

PAIRS = {"rationale": _("Why we should go"), "office": _("Office, while the name is not known")}
EXCEPTION = _(
    "Only for a quarter whose list is decided: why it was not on it. The head of the branch recommends it, the "
    "President decides."
)


class Draft(forms.Form):
    """Why a branch wants to attend, how much, for what purpose."""

    category = forms.ChoiceField(label=_("Purpose"), choices=Category.choices, initial=Category.KEY_STAKEHOLDERS)
    priority = forms.TypedChoiceField(label=_("Priority"), choices=Proposal.PRIORITIES, coerce=int, initial=2)
    rationale_en = questions.text(_("Why we should go, in English"), required=False)
    rationale_fr = questions.text(_("Why we should go, in French"), required=False)
    exception_reason = questions.text(_("Why it was not on the list"), required=False, help_text=EXCEPTION)
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)

    def __init__(self, *args: Any, person: Any, quarter: Quarter, **given: Any):
        super().__init__(*args, **given)
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]
        if quarter.state != Quarter.State.DECIDED and not self.initial.get("exception_reason"):
            del self.fields["exception_reason"]


class NewProposal(Draft):
    """A meeting that a branch wants to attend."""

    meeting: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Meeting"), to_field_name="key", empty_label=_("choose"),
        error_messages={"invalid_choice": _("No meeting of this quarter has this key. Choose one of the list.")},
    )  # fmt: skip
    unit: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Branch"), to_field_name="key", empty_label=_("choose")
    )

    field_order = ("meeting", "unit", "category", "priority")

    def __init__(self, *args: Any, person: Any, quarter: Quarter, **given: Any):
        super().__init__(*args, person=person, quarter=quarter, **given)
        self.fields["meeting"].queryset = queries.sessions(person, quarter)  # type: ignore[attr-defined]
        branches = queries.branches_for(person)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[one.pk for one in branches])  # type: ignore[attr-defined]
        self.fields["unit"].initial = people.branch_of(person.unit).key if person.unit else None
        if len(branches) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = branches[0].key


class Going(forms.Form):
    """One member of a delegation: a person, or an office until the name is known."""

    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Who"),
        to_field_name="username",
        required=False,
        empty_label=_("nobody named yet"),
        error_messages={"invalid_choice": _("No open account has this name. Choose one of the list.")},
    )
    office_en = forms.CharField(label=_("Office, in English"), max_length=200, required=False)
    office_fr = forms.CharField(label=_("Office, in French"), max_length=200, required=False)
    rank = forms.ChoiceField(label=_("Rank"), choices=[("", _("as in the account")), *Rank.choices], required=False)
    is_head = forms.BooleanField(label=_("Heads the delegation"), required=False)
    reason = questions.text(
        _("Why this person is needed"),
        rows=3,
        required=False,
        help_text=_("Needed for each member beside the head of the delegation."),
    )

    def __init__(self, *args: Any, person: Any, proposal: Proposal, **given: Any):
        super().__init__(*args, **given)
        self.fields["person"].queryset = queries.people_to_send(proposal)  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = _introduced  # type: ignore[attr-defined]


class Estimate(forms.Form):
    """What one traveller is expected to cost: a line for each kind, with what others pay and who."""

    def __init__(self, *args: Any, traveller: Traveller, **given: Any):
        known = {line.kind: line for line in traveller.costs.all()}
        initial = {
            f"{kind}-{name}": _plain(getattr(line, name))
            for kind, line in known.items()
            for name in ("estimate", "paid_by_others", "funder")
        }
        typed = questions.own(given.pop("initial", {}), given.get("prefix", ""))
        given["initial"] = initial | typed
        super().__init__(*args, **given)
        self.traveller = traveller
        for kind, label in CostKind.choices:
            said = {"kind": label, "who": traveller}
            self.fields[f"{kind}-estimate"] = questions.dollars(
                _("%(kind)s, %(who)s: estimate in CAD") % said, required=False
            )
            self.fields[f"{kind}-paid_by_others"] = questions.dollars(
                _("%(kind)s, %(who)s: paid by others in CAD") % said, required=False
            )
            self.fields[f"{kind}-funder"] = forms.CharField(
                label=_("%(kind)s, %(who)s: who pays that part") % said, max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Others pay by name."""
        said = self.cleaned_data
        for kind in CostKind.values:
            if said.get(f"{kind}-paid_by_others") and not said.get(f"{kind}-funder"):
                self.add_error(f"{kind}-funder", _("Say who pays."))
        return said

    @property
    def lines(self) -> dict[str, dict[str, Any]]:
        """What was said, by kind of cost."""
        names = ("estimate", "paid_by_others", "funder")
        return {kind: {name: self.cleaned_data.get(f"{kind}-{name}") for name in names} for kind in CostKind.values}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The table: a row for each kind with its three questions."""
        names = ("estimate", "paid_by_others", "funder")
        return [
            {"label": label, "fields": [self[f"{kind}-{name}"] for name in names]} for kind, label in CostKind.choices
        ]


def _introduced(person: Any) -> str:
    return f"{person}, {person.unit}" if person.unit else str(person)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return "" if not value else str(value.normalize() if value != value.to_integral_value() else int(value))
    return value
