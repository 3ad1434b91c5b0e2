"""What people say about promises. Forms ask for exactly what a verb needs and never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements import queries as agreements
from entente.engagement.forums import queries as forums
from entente.engagement.partners import queries as partners
from entente.foundation.people import queries as people
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking
from entente.foundation.sources import queries as sources

from . import queries
from .models import LONGEST, Level, Side

TOO_LONG = {"max_length": _("At most 20,000 characters. Attach what is longer as a document.")}
SIDES = [(Side.OURS, _("ours: we owe it")), (Side.THEIRS, _("theirs: they owe it"))]
PAIRS = {"title": _("Title"), "text": _("Words of the promise")}
SHOWN = {"text": _("What shows it")}


def day(label: Any, **given: Any) -> forms.DateField:
    """A question for a whole day."""
    hint = given.pop("help_text", _("yyyy-mm-dd"))
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off", "size": 11})
    wrong = {"invalid": _("Write the day as yyyy-mm-dd, for example 2026-11-27.")}
    given = {"input_formats": ["%Y-%m-%d"], "error_messages": wrong} | given
    return forms.DateField(label=label, widget=widget, help_text=hint, **given)


def text(label: Any, *, rows: int = 3, **given: Any) -> forms.CharField:
    """A question for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=LONGEST, error_messages=TOO_LONG, **given)


class Reason(forms.CharField):
    """The ground of a step. The rule insists on it, so that its absence is told with everything else that is wrong."""

    def validate(self, value: Any) -> None:
        """An empty answer goes to the rule."""


def reason(hint: Any, **given: Any) -> forms.CharField:
    """A question for the ground of a step."""
    area = forms.Textarea(attrs={"rows": 3})
    return Reason(label=_("Reason"), widget=area, help_text=hint, max_length=LONGEST, error_messages=TOO_LONG, **given)


def chosen(label: Any, **given: Any) -> forms.ModelChoiceField:
    """A choice among records; the form fills in those the person may see."""
    asked: dict[str, Any] = {"to_field_name": "key", "required": False, "empty_label": _("none")}
    return forms.ModelChoiceField(None, label=label, **(asked | given))


def rows(form: forms.Form) -> list[dict[str, Any]]:
    """The questions in order, those in both languages as one: ``label`` with ``en`` and ``fr``, else ``field``."""
    pairs, found = getattr(form, "pairs", PAIRS), list[dict[str, Any]]()
    for field in form:
        base, _line, lang = field.name.rpartition("_")
        if lang == "en" and base in pairs:
            found.append({"label": pairs[base], "en": field, "fr": form[f"{base}_fr"]})
        elif not (lang == "fr" and base in pairs):
            found.append({"field": field, "short": isinstance(field.field, forms.DateField)})
    return found


class Promise(forms.Form):
    """A promise to write down. ``person`` sees only what the clearance allows; ``given`` may be initial values."""

    side = forms.ChoiceField(label=_("Whose is it?"), choices=SIDES, widget=forms.RadioSelect)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    text_en = text(_("Words of the promise, in English"), required=False)
    text_fr = text(_("Words of the promise, in French"), required=False)
    made_on = day(_("Made on"))
    due_on = day(
        _("Due on"),
        required=False,
        help_text=_("yyyy-mm-dd. A day that has passed is accepted only if the promise is older."),
    )
    partner = chosen(_("Partner"), help_text=_("Name the partner, the forum or the instrument; one will do."))
    body = chosen(_("Forum"))
    agreement = chosen(_("Instrument"))
    objective = chosen(_("Objective"))
    owner = chosen(
        _("Owner"),
        to_field_name="username",
        empty_label=_("myself"),
        help_text=_("Who keeps it if it is ours, and who asks for it if it is theirs."),
    )
    unit = chosen(_("Office of primary interest"), empty_label=_("the owner’s office"))
    level = forms.ChoiceField(label=_("Given by"), choices=Level.choices, initial=Level.OFFICIALS)
    source = chosen(_("Source"))
    place = forms.CharField(
        label=_("Where it stands"),
        max_length=200,
        required=False,
        help_text=_("The statement, minutes or letter, and the paragraph. Needed for heads of government."),
    )
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        offered: dict[str, Any] = {
            "partner": partners.choices(person),
            "body": forums.choices(person),
            "agreement": agreements.choices(person),
            "objective": partners.objectives(person),
            "owner": queries.choices(person),
            "unit": people.every_office(),
            "source": sources.sources(),
        }
        for name, things in offered.items():
            if name in self.fields:
                self.fields[name].queryset = things  # type: ignore[attr-defined]
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The title is asked in one language at least; the database says so too, but without a place."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("title_en") and not said.get("title_fr") and not {"title_en", "title_fr"} & self.errors.keys():
            self.add_error("title_en", _("Give a title in at least one language."))
        return said


class Change(Promise):
    """What a promise says and belongs to. Its day and its owner are changed by steps of their own."""

    due_on = None  # type: ignore[assignment]
    owner = None  # type: ignore[assignment]
    unit = chosen(_("Office of primary interest"))
    reason = reason(_("Needed where something that stood on record changes."), required=False)


class Slip(forms.Form):
    """Another day for a promise, and why."""

    due_on = day(_("New day"))
    reason = reason(_("Why it moves. The old day is kept beside it."))


class PassingOn(forms.Form):
    """Another owner for a promise, and why."""

    owner = chosen(_("New owner"), to_field_name="username", required=True, empty_label=_("choose"))
    reason = reason(_("Why it passes on. The new owner is told."))

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.fields["owner"].queryset = queries.choices(person)  # type: ignore[attr-defined]


class Shown(forms.Form):
    """What shows that a promise was kept."""

    pairs = SHOWN
    text_en = text(_("What shows it, in English"), required=False)
    text_fr = text(_("What shows it, in French"), required=False)
    url = forms.URLField(
        label=_("Address"),
        max_length=400,
        required=False,
        assume_scheme="https",
        help_text=_("Of a page or file that shows it. A document can also be attached on the page of the promise."),
    )


class Remark(forms.Form):
    """Something to note on the way."""

    words = text(_("Remark"), help_text=_("A call made, an answer awaited. It stays, with your name and the day."))


class Ground(forms.Form):
    """Why a promise is dropped or asked for again."""

    reason = reason(_("It stays on record."))


class Verdict(forms.Form):
    """Whether a promise was kept, in the eyes of somebody else."""

    reason = reason(_("Needed when you send it back: its owner reads it."), required=False)


class Upload(forms.Form):
    """A spreadsheet of promises."""

    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("CSV or XLSX, at most 5 megabytes, one row a promise, headings first.")
    )
