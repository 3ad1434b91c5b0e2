"""What a person tells us about instruments. Forms ask and explain; they never save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import ABROAD, Partner, Subject
from entente.foundation.people.roles import Marking, up_to
from entente.kit import days

from .. import queries
from ..models import Agreement, Candidate, Kind, Link, Party, PartyAction, Reason, Status

SHORT, LONG = {"rows": 3}, {"rows": 5}
CHOOSE = ("", _("choose"))
BINDING = [("", _("not decided yet")), ("yes", _("yes")), ("no", _("no"))]


class Day(forms.CharField):
    """A partial date: a year, a month or a day."""

    def __init__(self, **given: Any):
        super().__init__(required=False, max_length=10, **{"help_text": days.HINT} | given)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return str(days.PartialDate(text)) if text else ""


def text(label: Any, rows: dict[str, int] = SHORT, **given: Any) -> forms.CharField:
    """A longer text, which may be left out."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=rows), **given)


def one_of(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A record to choose; the form fills in which ones there are."""
    return forms.ModelChoiceField(Partner.objects.none(), label=label, **given)


class Needing(forms.Form):
    """A form that marks as needed what the rules ask for, and leaves it to them to say so.

    ``needed`` are those questions: none of them is “optional” to whoever reads the form, and what is missing is told
    together with everything else that stands in the way.
    """

    use_required_attribute = False
    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.needs(*self.needed)

    def needs(self, *names: str) -> None:
        """Mark questions as needed."""
        self.needed = tuple(dict.fromkeys((*self.needed, *names)))
        for name in names:
            self.fields[name].required = True

    def full_clean(self) -> None:
        for name in self.needed:
            self.fields[name].required = False
        super().full_clean()
        self.needs(*self.needed)


class Instrument(Needing):
    """What is said of an instrument, in the order a person thinks: what it is, with whom, where it stands."""

    title_en = forms.CharField(label=_("Title in English"), max_length=300)
    title_fr = forms.CharField(label=_("Title in French"), max_length=300, required=False)
    kind = forms.ChoiceField(label=_("Type"), choices=[CHOOSE, *Kind.choices])
    binding = forms.ChoiceField(
        label=_("Binding in international law"), choices=BINDING, required=False, widget=forms.RadioSelect
    )
    subjects = forms.MultipleChoiceField(
        label=_("Subjects"), choices=Subject.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    requested_on = Day(label=_("Asked for on"))
    signed_on = Day(label=_("Signed on"))
    in_force_on = Day(label=_("In force on"))
    expires_on = Day(label=_("Expires on"))
    ended_on = Day(label=_("Ended on"))
    treaty_id = forms.CharField(
        label=_("Treaty identifier"),
        max_length=60,
        required=False,
        help_text=_("As the treaty register gives it."),
    )
    authority_en = text(_("Legal authority, in English"))
    authority_fr = text(_("Legal authority, in French"))
    administered_for = one_of(_("Administered for"), required=False, empty_label=_("nobody else"))
    owner = one_of(_("Office of primary interest"), required=False, empty_label=_("not named yet"))
    summary_en = text(_("Summary in English"))
    summary_fr = text(_("Summary in French"))
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._offer("administered_for", queries.departments(person))
        self._offer("owner", queries.units())
        allowed = up_to(person.clearance)
        marking: Any = self.fields["marking"]
        marking.choices = [(code, label) for code, label in Marking.choices if code in allowed]

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def clean_binding(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["binding"])

    def clean_subjects(self) -> str:
        return "|".join(self.cleaned_data["subjects"])


class NewInstrument(Instrument):
    """An instrument to register: also with whom, and how far it has come."""

    partner = one_of(
        _("With"),
        required=False,
        empty_label=_("not known yet"),
        help_text=_("The first foreign party. Others are added afterwards."),
    )
    status = forms.ChoiceField(
        label=_("Where it stands"),
        choices=Status.choices,
        initial=Status.PROPOSED,
        help_text=_("From “signed” on, the dates, both titles and a foreign party are needed."),
    )
    field_order = ("title_en", "title_fr", "kind", "partner", "binding", "subjects", "status")

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, person=person, **kwargs)
        self._offer("partner", queries.partners(person, *ABROAD))

    def said(self) -> dict[str, Any]:
        """What ``actions.register`` takes."""
        given = dict(self.cleaned_data)
        partner = given.pop("partner")
        return given | {"parties": [partner] if partner else []}


class ChangedInstrument(Instrument):
    """An instrument as it should read, and why.

    ``seen`` is the mark of what was read, ``shown`` that of the past days that were warned of.
    """

    reason = text(
        _("Reason"),
        help_text=_("Needed when a source gave the record, and for every day that is changed or taken away."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=600)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    @staticmethod
    def initial_for(agreement: Agreement) -> dict[str, Any]:
        """The record as the form shows it first."""
        apart = ("reason", "seen", "shown", "binding", "subjects")
        names = [name for name in ChangedInstrument.base_fields if name not in apart]
        return {name: getattr(agreement, name) for name in names} | {
            "seen": queries.as_read(agreement),
            "binding": {True: "yes", False: "no", None: ""}[agreement.binding],
            "subjects": agreement.subjects.split("|"),
        }


class NewParty(forms.Form):
    """A party to add to an instrument."""

    partner = one_of(
        _("Partner"),
        empty_label=_("choose"),
        help_text=_("The agency itself where the text names it, else the country."),
    )
    role = forms.ChoiceField(label=_("Role"), choices=Party.ROLES, initial="party")

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = queries.partners(person)


class NewLink(forms.Form):
    """How this instrument stands to another."""

    kind = forms.ChoiceField(label=_("This instrument"), choices=[CHOOSE, *Link.KINDS])
    to_agreement = one_of(_("the instrument"), empty_label=_("choose"))
    note_en = text(_("Note in English"))
    note_fr = text(_("Note in French"))

    def __init__(self, *args: Any, person: Any, agreement: Agreement, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to_agreement"]
        field.queryset = queries.choices(person, but=agreement)


class NewPartyAction(forms.Form):
    """What one party did on its own."""

    partner = one_of(_("Party"), empty_label=_("choose"))
    action = forms.ChoiceField(label=_("What it did"), choices=[CHOOSE, *PartyAction.ACTIONS])
    on = Day(label=_("On"))
    note_en = text(_("Note in English"))
    note_fr = text(_("Note in French"))

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = queries.partners(person)


class NewCandidate(forms.Form):
    """A partner to put in line for negotiation under an edition."""

    partner = one_of(_("Partner"), empty_label=_("choose"))
    sought = forms.ChoiceField(
        label=_("What is sought"), choices=[CHOOSE, *Kind.choices, (Candidate.VARIOUS, _("various"))]
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), choices=Reason.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    requested_on = Day(label=_("Asked for on"))
    agreement = one_of(_("Existing instrument"), required=False, empty_label=_("none"))
    details_en = text(_("Details in English"))
    details_fr = text(_("Details in French"))

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered: dict[str, Any] = {
            "partner": queries.partners(person, *ABROAD),
            "agreement": queries.choices(person),
        }
        for name, rows in offered.items():
            field: Any = self.fields[name]
            field.queryset = rows

    def clean_reasons(self) -> str:
        return "|".join(self.cleaned_data["reasons"])


class Step(Needing):
    """A step in an instrument's life: the days it records and, where it says no, the reason.

    ``days`` are the columns the step records, ``moment`` the name of the day it counts from where it does not
    end a life, ``needs_reason`` whether it is refused without one. What is
    needed is said beside the question and judged by the rules, so that everything missing is told at once.
    """

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT), required=False)

    def __init__(self, *args: Any, days: tuple[str, ...], needs_reason: bool, moment: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        if moment:
            told = _("A full day, from 00:00 on. Empty means from now on.")
            self.fields[moment] = Day(label=_("Counts from"), help_text=told)
        for name in days:
            label = Agreement._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = Day(label=capfirst(str(label)))
        self.fields["reason"].label = _("Reason") if needs_reason else _("Remark")
        self.needs(*days, *(["reason"] if needs_reason else []))
        self.order_fields([*days, moment, "reason"])


def warned(form: forms.Form, refusal: ValidationError) -> None:
    """Remember in a form which past days were warned of (AGR-121, AGR-123): sent once more, they are meant."""
    for one in getattr(refusal, "error_list", ()):
        if one.code in ("AGR-121", "AGR-123"):
            sent: Any = form.data
            again = sent.copy()  # a QueryDict: several answers to one question stay several
            again["shown"] = (one.params or {}).get("mark", "")
            form.data = again


class Upload(forms.Form):
    """A spreadsheet of agreements."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 5 megabytes and 5,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if not sent.name.lower().endswith((".csv", ".xlsx")):
            raise ValidationError(_("Send a CSV or XLSX file."), code="extension")
        return sent
