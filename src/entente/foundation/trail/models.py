"""The record of who did what: only ever appended to, each entry sealed with the one before."""

import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import language


class Entry(models.Model):
    """One line of the trail. The actor is a label and not a link: people leave, the trail stays."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    verb = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, db_index=True)  # room.model:key
    title_en = models.CharField(max_length=300, blank=True)
    title_fr = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)  # {field: [before, after]}
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        indexes = [models.Index(fields=["actor", "id"], name="trail_by_actor")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.subject}"

    @property
    def title(self) -> str:
        """The subject's title in the active language, else in the other, else its label."""
        return getattr(self, f"title_{language()}") or self.title_en or self.title_fr or self.subject

    def sealed(self) -> str:
        """The seal this entry ought to carry: SHA-256 over its content and the previous seal."""
        content: list[Any] = [
            self.previous,
            self.at.isoformat(),
            self.actor,
            self.verb,
            self.subject,
            self.title_en,
            self.title_fr,
            self.reason,
            self.changes,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
