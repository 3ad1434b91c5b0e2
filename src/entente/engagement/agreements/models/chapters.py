"""Chapters of a free trade agreement: what we are in each, whose desk it is, and who else works on it."""

import re
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.days import PartialDateField

from .register import Agreement


class Lead(models.TextChoices):
    """What the agency is in a chapter. Nothing where a source does not say."""

    LED = "led", pgettext_lazy("chapter", "led by us")
    CO_LED = "co_led", pgettext_lazy("chapter", "led with another department")
    FOLLOWED = "followed", pgettext_lazy("chapter", "followed")
    NOT_OURS = "not_ours", pgettext_lazy("chapter", "not ours")


OURS = (Lead.LED, Lead.CO_LED)
"""The chapters for which we answer at the table."""


class Talks(models.TextChoices):
    """How far the text of a chapter has come while the instrument is at the table."""

    NOT_OPENED = "not_opened", pgettext_lazy("chapter", "not opened yet")
    OPEN = "open", pgettext_lazy("chapter", "under negotiation")
    PARKED = "parked", pgettext_lazy("chapter", "set aside for now")
    CLOSED = "closed", pgettext_lazy("chapter", "closed: the text is agreed")


class Chapter(Cited):
    """One chapter of a free trade agreement.

    ``number`` is text: drafts and sources number differently, or not at all. A chapter without ``from_on`` counts from
    the instrument's own beginning; at the day ``to_on`` it no longer counts. ``talks`` is said only while the text is
    negotiated.
    """

    IDENTITY = ("key",)

    key = models.SlugField(max_length=120, unique=True)
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="chapters", verbose_name=_("instrument")
    )  # fmt: skip
    number = models.CharField(_("number of the chapter"), max_length=20, blank=True)
    title_en = models.CharField(_("chapter in English"), max_length=300)
    title_fr = models.CharField(_("chapter in French"), max_length=300, blank=True)
    role = models.CharField(_("what we are in it"), max_length=8, choices=Lead, blank=True)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office in the lead")
    )
    talks = models.CharField(_("where its text stands"), max_length=10, choices=Talks, blank=True)
    from_on = PartialDateField(verbose_name=_("counts from"))
    to_on = PartialDateField(verbose_name=_("no longer counts on"))
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        indexes = [
            models.Index(fields=["agreement", "number", "id"], name="chapter_by_number"),
            models.Index(fields=["owner", "id"], name="chapter_by_office"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "title_en", "from_on"],
                name="one_chapter_of_a_title",
                violation_error_message=_("The instrument has a chapter of this title that counts from this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def place_in_order(self) -> tuple[Any, ...]:
        """What sorts chapters as a table of contents does: 5A after 5, 10 after 9; those without a number first."""
        parts = re.findall(r"\d+|\D+", self.number)
        return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


class ChapterDepartment(Cited):
    """Another department that works on a chapter, and what it does there."""

    IDENTITY = ("chapter", "department")

    chapter = models.ForeignKey(
        Chapter, models.CASCADE, related_name="departments", verbose_name=_("chapter")
    )  # fmt: skip
    department = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("department"))
    role_en = models.TextField(_("what it does there, in English"), blank=True)
    role_fr = models.TextField(_("what it does there, in French"), blank=True)

    role = Bilingual("role")

    class Meta:
        verbose_name = _("department of a chapter")
        verbose_name_plural = _("departments of chapters")
        constraints = [
            models.UniqueConstraint(
                fields=["chapter", "department"],
                name="one_department_a_chapter",
                violation_error_message=_("This department is named for the chapter already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.chapter}: {self.department}"

    @property
    def agreement(self) -> Agreement:
        """The instrument whose chapter it is: what the policy asks the marking of."""
        return self.chapter.agreement
