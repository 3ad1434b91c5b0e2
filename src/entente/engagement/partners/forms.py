"""What a person tells us about partners. Forms ask and explain; they never save."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition, Element
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking, up_to
from entente.foundation.reference.models import Country
from entente.kit import days
from entente.kit.bilingual import LANGUAGES, Text, language

from . import queries
from .models import (
    SEPARATOR,
    Kind,
    Office,
    Partner,
    Sector,
    Standing,
    Subject,
    Succession,
    Tier,
    sentences,
)

SHORT, LONG = {"rows": 3}, {"rows": 5}
NOTHING = [("", _("nothing"))]


class Day(forms.CharField):
    """A partial date: a year, a month or a day. The record judges it, together with everything else."""

    def __init__(self, **given: Any):
        super().__init__(required=False, max_length=10, **{"help_text": days.HINT} | given)


def text(label: Any, **given: Any) -> forms.CharField:
    """A longer text, which may be left out."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs=SHORT), **given)


class EditionChoice(forms.ModelChoiceField):
    """An edition, called so that two of the same title can be told apart."""

    def label_from_instance(self, obj: Any) -> str:
        return str(queries.called(obj))


class ObjectiveChoice(forms.ModelChoiceField):
    """An objective with its edition."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} · {queries.called(obj.edition)}"


def by_name(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by(f"sort_{language()}", "id")


class PartnerForm(forms.Form):
    """What is said of a partner, in the order a person thinks: what it is, how it is called, whose it is."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("choose")), *Kind.choices])
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, required=False)
    acronym_en = forms.CharField(label=_("Acronym in English"), max_length=20, required=False)
    acronym_fr = forms.CharField(label=_("Acronym in French"), max_length=20, required=False)
    country = forms.ModelChoiceField(
        Country.objects.none(),
        label=_("Country"),
        required=False,
        empty_label=_("none"),
        help_text=_("The country it is, or the one it belongs to."),
    )
    parent = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Part of"),
        required=False,
        empty_label=_("none"),
        help_text=_("The country, union, department or organisation above it."),
    )
    sector = forms.ChoiceField(label=_("Sector, for a stakeholder"), choices=NOTHING + Sector.choices, required=False)
    subjects = forms.MultipleChoiceField(
        label=_("What we work on together"),
        choices=Subject.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    summary_en = text(_("Summary in English"), help_text=_("One or two sentences on the relation."))
    summary_fr = text(_("Summary in French"), help_text=_("One or two sentences on the relation."))
    owner = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Office of primary interest"),
        required=False,
        empty_label=_("not named yet"),
    )
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.UNCLASSIFIED)
    starts_on = Day(label=_("Exists from"))
    ends_on = Day(label=_("Exists to"))

    def __init__(self, *args: Any, person: Any, parents: QuerySet[Partner], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = by_name(Country.objects.all())  # type: ignore[attr-defined]
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["owner"].queryset = by_name(Unit.objects.all())  # type: ignore[attr-defined]
        allowed = up_to(person.clearance)
        self.fields["marking"].choices = [(c, label) for c, label in Marking.choices if c in allowed]  # type: ignore[attr-defined]

    def clean_subjects(self) -> str:
        return "|".join(self.cleaned_data["subjects"])


class NewPartner(PartnerForm):
    """A partner to add. ``another`` appears when one of this kind and name exists."""

    another = forms.BooleanField(label=_("This is another partner of the same name"), required=False)

    @property
    def meets_namesake(self) -> bool:
        """Whether the record has one of this kind and name, or the person has said that this is another."""
        return bool(self["another"].value()) or self.has_error("name_en", "namesake")


class ChangedPartner(PartnerForm):
    """A partner as it should read, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("What a source says stays beside what you write, with this reason."),
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any):
        kwargs.setdefault("initial", _present(partner))
        super().__init__(*args, **kwargs)
        parents = self.fields["parent"].queryset  # type: ignore[attr-defined]
        if partner.parent_id and not parents.filter(pk=partner.parent_id).exists():
            del self.fields["parent"]  # above the person's clearance: not shown, not lost

    def said(self) -> dict[str, Any]:
        """What ``actions.change`` takes: the reason, and every value as a file spells it."""
        texts = {name: _spelled(value) for name, value in self.cleaned_data.items()}
        return {"reason": texts.pop("reason"), "texts": texts}


def _present(partner: Partner) -> dict[str, Any]:
    return {name: getattr(partner, name) for name in PartnerForm.base_fields} | {
        "subjects": partner.subjects.split("|")
    }


def _spelled(value: Any) -> str:
    if isinstance(value, Country):
        return value.code
    return str(getattr(value, "key", value) or "")


class NewContact(forms.Form):
    """A contact, as an office: who holds it is not kept here."""

    title_en = forms.CharField(
        label=_("Office in English"),
        max_length=200,
        help_text=_("The office, never the person: “Director, International Affairs”."),
    )
    title_fr = forms.CharField(label=_("Office in French"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Office.ROLES, initial="contact")
    location = forms.CharField(
        label=_("Place"), max_length=120, required=False, help_text=_("A town, as it is called there.")
    )
    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("To"))
    note_en = text(_("Note in English"))
    note_fr = text(_("Note in French"))


class NewSuccession(forms.Form):
    """What became of a partner, and who came after it."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[("", _("choose")), *Succession.KINDS])
    to_partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Who came after"), empty_label=_("choose"))
    on = Day(label=_("On"))
    ends = forms.BooleanField(
        label=_("The first no longer exists from that day"),
        required=False,
        help_text=_("It leaves the lists of later days; its page stays."),
    )
    note_en = text(_("Note in English"))
    note_fr = text(_("Note in French"))

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["to_partner"].queryset = partners  # type: ignore[attr-defined]


class StandingForm(forms.Form):
    """Where a partner stands in one edition, on which tests and what evidence."""

    tier = forms.ModelChoiceField(
        Tier.objects.none(),
        label=_("Tier"),
        required=False,
        empty_label=_("none"),
        widget=forms.RadioSelect,
    )
    tests = forms.MultipleChoiceField(label=_("Tests it meets"), required=False, widget=forms.CheckboxSelectMultiple)
    in_scope = forms.BooleanField(label=_("In the scope of the edition"), required=False, initial=True)
    evidence_en = forms.CharField(label=_("Evidence in English"), required=False, widget=forms.Textarea(attrs=LONG))
    evidence_fr = forms.CharField(label=_("Evidence in French"), required=False, widget=forms.Textarea(attrs=LONG))
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("Needed when a standing changes. What a source says stays beside it."),
    )

    def __init__(self, *args: Any, tiers: QuerySet[Tier], standing: Standing | None, **kwargs: Any):
        self.tiers, self.standing = list(tiers), standing
        if standing:
            kwargs.setdefault("initial", self._present(standing))
        super().__init__(*args, **kwargs)
        self.fields["tier"].queryset = tiers  # type: ignore[attr-defined]
        self.fields["tests"].choices = [  # type: ignore[attr-defined]
            (tier.name, [(f"{tier.key}:{at}", test) for at, test in enumerate(tier.test_list)])
            for tier in self.tiers
            if tier.tests
        ]

    def _present(self, standing: Standing) -> dict[str, Any]:
        met = {str(test) for test in sentences(standing.tests_met)}
        tests = [
            f"{tier.key}:{at}"
            for tier in self.tiers
            for at, test in enumerate(tier.test_list)
            if str(test) in met and tier.pk == standing.tier_id
        ]
        names = ("tier", "in_scope", "evidence_en", "evidence_fr")
        return {name: getattr(standing, name) for name in names} | {"tests": tests}

    def said(self) -> dict[str, Any]:
        """What ``actions.set_standing`` takes: ticked tests are written out in both languages."""
        cleaned = dict(self.cleaned_data)
        by_key = {tier.key: tier for tier in self.tiers}
        picked = [(by_key[key], int(at)) for key, at in (one.rsplit(":", 1) for one in cleaned.pop("tests"))]
        ticked = {str(tier.test_list[at]): tier.key for tier, at in picked}
        for lang in LANGUAGES:
            cleaned[f"tests_met_{lang}"] = SEPARATOR.join([*_written(picked, lang), *self._other_tests(lang)])
        return cleaned | {"ticked": ticked}

    def _other_tests(self, lang: str) -> list[str]:
        """What the standing says was met that is no test of a tier, word for word: it is not lost."""
        if self.standing is None:
            return []
        known = {test for tier in self.tiers for test in _tests(tier, lang)}
        met = sentences(Text(getattr(self.standing, f"tests_met_{lang}"), lang))
        return [str(one) for one in met if str(one) not in known]


def _tests(tier: Tier, lang: str) -> list[str]:
    return [str(test) for test in sentences(Text(getattr(tier, f"tests_{lang}"), lang))]


def _written(picked: list[tuple[Tier, int]], lang: str) -> list[str]:
    """Ticked tests in a language; one that has no words in it is left out."""
    return [tests[at] for tier, at in picked if at < len(tests := _tests(tier, lang))]


class NewAim(forms.Form):
    """What we want with a partner, under one edition."""

    edition = EditionChoice(Edition.objects.none(), label=_("Edition"), empty_label=None)
    text_en = text(_("What we want, in English"))
    text_fr = text(_("What we want, in French"))
    objective = ObjectiveChoice(
        Element.objects.none(), label=_("Objective it serves"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, editions: QuerySet[Edition], objectives: QuerySet[Element], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]
        self.fields["objective"].queryset = objectives  # type: ignore[attr-defined]


class Upload(forms.Form):
    """A spreadsheet of partners."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV or XLSX, at most 5 megabytes and 10,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if not sent.name.lower().endswith((".csv", ".xlsx")):
            raise ValidationError(_("Send a CSV or XLSX file."), code="extension")
        return sent
