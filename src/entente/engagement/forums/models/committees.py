"""Which body is the committee of which chapter of an agreement, from a day to a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Chapter
from entente.foundation.sources.models import Cited
from entente.kit.days import PartialDateField

from .bodies import Body, DatedQuerySet


class Committee(Cited):
    """A body looks after a chapter of the agreement it rests on; it may look after several."""

    IDENTITY = ("body", "chapter", "starts_on")

    body = models.ForeignKey(Body, models.CASCADE, related_name="chapters", verbose_name=_("body"))
    chapter = models.ForeignKey(Chapter, models.PROTECT, related_name="+", verbose_name=_("chapter"))
    starts_on = PartialDateField(verbose_name=_("from"))
    ends_on = PartialDateField(verbose_name=_("to"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee of a chapter")
        verbose_name_plural = _("committees of chapters")
        constraints = [
            models.UniqueConstraint(fields=["body", "chapter", "starts_on"], name="one_committee_a_beginning")
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.chapter}"
