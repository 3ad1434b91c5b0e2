"""One line of a page on which many proposals are sorted or decided at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.verdicts import Line
from ..models import Proposal, ProposalState, TravellerState
from ..queries import amount
from . import questions


class Choice(forms.Form):
    """What is chosen for one proposal, on what ground; nothing chosen leaves it as it is."""

    LATER: Any = _("decide later")

    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, required=False)
    reason = questions.reason(_("Reason"), "", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, proposal: Proposal, **given: Any):
        initial = {"seen": proposal.revision, "outcome": ""} | self.present(proposal)
        given["initial"] = initial | questions.own(given.get("initial", {}), proposal.key)
        given["prefix"] = proposal.key
        super().__init__(*args, **given)
        self.proposal = proposal
        self.fields["reason"].widget.attrs["rows"] = 2
        self.fields["outcome"].choices = [("", self.LATER), *self.offered(proposal)]  # type: ignore[attr-defined]

    def offered(self, proposal: Proposal) -> list[tuple[str, Any]]:
        """What may be chosen."""
        return []

    def present(self, proposal: Proposal) -> dict[str, Any]:
        """What the line says before anybody chose."""
        return {}

    @property
    def chosen(self) -> str:
        """What was chosen, or nothing."""
        return str(self.cleaned_data.get("outcome", "")) if self.is_valid() else ""

    def line(self) -> Line:
        """What the verb takes."""
        said = self.cleaned_data
        keep = said.get("keep", ())
        return Line(self.proposal, said["outcome"], said["seen"], said["reason"], keep)

    @property
    def money(self) -> Any:
        """What it is expected to cost us."""
        return amount(self.proposal)

    @property
    def obstacles(self) -> list[tuple[str, str]]:
        """What stands in the way of this line, each under its name and with its place on the page."""
        found = []
        for name, errors in self.errors.items():
            place = f"#{self.proposal.key}" if name == "__all__" else f"#{self[name].id_for_label}"
            found += [(f"{self.proposal}: {error}", place) for error in errors]
        return found


class Sorted(Choice):
    """Where International Affairs puts one proposal."""

    LATER = _("leave it")

    def offered(self, proposal: Proposal) -> list[tuple[str, Any]]:
        """The steps that leave its state."""
        steps: list[tuple[str, Any, tuple[str, ...]]] = [
            ("list", _("put on the list"), (ProposalState.FORECAST, ProposalState.HELD_BACK)),
            ("hold_back", _("hold back"), (ProposalState.FORECAST, ProposalState.LISTED)),
            (
                "ask_branch",
                _("ask the branch"),
                (ProposalState.FORECAST, ProposalState.LISTED, ProposalState.HELD_BACK),
            ),
        ]
        return [(step, label) for step, label, states in steps if proposal.state in states]


class Decision(Choice):
    """What the President decides on one proposal, and who of the delegation stays."""

    OUTCOMES = (
        ("approve", _("approve")),
        ("reduce", _("reduce")),
        ("refuse", _("refuse")),
        ("return", _("return")),
    )

    keep = forms.TypedMultipleChoiceField(
        label=_("Who goes"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False, empty_value=[]
    )

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.everybody = [one for one in self.proposal.travellers.all() if one.state == TravellerState.ASKED]
        self.fields["keep"].choices = [(one.pk, str(one)) for one in self.everybody]  # type: ignore[attr-defined]

    def offered(self, proposal: Proposal) -> list[tuple[str, Any]]:
        """Approve, reduce where there is somebody to spare, refuse, return."""
        several = sum(one.state == TravellerState.ASKED for one in proposal.travellers.all()) > 1
        return [one for one in self.OUTCOMES if several or one[0] != "reduce"]

    def present(self, proposal: Proposal) -> dict[str, Any]:
        """Everybody is ticked."""
        return {"keep": [one.pk for one in proposal.travellers.all() if one.state == TravellerState.ASKED]}

    @property
    def offers_reduction(self) -> bool:
        """Whether there is anybody to spare."""
        return len(self.everybody) > 1

    @property
    def ticked(self) -> set[str]:
        """Who is ticked now, as texts."""
        return set(questions.several(self["keep"].value()))

    def approving(self) -> Line:
        """The line as “approve all the rest” sends it: with everybody, on the revision that was read."""
        return Line(self.proposal, "approve", self.cleaned_data["seen"], "", [one.pk for one in self.everybody])
