"""What is said in a trip report. Forms ask for exactly what a verb needs and never save."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

from ..models import PAIRS, TOLD, Report, Told

LONGEST = 20_000  # characters of one text: some eight pages; what is longer is a document to attach
TOO_LONG = _(
    "At most 20,000 characters are kept here, and there are %(show_value)s. Nothing you typed is lost: shorten the "
    "text, or attach it as a document."
)
LABELS = {
    "summary": _("What happened"),
    "decisions": _("What was decided"),
    "positions": _("Positions taken, and by whom"),
    "contacts": _("Whom we met"),
    "evidence": _("Evidence for indicators"),
    "follow_up": _("What follows"),
    "value": _("Value for money"),
    "public": _("Public part"),
}
HINTS = {
    "summary": _("In a few sentences, in the language you work in; the other is welcome."),
    "decisions": _("What goes beyond the decisions on record, or that nothing was decided."),
    "positions": _("What was said for us, by whom, and how it was received."),
    "contacts": _("By office. Names of people belong in no report."),
    "evidence": _("Figures or facts that show progress on an objective, with where they come from."),
    "follow_up": _("What has to be done, by which office, by when. Promises have a place of their own."),
    "value": _("What was worth the journey, and what could have been had for less."),
    "public": _("Unclassified. It is published as it stands, so it is needed in both languages."),
}


class LongText(forms.CharField):
    """A question for a text of some length. The browser cuts nothing off: too long a text is shown with the limit."""

    def __init__(self, *, rows: int = 6, **given: Any):
        super().__init__(
            required=False,
            widget=forms.Textarea(attrs={"rows": rows}),
            validators=[MaxLengthValidator(LONGEST, TOO_LONG)],
            **given,
        )

    def to_python(self, value: Any) -> str:
        """The same line ends whatever the browser sends, so that an unchanged text is seen to be unchanged."""
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


def digest(text: str) -> str:
    """A short mark of a text, by which a form remembers what its writer saw."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def seen(told: Told) -> str:
    """The marks of everything a report said when its form was opened."""
    return json.dumps({name: digest(text) for name, text in told.telling().items() if text})


class Telling(forms.Form):
    """A trip report. Everything may be missing when it is saved; handing it in says what is.

    ``revision`` and ``seen`` tell what its writer had before the eyes, so that two people lose nothing to each other.
    """

    purpose_met = forms.ChoiceField(
        label=_("Was the purpose met?"), choices=Told.MET, widget=forms.RadioSelect, required=False
    )
    attend_next = forms.ChoiceField(
        label=_("Attend next time?"), choices=Told.NEXT, widget=forms.RadioSelect, required=False
    )
    attend_next_reason = LongText(label=_("Why"), rows=3)
    public_none = LongText(
        label=_("Why there is no public part"),
        rows=2,
        help_text=_("Only where nothing may be published. It is not published itself."),
    )
    marking = forms.ChoiceField(
        label=_("Marking of the protected part"),
        help_text=_("Everything but the public part. Anything above Protected B does not belong in this system."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, report: Report, person: Any, **given: Any):
        shown = report.telling() | {"revision": report.revision, "seen": seen(report), "marking": report.marking}
        given["initial"] = shown | (given.get("initial") or {})
        super().__init__(*args, **given)
        for name in PAIRS:
            for lang, words in (("en", _("in English")), ("fr", _("in French"))):
                label = _("%(what)s, %(language)s") % {"what": LABELS[name], "language": words}
                self.fields[f"{name}_{lang}"] = LongText(label=label)
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]

    def clean_revision(self) -> int:
        """A bent revision is taken for an old one: its writer is shown both texts."""
        return self.cleaned_data["revision"] if self.cleaned_data["revision"] is not None else -1

    @property
    def told(self) -> dict[str, str]:
        """What was said, by field."""
        return {name: self.cleaned_data[name] for name in TOLD}

    @property
    def base(self) -> Mapping[str, str]:
        """The marks of what the writer saw; none where the form was bent."""
        try:
            found = json.loads(self.cleaned_data["seen"] or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def both(self, standing: Report) -> tuple[dict[str, Any], dict[str, str], list[str]]:
        """What to show who comes second: the texts put together, those that clash, those that only the other changed.

        A text that only one of the two touched is taken from that one; where both did, the own one stays in its box
        and the other is shown beside it.
        """
        merged: dict[str, Any] = dict(self.told)
        clashes, taken = {}, []
        for name, mine in self.told.items():
            theirs, before = getattr(standing, name), self.base.get(name, digest(""))
            if mine == theirs or digest(theirs) == before:
                continue
            if digest(mine) == before:
                merged[name] = theirs
                taken.append(name)
            else:
                clashes[name] = theirs
        marks = {"revision": standing.revision, "seen": seen(standing), "marking": self.cleaned_data["marking"]}
        return merged | marks, clashes, taken


class Ground(forms.Form):
    """Why an accepted report is corrected."""

    reason = LongText(label=_("Why it is corrected"), rows=2, help_text=_("It stands beside the version for good."))


class Judgement(forms.Form):
    """What the head of the branch says to a report."""

    reason = LongText(
        label=_("Remark"),
        rows=4,
        help_text=_("Needed to send it back: say what is missing. It stays on the report for good."),
    )


class Remark(forms.Form):
    """A word on a report."""

    text = LongText(label=_("Remark"), rows=3)


class Period(forms.Form):
    """Which reports are counted: those due in a period."""

    first = forms.DateField(label=_("Due from"), required=False)
    last = forms.DateField(label=_("Due to"), required=False)
