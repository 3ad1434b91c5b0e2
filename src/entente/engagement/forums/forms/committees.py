"""What people say about a body that looks after a chapter of an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import queries
from ..models import Body
from .questions import chosen, day, reason


class NewCommittee(forms.Form):
    """The chapter a body looks after."""

    chapter = chosen(
        _("Chapter"),
        help_text=_("Chapters are entered on the page of the agreement; those that are there are offered."),
    )
    starts_on = day(_("From"), required=False)
    source = chosen(_("Source"), required=False)
    place = forms.CharField(label=_("Place in the source"), max_length=200, required=False)

    def __init__(self, *args: Any, person: Any, body: Body, **given: Any):
        super().__init__(*args, **given)
        self.fields["chapter"].queryset = queries.chapters_for(person, body)  # type: ignore[attr-defined]
        self.fields["source"].queryset = queries.sources()  # type: ignore[attr-defined]


class ReleasedCommittee(forms.Form):
    """A body looks after a chapter no more."""

    ends_on = day(_("Last day"))
    reason = reason(_("Why it ended. It stays in the trail."))
