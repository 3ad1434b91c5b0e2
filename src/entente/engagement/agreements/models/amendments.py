"""Amendments: a copy of the clauses of a day, changed as a draft, set against what counts, merged on a day."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.bilingual import Bilingual

from .clauses import CODES, Clause, ClauseKind, Element, Permission, TimeUnit
from .register import Agreement

SAYS = ("article", "kind", "code", "answer", "number", "unit", "text_en", "text_fr")
"""What a clause says, its days apart: what an amendment copies, changes and compares."""


class Amending(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("amendment", "draft")
    MERGED = "merged", _("merged")
    DROPPED = "dropped", pgettext_lazy("amendment", "dropped")


class Choice(models.TextChoices):
    DRAFT = "draft", _("the draft")
    CURRENT = "current", _("what counts now")


class Amendment(models.Model):
    """A change of the clauses of an instrument in the making. What was decided stays readable once it is merged."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="amendments")
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    taken_on = models.DateField(_("copy of the clauses of"))
    state = models.CharField(_("state"), max_length=8, choices=Amending, default=Amending.DRAFT)
    counts_from = models.DateField(_("counts from"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    started_by = models.CharField(max_length=150)
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")

    def __str__(self) -> str:
        return str(self.title)


class Draft(models.Model):
    """One clause of an amendment: as it was copied (``base``) and as it should read, or that it goes.

    ``base`` is empty for a new clause. ``revision`` tells two editors apart. ``chosen`` decides where the clause
    changed meanwhile, against what then counted (``chosen_against``): a further change asks again. ``made`` is the
    clause that the merge wrote.
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="drafts")
    origin = models.ForeignKey(Clause, models.CASCADE, null=True, blank=True, related_name="+")
    base = models.JSONField(default=dict, blank=True)
    gone = models.BooleanField(_("taken out"), default=False)
    article = models.CharField(_("article"), max_length=60, blank=True)
    kind = models.CharField(_("what it is about"), max_length=20, choices=ClauseKind)
    code = models.CharField(_("what it speaks of"), max_length=40, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Permission, blank=True)
    number = models.PositiveIntegerField(_("length"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=6, choices=TimeUnit, blank=True)
    text_en = models.TextField(_("in our words, in English"), blank=True)
    text_fr = models.TextField(_("in our words, in French"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.CharField(max_length=150, blank=True)
    chosen = models.CharField(max_length=8, choices=Choice, blank=True)
    chosen_against = models.JSONField(default=dict, blank=True)
    made = models.ForeignKey(Clause, models.SET_NULL, null=True, blank=True, related_name="+")

    text = Bilingual("text")

    class Meta:
        verbose_name = _("draft of a clause")
        verbose_name_plural = _("drafts of clauses")
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "origin"],
                condition=models.Q(origin__isnull=False),
                name="one_draft_a_clause",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.get_kind_display()} {self.get_code_display()}".strip()

    def get_code_display(self) -> str:
        """What the draft speaks of, in words."""
        listed = CODES.get(self.kind, Element)
        return str(listed(self.code).label) if self.code in listed.values else ""


def said_by(one: Any) -> dict[str, Any]:
    """What a clause or a draft says, as plain values."""
    return {name: getattr(one, name) for name in SAYS}
