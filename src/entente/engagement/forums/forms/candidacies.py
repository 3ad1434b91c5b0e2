"""What people say about candidacies. What must be said is for the rules: a draft may lack anything."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.facts.forms import Figure
from entente.engagement.partners import queries as partners
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

from .. import queries
from ..models import Candidacy, Seat, Side
from ..queries import candidacies
from .questions import chosen, exact_day, reason, text

MOST_TRIPS, DIGITS = 99, 12


class Proposal(forms.Form):
    """What the lead branch proposes: why, what for, at what cost in travel."""

    unit = chosen(_("Lead branch"), help_text=_("Its vice-president decides."), required=False)
    lead: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Lead"), empty_label=_("choose"), required=False
    )
    rationale_en = text(_("Rationale in English"), required=False)
    rationale_fr = text(_("Rationale in French"), required=False)
    returns_en = text(_("Expected returns in English"), required=False)
    returns_fr = text(_("Expected returns in French"), required=False)
    trips = forms.IntegerField(
        label=_("Further trips a year"),
        min_value=0,
        max_value=MOST_TRIPS,
        help_text=_("Beyond those we would make anyway; 0 if none."),
        required=False,
    )
    travel = Figure(
        label=_("Further travel a year, in CAD"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        min_value=0,
        max_digits=DIGITS,
        decimal_places=2,
        help_text=_("0 if nothing."),
        required=False,
    )
    term_starts_on = exact_day(_("Term from"), help_text=_("As far as it is known."), required=False)
    term_ends_on = exact_day(_("Term to"), help_text=_("As far as it is known."), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["unit"].queryset = queries.units()  # type: ignore[attr-defined]
        self.fields["lead"].queryset = candidacies.leads()  # type: ignore[attr-defined]

    @staticmethod
    def initial_for(candidacy: Candidacy) -> dict[str, Any]:
        """What is on record, as the form shows it."""
        names = [name for name in Proposal.base_fields if name not in ("unit", "seen")]
        said = {name: getattr(candidacy, name) for name in names}
        return said | {"unit": candidacy.unit.key if candidacy.unit else "", "seen": candidacy.revision}


class NewCandidacy(forms.Form):
    """A call for a seat, or a partner who stands for one and asks for our support."""

    side = forms.ChoiceField(
        label=_("Who stands"),
        choices=[(Side.OURS, _("we do, or may")), (Side.THEIRS, _("a partner that asks for our support"))],
        widget=forms.RadioSelect,
        initial=Side.OURS,
    )
    body = chosen(_("Forum or body"))
    kind = forms.ChoiceField(label=_("Seat"), choices=Seat.KINDS)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    candidate = chosen(_("Candidate"), help_text=_("Only for a partner’s candidacy."), required=False)
    called_on = exact_day(_("Called on"))
    closes_on = exact_day(_("Closes on"), required=False)
    unit = chosen(_("Lead branch"), help_text=_("Its vice-president decides."), required=False)
    lead: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("Lead"), empty_label=_("choose"), required=False
    )
    comment = text(_("What the call says"), required=False)
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["body"].queryset = queries.choices(person)  # type: ignore[attr-defined]
        self.fields["candidate"].queryset = partners.choices(person)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = queries.units()  # type: ignore[attr-defined]
        self.fields["lead"].queryset = candidacies.leads()  # type: ignore[attr-defined]
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("side") == Side.THEIRS and not found.get("candidate"):
            self.add_error("candidate", _("Say which partner stands."))
        if found.get("side") == Side.OURS:
            found["candidate"] = None
        return found


class Submission(forms.Form):
    """A step that needs no more than a word, if any."""

    reason = reason(_("A word that goes with it, if any. It stays on record."), label=_("Comment"), required=False)


class Why(forms.Form):
    """A step that is taken for a reason."""

    reason = reason(_("It stays on record."))


class Decision(forms.Form):
    """The vice-president’s decision: the reason stands beside the buttons."""

    reason = reason(
        _("Needed to send it back, to refuse it, and for a partner’s candidacy. It stays on record."), required=False
    )


class Comment(forms.Form):
    """Something to say on a candidacy."""

    comment = text(_("Comment"))


class Closing(forms.Form):
    """The day on which a call closes moves."""

    closes_on = exact_day(_("Closes on"))
    reason = reason(_("Who moved it, and why. The old day is kept."))


class Informed(forms.Form):
    """The President was informed otherwise than by Entente."""

    informed_on = exact_day(_("President informed on"))
    reason = reason(_("The note, meeting or message in which it was done."), label=_("How"))


class Lodging(forms.Form):
    """The candidacy went out."""

    lodged_on = exact_day(_("Lodged on"))
    reason = reason(_("To whom, by what letter or note."), label=_("Comment"), required=False)


class Win(forms.Form):
    """The seat was won: the result and the term."""

    decided_on = exact_day(_("Result of"))
    term_starts_on = exact_day(_("Term from"), required=False)
    term_ends_on = exact_day(_("Term to"), required=False)
    reason = reason(_("How the vote went, who stood against."), label=_("Comment"), required=False)


class Loss(forms.Form):
    """The seat was lost."""

    decided_on = exact_day(_("Result of"))
    reason = reason(
        _("How the vote went, who won, what to do otherwise next time."), label=_("Comment"), required=False
    )


class EndOfTerm(forms.Form):
    """The end of a term moves."""

    term_ends_on = exact_day(_("Term to"))
    reason = reason(_("Who moved it, and why. The old day is kept."))


class Report(forms.Form):
    """The report on a term."""

    report_en = text(_("Report in English"), required=False)
    report_fr = text(_("Report in French"), required=False)
