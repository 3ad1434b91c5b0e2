"""What a person tells us about a chapter and about the departments that work on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Partner

from .. import queries
from ..models import Chapter, Lead, Talks
from .register import SHORT, Day, Needing, one_of, text


class NewChapter(Needing):
    """A chapter, in the order one reads a table of contents: number, title, whose it is, how far it has come."""

    number = forms.CharField(
        label=_("Number"),
        max_length=20,
        required=False,
        help_text=_("As the text prints it. Leave it empty when there is none yet."),
    )
    title_en = forms.CharField(label=_("Chapter in English"), max_length=300)
    title_fr = forms.CharField(label=_("Chapter in French"), max_length=300, required=False)
    role = forms.ChoiceField(label=_("What we are in it"), choices=Lead.choices, widget=forms.RadioSelect)
    owner = one_of(
        _("Office in the lead"),
        required=False,
        empty_label=_("not named yet"),
        help_text=_("Our office of primary interest for this chapter: the chapter lead."),
    )
    talks = forms.ChoiceField(
        label=_("Where its text stands"),
        choices=[("", _("not said")), *Talks.choices],
        required=False,
        help_text=_("Only while the instrument is negotiated, amended or renegotiated."),
    )
    from_on = Day(label=_("Counts from"), help_text=_("Empty means from the beginning of the instrument."))
    note_en = text(_("Note in English"))
    note_fr = text(_("Note in French"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = queries.units()


class ChangedChapter(NewChapter):
    """The same, as it should stand, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs=SHORT),
        required=False,
        help_text=_("Needed where a source speaks otherwise: it is shown beside what the source says."),
    )

    @staticmethod
    def initial_for(chapter: Chapter) -> dict[str, Any]:
        """What the form shows at first: the chapter as it stands."""
        shown = ("number", "title_en", "title_fr", "role", "talks", "from_on", "note_en", "note_fr")
        return {name: getattr(chapter, name) for name in shown} | {"owner": chapter.owner_id}


class EndedChapter(Needing):
    """The day from which a chapter no longer counts, and why."""

    to_on = Day(label=_("No longer counts on"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=SHORT), required=False)
    needed = ("to_on", "reason")


class NewDepartment(forms.Form):
    """Another department that works on a chapter, and what it does there."""

    department = one_of(_("Department"), empty_label=_("choose"))
    role_en = text(_("What it does there, in English"))
    role_fr = text(_("What it does there, in French"))

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        department: Any = self.fields["department"]
        department.queryset = queries.partners(person, Partner.Kind.DEPARTMENT, Partner.Kind.REGIONAL)
