"""What is counted for a country, period by period, and the lists on which countries are ranked."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking
from entente.foundation.sources.models import Cited
from entente.kit import periods
from entente.kit.bilingual import Bilingual
from entente.kit.days import PartialDateField

from .files import CountryFile, long_text


class Measure(models.TextChoices):
    """What is counted. Cases in the inventory are counted at the end of the period, the rest over the whole of it."""

    WORKING = "inventory_working", _("working inventory")
    MONITORING = "inventory_monitoring", _("monitoring inventory")
    STAY = "inventory_stay", _("inventory under a stay")
    ASKED = "documents_asked", _("travel documents asked for")
    ISSUED = "documents_issued", _("travel documents issued")
    REFUSED = "documents_refused", _("travel documents refused")
    DAYS = "median_days", _("median days to a travel document")


STOCKS = (Measure.WORKING, Measure.MONITORING, Measure.STAY)
"""Counted on the last day of the period."""
FLOWS = (Measure.ASKED, Measure.ISSUED, Measure.REFUSED, Measure.DAYS)
"""Counted over the whole period."""
COUNTED_IN_DAYS = (Measure.DAYS,)
"""May have a half; all others are whole numbers of cases or documents."""


def period_of(first: date, last: date) -> str:
    """Two days as a period is written: ``2026``, ``2026-04/2026-06``, or the two days."""
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    if whole_months and (first.month, last.month) == (1, 12) and first.year == last.year:
        return f"{first.year}"
    if whole_months:
        start, end = first.isoformat()[:7], last.isoformat()[:7]
        return start if start == end else f"{start}/{end}"
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


class Figure(Cited):
    """What one source says of one measure for one period. A second source may say otherwise: both stand.

    Nothing is rewritten: a figure that was wrong is withdrawn with the reason, and the right one entered.
    """

    file = models.ForeignKey(CountryFile, models.CASCADE, related_name="figures", verbose_name=_("country file"))
    measure = models.CharField(_("measure"), max_length=24, choices=Measure)
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    number = models.DecimalField(_("figure"), max_digits=9, decimal_places=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = long_text(_("why it was withdrawn"))

    class Meta:
        verbose_name = _("removals figure")
        verbose_name_plural = _("removals figures")
        constraints = [
            models.CheckConstraint(
                name="removals_figure_is_not_negative",
                condition=Q(number__gte=0),
                violation_error_message=_("A figure is zero or more."),
            ),
            models.CheckConstraint(
                name="removals_period_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The period ends before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["file", "ends_on", "measure"], name="removals_figure_by_file")]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}, {self.when}"

    @property
    def period(self) -> str:
        """The period as it is written: ``2026-04/2026-06``."""
        return period_of(self.starts_on, self.ends_on)

    @property
    def when(self) -> str:
        """The period in words."""
        return periods.spoken(self.period)

    @property
    def span(self) -> tuple[Any, Any]:
        """Its first and last day: what tells one period from another."""
        return self.starts_on, self.ends_on


class Ranking(Cited):
    """A list on which countries are ranked, with the method and the day. A source may withhold the names."""

    IDENTITY = ("key",)

    key = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    method_en = long_text(_("method in English"))
    method_fr = long_text(_("method in French"))
    ranked_on = PartialDateField(verbose_name=_("ranked on"))
    withheld = models.BooleanField(_("the names are withheld"), default=False)
    statements = models.CharField(_("facts that tell of it"), max_length=200, blank=True)  # keys of facts, | between
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)

    title = Bilingual("title")
    method = Bilingual("method")

    class Meta:
        verbose_name = _("ranking of countries")
        verbose_name_plural = _("rankings of countries")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("removals:ranking", args=[self.key])


class Ranked(models.Model):
    """A country's place on a list."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="places")
    file = models.ForeignKey(CountryFile, models.PROTECT, related_name="ranks", verbose_name=_("country file"))
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("rank of a country")
        verbose_name_plural = _("ranks of countries")
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["ranking", "file"], name="removals_ranked_once")]

    def __str__(self) -> str:
        return f"{self.rank}"
