"""Two columns, one reading: ``name_en`` + ``name_fr`` read as ``name``."""

import re
import unicodedata
from typing import Any

from django.db import models
from django.utils.translation import get_language

LANGUAGES = ("en", "fr")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'"})


class Text(str):
    """Words that remember which language they are in; it may not be the page's language."""

    lang: str

    def __new__(cls, words: str, lang: str) -> "Text":
        text = super().__new__(cls, words)
        text.lang = lang
        return text


class Bilingual:
    """Read ``<name>_<lang>`` in the active language, falling back to the other official one.

    The fallback stays honest: ``Text.lang`` feeds the HTML ``lang`` attribute (WCAG 2.2, 3.1.2).
    """

    def __init__(self, name: str):
        self.name = name

    def __get__(self, thing: Any, owner: type | None = None) -> Any:
        if thing is None:
            return self
        active = language()
        words = getattr(thing, f"{self.name}_{active}")
        if words:
            return Text(words, active)
        other = other_language(active)
        words = getattr(thing, f"{self.name}_{other}")
        return Text(words, other) if words else Text("", active)


def language() -> str:
    """The active official language: ``en`` or ``fr``."""
    active = (get_language() or "en")[:2]
    return active if active in LANGUAGES else "en"


def other_language(active: str) -> str:
    """The other official language."""
    return "fr" if active == "en" else "en"


def fold(words: str) -> str:
    """Words without case, accents or ligatures, so that “É” sorts and matches as “e”."""
    words = unicodedata.normalize("NFKD", words.casefold().translate(LIGATURES))
    return "".join(letter for letter in words if not unicodedata.combining(letter))


def heading_key(words: str) -> str:
    """What somebody calls a column, folded; some set a space before a question mark in French and some do not."""
    return re.sub(r"\s+(?=[;?!])", "", fold(words.strip()))


class SortKeyField(models.CharField):
    """Holds the folded form of another column, so that both databases sort French as a reader expects.

    Filled whenever the row is saved, in bulk or alone. Falls back to ``fallback`` when ``source`` is empty,
    so a name given in one language only still sorts in its place.
    """

    LENGTH = 120

    def __init__(self, *args: Any, source: str = "", fallback: str = "", **kwargs: Any):
        self.source, self.fallback = source, fallback
        kwargs |= {
            "max_length": self.LENGTH,
            "blank": True,
            "default": "",
            "editable": False,
            "db_index": True,
        }
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "blank", "default", "editable", "db_index"):
            kwargs.pop(given, None)
        return name, path, args, kwargs | {"source": self.source, "fallback": self.fallback}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        words = getattr(model_instance, self.source) or (
            getattr(model_instance, self.fallback) if self.fallback else ""
        )
        key = fold(words)[: self.LENGTH]
        setattr(model_instance, self.attname, key)
        return key
