"""The record of who did what: only ever appended to, each entry sealed with the one before."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import language

from .words import ADDRESSES as ADDRESSES
from .words import VERBS as VERBS
from .words import WORDS as WORDS

DIGEST = re.compile(r"[0-9a-f]{64}")
RECORDS = {"partners", "agreements", "forums", "facts", "framework"}
"""Rooms whose records without a page of their own are shown field by field (``dossiers:record``)."""
LISTS = {"fields", "elements", "withheld"}
"""Changes that list things: two of them are no before and after."""
PARTS = {"elements": ("", "element"), "withheld": ("", "element"), "verdicts": ("element", "verdict")}
"""Changes that speak of parts of the subject: the field of a part that its codes are of, before and after the colon."""


def verb_in_words(verb: str) -> str:
    """What was done, in the active language; a verb nobody named shows its code without the lines."""
    return str(VERBS.get(verb, verb.replace("_", " ")))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of what an entry says: a field that moved from ``before`` to ``after``, or a plain ``after``."""

    what: str
    before: str
    after: str
    moved: bool

    @property
    def said(self) -> str:
        """In one line: “Role: reader → auditor”, « Rôle : lecteur → auditeur »."""
        colon = "\u00a0:" if language() == "fr" else ":"
        return f"{self.what}{colon} " + (f"{self.before or '–'} → {self.after or '–'}" if self.moved else self.after)


class Entry(models.Model):
    """One line of the trail. The actor is a label and not a link: people leave, the trail stays."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, db_index=True)  # room.model:key
    title_en = models.CharField(max_length=300, blank=True)
    title_fr = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)  # {field: [before, after]}
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        indexes = [models.Index(fields=["actor", "id"], name="trail_by_actor")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"

    @property
    def title(self) -> str:
        """The subject's title in the active language, else in the other, else its label."""
        return getattr(self, f"title_{language()}") or self.title_en or self.title_fr or self.subject

    @property
    def said(self) -> str:
        """What was done, in words."""
        return verb_in_words(self.verb)

    @property
    def label(self) -> str:
        """The table of the subject, ``room.model``."""
        return self.subject.partition(":")[0]

    @property
    def kind(self) -> str:
        """What kind of thing the subject is, in words."""
        model = model_of(self.label)
        return str(capfirst(model._meta.verbose_name)) if model else str(_("List"))

    @property
    def moves(self) -> list[Change]:
        """The changes in words, in the order they were recorded: fields by their name, codes by their label.

        A list of nothing says nothing.
        """
        model = model_of(self.label)
        return [_change(model, name, value) for name, value in self.changes.items() if value not in ([], {})]

    def sealed(self) -> str:
        """The seal this entry ought to carry: SHA-256 over its content and the previous seal."""
        content: list[Any] = [
            self.previous,
            self.at.isoformat(),
            self.actor,
            self.verb,
            self.subject,
            self.title_en,
            self.title_fr,
            self.reason,
            self.changes,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def model_of(label: str) -> type[models.Model] | None:
    """The model with a label, or nothing: the subject may be no record, or its room may be gone."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def _part(model: type[models.Model] | None, name: str) -> Any:
    """The field of that name, with choices, of whatever belongs to the subject."""
    for relation in model._meta.related_objects if model and name else ():
        field = _field(relation.related_model, name)
        if field is not None and field.choices:
            return field
    return None


def _meant(model: type[models.Model] | None, name: str, value: Any) -> Any:
    """The field a change speaks of: the subject's own, else one of that name, up to two steps below the subject, that
    has this code among its choices. The state of a need is told of its visit, whose own states are others.
    """
    own = _field(model, name)
    codes = {one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str) and one}
    if not codes or codes <= set(dict(getattr(own, "flatchoices", None) or [])):
        return own
    below = [relation.related_model for relation in model._meta.related_objects] if model else []
    further = [relation.related_model for one in below for relation in one._meta.related_objects]
    for part in (*below, *further):
        field = _field(part, name)
        if codes <= set(dict(getattr(field, "flatchoices", None) or [])):
            return field
    return own


def _change(model: type[models.Model] | None, name: str, value: Any) -> Change:
    keys, values = PARTS.get(name, ("", ""))
    field = _part(model, values) if values else _meant(model, name, value)
    if name == "fields":  # the names of fields, and no field itself
        value = [str(getattr(_field(model, one), "verbose_name", one)) for one in value]
    named = "" if values else getattr(field, "verbose_name", "")
    what = str(named or WORDS.get(name, name.replace("_", " ")))
    moved = isinstance(value, list) and len(value) == 2 and name not in LISTS
    before, after = value if moved else ("", value)
    part = _part(model, keys)
    return Change(str(capfirst(what)), _word(field, before, part), _word(field, after, part), moved)


def _word(field: Any, value: Any, keys: Any = None) -> str:
    """A recorded value as a reader sees it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict):
        known, field = (dict(keys.flatchoices), field) if keys else (WORDS, None)
        return ", ".join(f"{known.get(name, name)} {_word(field, said)}" for name, said in value.items())
    if isinstance(value, list):
        return ", ".join(_word(field, said) for said in value)
    choices = dict(getattr(field, "flatchoices", None) or [])
    said = str(choices.get(value, value))
    return f"{said[:12]}…" if DIGEST.fullmatch(said) else said
