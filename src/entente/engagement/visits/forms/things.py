"""The rows of a visit: visitors, topics, sites, programme, protocol, gifts, costs, and a list of visitors as a file."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Rank

from .. import queries
from ..models import Cost, Gift, Item, Language, Need, Part, Site, Topic, Visit, Visitor
from .questions import chosen, day, line, marking, money, readable, text, ticked, time


class Row(forms.Form):
    """One row. ``person`` sees only what the clearance allows; ``visit`` says which edition and days it is about."""

    def __init__(self, *args: Any, person: Any, visit: Visit, **given: Any):
        super().__init__(*args, **given)
        self.visit = visit
        self.offer(person, visit)

    def offer(self, person: Any, visit: Visit) -> None:
        """Fill the choices that depend on who asks."""

    def fill(self, name: str, things: Any) -> None:
        """Offer these records for a question."""
        self.fields[name].queryset = things  # type: ignore[attr-defined]


class Visiting(Row):
    """Somebody of the delegation: by office and rank, never by name."""

    office_en = line(
        _("Office held, in English"), help_text=_("The office, never the name: “Director General, Customs”.")
    )
    office_fr = line(_("Office held, in French"))
    rank = forms.ChoiceField(
        label=_("Rank"), choices=Rank.choices, help_text=_("The equivalent in our own ladder; it decides the routing.")
    )
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices, initial=Part.MEMBER)
    position = forms.IntegerField(
        label=_("Order of precedence"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Empty: the last place."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=Language.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    interpretation = forms.BooleanField(label=_("needs interpretation"), required=False)

    def clean_languages(self) -> str:
        return "|".join(self.cleaned_data["languages"])

    def clean(self) -> dict[str, Any]:
        """A place that was not given is left to the record."""
        if not self.cleaned_data.get("position"):
            self.cleaned_data.pop("position", None)
        return self.cleaned_data


class Subject(Row):
    """A topic of the talks: whom it concerns and what it serves."""

    title_en = line(_("Title in English"))
    title_fr = line(_("Title in French"))
    units = ticked(_("Branches concerned"), help_text=_("Two or more make the issue cross-cutting."))
    elements = ticked(
        _("Objectives and priorities it serves"), help_text=_("Of the edition that rules on the first day.")
    )
    bodies = ticked(_("Priority forums where it is treated"))
    regions = ticked(_("Regional priorities it belongs to"))

    def offer(self, person: Any, visit: Visit) -> None:
        edition = queries.edition_for(visit)
        self.fill("units", queries.branches())
        self.fill("elements", queries.elements(person, edition))
        self.fill("bodies", queries.bodies(person, edition))
        self.fill("regions", queries.regions(person, edition))
        self.fields["regions"].to_field_name = "pk"  # type: ignore[attr-defined]


class Place(Row):
    """A place the delegation is shown."""

    name_en = line(_("Name in English"))
    name_fr = line(_("Name in French"))
    unit = chosen(_("Office that shows it"))
    note_en = text(_("Note in English"))
    note_fr = text(_("Note in French"))

    def offer(self, person: Any, visit: Visit) -> None:
        self.fill("unit", queries.offices())


class Line(Row):
    """One line of the programme."""

    on = day(_("Day"))
    starts_at = time(_("From"))
    ends_at = time(_("To"), required=False)
    title_en = line(_("What, in English"))
    title_fr = line(_("What, in French"))
    place_en = line(_("Where, in English"))
    place_fr = line(_("Where, in French"))
    site = chosen(_("Site"), to_field_name="pk")
    unit = chosen(_("Host office"))
    people = ticked(_("Who attends for us"), to_field_name="username", widget=forms.SelectMultiple(attrs={"size": 8}))
    note_en = text(_("Note in English"), help_text=_("For our own people; never on the visitors’ copy."))
    note_fr = text(_("Note in French"), help_text=_("For our own people; never on the visitors’ copy."))
    marking = marking(help_text=_("Only unclassified items stand on the visitors’ copy."))

    def offer(self, person: Any, visit: Visit) -> None:
        self.fill("site", visit.sites.order_by("id"))
        self.fill("unit", queries.offices())
        self.fill("people", queries.colleagues(visit.kept_as))
        self.fields["marking"].choices = readable(person)  # type: ignore[attr-defined]


class NeedOf(Row):
    """One line of the protocol checklist."""

    kind = forms.ChoiceField(label=_("What"), choices=Need.Kind.choices)
    note = text(_("Note"), help_text=_("Numbers and no names: “two vegetarian meals, one step-free way in”."))
    state = forms.ChoiceField(
        label=_("State"), choices=Need.State.choices, initial=Need.State.TO_DO, widget=forms.RadioSelect
    )
    reason = text(_("Why it is not needed"))

    def clean(self) -> dict[str, Any]:
        """What is dropped carries a reason."""
        said = self.cleaned_data
        if said.get("state") == Need.State.NOT_NEEDED and not said.get("reason", "").strip():
            self.add_error("reason", ValidationError(_("Give the reason for this step."), code="reason_missing"))
        return said


class GiftOf(Row):
    """A gift given or received."""

    way = forms.ChoiceField(label=_("Given or received"), choices=Gift.Way.choices, widget=forms.RadioSelect)
    what_en = line(_("What it is, in English"))
    what_fr = line(_("What it is, in French"))
    value = money(_("Value in Canadian dollars"))
    estimated = forms.BooleanField(label=_("the value is an estimate"), required=False)
    office = line(_("By or to which office of ours"))
    kept = line(_("Where it is now"))


class CostLine(Row):
    """What a line is estimated at, and what it came to."""

    estimate = money(_("Estimate in Canadian dollars"))
    actual = money(_("Actual in Canadian dollars"), required=False, help_text=_("Once it is known; needed to close."))
    note = line(_("Note"), max_length=300, help_text=_("What tells this line from another of the same kind."))
    line = forms.ChoiceField(label=_("Cost line"), choices=Cost.Line.choices)
    field_order = ["line", "estimate", "actual", "note"]


class List(forms.Form):
    """A delegation as a spreadsheet."""

    sheet = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 1 megabyte. The first row names the columns."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


ROWS: dict[type[models.Model], type[Row]] = {
    Visitor: Visiting,
    Topic: Subject,
    Site: Place,
    Item: Line,
    Need: NeedOf,
    Gift: GiftOf,
    Cost: CostLine,
}
"""Which form asks for which rows."""
