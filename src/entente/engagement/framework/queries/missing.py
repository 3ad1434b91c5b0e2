"""What is said in one official language only: one list over any number of tables."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from entente.kit.bilingual import LANGUAGES, Text, other_language
from entente.kit.table import Ask

from .. import policy
from ..models import Edition, Element, RegionalPage, Responsibility, Term, unsaid
from ..models import lacking as lacking_in
from .editions import begun_by
from .parts import RELATED


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that has no words in one language: which of its texts, and what it is called in the other.

    ``kind`` is a code to narrow by, ``what`` its name for people; ``texts`` are the paired columns that lack words;
    ``address`` is the address's name and its argument.
    """

    kind: str
    what: Any
    lacks: str
    texts: tuple[str, ...]
    words: Text
    key: str
    address: tuple[str, str]
    edition: str = ""
    edition_title: Any = ""


def lacking(rows: QuerySet[Any], pairs: tuple[str, ...], *, called: Callable[[Any], dict[str, Any]]) -> list[Gap]:
    """What some rows lack, language by language. One query. Other rooms' rows are asked the same way.

    ``pairs`` are the paired columns, the title first. ``called(thing)`` gives the gap's ``kind``, ``what``,
    ``address``, ``key`` and, where it has one, ``edition`` and ``edition_title``.
    """
    found, title = [], pairs[0]
    either = lacking_in("en", pairs) | lacking_in("fr", pairs) | Q(**{f"{title}_en": "", f"{title}_fr": ""})
    for thing in rows.filter(either).order_by("id"):
        about = called(thing)
        for lang in LANGUAGES:
            other = other_language(lang)
            texts = unsaid(thing, lang, pairs)
            if not getattr(thing, f"{title}_{lang}") and title not in texts:
                texts.insert(0, title)
            if texts:
                said = (getattr(thing, f"{name}_{other}") for name in (title, *texts))
                words = Text(next((text for text in said if text), ""), other)
                found.append(Gap(lacks=lang, texts=tuple(texts), words=words, **about))
    return found


def missing_words(ask: Ask) -> list[Gap]:
    """What the framework says in one language only: elements, regional pages, responsibilities, terms. Four queries."""
    return [gap for model, called in PARTS for gap in lacking(_asked(model, ask), model.PAIRS, called=called)]


def missing_in(edition: Edition) -> list[Gap]:
    """What one edition says in one language only. Four queries."""
    return [
        gap
        for model, called in PARTS
        for gap in lacking(
            model._default_manager.filter(edition=edition).select_related(*RELATED[model]),
            model.PAIRS,
            called=called,
        )
    ]


def _asked(model: type[Any], ask: Ask) -> QuerySet[Any]:
    rows = policy.parts_visible_to(ask.person, model).select_related(*RELATED[model])
    return rows.filter(begun_by(ask.on, "edition__")) if ask.past else rows


def _of_edition(thing: Any) -> dict[str, Any]:
    edition = thing.edition
    return {"edition": edition.key, "edition_title": edition.title} if edition else {}


def _element(one: Element) -> dict[str, Any]:
    about = {"kind": one.kind, "what": one.get_kind_display(), "key": one.key}
    return about | {"address": ("framework:element", one.key)} | _of_edition(one)


def _region(one: RegionalPage) -> dict[str, Any]:
    about = {"kind": "region", "what": one._meta.verbose_name, "key": one.address}
    return about | {"address": ("framework:region", one.address)} | _of_edition(one)


def _responsibility(one: Responsibility) -> dict[str, Any]:
    about = {"kind": "responsibility", "what": one._meta.verbose_name, "key": f"{one.unit.key}-{one.position}"}
    return about | {"address": ("framework:responsibility", str(one.pk))} | _of_edition(one)


def _term(one: Term) -> dict[str, Any]:
    about = {"kind": "term", "what": one._meta.verbose_name, "key": one.key}
    return about | {"address": ("framework:term", one.key)} | _of_edition(one)


PARTS: tuple[tuple[type[Any], Callable[[Any], dict[str, Any]]], ...] = (
    (Element, _element),
    (RegionalPage, _region),
    (Responsibility, _responsibility),
    (Term, _term),
)
