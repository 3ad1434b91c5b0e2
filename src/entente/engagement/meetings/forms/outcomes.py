"""What people say about what came of a meeting: minutes, sharing them, decisions, promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.commitments.forms import Promise
from entente.foundation.people.policy import markings_for
from entente.foundation.people.roles import Marking

from ..models import Meeting, Minutes, Share
from ..queries import outcomes
from .asking import marking, reason, text, within

RESTRICTED = ("restricted_en", "restricted_fr", "restricted_marking")
MINUTES_MOST = 100_000
"""Characters of the minutes in one language: some forty pages; what is longer is attached as a document."""


class MinutesWords(forms.Form):
    """The minutes: the open part, and one for those cleared. ``last`` is the version one starts from."""

    pairs = {"text": _("Minutes"), "restricted": _("Restricted part")}
    hints = {
        "text": _("What everybody who sees the meeting may read. Only this part can be shared with the other side."),
        "restricted": _("What is not for the other side. It is hidden from those not cleared, and never shared."),
    }

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text_en = text(_("Minutes in English"), max_length=MINUTES_MOST)
    text_fr = text(_("Minutes in French"), max_length=MINUTES_MOST)
    restricted_en = text(_("Restricted part in English"))
    restricted_fr = text(_("Restricted part in French"))
    restricted_marking = forms.ChoiceField(label=_("Marking of the restricted part"))

    def __init__(self, *args: Any, person: Any, last: Any = None, **given: Any):
        super().__init__(*args, **given)
        readable = markings_for(person)
        if last is not None and last.restricted_marking not in readable:
            for name in RESTRICTED:
                del self.fields[name]
            return
        field: Any = self.fields["restricted_marking"]
        field.choices = [one for one in Marking.choices if one[0] in readable]
        field.initial = readable[-1]

    @staticmethod
    def initial_for(last: Any) -> dict[str, Any]:
        """What the last version says, as far as its reader may see it."""
        if last is None:
            return {"seen": 0}
        said = {"text_en": last.text_en, "text_fr": last.text_fr, "restricted_marking": last.restricted_marking}
        return said | {"restricted_en": last.told_en, "restricted_fr": last.told_fr, "seen": last.version}


class Sharing(forms.Form):
    """Which version is given to whom, in which language."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.CharField(
        label=_("Shared with"), max_length=300, help_text=_("The delegation or the secretariat, by office.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=Share.LANGUAGES, widget=forms.RadioSelect)
    decided = forms.BooleanField(
        label=_("With the decisions"), required=False, initial=True, help_text=_("Only those that are unclassified.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    checked = forms.BooleanField(
        label=_("I have read the text that is given away; nothing in it is protected."), required=False
    )

    @staticmethod
    def initial_for(meeting: Meeting, last: Minutes) -> dict[str, Any]:
        """The other side, as far as the record knows it, and the languages in which something is written."""
        both = bool(last.text_en.strip()) and bool(last.text_fr.strip())
        language = "both" if both else "en" if last.text_en.strip() else "fr"
        other = meeting.partner or meeting.body
        return {"version": last.version, "to": str(other.name) if other else "", "language": language, "decided": True}


class DecisionWords(forms.Form):
    """What a meeting decided. ``changing`` asks for the reason of a new wording."""

    pairs = {"text": _("Decision")}

    item: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("On the item"), required=False, empty_label=_("none")
    )
    text_en = text(_("Decision in English"))
    text_fr = text(_("Decision in French"))
    marking = marking()
    reason = reason(_("Reason"), _("Why it is worded anew. The wording before is kept."), required=False)

    def __init__(self, *args: Any, person: Any, meeting: Meeting, changing: bool = False, **given: Any):
        super().__init__(*args, **given)
        fields: Any = self.fields
        fields["item"].queryset = outcomes.items_of(person, meeting)
        within(self, person)
        if not changing:
            del self.fields["reason"]


class WhyStruck(forms.Form):
    """A decision is struck out."""

    reason = reason(_("Reason"), _("It keeps its number and its words, and stays on record."))


class BornPromise(Promise):
    """A promise that was made in a meeting, on an item or beside the agenda."""

    item: forms.ModelChoiceField = forms.ModelChoiceField(
        None, label=_("On the item"), required=False, empty_label=_("none")
    )

    def __init__(self, *args: Any, person: Any, meeting: Meeting, **given: Any):
        super().__init__(*args, person=person, **given)
        fields: Any = self.fields
        fields["item"].queryset = outcomes.items_of(person, meeting)
        self.order_fields(["side", "item"])

    @staticmethod
    def initial_for(meeting: Meeting) -> dict[str, Any]:
        """What the meeting knows: when, with whom, in which body, for which objective."""
        objectives = list(meeting.objectives.all()[:2])
        return {
            "made_on": meeting.ends_on,
            "partner": meeting.partner.key if meeting.partner else "",
            "body": meeting.body.key if meeting.body else "",
            "objective": objectives[0].key if len(objectives) == 1 else "",
            "unit": meeting.unit.key if meeting.unit else "",
            "level": level_of(meeting),
            "place": meeting.key,
        }


def level_of(meeting: Meeting) -> str:
    """Who gave the word there, by the level of the meeting."""
    return {"minister": "ministers", "leader": "leaders", "head_of_agency": "heads"}.get(meeting.level, "officials")
