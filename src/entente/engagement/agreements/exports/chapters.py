"""How what is said of a chapter is drawn in a cell, on a page and in a file."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entente.kit.bilingual import language

from ..models import Lead, Talks
from .cells import badge, word

LEAD_KINDS = {Lead.LED: "good", Lead.CO_LED: "good", Lead.FOLLOWED: "info", Lead.NOT_OURS: "neutral"}


def lead(one: Any) -> str:
    """What we are in a chapter, in words; that no source says where none does."""
    return word(Lead(one.role), language()) if one.role else str(_("not said"))


def lead_badge(one: Any) -> SafeString:
    """The same as a word with its shape."""
    return badge(LEAD_KINDS[Lead(one.role)] if one.role else "neutral", lead(one), language())


def text_stands(one: Any) -> str:
    """Where the text of a chapter stands, in words."""
    return word(Talks(one.talks), language()) if one.talks else ""


def beside(one: Any) -> list[Any]:
    """The other departments of a chapter by name."""
    return [share.department.name for share in one.beside]
