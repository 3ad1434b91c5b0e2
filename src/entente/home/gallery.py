"""An example for each component, in the shapes the components' own comments ask for."""

from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from entente.kit import days
from entente.kit.bilingual import Text, language, other_language

CITATION = {"number": 1, "url": "#source-1", "label": "2008, Appendix C"}


class Example(forms.Form):
    """One of each kind of question."""

    title = forms.CharField(label="Title", help_text="As it is signed.")
    kind = forms.ChoiceField(label="Kind", choices=[("mou", "Memorandum"), ("treaty", "Treaty")])
    signed_on = forms.CharField(label="Signed on", required=False, help_text="2008, 2008-05 or 2008-05-31")
    subjects = forms.MultipleChoiceField(
        label="Subjects", choices=[("goods", "Goods"), ("people", "People")], widget=forms.CheckboxSelectMultiple
    )
    binding = forms.BooleanField(label="Binding in law", required=False)
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}))
    summary_en = forms.CharField(label="Summary in English", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    summary_fr = forms.CharField(label="Summary in French", widget=forms.Textarea(attrs={"rows": 4}), required=False)


def listing(count: int = 1234, sentence: str = "") -> Thing:
    """A page of a register, as ``kit.table.read`` gives it."""
    rows = [
        (_("Mexico"), _("core"), "1990", _("in force")),
        (_("France"), _("key"), "1979-05", _("in force")),
        (_("Japan"), _("key"), "2005-06-27", _("signed")),
    ]
    body = format_html_join("", '<tr><th scope="row"><a href="#">{}</a></th><td>{}</td><td>{}</td><td>{}</td></tr>', rows)
    heads = [(_("Partner"), "ascending"), (_("Standing"), ""), (_("Signed on"), ""), (_("State"), "")]
    return Thing(
        caption=_("Agreements"),
        columns=[Thing(key=str(i), heading=head, sort_url=f"?sort={i}", sorted=way) for i, (head, way) in enumerate(heads)],
        body=body,
        count=count,
        shown=3 if count else 0,
        first_url="",
        previous_url="",
        next_url="?after=x" if count else "",
        last_url="?last=1" if count else "",
        exports=[("CSV", "?format=csv"), ("XLSX", "?format=xlsx"), ("JSON", "?format=json")],
        filter_form=[
            {"name": "q", "label": _("Words"), "kind": "search", "options": [], "value": ""},
            {"name": "state", "label": _("State"), "kind": "select", "value": "", "options": [("f", _("in force"), False)]},
            {"name": "since", "label": _("Signed since"), "kind": "date", "options": [], "value": ""},
            {"name": "unused", "label": _("never used"), "kind": "check", "options": [], "value": ""},
        ],
        sentence=sentence,
        order="0",
        ask=Thing(on="2026-11-22", past=False, edition=""),
        empty=_("No agreement has been entered yet. They come with an edition of the framework, or one by one."),
        empty_action=(_("Add an agreement"), "#"),
    )


def examples() -> dict[str, Any]:
    """What the gallery page shows, by name of component."""
    wrong = Example({"kind": "mou", "signed_on": "soon"})
    wrong.is_valid()
    elsewhere = Text({"fr": "Customs cooperation arrangement", "en": "Arrangement de coopération douanière"}[language()], other_language(language()))
    return {
        "examples": True,
        "full": listing(sentence=_("State: in force")),
        "bare": listing(0),
        "then": Thing(on="2008-05-31", past=True, edition=""),
        "now": Thing(on="2026-11-22", past=False, edition=""),
        "citation": CITATION,
        "elsewhere": elsewhere,
        "facts": [
            {"label": _("Signed on"), "value": days.spoken("1990-05-31"), "citation": CITATION},
            {"label": _("Title"), "value": elsewhere},
            {"label": _("Ended on"), "value": "", "kind": "lost"},
            {"label": _("Contact"), "value": "", "kind": "redacted"},
            {"label": _("Purpose"), "value": "", "kind": "blank"},
        ],
        "events": [
            {"on": "2027-06", "title": _("Review due"), "ahead": True},
            {"on": "1990-05-31", "title": _("Signed"), "url": "#", "text": _("In Ottawa."), "citation": CITATION},
            {"on": "1988", "title": _("Requested by the partner")},
        ],
        "sources": [{"number": 1, "title": _("International strategic framework, 2008"), "place": "Appendix C", "as_of": "2008", "link": "#"}],
        "conflicting": [{"value": "34", "citation": CITATION, "note": _("in the text")}, {"value": "32", "note": _("in the table")}],
        "blank_form": Example(initial={"summary_en": "Mutual help in customs matters."}, auto_id="blank_%s"),
        "wrong_form": wrong,
        "obstacles": [(_("The French title is missing."), "#id_title"), (_("No signed copy is on file."), "")],
        "matrix_columns": [{"label": "WCO", "url": "#"}, {"label": "APEC"}, {"label": "B5"}, {"label": "IGC"}],
        "matrix_rows": [
            {"label": _("Mexico"), "url": "#", "cells": [{"state": "yes", "word": _("member")}, {"state": "yes", "word": _("member")}, {"state": "no"}, {"state": "other", "word": _("observer")}]},
            {"label": _("France"), "cells": [{"state": "yes", "word": _("member")}, {"state": "no"}, {"state": "lost"}, {"state": "no"}]},
        ],
        "tabs": [{"label": _("Register"), "url": "#", "current": True}, {"label": _("Matrix"), "url": "#"}],
        "compared": [
            {"label": _("Mexico"), "before": _("priority"), "after": _("core"), "change": "changed"},
            {"label": _("Haiti"), "before": "", "after": _("key"), "change": "came"},
            {"label": _("Jamaica"), "before": _("priority"), "after": "", "change": "went"},
            {"label": _("France"), "before": _("priority"), "after": _("priority"), "change": "same"},
        ],
        "steps": [(_("Agreements"), "#"), (_("Mexico, 1990"), "")],
    }
