"""An example for each component, in the shapes the components' own comments ask for.

Examples carry both languages themselves: the catalogue of translations holds only words that real pages say.
"""

from types import SimpleNamespace as Thing
from typing import Any

from django import forms

from entente.kit import days, table
from entente.kit.bilingual import Text, language, other_language
from entente.kit.panel import Event

CITATION = {"number": 1, "url": "#source-1", "label": "2008, C"}

SAID = {
    "parts": ("Parts", "Parties"),
    "proposed": ("proposed", "proposé"),
    "in_force": ("in force", "en vigueur"),
    "negotiating": ("negotiating", "en négociation"),
    "ends_soon": ("ends in 30 days", "prend fin dans 30 jours"),
    "ended": ("ended", "terminé"),
    "initiatives": ("number of initiatives", "nombre d’initiatives"),
    "slip": (
        "A slip of the pen: the signed copy says 1990.",
        "Erreur de plume : l’exemplaire signé porte 1990.",
    ),
    "desk": ("the desk for the Americas", "le bureau des Amériques"),
    "builds_on": (
        "The edition of 2019 builds on the one of 2008.",
        "L’édition de 2019 prolonge celle de 2008.",
    ),
    "open_promises": ("Open promises", "Engagements en cours"),
    "no_promise": (
        "Nothing was promised yet. Promises come from meetings and visits.",
        "Aucun engagement pour l’instant. Ils naissent des réunions et des visites.",
    ),
    "who_sits_where": ("Who sits where", "Qui siège où"),
    "partner": ("Partner", "Partenaire"),
    "legend": ("Disc: member. Ring: observer.", "Disque : membre. Anneau : observateur."),
    "standing": ("Standing of partners", "Rang des partenaires"),
    "loading": ("Loading the edition", "Chargement de l’édition"),
    "may_leave": ("You may leave this page.", "Vous pouvez quitter cette page."),
    "kept": ("What you typed is kept.", "Ce que vous avez saisi est conservé."),
    "submit": ("Submit to the DG", "Soumettre au DG"),
    "correct": ("Correct", "Corriger"),
    "save_as_draft": ("Save as draft", "Enregistrer le brouillon"),
    "summary": ("Summary", "Résumé"),
    "two_sentences": ("Two sentences at most.", "Deux phrases au plus."),
    "send_back": ("Send back", "Renvoyer"),
    "why_back": ("Why is it sent back?", "Pourquoi ce renvoi ?"),
    "ends_today": (
        "The agreement ends today, and the exchanges that rest on it stop.",
        "L’accord prend fin aujourd’hui, et les échanges qui en dépendent cessent.",
    ),
    "end_the_agreement": ("End the agreement", "Mettre fin à l’accord"),
    "the_record": ("The record", "Le dossier"),
}


def say(english: str, french: str) -> str:
    """The one of the two that the page speaks."""
    return french if language() == "fr" else english


class Example(forms.Form):
    """One of each kind of question."""

    title = forms.CharField()
    kind = forms.ChoiceField()
    signed_on = forms.CharField(required=False)
    subjects = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    binding = forms.BooleanField(required=False)
    why = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    summary_en = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False)
    summary_fr = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = {
            "title": say("Title", "Titre"),
            "kind": say("Kind", "Nature"),
            "signed_on": say("Signed on", "Signé le"),
            "subjects": say("Subjects", "Objets"),
            "binding": say("Binding in law", "Lie en droit"),
            "why": say("Why", "Pourquoi"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["title"].help_text = say("As it is signed.", "Tel qu’il est signé.")
        self.fields["signed_on"].help_text = say("2008, 2008-05 or 2008-05-31", "2008, 2008-05 ou 2008-05-31")
        kind: Any = self.fields["kind"]
        kind.choices = [
            ("mou", say("Memorandum", "Protocole")),
            ("treaty", say("Treaty", "Traité")),
        ]
        subjects: Any = self.fields["subjects"]
        subjects.choices = [
            ("goods", say("Goods", "Marchandises")),
            ("people", say("People", "Personnes")),
        ]


def _nth(index: int, heading: str) -> table.Column:
    return table.Column(str(index), heading, lambda row: row[index], url=None if index else lambda row: "#")


def listing(count: int = 1234, sentence: str = "") -> Thing:
    """A page of a register, as ``kit.table.read`` gives it."""
    signed, force = say("signed", "signé"), say("in force", "en vigueur")
    rows = [
        (say("Mexico", "Mexique"), say("core", "central"), days.spoken("1990"), force),
        (say("France", "France"), say("key", "clé"), days.spoken("1979-05"), force),
        (say("Japan", "Japon"), say("key", "clé"), days.spoken("2005-06-27"), signed),
    ]
    heads = [
        say("Partner", "Partenaire"),
        say("Standing", "Rang"),
        say("Signed on", "Signé le"),
        say("State", "État"),
    ]
    filters = [
        ("q", "search", say("Words", "Mots"), []),
        ("state", "select", say("State", "État"), [("in_force", force, False), ("signed", signed, False)]),
        ("since", "date", say("Signed since", "Signé depuis"), []),
        ("unused", "check", say("never used", "jamais utilisé"), []),
    ]
    return Thing(
        caption=say("Agreements", "Accords") if count else say("Agreements, none yet", "Accords, aucun encore"),
        columns=[
            Thing(key=str(i), heading=head, sort_url=f"?sort={i}", sorted="" if i else "ascending")
            for i, head in enumerate(heads)
        ],
        body=table.body([_nth(i, head) for i, head in enumerate(heads)], rows),
        count=count,
        shown=3 if count else 0,
        first_url="",
        previous_url="",
        next_url="?after=x" if count else "",
        last_url="?last=1" if count else "",
        exports=[(name.upper(), f"?format={name}") for name in ("csv", "xlsx", "json")],
        filter_form=[{"name": n, "kind": k, "label": label, "options": o, "value": ""} for n, k, label, o in filters],
        sentence=sentence,
        order="0",
        ask=Thing(on="2026-11-22", past=False, edition=""),
        empty=say(
            "No agreement has been entered yet. They come with an edition of the framework, or one by one.",
            "Aucun accord n’a encore été consigné. Ils arrivent avec une édition du cadre, ou un à un.",
        ),
        empty_action=(say("Add an agreement", "Ajouter un accord"), "#"),
    )


def matrix() -> list[dict[str, Any]]:
    member, observer = say("member", "membre"), say("observer", "observateur")
    yes, none, other = {"state": "yes", "word": member}, {"state": "no"}, {"state": "other", "word": observer}
    return [
        {"label": say("Mexico", "Mexique"), "url": "#", "cells": [yes, yes, none, other]},
        {"label": "France", "cells": [yes, none, {"state": "lost"}, none]},
    ]


def compared() -> list[dict[str, Any]]:
    priority, core, key = say("priority", "prioritaire"), say("core", "central"), say("key", "clé")
    return [
        {"label": say("Mexico", "Mexique"), "before": priority, "after": core, "change": "changed"},
        {"label": say("Haiti", "Haïti"), "before": "", "after": key, "change": "came"},
        {"label": say("Jamaica", "Jamaïque"), "before": priority, "after": "", "change": "went"},
        {"label": "France", "before": priority, "after": priority, "change": "same"},
    ]


def examples() -> dict[str, Any]:
    """What the gallery page shows, by name of component."""
    wrong = Example({"kind": "mou", "signed_on": "2008"})
    wrong.is_valid()
    foreign = say("Arrangement de coopération douanière", "Customs cooperation arrangement")
    elsewhere = Text(foreign, other_language(language()))
    return {
        "said": {key: say(*words) for key, words in SAID.items()},
        "full": listing(sentence=say("State: in force", "État : en vigueur")),
        "bare": listing(0),
        "then": Thing(on="2008-05-31", past=True, edition=""),
        "now": Thing(on="2026-11-22", past=False, edition=""),
        "citation": CITATION,
        "elsewhere": elsewhere,
        "facts": [
            {"label": say("Signed on", "Signé le"), "value": days.spoken("1990-05-31"), "citation": CITATION},
            {"label": say("Title", "Titre"), "value": elsewhere},
            {"label": say("Ended on", "Terminé le"), "value": "", "kind": "lost"},
            {"label": say("Contact", "Contact"), "value": "", "kind": "redacted"},
            {"label": say("Purpose", "But"), "value": "", "kind": "blank"},
        ],
        "events": [
            {"on": "2027-06", "title": say("Review due", "Examen attendu"), "ahead": True},
            {
                "on": "1990-05-31",
                "title": say("Signed", "Signature"),
                "url": "#",
                "text": "Ottawa",
                "citation": CITATION,
            },
            Event(on="1988", title=say("Requested by the partner", "Demandé par le partenaire")),
        ],
        "sources": [
            {
                "number": 1,
                "title": say("International strategic framework", "Cadre stratégique international"),
                "place": say("Appendix C", "Annexe C"),
                "as_of": "2008",
                "link": "#",
            }
        ],
        "conflicting": [
            {"value": "34", "citation": CITATION, "note": say("in the text", "dans le texte")},
            {"value": "32", "note": say("in the table", "dans le tableau")},
        ],
        "blank_form": Example(initial={"summary_en": "Mutual help in customs matters."}, auto_id="blank_%s"),
        "wrong_form": wrong,
        "in_the_way": [
            (say("The French title is missing.", "Le titre français manque."), "#id_title"),
            (say("No signed copy is on file.", "Aucun exemplaire signé n’est versé."), ""),
        ],
        "matrix_columns": [{"label": name} for name in ("OMD · WCO", "APEC", "B5", "IGC")],
        "matrix_rows": matrix(),
        "tabs": [
            {"label": say("Register", "Registre"), "url": "#", "current": True},
            {"label": say("Matrix", "Matrice"), "url": "#"},
        ],
        "compared": compared(),
        "parts_of_page": [
            (Thing(key="contents-record", title=say(*SAID["the_record"]), count=None), ""),
            (Thing(key="contents-open", title=say(*SAID["open_promises"]), count=3), ""),
        ],
        "steps": [(say("Agreements", "Accords"), "#"), (say("Mexico, 1990", "Mexique, 1990"), "")],
    }
