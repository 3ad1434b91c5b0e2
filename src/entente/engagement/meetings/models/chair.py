"""A year in the chair: sessions to host, tasks of the host, themes, money, and the handover at the end."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums.models import Body, Seat
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual, SortKeyField

from .meetings import Meeting


class ChairYear(models.Model):
    """A year in the chair of a body: the sessions to host, the themes, the money."""

    key = models.SlugField(max_length=20, unique=True)  # CHR-2026-0001
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("seat"))
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    themes_en = models.TextField(_("themes in English"), blank=True)
    themes_fr = models.TextField(_("themes in French"), blank=True)
    budget = models.DecimalField(_("budget, in CAD"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead office")
    )
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead"))
    handover_en = models.TextField(_("handover in English"), blank=True)
    handover_fr = models.TextField(_("handover in French"), blank=True)
    handed_to = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("handed over to")
    )
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    themes = Bilingual("themes")
    handover = Bilingual("handover")

    class Meta:
        verbose_name = _("chair year")
        verbose_name_plural = _("chair years")
        constraints = [
            models.CheckConstraint(
                name="chair_year_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:chair_year", args=[self.key])

    @property
    def is_over(self) -> bool:
        """Whether it was handed over: nothing is changed any more."""
        return self.handed_over_on is not None


class Hosting(models.Model):
    """A session to host in a chair year, with what it is expected to cost and what it did."""

    chair_year = models.ForeignKey(ChairYear, models.CASCADE, related_name="hostings")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="hostings", verbose_name=_("meeting")
    )
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    due_on = models.DateField(_("by"), null=True, blank=True)
    estimate = models.DecimalField(_("estimate, in CAD"), max_digits=12, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(_("actual, in CAD"), max_digits=12, decimal_places=2, null=True, blank=True)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("session to host")
        verbose_name_plural = _("sessions to host")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def difference(self) -> Decimal | None:
        """What it cost beyond the estimate; nothing while one of the two is unknown."""
        return self.actual - self.estimate if self.actual is not None and self.estimate is not None else None


class HostTask(models.Model):
    """Something the host does, by a day."""

    chair_year = models.ForeignKey(ChairYear, models.CASCADE, related_name="tasks")
    hosting = models.ForeignKey(
        Hosting, models.SET_NULL, null=True, blank=True, related_name="tasks", verbose_name=_("for the session")
    )
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office"))
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    dropped_because = models.TextField(_("why it is not needed any more"), blank=True)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("task of the host")
        verbose_name_plural = _("tasks of the host")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor dropped."""
        return self.done_on is None and not self.dropped_because

    def is_late(self, today: Any) -> bool:
        """Whether it is open and its day has passed."""
        return self.is_open and self.due_on is not None and self.due_on < today
