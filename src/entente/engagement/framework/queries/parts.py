"""Questions about the parts of editions: elements, linkages, regional pages, responsibilities, terms."""

from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, LPad

from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import Edition, Element, Kind, Linkage, RegionalPage, Responsibility, Term
from .editions import begun_by

# The order in which a reader wants the kinds: what it is for, what it wants, why, with what, how.
READING = (
    Kind.MANDATE, Kind.MISSION, Kind.PRINCIPLE, Kind.OBJECTIVE, Kind.THEME, Kind.ISSUE, Kind.CORPORATE_PRIORITY,
    Kind.DRIVER, Kind.CHALLENGE, Kind.BENEFIT, Kind.TOOL, Kind.INITIATIVE, Kind.DECISION, Kind.CRITERION, Kind.STEP,
)  # fmt: skip

# What is fetched with a single part, so that its page and its policy ask nothing more.
RELATED: dict[type[Any], tuple[str, ...]] = {
    Element: ("edition", "parent", "owner", "source"),
    Linkage: ("from_element__edition", "to_element", "source"),
    RegionalPage: ("edition", "source"),
    Responsibility: ("edition", "unit", "source"),
    Term: ("edition", "source"),
}


def in_reading_order(kind: str) -> int:
    """The place of a kind of element in a framework, from 0."""
    return READING.index(Kind(kind))


def elements(ask: Ask) -> QuerySet[Element]:
    """Elements a person may see, unordered: registers order them. Of another day: of the editions decided by then.

    Each carries ``reading`` (edition, kind, position: the order of the document) and the sort keys ``owner_sort_en``
    and ``owner_sort_fr``, empty without an office.
    """
    kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(READING)]
    return (
        _dated(policy.parts_visible_to(ask.person, Element), ask)
        .select_related("edition", "parent", "owner", "source")
        .annotate(
            reading=Concat(
                "edition__starts_on",
                Value("/"),
                _padded(Case(*kinds, default=Value(len(READING)), output_field=IntegerField())),
                Value("/"),
                _padded(F("position")),
                output_field=CharField(),
            ),
            owner_sort_en=Coalesce("owner__sort_en", Value("")),
            owner_sort_fr=Coalesce("owner__sort_fr", Value("")),
        )
    )


def elements_of(person: Any, edition: Edition) -> list[Element]:
    """Every element of an edition in the order of the document. One query; sources and offices come with it."""
    rows = policy.parts_visible_to(person, Element).filter(edition=edition)
    found = rows.select_related("source", "owner").order_by("position", "id")
    return sorted(found, key=lambda one: in_reading_order(one.kind))


def element(person: Any, key: str) -> QuerySet[Element]:
    """One element with its edition, parent, office and source, as a queryset of one or none."""
    rows = policy.parts_visible_to(person, Element).filter(key=key)
    return rows.select_related("edition", "parent", "owner", "source")


def parts_under(element: Element) -> QuerySet[Element]:
    """What stands under an element, in order."""
    return element.parts.order_by("kind", "position", "id")


def linkages_at(element: Element) -> QuerySet[Linkage]:
    """The linkages of an element, in both directions."""
    ends = Q(from_element=element) | Q(to_element=element)
    return Linkage.objects.filter(ends).select_related("from_element", "to_element", "source").order_by("id")


def linkages(ask: Ask) -> QuerySet[Linkage]:
    """Linkages a person may see, unordered: registers order them."""
    return _dated(policy.parts_visible_to(ask.person, Linkage), ask, "from_element__edition__").select_related(
        "from_element__edition", "to_element", "source"
    )


def linkages_of(person: Any, edition: Edition) -> list[Linkage]:
    """The linkages between elements of an edition, in the order of its package. One query."""
    rows = policy.parts_visible_to(person, Linkage).filter(from_element__edition=edition)
    return list(rows.select_related("from_element", "to_element", "source").order_by("id"))


def regions_of(person: Any, edition: Edition, *, country: Any = None) -> list[RegionalPage]:
    """The regional pages of an edition, in order; with ``country`` those of the regions it lies in. One query."""
    rows = policy.parts_visible_to(person, RegionalPage).filter(edition=edition)
    if country is not None:
        rows = rows.filter(region__in=country.groups.values("key"))
    return list(rows.select_related("edition", "source").order_by("position", "id"))


def responsibilities(ask: Ask) -> QuerySet[Responsibility]:
    """Responsibilities a person may see, unordered: registers order them."""
    rows = policy.parts_visible_to(ask.person, Responsibility)
    return _dated(rows, ask).select_related("edition", "unit", "source")


def responsibilities_of(person: Any, edition: Edition) -> list[Responsibility]:
    """Who does what under an edition: office by office in the order of its package. One query."""
    rows = policy.parts_visible_to(person, Responsibility).filter(edition=edition)
    return list(rows.select_related("unit", "source").order_by("id"))


def glossary(ask: Ask) -> QuerySet[Term]:
    """Terms a person may see, unordered: registers order them. Terms of no edition stand on every day."""
    rows = policy.parts_visible_to(ask.person, Term).select_related("edition", "source")
    return rows.filter(Q(edition=None) | begun_by(ask.on, "edition__")) if ask.past else rows


def matching(rows: QuerySet[Term], words: str) -> QuerySet[Term]:
    """Terms whose word, acronym or definition holds these words, in either language; accents do not matter in words."""
    folded = fold(words.strip())
    found = Q(sort_en__contains=folded) | Q(sort_fr__contains=folded)
    for field in ("acronym_en", "acronym_fr", "definition_en", "definition_fr"):
        found |= Q(**{f"{field}__icontains": words.strip()})
    return rows.filter(found)


def _dated(rows: QuerySet[Any], ask: Ask, path: str = "edition__") -> QuerySet[Any]:
    return rows.filter(begun_by(ask.on, path)) if ask.past else rows


def _padded(number: Any) -> LPad:
    return LPad(Cast(number, CharField()), 4, Value("0"))


def by_title(rows: QuerySet[Element]) -> QuerySet[Element]:
    """Elements as a select shows them: by kind, then by title in the reader's language."""
    return rows.order_by("kind", f"sort_{language()}", "id")
