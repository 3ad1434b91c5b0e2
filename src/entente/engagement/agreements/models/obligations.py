"""What an instrument obliges somebody to do, by when, and each time it was done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.foundation.files.models import Document
from entente.foundation.people.models import Unit
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual

from .clauses import TimeUnit
from .register import Agreement


class Bound(models.TextChoices):
    US = "us", _("us")
    THEM = "them", _("them")
    BOTH = "both", _("both sides")


class Duty(models.TextChoices):
    """Where a duty stands. Late is no state: an open duty whose day has passed is late."""

    OPEN = "open", _("open")
    DONE = "done", pgettext_lazy("duty", "done")
    WAIVED = "waived", _("waived")


class Obligation(Cited):
    """A duty under an instrument, or a line of its work plan.

    ``due_on`` is the next day it is due; a duty that comes again (``every`` so many ``unit``) moves it on each time
    it is done or waived. Without a day, ``trigger`` says what it waits for.
    """

    IDENTITY = ("agreement", "title_en")

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="obligations", verbose_name=_("instrument")
    )  # fmt: skip
    article = models.CharField(_("article"), max_length=60, blank=True)
    title_en = models.CharField(_("duty in English"), max_length=300)
    title_fr = models.CharField(_("duty in French"), max_length=300, blank=True)
    planned = models.BooleanField(_("a line of the work plan"), default=False)
    bound = models.CharField(_("who is bound"), max_length=4, choices=Bound, default=Bound.US)
    trigger_en = models.CharField(_("what sets it off, in English"), max_length=300, blank=True)
    trigger_fr = models.CharField(_("what sets it off, in French"), max_length=300, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    every = models.PositiveIntegerField(_("comes again every"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=6, choices=TimeUnit, blank=True)
    owner = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office in the lead")
    )
    state = models.CharField(_("state"), max_length=6, choices=Duty, default=Duty.OPEN)

    title = Bilingual("title")
    trigger = Bilingual("trigger")

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="obligation_by_day"),
            models.Index(fields=["due_on", "id"], name="obligation_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "title_en"], name="one_duty_of_a_title"),
            models.CheckConstraint(
                name="obligation_comes_again_by_a_unit",
                condition=Q(every__isnull=True, unit="") | (Q(every__gt=0, due_on__isnull=False) & ~Q(unit="")),
                violation_error_message=_("A duty that comes again needs its first day, a length and a unit."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Discharge(models.Model):
    """One time a duty was done, or waived: for which day, on which day, what shows it or why not."""

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="discharges")
    due_on = models.DateField(_("was due on"), null=True, blank=True)
    on = models.DateField(_("on"))
    waived = models.BooleanField(_("waived"), default=False)
    text = models.TextField(_("what shows it, or why it was waived"))
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=150)

    class Meta:
        verbose_name = _("time a duty was done")
        verbose_name_plural = _("times a duty was done")
        indexes = [models.Index(fields=["obligation", "-on", "-id"], name="discharge_latest")]

    def __str__(self) -> str:
        return f"{self.obligation}: {self.on}"
