"""What people say about the turns of a rotation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners import queries as partners

from .. import queries
from ..models import Seat
from .questions import chosen, day, reason

PLACES = 6  # holders a rotation may name; more follow in a second rotation
FIRST_YEAR, LAST_YEAR, MOST_YEARS, MOST_ROUNDS = 1950, 2100, 10, 5


class NewTurns(forms.Form):
    """A rotation: who follows whom, from which year, for how long each."""

    kind = forms.ChoiceField(label=_("Seat"), choices=Seat.KINDS)
    first = forms.IntegerField(label=_("From the year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    years_each = forms.IntegerField(label=_("Years each"), min_value=1, max_value=MOST_YEARS, initial=1)
    rounds = forms.IntegerField(
        label=_("Rounds"),
        min_value=1,
        max_value=MOST_ROUNDS,
        initial=1,
        help_text=_("How often the same order comes round."),
    )
    note_en = forms.CharField(label=_("Note in English"), max_length=2000, required=False)
    note_fr = forms.CharField(label=_("Note in French"), max_length=2000, required=False)
    source = chosen(_("Source"), required=False)
    place = forms.CharField(label=_("Place in the source"), max_length=200, required=False)

    def __init__(self, *args: Any, person: Any, **given: Any):
        super().__init__(*args, **given)
        known = partners.choices(person)
        for at in range(1, PLACES + 1):
            label = _("Who takes turn %(number)s") % {"number": at}
            field = chosen(label, required=at == 1)
            field.queryset = known
            self.fields[f"holder_{at}"] = field
        self.fields["source"].queryset = queries.sources()  # type: ignore[attr-defined]
        holders = [f"holder_{at}" for at in range(1, PLACES + 1)]
        self.order_fields(["kind", *holders, "first", "years_each", "rounds"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        named = [found.pop(f"holder_{at}", None) for at in range(1, PLACES + 1)]
        found["holders"] = [one for one in named if one is not None]
        return found


class DecidedTurn(forms.Form):
    """A turn that is decided: from when to when."""

    starts_on = day(_("From"))
    ends_on = day(_("To"), required=False)
    reason = reason(_("The decision or announcement that makes it so."))


class DroppedTurn(forms.Form):
    """A turn that will not come."""

    reason = reason(_("Why it will not come. It stays on record."))
