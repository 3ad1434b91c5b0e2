"""What a person tells us about a clause."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Channel, ClauseKind, Direction, Element, Permission, Purpose, TimeUnit
from .register import CHOOSE, Day, Needing, Upload, one_of, text

CODE_GROUPS = [
    ("", _("everything the kind covers")),
    (_("Purposes"), Purpose.choices),
    (_("Data elements"), Element.choices),
    (_("Directions"), Direction.choices),
    (_("Channels"), Channel.choices),
]


class ClauseWords(forms.Form):
    """What a clause says, in the order one reads a text: where it stands, what it is about, what it says."""

    article = forms.CharField(
        label=_("Article"), max_length=60, required=False, help_text=_("As the text prints it: art. 9(2).")
    )
    kind = forms.ChoiceField(label=_("What it is about"), choices=[CHOOSE, *ClauseKind.choices])
    code = forms.ChoiceField(
        label=_("What it speaks of"),
        choices=CODE_GROUPS,
        required=False,
        help_text=_("A purpose, an element, a direction or a channel, as its kind asks. Others may name an element."),
    )
    answer = forms.ChoiceField(
        label=pgettext_lazy("what was answered", "Answer"),
        choices=[("", _("does not apply")), *Permission.choices],
        required=False,
    )
    number = forms.IntegerField(
        label=_("Length"), required=False, min_value=0, help_text=_("For retention, review, notice.")
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("none")), *TimeUnit.choices], required=False)
    text_en = text(_("In our words, in English"))
    text_fr = text(_("In our words, in French"))


class NewClause(ClauseWords):
    """One clause, with its days; ``shown`` marks the past day that was warned of."""

    from_on = Day(label=_("Counts from"), help_text=_("Empty means from the beginning of the instrument."))
    to_on = Day(label=_("No longer counts on"))
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)


class ClauseSheet(Upload):
    """A spreadsheet of clauses."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("CSV or XLSX, at most 5 megabytes and 2,000 rows.")


class EndedClause(Needing):
    """The day from which a clause no longer counts, and why."""

    to_on = Day(label=_("No longer counts on"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    needed = ("to_on", "reason")


class Ending(forms.Form):
    """An instrument that might end, and the day."""

    instrument = one_of(_("If this instrument ended"), to_field_name="key", empty_label=_("choose"))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, instruments: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["instrument"]
        field.queryset = instruments
