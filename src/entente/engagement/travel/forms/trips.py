"""What people say about trips, their authorities, costs, passports and visas."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.engagement.facts.forms import Figure
from entente.kit.numerals import amount

from .. import queries
from ..models import CostKind, CostLine, Formality

LONG = {"rows": 3}
MONEY: dict[str, Any] = {"max_digits": 10, "decimal_places": 2, "min_value": 0, "localize": False}
DECIMAL = {"inputmode": "decimal", "autocomplete": "off"}


class Reason(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


def reason(hint: Any, **given: Any) -> Reason:
    """A question for the ground of a step."""
    return Reason(**({"label": _("Reason"), "widget": forms.Textarea(attrs=LONG), "help_text": hint} | given))


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    hint = given.pop("help_text", _("yyyy-mm-dd"))
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off", "size": 11})
    wrong = {"invalid": _("Write the day as yyyy-mm-dd, for example 2026-11-27.")}
    asked: dict[str, Any] = {"input_formats": ["%Y-%m-%d"], "error_messages": wrong}
    return forms.DateField(label=label, widget=widget, help_text=hint, **(asked | given))


def money(label: Any, **given: Any) -> Figure:
    """A question for an amount, written as either language writes it."""
    return Figure(label=label, widget=forms.TextInput(attrs=DECIMAL), **(MONEY | given))


class Why(forms.Form):
    """The reason of a step, and nothing else."""

    reason = reason(_("It is kept, and those concerned are told."))


class Named(forms.Form):
    """Who travels for an office that was approved without a name."""

    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Traveller"), to_field_name="username", empty_label=_("choose")
    )

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["person"].queryset = queries.formalities.travellers()  # type: ignore[attr-defined]


class Dates(forms.Form):
    """When somebody leaves and returns."""

    starts_on = day(_("Leaves on"))
    ends_on = day(_("Returns on"))
    overlap_reason = forms.CharField(
        label=_("Why it overlaps another trip"),
        widget=forms.Textarea(attrs=LONG),
        required=False,
        help_text=_("Only where both stand, as with two meetings on one journey."),
    )
    reason = reason(_("Needed once the trip is authorised."), required=False)


class Asking(forms.Form):
    """What answers the obstacles that can be answered by words."""

    overlap_reason = forms.CharField(
        label=_("Why it overlaps another trip"),
        widget=forms.Textarea(attrs=LONG),
        required=False,
        help_text=_("Only where both stand, as with two meetings on one journey."),
    )
    absence_reason = forms.CharField(
        label=_("Why an absence does not stand in the way"), widget=forms.Textarea(attrs=LONG), required=False
    )
    exception_reason = forms.CharField(
        label=_("Why it goes past a limit"),
        widget=forms.Textarea(attrs=LONG),
        required=False,
        help_text=_("With this the trip goes to the head of the agency. Leave it empty where no limit is passed."),
    )


MOST_FIGURES = 19  # of a primary key: what is longer was never given by a page


class Answer(forms.Form):
    """One answer for one or several trips of a delegation."""

    ANSWERS = [
        ("approve", _("Approve: the next in the line answers, or the trip is authorised")),
        ("send_back", _("Return: the branch changes it and asks again")),
        ("refuse", _("Refuse: the trip does not take place")),
    ]

    trips = forms.MultipleChoiceField(
        label=_("For whom"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one traveller.")},
    )
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    comment = reason(_("Needed to return or refuse; welcome otherwise. It is kept for good."), label=_("Comment"))

    def __init__(self, *args: Any, trips: Iterable[tuple[str, Any]], **given: Any):
        super().__init__(*args, **given)
        self.fields["trips"].choices = list(trips)  # type: ignore[attr-defined]

    def clean_trips(self) -> dict[int, int]:
        """Which step of which trip was read: ``trip.step``."""
        pairs = [value.partition(".")[::2] for value in self.cleaned_data["trips"]]
        if not all(part.isdecimal() and len(part) < MOST_FIGURES for pair in pairs for part in pair):
            raise forms.ValidationError(_("Tick at least one traveller."), code="required")
        return {int(trip): int(step) for trip, step in pairs}


class Costs(forms.Form):
    """Amounts by kind of cost, a row each. ``names`` are the columns; ``lines`` what stands now."""

    names: tuple[str, ...] = ()

    def __init__(self, *args: Any, lines: Iterable[CostLine], **given: Any):
        self.lines = list(lines)
        standing = {self.named(line.kind, name): self.shown(line, name) for line in self.lines for name in self.names}
        given["initial"] = standing | (given.get("initial") or {})
        super().__init__(*args, **given)
        ordered = {}
        for line in self.lines:
            for name in self.names:
                ordered[self.named(line.kind, name)] = self.question(line, name)
        self.fields = ordered | self.fields

    @staticmethod
    def named(kind: str, name: str) -> str:
        """The name of one cell."""
        return f"{kind}-{name}"

    @staticmethod
    def shown(line: CostLine, name: str) -> Any:
        """What stands in a cell, as the reader writes it."""
        value = getattr(line, name)
        return amount(value) if isinstance(value, Decimal | int) and value else value or ""

    @staticmethod
    def question(line: CostLine, name: str) -> forms.Field:
        """The field of one cell, called by its kind of cost and its column."""
        label = _("%(kind)s, %(what)s") % {"kind": CostKind(line.kind).label, "what": _cells()[name]}
        if name == "funder":
            return forms.CharField(label=label, max_length=200, required=False)
        if name == "reimbursed_on":
            return day(label, required=False)
        return money(label, required=False)

    @property
    def rows(self) -> list[tuple[CostLine, list[Any]]]:
        """The table: a line of every kind with its cells."""
        return [(line, [self[self.named(line.kind, name)] for name in self.names]) for line in self.lines]

    @property
    def said(self) -> dict[str, dict[str, Any]]:
        """What was said, as the verbs take it: ``{kind: {name: value}}``."""
        return {
            line.kind: {name: self.value(self.cleaned_data[self.named(line.kind, name)], name) for name in self.names}
            for line in self.lines
        }

    @staticmethod
    def value(given: Any, name: str) -> Any:
        """An empty cell means nothing: no estimate is 0, no actual is not known yet."""
        if name in ("estimate", "paid_by_others"):
            return given or Decimal(0)
        return (given or "") if name == "funder" else given


def _cells() -> dict[str, Any]:
    return {
        "estimate": _("estimate"),
        "paid_by_others": _("paid by others"),
        "funder": _("who pays that part"),
        "actual": _("spent"),
        "reimbursed_on": _("reimbursed on"),
    }


class Estimate(Costs):
    """What a trip is expected to cost, and what others pay of it."""

    names = ("estimate", "paid_by_others", "funder")

    reason = reason(_("Needed once the trip is authorised."), required=False)

    def clean(self) -> dict[str, Any]:
        """Who pays is named, and nobody pays more than there is. Told beside the cell."""
        said: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            others, name = said.get(self.named(line.kind, "paid_by_others")), self.named(line.kind, "funder")
            if others and not said.get(name):
                self.add_error(name, ValidationError(_("Say who pays."), code="funder"))
            if others and others > (said.get(self.named(line.kind, "estimate")) or 0):
                wrong = ValidationError(_("Others cannot pay more than the estimate."), code="overpaid")
                self.add_error(self.named(line.kind, "paid_by_others"), wrong)
        return said


class Actual(Costs):
    """What a trip did cost, and when it was paid back."""

    names = ("actual", "reimbursed_on")

    reason = reason(
        _("Needed where more than a tenth lies between the estimate and what was spent."),
        required=False,
        label=_("Why it cost more or less than estimated"),
    )


class NewCeiling(forms.Form):
    """What one trip may cost from a day on."""

    amount = money(_("Most for one trip, in CAD"), help_text=_("For example 10,000 or 12,500.00."))
    starts_on = day(_("From"))
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs=LONG), help_text=_("The decision that makes it so.")
    )


class FormalityState(forms.Form):
    """How far a passport or visa has come. Only the day of expiry is kept: no number, no scan."""

    state = forms.ChoiceField(label=_("State"), choices=Formality.STATES)
    expires_on = day(_("Expires on"), required=False, help_text=_("yyyy-mm-dd; needed for what is held."))
    note = forms.CharField(
        label=_("Note"),
        max_length=200,
        required=False,
        help_text=_("Never a number of a passport or visa: it would be refused."),
    )


class NewFormality(FormalityState):
    """A passport or visa of a person."""

    person: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Traveller"), to_field_name="username", empty_label=_("choose")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Formality.KINDS)
    country: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Country"),
        to_field_name="code",
        required=False,
        empty_label=_("none: a passport"),
        help_text=_("The country of a visa."),
    )
    field_order = ("person", "kind", "country", "state", "expires_on", "note")

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["person"].queryset = queries.formalities.travellers()  # type: ignore[attr-defined]
        self.fields["country"].queryset = queries.formalities.countries()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A visa is for a country."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == "visa" and not said.get("country"):
            self.add_error("country", ValidationError(_("Say for which country."), code="country"))
        return said


class Upload(forms.Form):
    """A spreadsheet of what was spent."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 5 megabytes and 5,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Only what can be read as a table."""
        sent = self.cleaned_data["file"]
        if not sent.name.lower().endswith((".csv", ".xlsx")):
            raise ValidationError(_("Send a CSV or XLSX file."), code="extension")
        return sent
