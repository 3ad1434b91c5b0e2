"""Figures and statements with unit, day, place and source; two values for one fact stand side by side."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual, SortKeyField


class Kind(models.TextChoices):
    NUMBER = "number", _("figure")
    TEXT = "text", _("statement")


class Qualifier(models.TextChoices):
    ABOUT = "about", _("about")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    LESS_THAN = "less_than", _("less than")
    ESTIMATE = "estimate", _("estimate")
    PROJECTION = "projection", _("projection")


class Statistic(Cited):
    """One thing that is measured or stated: its values may come from many sources and days."""

    IDENTITY = ("key",)
    Kind = Kind

    key = models.SlugField(max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.NUMBER)
    geography = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("geography"))
    partner = models.CharField(max_length=80, blank=True, db_index=True)  # a partner's key: partners stand above facts
    body = models.CharField(max_length=80, blank=True, db_index=True)  # a body's key: forums stand above facts
    definition_en = models.TextField(_("definition in English"), blank=True)
    definition_fr = models.TextField(_("definition in French"), blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("office of primary interest"))
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="name_en", fallback="name_fr")
    sort_fr = SortKeyField(source="name_fr", fallback="name_en")

    name = Bilingual("name")
    definition = Bilingual("definition")

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return str(self.name)


class Value(Cited):
    """What one source says of a fact for one period.

    ``period`` is a day, month, year, a range (``2013/2017``), or empty: then the day the source speaks for.
    """

    IDENTITY = ("statistic", "period", "unit", "source", "place")

    statistic = models.ForeignKey(Statistic, models.CASCADE, related_name="values")
    period = models.CharField(_("period"), max_length=21, blank=True)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    number = models.DecimalField(_("figure"), max_digits=24, decimal_places=6, null=True, blank=True)
    number_gap = models.CharField(max_length=12, blank=True)
    text_en = models.TextField(_("statement in English"), blank=True)
    text_fr = models.TextField(_("statement in French"), blank=True)
    qualifier = models.CharField(_("precision"), max_length=12, choices=Qualifier, blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)

    text = Bilingual("text")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        indexes = [models.Index(fields=["statistic", "period"], name="value_by_period")]

    def __str__(self) -> str:
        return f"{self.statistic} {self.period}: {self.number or self.text}"
