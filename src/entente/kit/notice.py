"""What people are told, in words that each reads in the own language. Rooms declare theirs in ``notices.py``."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .bilingual import language, other_language
from .days import PartialDate
from .deadlines import Deadline

WORDS: dict[str, "Word"] = {}
"""Every word that rooms declared, by code."""


@dataclass(frozen=True, slots=True)
class Word:
    """One kind of notice: ``subject`` is its title, ``text`` says why it comes and what to do.

    Both are lazy translations with named places, ``%(title)s``. Values are plain JSON: a text, a number, a pair
    ``{"en": …, "fr": …}``, a day ``{"day": "2026-11-27"}`` or a deadline, which is a day and its zone.
    """

    code: str
    subject: Any
    text: Any

    def __post_init__(self) -> None:
        if self.code in WORDS:
            raise ValueError(f"Two kinds of notice are called {self.code!r}.")
        WORDS[self.code] = self

    def said(self, values: dict[str, Any]) -> tuple[str, str]:
        """Subject and text in the active language. A value that an earlier version did not keep shows as three dots."""
        spoken = Spoken({name: spell(value) for name, value in values.items()})
        return str(self.subject) % spoken, str(self.text) % spoken


class Spoken(dict[str, str]):
    """The values of a notice as the reader sees them."""

    def __missing__(self, name: str) -> str:
        return "…"


def pair(thing: Any, name: str = "title") -> dict[str, str]:
    """Both sides of a bilingual column, as a notice keeps them."""
    return {"en": getattr(thing, f"{name}_en"), "fr": getattr(thing, f"{name}_fr")}


def day(value: Any) -> dict[str, str]:
    """A day, as a notice keeps it."""
    return {"day": value.isoformat()}


def deadline(value: Any, zone: str = "") -> dict[str, str]:
    """The end of a day in a zone, ours where none is named, as a notice keeps it."""
    return {"day": value.isoformat(), "zone": zone or settings.TIME_ZONE}


def spell(value: Any) -> str:
    """One value as the reader sees it."""
    if isinstance(value, dict) and "zone" in value:
        return Deadline(PartialDate(value["day"]).first, value["zone"]).spoken()
    if isinstance(value, dict) and "day" in value:
        return PartialDate(value["day"]).spoken()
    if isinstance(value, dict):
        return str(value.get(language()) or value.get(other_language(language())) or "")
    return str(value)
