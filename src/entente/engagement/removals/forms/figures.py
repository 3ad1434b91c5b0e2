"""Figures of one country for one period, the ranking of countries, and a spreadsheet."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking
from entente.foundation.sources import queries as sources
from entente.kit.days import HINT, PartialDate
from entente.kit.periods import Period

from .. import queries
from ..models import FLOWS, STOCKS, Measure
from .questions import chosen, offer, reason, text

IN_ENGLISH = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?")
IN_FRENCH = re.compile(r"-?[0-9]+([.,][0-9]+)?")
"""A number in figures, its spaces taken out: ``1e5`` is none, and a comma out of place is a slip."""
RANK = re.compile(r"([0-9]{1,4})\.?\s+(\S.*)")
"""A line that bears its rank: “2 Country”, “2. Country”."""


class Number(forms.DecimalField):
    """A figure as a person writes it: ``1234``, ``1,234`` in English, ``1 234`` in French."""

    def to_python(self, value: Any) -> Any:
        """The number without the separators of the reader's language."""
        written = "".join(str(value or "").split())  # the narrow and the fixed space are space, too
        is_french = get_language() == "fr"
        if written and not (IN_FRENCH if is_french else IN_ENGLISH).fullmatch(written):
            raise ValidationError(_("Write the number in figures: 1234 or 45.5."), code="invalid")
        return super().to_python(written.replace(",", "." if is_french else ""))


def period(label: Any, **given: Any) -> forms.CharField:
    """A question for a period."""
    hint = given.pop("help_text", _("A year, a month, or two of them with a bar between: 2026-07/2026-09."))
    return forms.CharField(label=label, max_length=21, help_text=hint, **given)


def as_period(words: str) -> tuple[date, date]:
    """The first and the last day of a period. Raises ``ValidationError`` for what is none."""
    found = Period(words.strip())
    return found.first, found.last


class FigureSheet(forms.Form):
    """What one extract or report says of one country for one period; what it does not say is left empty."""

    period = period(_("Period"))
    place = forms.CharField(
        label=_("Where it stands"),
        max_length=200,
        required=False,
        help_text=_("The extract or report, and the table: “Monthly extract, table 3”."),
    )
    as_of = forms.CharField(label=_("Drawn on"), required=False, help_text=HINT)
    source = chosen(_("Source"), help_text=_("If the document is among the sources of the record."))

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        offer(self, source=sources.sources())
        for measure in (*STOCKS, *FLOWS):
            hint = _("On the last day of the period.") if measure in STOCKS else ""
            self.fields[measure.value] = Number(
                label=str(measure.label).capitalize(),
                required=False,
                min_value=0,
                max_digits=9,
                decimal_places=1,
                localize=False,
                help_text=hint,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 11}),
            )

    def clean_period(self) -> tuple[date, date]:
        """The days of the period. Refused with the hint when it is none."""
        return as_period(self.cleaned_data["period"])

    def clean_as_of(self) -> str:
        """The day as it is spelled. Refused with the hint when it is none."""
        day = self.cleaned_data["as_of"].strip()
        return str(PartialDate(day)) if day else ""

    @property
    def figures(self) -> list[dict[str, Any]]:
        """What ``actions.enter`` takes: one for each measure that was filled in."""
        said = self.cleaned_data
        first, last = said["period"]
        shared = {"starts_on": first, "ends_on": last, **{name: said[name] for name in ("place", "as_of", "source")}}
        return [
            {"measure": measure.value, "number": said[measure.value]} | shared
            for measure in Measure
            if said[measure.value] is not None
        ]


class Ground(forms.Form):
    """Why a step is taken."""

    reason = reason()


class RankingSheet(forms.Form):
    """Countries in order, one a line."""

    pairs = {"title": _("Title"), "method": _("Method")}
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    method_en = text(_("Method in English"))
    method_fr = text(_("Method in French"))
    ranked_on = forms.CharField(label=_("Ranked on"), help_text=HINT)
    places = forms.CharField(
        label=_("Countries in order"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One country a line, by key or name, the first one first. A shared rank: “2 Country”."),
    )
    place = forms.CharField(label=_("Where it stands"), max_length=200, required=False)
    marking = forms.ChoiceField(label=_("Marking"), initial=Marking.PROTECTED_A)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        self.person = person
        readable = markings_for(person)
        self.fields["marking"].choices = [one for one in Marking.choices if one[0] in readable]  # type: ignore[attr-defined]

    def clean_ranked_on(self) -> str:
        """The day as it is spelled. Refused with the hint when it is none."""
        return str(PartialDate(self.cleaned_data["ranked_on"].strip()))

    def clean_places(self) -> list[tuple[Any, int]]:
        """``(file, rank)`` for each line. Refuses every line that names no country with a file, all at once."""
        found, wrong = list[tuple[Any, int]](), list[ValidationError]()
        book = queries.book(self.person)
        lines = [line.strip() for line in self.cleaned_data["places"].splitlines() if line.strip()]
        for at, words in enumerate(lines, start=1):
            own = RANK.fullmatch(words)
            name = own[2] if own else words
            file = book.get(queries.folded(name))
            if file is None:
                said = _("Line %(line)s: no country file is called “%(name)s”.") % {"line": at, "name": name}
                wrong.append(ValidationError(said, code="unknown"))
            else:
                found.append((file, int(own[1]) if own else at))
        if wrong:
            raise ValidationError(wrong)
        return found

    def clean(self) -> dict[str, Any]:
        """A title in one language at least."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("title_en") and not said.get("title_fr"):
            self.add_error("title_en", _("Give a title in at least one language."))
        return said


class Upload(forms.Form):
    """A spreadsheet of figures."""

    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("CSV or XLSX, at most 5 megabytes, one row a figure, headings first.")
    )
