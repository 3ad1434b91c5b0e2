"""What a person says when writing an edition: parse, explain, never save."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Unit
from entente.kit.days import HINT, PartialDate

from .models import Area, Edition, Element, Kind, Part, Term

DATE_LENGTH = 10  # characters of a whole day
EMPTY = "–"
NOTHING = [("", EMPTY)]
LONG, SHORT = {"rows": 6}, {"rows": 3}


def line(label: Any, **given: Any) -> forms.CharField:
    """A short text that may stay empty; what must be said is for the rules, not for the form."""
    return forms.CharField(label=label, required=False, **{"max_length": 300} | given)


def text(label: Any, attrs: dict[str, int] | None = None) -> forms.CharField:
    """A long text that may stay empty."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=attrs or LONG))


def partial_date(value: str) -> None:
    """Raises ``ValidationError`` for text that is no day, month or year."""
    PartialDate(value)


def day(label: Any) -> forms.CharField:
    """A day, month or year that may stay empty."""
    return forms.CharField(
        label=label, required=False, max_length=DATE_LENGTH, help_text=HINT, validators=[partial_date]
    )


class EditionFacts(forms.Form):
    """An edition's titles, period, approving office and summary."""

    title_en = line(_("Title in English"))
    title_fr = line(_("Title in French"))
    starts_on = day(_("Covers from"))
    ends_on = day(_("Covers to"))
    approved_by_en = line(_("Approved by, in English"), max_length=200)
    approved_by_fr = line(_("Approved by, in French"), max_length=200)
    summary_en = text(_("Summary in English"))
    summary_fr = text(_("Summary in French"))

    PAIRS = (("title", _("Title")), ("approved_by", _("Approving office")), ("summary", _("Summary")))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("title_en"):
            self.add_error("title_en", _("Give it an English title: its address is made from it."))
        return found


class NewEdition(EditionFacts):
    """What a new edition begins with."""

    previous = forms.ModelChoiceField(Edition.objects.none(), label=_("Follows"), required=False, empty_label=EMPTY)
    copied = forms.BooleanField(
        label=_("Begin with a copy of it"),
        required=False,
        help_text=_(
            "Its elements, links, regional pages and responsibilities are copied as drafts; terms stay shared."
        ),
    )
    agency = line(
        _("Agency"),
        max_length=80,
        help_text=_(
            "The key of the agency among the partners. Leave it empty to take over that of the previous edition."
        ),
    )

    field_order = ("previous", "copied", "title_en", "title_fr", "starts_on", "ends_on")

    def __init__(self, *args: Any, editions: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["previous"].queryset = editions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("copied") and not found.get("previous"):
            self.add_error("previous", _("Choose the edition to copy from."))
        if not found.get("agency") and not found.get("previous"):
            self.add_error("agency", _("Name the agency, or the edition it follows."))
        return found


class ElementWords(forms.Form):
    """An element's place and its words in both languages; ticking a language says that a person reviewed it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    parent = forms.ModelChoiceField(Element.objects.none(), label=_("Stands under"), required=False, empty_label=EMPTY)
    owner = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Office of primary interest"), required=False, empty_label=EMPTY
    )
    title_en = line(_("Title in English"))
    title_fr = line(_("Title in French"))
    text_en = text(_("Text in English"))
    text_fr = text(_("Text in French"))
    reviewed = forms.MultipleChoiceField(
        label=_("Mark as reviewed"),
        required=False,
        choices=[("en", _("The English words")), ("fr", _("The French words"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("When words change, both languages are drafts again until somebody marks them."),
    )

    PAIRS = (("title", _("Title")), ("text", _("Text")))

    def __init__(self, *args: Any, parents: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["owner"].queryset = units  # type: ignore[attr-defined]

    def clean_reviewed(self) -> tuple[str, ...]:
        return tuple(self.cleaned_data["reviewed"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for lang in found.get("reviewed") or ():
            if not found.get(f"title_{lang}"):
                self.add_error("reviewed", _("What is missing cannot be reviewed."))
        return found


class RegionWords(forms.Form):
    """A regional page."""

    region = forms.ChoiceField(label=_("Region"), choices=Area.choices)
    title_en = line(_("Title in English"))
    title_fr = line(_("Title in French"))
    overview_en = text(_("Overview in English"))
    overview_fr = text(_("Overview in French"))
    issues_en = text(_("Issues in English"))
    issues_fr = text(_("Issues in French"))

    PAIRS = (("title", _("Title")), ("overview", _("Overview")), ("issues", _("Issues")))


class ResponsibilityWords(forms.Form):
    """What an office does, and in which part."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Office"), empty_label=EMPTY)
    role = forms.ChoiceField(label=_("Part"), choices=[*NOTHING, *Part.choices], required=False)
    work_en = text(_("Work in English"), SHORT)
    work_fr = text(_("Work in French"), SHORT)

    PAIRS = (("work", _("Work")),)

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class TermWords(forms.Form):
    """A word or acronym of the field in both languages."""

    term_en = line(_("English term"))
    term_fr = line(_("French term"))
    acronym_en = line(_("English acronym"), max_length=40)
    acronym_fr = line(_("French acronym"), max_length=40)
    gender_fr = forms.ChoiceField(label=_("Gender in French"), choices=[*NOTHING, *Term.GENDERS], required=False)
    definition_en = text(_("Definition in English"), SHORT)
    definition_fr = text(_("Definition in French"), SHORT)

    PAIRS = (("term", _("Term")), ("acronym", _("Acronym")), ("definition", _("Definition")))


class Tie(forms.Form):
    """Which element serves which, and why."""

    from_element = forms.ModelChoiceField(Element.objects.none(), label=_("What serves"), empty_label=EMPTY)
    to_element = forms.ModelChoiceField(Element.objects.none(), label=_("What is served"), empty_label=EMPTY)
    note_en = text(_("Note in English"), SHORT)
    note_fr = text(_("Note in French"), SHORT)

    PAIRS = (("note", _("Note")),)

    def __init__(self, *args: Any, elements: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("from_element", "to_element"):
            self.fields[name].queryset = elements  # type: ignore[attr-defined]


class Grounds(forms.Form):
    """Why a step is taken that says no, or ends something."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("The reason is kept in the trail and shown with the edition."),
        error_messages={"required": _("Give the reason for this step.")},
    )


class Sure(forms.Form):
    """Nothing to say: pressing the button is the answer."""

    PAIRS = ()


def initial_of(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """What a form about a thing shows at first."""
    return {name: getattr(thing, name) for name in names}


def questions(form: Any, words: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The form's questions in order: single ones, and pairs where the English one of the two would stand.

    ``words`` gives the state of each language's words (``missing``, ``draft``, ``reviewed``), shown beside them.
    """
    pairs, states = dict(form.PAIRS), words or {}
    found: list[dict[str, Any]] = []
    for field in form:
        name, _underscore, lang = field.name.rpartition("_")
        if name not in pairs or lang not in ("en", "fr"):
            found.append({"field": field, "short": getattr(field.field, "max_length", None) == DATE_LENGTH})
        elif lang == "en":
            found.append(
                {"label": pairs[name], "en": field, "fr": form[f"{name}_fr"]}
                | {f"{side}_state": state for side, state in states.items()}
            )
    return found
