"""Writing the parts of a draft: elements, linkages, regional pages, responsibilities, terms."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from entente.foundation.index import actions as index
from entente.foundation.trail import actions as trail

from ..models import Edition, Element, Linkage, RegionalPage, Responsibility, Reviewed, Term
from ..policy import FRAMEWORK, edition_of
from .correcting import _renew
from .drafting import _key_for, _set_values


@transaction.atomic
def add_element(edition: Edition, *, by: Any, reviewed: tuple[str, ...] = (), **given: Any) -> Element:
    """Add an objective, theme, principle … to a draft, behind those of its kind and parent.

    ``reviewed`` names the languages whose words a person has looked through.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or the edition is no draft.
        ValidationError: no title at all, or a value cannot stand there.
    """
    edition = _draft(edition, by)
    element = Element(edition=edition, **given)
    element.key = _key_for(Element, edition.key, element.kind, element.title_en or element.title_fr)
    siblings = edition.elements.filter(kind=element.kind, parent=element.parent)
    element.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    _judge_words(element, reviewed, moved=True)
    return _saved(element, "add_element", by)


@transaction.atomic
def change_element(element: Element, *, by: Any, reviewed: tuple[str, ...] = (), **changes: Any) -> Element:
    """Rewrite an element of a draft. When words change, both languages are a draft again unless ``reviewed``.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or the edition is no draft.
        ValidationError: no title at all, or a parent that stands under the element itself.
    """
    _draft(element.edition, by)
    element = Element.objects.select_for_update(of=("self",)).get(pk=element.pk)
    before = {"state_en": element.state_en, "state_fr": element.state_fr}
    moved = _set_values(element, changes)
    _judge_words(element, reviewed, moved=any(name.startswith(("title_", "text_")) for name in moved))
    moved |= {name: [was, getattr(element, name)] for name, was in before.items() if was != getattr(element, name)}
    return _saved(element, "change_element", by, **moved) if moved else element


@transaction.atomic
def add_region(edition: Edition, *, by: Any, **given: Any) -> RegionalPage:
    """Add a regional page to a draft. Raises as ``add_element`` does; a region has one page."""
    edition = _draft(edition, by)
    return _saved(RegionalPage(edition=edition, position=_next(edition.regions.all()), **given), "add_region", by)


@transaction.atomic
def change_region(page: RegionalPage, *, by: Any, **changes: Any) -> RegionalPage:
    """Rewrite a regional page of a draft."""
    return _changed(page, "change_region", by, changes)


@transaction.atomic
def add_responsibility(edition: Edition, *, by: Any, **given: Any) -> Responsibility:
    """Say what an office does under a draft, behind what it does already."""
    edition = _draft(edition, by)
    place = _next(edition.responsibilities.filter(unit=given["unit"]))
    return _saved(Responsibility(edition=edition, position=place, **given), "add_responsibility", by)


@transaction.atomic
def change_responsibility(responsibility: Responsibility, *, by: Any, **changes: Any) -> Responsibility:
    """Rewrite a responsibility of a draft; with another office it goes behind what that office does."""
    unit = changes.get("unit", responsibility.unit)
    if unit != responsibility.unit:
        changes["position"] = _next(responsibility.edition.responsibilities.filter(unit=unit))
    return _changed(responsibility, "change_responsibility", by, changes)


@transaction.atomic
def add_term(*, by: Any, edition: Edition | None = None, **given: Any) -> Term:
    """Add a term to the glossary: of a draft, or of no edition.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or the edition is no draft.
        ValidationError: the term is in neither language.
    """
    FRAMEWORK.require(by, "draft", _draft(edition, by) if edition else None)
    term = Term(edition=edition, **given)
    term.key = _key_for(Term, term.term_en or term.term_fr, most=70)
    return _saved(term, "add_term", by)


@transaction.atomic
def change_term(term: Term, *, by: Any, **changes: Any) -> Term:
    """Rewrite a term that belongs to a draft or to no edition."""
    return _changed(term, "change_term", by, changes)


@transaction.atomic
def link(from_element: Element, to_element: Element, *, by: Any, note_en: str = "", note_fr: str = "") -> Linkage:
    """Say that one element of a draft serves another.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or the edition is no draft.
        ValidationError: they are linked already, are one, or belong to two editions.
    """
    _draft(from_element.edition, by)
    if from_element.edition_id != to_element.edition_id or from_element.pk == to_element.pk:
        raise ValidationError({"to_element": _("Choose another element of the same edition.")}, code="not_linkable")
    linkage = Linkage(from_element=from_element, to_element=to_element, note_en=note_en, note_fr=note_fr)
    return _saved(linkage, "link", by, to=to_element.key)


@transaction.atomic
def unlink(linkage: Linkage, *, by: Any) -> None:
    """Take a linkage out of a draft."""
    remove(linkage, by=by)


@transaction.atomic
def remove(part: Any, *, by: Any) -> None:
    """Take an element, linkage, regional page, responsibility or term out of a draft. The trail keeps what it said.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or the edition is no draft.
        ValidationError: something else stands under it or rests on it.
    """
    edition = edition_of(part)
    FRAMEWORK.require(by, "draft", _draft(edition, by) if edition else part)
    said = {name: getattr(part, name) for pair in part.PAIRS for name in (f"{pair}_en", f"{pair}_fr")}
    trail.record(by=by, verb="remove", subject=part, **said)
    index.drop(part)
    try:
        part.delete()
    except ProtectedError as needed:
        names = ", ".join(str(one) for one in list(needed.protected_objects)[:5])
        raise ValidationError(
            _("It cannot be removed while others stand under it: %(names)s."),
            code="needed",
            params={"names": names},
        ) from needed


def _draft(edition: Edition, by: Any) -> Edition:
    """The edition, locked, so that nobody submits it meanwhile. Raises ``PermissionDenied`` when it is no draft."""
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    FRAMEWORK.require(by, "draft", edition)
    return edition


def _changed(part: Any, verb: str, by: Any, changes: dict[str, Any]) -> Any:
    edition = edition_of(part)
    FRAMEWORK.require(by, "draft", _draft(edition, by) if edition else part)
    part = type(part).objects.select_for_update(of=("self",)).get(pk=part.pk)
    moved = _set_values(part, changes)
    return _saved(part, verb, by, **moved) if moved else part


def _saved(part: Any, verb: str, by: Any, **changes: Any) -> Any:
    _need_a_name(part)
    part.full_clean()
    part.save()
    trail.record(by=by, verb=verb, subject=part, **changes)
    _renew(part)
    return part


def _need_a_name(part: Any) -> None:
    if isinstance(part, Linkage):
        return
    name = part.PAIRS[0]
    if not getattr(part, f"{name}_en") and not getattr(part, f"{name}_fr"):
        raise ValidationError({f"{name}_en": _("Write it in one language at least.")}, code="nothing_said")
    if isinstance(part, Element):
        _stand_outside_itself(part)


def _stand_outside_itself(element: Element) -> None:
    above, seen = element.parent, set()
    while above and above.pk not in seen:
        if above.pk == element.pk or above.edition_id != element.edition_id:
            raise ValidationError({"parent": _("It cannot stand under itself, nor in another edition.")}, code="circle")
        seen.add(above.pk)
        above = above.parent


def _judge_words(element: Element, reviewed: tuple[str, ...], *, moved: bool) -> None:
    """Words that changed are a draft again, in both languages: the other side no longer says the same."""
    for lang in ("en", "fr"):
        if lang in reviewed and getattr(element, f"title_{lang}"):
            setattr(element, f"state_{lang}", Reviewed.REVIEWED)
        elif moved:
            setattr(element, f"state_{lang}", Reviewed.DRAFT)


def _next(rows: models.QuerySet[Any]) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1
