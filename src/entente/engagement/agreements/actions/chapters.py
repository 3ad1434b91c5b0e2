"""What can be done with chapters: entered, changed, ended on a day, and given the departments that work on them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Partner
from entente.foundation.sources import actions as sources
from entente.foundation.trail import actions as trail
from entente.kit.bilingual import fold
from entente.kit.sheet import Sheet

from .. import queries, rules
from ..models import Agreement, Chapter, ChapterDepartment
from ..policy import AGREEMENTS
from .register import _as_of_today, _locked, _refuse, _save

FIELDS = ("number", "title_en", "title_fr", "role", "owner", "talks", "from_on", "note_en", "note_fr")


@transaction.atomic
def add_chapter(agreement: Agreement, *, by: Any, **given: Any) -> Chapter:
    """Enter a chapter of a free trade agreement, with a key made from the instrument's and its title.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: a value does not fit its field, or AGR-110 to AGR-114 refuse; every obstacle at once.
    """
    locked = _locked(agreement)  # two chapters that are entered at once wait for each other: AGR-112 sees both
    made = Chapter(agreement=locked, **_as_of_today(given))
    AGREEMENTS.require(by, "add_chapter", made)
    made.key = _free_key(f"{locked.key[:40]}-{slugify(fold(made.title_en))[:70]}".strip("-"))
    _refuse(rules.against_chapter(made, queries.other_chapters(made)))
    _save(made)
    trail.record(by=by, verb="add_chapter", subject=locked, **_said(made), role=made.role)
    return made


@transaction.atomic
def change_chapter(chapter: Chapter, *, by: Any, reason: str = "", **changes: Any) -> Chapter:
    """Change what is said of a chapter; beside what a source says of it, where a package brought it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: nothing changes; no reason for changing what a package brought; AGR-110 to AGR-115 refuse.
    """
    _locked(chapter.agreement)
    locked, as_it_was = _locked(chapter), _locked(chapter)
    AGREEMENTS.require(by, "change_chapter", locked)
    before = {name: _cell(locked, name) for name in FIELDS}
    for name in FIELDS:
        setattr(locked, name, changes.get(name, getattr(locked, name)))
    locked.full_clean()
    ended = rules.chapter_goes_on(locked)
    _refuse([ended] if ended else rules.against_chapter(locked, queries.other_chapters(locked)))
    moved = {name: [was, now] for name, was in before.items() if (now := _cell(locked, name)) != was}
    if not moved:
        raise ValidationError(_("Nothing was changed."), code="unchanged")
    if queries.is_loaded(locked):
        for name, (_was, now) in moved.items():
            sources.correct(as_it_was, _sheet(name), field=name, text=now, reason=reason, by=by)
    else:
        locked.save()
    trail.record(by=by, verb="change_chapter", subject=locked.agreement, reason=reason, **_said(locked) | moved)
    return _locked(chapter)


@transaction.atomic
def end_chapter(chapter: Chapter, *, by: Any, to_on: str, reason: str) -> Chapter:
    """Let a chapter count no longer, from a partial date on; what a source says of it stays beside it.

    Raises:
        PermissionDenied: ``by`` may not.
        ValidationError: no day, no reason, AGR-114 (before it begins) or AGR-115 (it has an end).
    """
    locked = _locked(chapter)
    AGREEMENTS.require(by, "end_chapter", locked)
    ended = rules.chapter_goes_on(locked)
    _refuse([ended] if ended else [])
    was, locked.to_on = locked.to_on, to_on
    locked.clean_fields(exclude=[one.name for one in locked._meta.fields if one.name != "to_on"])
    found = [rules.chapter_days_in_order(locked)]
    if not rules.is_day(to_on):
        found.append(ValidationError(_("Give the day on which it no longer counts."), code="to_on"))
    if not reason.strip():
        found.append(ValidationError(_("Give the reason for this step."), code="reason_missing"))
    _refuse(one for one in found if one)
    if queries.is_loaded(locked):
        sources.correct(_locked(chapter), _sheet("to_on"), field="to_on", text=to_on, reason=reason, by=by)
    else:
        locked.save()
    trail.record(
        by=by, verb="end_chapter", subject=locked.agreement, reason=reason, to_on=[was, to_on], **_said(locked)
    )
    return _locked(chapter)


@transaction.atomic
def add_department(chapter: Chapter, *, by: Any, department: Partner, **role: str) -> ChapterDepartment:
    """Name another department that works on a chapter: ``role_en``, ``role_fr`` say what it does there.

    Raises ``PermissionDenied``, or ``ValidationError`` when it is named already.
    """
    made = ChapterDepartment(chapter=chapter, department=department, **_as_of_today(role))
    AGREEMENTS.require(by, "add_department", made)
    _save(made)
    trail.record(by=by, verb="add_department", subject=chapter.agreement, department=department.key, **_said(chapter))
    return made


def _free_key(wanted: str) -> str:
    taken, key, number = queries.chapter_keys(wanted), wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def _sheet(field: str) -> Sheet:
    """One column of the file of chapters, to spell and to read its cells."""
    return Sheet(file="", model=Chapter, columns=(field,), identity=(field,))


def _cell(chapter: Chapter, field: str) -> str:
    return _sheet(field).text(chapter, field)


def _said(chapter: Chapter) -> dict[str, Any]:
    """What the trail keeps of a chapter beside its instrument."""
    return {"chapter": chapter.key, "number": chapter.number, "title_en": chapter.title_en}
