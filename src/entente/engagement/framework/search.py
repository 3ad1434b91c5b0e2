"""What the framework offers to the one index. Editions and their parts are unclassified."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import QuerySet

from entente.foundation.index.actions import Entry
from entente.kit.gaps import GAPS

from .models import Edition, Element, RegionalPage, Term


def edition_entry(edition: Edition) -> Entry:
    """An edition, found by its title, summary and key."""
    return Entry(
        thing=edition,
        kind="edition",
        address=("framework:edition", edition.key),
        title_en=_said(edition.title_en),
        title_fr=_said(edition.title_fr),
        text_en=_said(edition.summary_en),
        text_fr=_said(edition.summary_fr),
        more=edition.key,
    )


def element_entry(element: Element) -> Entry:
    """An objective, theme, principle …, found by its words."""
    return Entry(
        thing=element,
        kind="element",
        address=("framework:element", element.key),
        title_en=_said(element.title_en),
        title_fr=_said(element.title_fr),
        text_en=_said(element.text_en),
        text_fr=_said(element.text_fr),
    )


def region_entry(page: RegionalPage) -> Entry:
    """A regional page, found by its words."""
    return Entry(
        thing=page,
        kind="region",
        address=("framework:region", page.address),
        title_en=_said(page.title_en),
        title_fr=_said(page.title_fr),
        text_en=" ".join(filter(None, (_said(page.overview_en), _said(page.issues_en)))),
        text_fr=" ".join(filter(None, (_said(page.overview_fr), _said(page.issues_fr)))),
    )


def term_entry(term: Term) -> Entry:
    """A term, found by either language's word or acronym."""
    return Entry(
        thing=term,
        kind="term",
        address=("framework:term", term.key),
        title_en=_said(term.term_en),
        title_fr=_said(term.term_fr),
        text_en=_said(term.definition_en),
        text_fr=_said(term.definition_fr),
        more=" ".join(filter(None, (_said(term.acronym_en), _said(term.acronym_fr)))),
    )


ENTRIES: dict[type[models.Model], Callable[[Any], Entry]] = {
    Edition: edition_entry,
    Element: element_entry,
    RegionalPage: region_entry,
    Term: term_entry,
}


def entry(thing: models.Model) -> Entry | None:
    """What the index holds of a thing; nothing for those that are found through their edition."""
    known = ENTRIES.get(type(thing))
    return known(thing) if known else None


def _editions() -> QuerySet[Edition]:
    return Edition.objects.all()


def _elements() -> QuerySet[Element]:
    return Element.objects.all()


def _regions() -> QuerySet[RegionalPage]:
    return RegionalPage.objects.select_related("edition")


def _terms() -> QuerySet[Term]:
    return Term.objects.all()


OFFERS = (
    (Edition, _editions, edition_entry),
    (Element, _elements, element_entry),
    (RegionalPage, _regions, region_entry),
    (Term, _terms, term_entry),
)


def _said(words: str) -> str:
    """Words that can be found: a mark is none."""
    return "" if words in GAPS else words
