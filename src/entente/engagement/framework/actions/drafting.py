"""Writing an edition: a new one, or one taken over from the last."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from entente.foundation.index import actions as index
from entente.foundation.trail import actions as trail
from entente.kit.days import UNKNOWN
from entente.kit.gaps import GAPS

from .. import search
from ..models import Edition, Element, Linkage, RegionalPage, Responsibility, Reviewed
from ..policy import FRAMEWORK
from .correcting import _renew

RESERVED = {"new", "nouveau", "nouvelle"}  # words of the room's own addresses
KEY_LENGTH = 60  # characters: the keys of its parts begin with it and have room for 120


@transaction.atomic
def draft_edition(*, by: Any, copied: bool = False, **given: Any) -> Edition:
    """Begin a draft. ``given`` are columns of an edition; the agency is the previous edition's unless given.

    With ``copied`` the draft takes over the previous edition's elements, linkages, regional pages and responsibilities:
    every text is a draft again, marks such as ``[lost]`` are left out, and no source is claimed for it. Terms are not
    copied: a term stands in the glossary once, whichever edition brought it.

    Raises:
        PermissionDenied: ``by`` is no desk officer.
        ValidationError: a title or agency is missing, there is nothing to copy, or a value cannot stand there.
    """
    FRAMEWORK.require(by, "draft")
    previous: Edition | None = given.get("previous")
    if copied and previous is None:
        raise ValidationError({"previous": _("Choose the edition to copy from.")}, code="previous_missing")
    given["agency"] = given.get("agency") or (previous.agency if previous else "")
    edition = Edition(**given)
    edition.key = _edition_key(edition)
    edition.full_clean()
    edition.save()
    taken = _take_over(previous, edition) if copied and previous else {}
    trail.record(by=by, verb="draft_edition", subject=edition, previous=previous.key if previous else "", **taken)
    _renew(edition)
    return edition


@transaction.atomic
def change_edition(edition: Edition, *, by: Any, **changes: Any) -> Edition:
    """Rewrite a draft's title, period, approving office or summary.

    Raises:
        PermissionDenied: ``by`` is no desk officer, or the edition is no draft.
        ValidationError: a value cannot stand there.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    FRAMEWORK.require(by, "draft", edition)
    moved = _set_values(edition, changes)
    if moved:
        edition.full_clean()
        edition.save()
        trail.record(by=by, verb="change_edition", subject=edition, **moved)
        _renew(edition)
    return edition


def _set_values(thing: models.Model, changes: dict[str, Any]) -> dict[str, list[Any]]:
    """Set what differs; returns ``{field: [before, after]}`` of what did."""
    moved = {name: [getattr(thing, name), value] for name, value in changes.items() if getattr(thing, name) != value}
    for name, (_before, value) in moved.items():
        setattr(thing, name, value)
    return moved


def _key_for(model: type[models.Model], *words: str, most: int = 110) -> str:
    """A key made of words, with a number behind it when it is taken."""
    stem = slugify("-".join(word for word in words if word))[:most].strip("-") or "x"
    taken = RESERVED | set(model._default_manager.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in _numbered(stem) if key not in taken)


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _edition_key(edition: Edition) -> str:
    """``cbsa-2026``: the agency and the year it begins; the title where the year is not known."""
    year = "" if edition.starts_on in UNKNOWN else edition.starts_on[:4]
    words = (edition.agency, year) if year else (edition.title_en or edition.title_fr,)
    return _key_for(Edition, *words, most=KEY_LENGTH)


# ── Taking over what the last edition said ────────────────────────────────────────────────────────────────────────


def _take_over(old: Edition, new: Edition) -> dict[str, int]:
    """Copy the parts of an edition. Returns how many of each, for the trail."""
    copies = _copy_elements(old, new)
    links = Linkage.objects.filter(from_element__in=copies, to_element__in=copies).order_by("id")
    linked = [
        _copy(one, from_element=copies[one.from_element_id], to_element=copies[one.to_element_id]) for one in links
    ]
    Linkage.objects.bulk_create(linked)
    regions = [_copy(one, edition=new) for one in old.regions.order_by("id")]
    RegionalPage.objects.bulk_create(regions)
    copied = [_copy(one, edition=new) for one in old.responsibilities.order_by("id")]
    responsible = [one for one in copied if one.work_en or one.work_fr]  # a lost text says nothing of the new edition
    Responsibility.objects.bulk_create(responsible)
    found = [search.entry(one) for one in [*copies.values(), *regions]]
    index.put(entry for entry in found if entry)
    return {
        "elements": len(copies),
        "linkages": len(linked),
        "regions": len(regions),
        "responsibilities": len(responsible),
    }


def _copy_elements(old: Edition, new: Edition) -> dict[int, Element]:
    """Copies by the primary key of what they were copied from, each written after its parent."""
    waiting = list(old.elements.order_by("id"))
    own = {one.pk for one in waiting}
    copies: dict[int, Element] = {}
    while waiting:
        ready = [one for one in waiting if one.parent_id not in own or one.parent_id in copies]
        wave = [
            _copy(
                one,
                edition=new,
                key=_moved_key(one.key, old, new),
                parent=copies.get(one.parent_id or 0),
                state_en=Reviewed.DRAFT,
                state_fr=Reviewed.DRAFT,
            )
            for one in ready
        ]
        Element.objects.bulk_create(wave)
        copies |= {one.pk: copy for one, copy in zip(ready, wave, strict=True)}
        waiting = [one for one in waiting if one.pk not in copies]
    return copies


def _moved_key(key: str, old: Edition, new: Edition) -> str:
    rest = key.removeprefix(f"{old.key}-")
    return f"{new.key}-{rest}"[:120]


def _copy(one: Any, **changes: Any) -> Any:
    """The same row without its identity, its source and its marks."""
    values = {f.attname: getattr(one, f.attname) for f in one._meta.concrete_fields if not f.primary_key}
    values = {name: "" if isinstance(value, str) and value in GAPS else value for name, value in values.items()}
    values |= {"source_id": None, "place": "", "as_of": ""}
    for name, value in changes.items():
        values.pop(f"{name}_id", None)
        values[name] = value
    return type(one)(**values)
