"""What is asked about chapters: those of an instrument, those of many, and which offices lead one."""

from typing import Any

from django.db.models import BooleanField, Case, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import LPad

from entente.foundation.people.models import Unit
from entente.kit.bilingual import language
from entente.kit.days import UNKNOWN
from entente.kit.table import Ask

from .. import policy
from ..models import Agreement, Chapter, ChapterDepartment


def chapters(ask: Ask) -> QuerySet[Any]:
    """Chapters known on the day asked about. Unordered. Two queries, the second for the other departments.

    Each carries ``counts`` (whether it had begun and was not over on the day) and the list ``beside``: the departments
    named for it that the person may know of.
    """
    begun = Q(from_on__in=UNKNOWN) | Q(from_on__lte=ask.on)
    over = ~Q(to_on__in=UNKNOWN) & Q(to_on__lte=ask.on)
    rows = policy.visible_chapters(ask.person)
    if ask.past:
        rows = rows.filter(begun, agreement__in=Agreement.objects.known_on(ask.on))
    beside = policy.visible_chapter_departments(ask.person).select_related("department", "source")
    return (
        rows.annotate(
            counts=Case(When(begun & ~over, then=Value(True)), default=Value(False), output_field=BooleanField()),
        )
        .select_related("agreement", "owner", "source")
        .prefetch_related(
            Prefetch("departments", beside.order_by(f"department__sort_{language()}", "id"), to_attr="beside")
        )
    )


def chapters_of(ask: Ask, agreement: Agreement) -> list[Any]:
    """The chapters of an instrument as ``chapters``, in the order of their numbers; what is over stands last."""
    return in_order(chapters(ask).filter(agreement=agreement))


def in_order(rows: QuerySet[Any]) -> list[Any]:
    """Those that count first, then by number as a table of contents has them, then by title."""
    found = rows.order_by(f"sort_{language()}", "id")
    return sorted(found, key=lambda one: (not one.counts, one.place_in_order))


def chapter(person: Any, agreement: Agreement, pk: int) -> QuerySet[Chapter]:
    """One chapter of an instrument, as a queryset of one or none."""
    found = policy.visible_chapters(person).filter(agreement=agreement, pk=pk)
    return found.select_related("agreement", "owner", "source")


def chapter_choices(person: Any, agreements: list[int]) -> QuerySet[Chapter]:
    """The chapters of some instruments to choose from in a form, by number."""
    rows = (
        policy.visible_chapters(person)
        .filter(agreement__in=agreements)
        .annotate(number_order=LPad("number", 20, Value("0")))
    )
    return rows.order_by("number_order", f"sort_{language()}", "id")


def other_chapters(chapter: Chapter) -> QuerySet[Chapter]:
    """The other chapters of the same instrument, whoever may see them: rules ask, not people."""
    return Chapter.objects.filter(agreement=chapter.agreement_id).exclude(pk=chapter.pk).order_by("id")


def chapter_keys(stem: str) -> set[str]:
    """The keys of chapters that begin so, to make another."""
    return set(Chapter.objects.filter(key__startswith=stem).values_list("key", flat=True))


def leading_chapters(person: Any) -> QuerySet[Unit]:
    """The offices that lead a chapter the person may see, by name."""
    led = policy.visible_chapters(person).filter(owner__isnull=False).values("owner")
    return Unit.objects.filter(pk__in=led).order_by(f"sort_{language()}", "id")


def departments_named(chapter: Chapter) -> QuerySet[ChapterDepartment]:
    """The departments named for a chapter."""
    return ChapterDepartment.objects.filter(chapter=chapter).select_related("department").order_by("id")
