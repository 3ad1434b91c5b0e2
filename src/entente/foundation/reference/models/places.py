"""Countries and regions with the names the Government of Canada gives them, and the names they had."""

import re
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual, SortKeyField, Text, fold
from entente.kit.days import PartialDate, PartialDateField

ARTICLE = re.compile(r"^(the|la|le|les|l) ")


def sound(words: str) -> str:
    """A name as it is looked up: no case, accents, points or articles, one space between words."""
    return ARTICLE.sub("", re.sub(r"[^a-z0-9]+", " ", fold(words).replace(".", "")).strip())


class Region(models.Model):
    """A region of the world: of the United Nations' M49, or one that engagement is organized by."""

    KINDS = [("un", _("United Nations region")), ("engagement", _("engagement region"))]

    key = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=KINDS, default="engagement")
    m49 = models.CharField(max_length=3, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")

    def __str__(self) -> str:
        return str(self.name)


class Country(models.Model):
    """A country or territory with an ISO 3166 code; past entities have the four-letter code of ISO 3166-3."""

    KINDS = [("country", _("country")), ("territory", _("territory")), ("special", _("special case"))]

    code = models.CharField(max_length=4, unique=True)
    alpha3 = models.CharField(max_length=3, blank=True)
    m49 = models.CharField(max_length=3, blank=True)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=KINDS, default="country")
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="countries")
    sub_region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    groups = models.ManyToManyField(Region, through="RegionMember", related_name="members")
    starts_on = PartialDateField()
    ends_on = PartialDateField()
    known_as = models.TextField(blank=True, default="", editable=False)  # |ca|can|124|canada|: see ``sounds``
    sort_en = SortKeyField(source="name_en")
    sort_fr = SortKeyField(source="name_fr")

    name = Bilingual("name")

    class Meta:
        verbose_name = _("country or territory")
        verbose_name_plural = _("countries and territories")

    def __str__(self) -> str:
        return str(self.name)

    def name_on(self, day: date | str) -> Text:
        """The name valid on a day (a full ISO day when it is text): a former name, else the present one.

        Reads ``names``: prefetch them for more than one country.
        """
        day = date.fromisoformat(day) if isinstance(day, str) else day
        former = [one for one in self.names.all() if one.kind == "former" and one.stood_on(day)]
        words: Text = min(former, key=lambda one: one.ends_on).name if former else self.name
        return words

    def sounds(self) -> str:
        """Everything this country can be found by, between bars. Reads ``names``."""
        said = [self.code, self.alpha3, self.m49, self.name_en, self.name_fr]
        said += [words for one in self.names.all() for words in (one.name_en, one.name_fr)]
        return "|" + "".join(f"{one}|" for one in dict.fromkeys(map(sound, said)) if one)


class RegionMember(models.Model):
    """A country in an engagement region. The regions of M49 are columns of the country."""

    region = models.ForeignKey(Region, models.CASCADE)
    country = models.ForeignKey(Country, models.CASCADE)

    class Meta:
        verbose_name = _("country of a region")
        verbose_name_plural = _("countries of regions")
        constraints = [models.UniqueConstraint(fields=["region", "country"], name="once_in_a_region")]

    def __str__(self) -> str:
        return f"{self.region_id}/{self.country_id}"


class CountryName(models.Model):
    """Another name of a country: a former one with its dates, an alias, or the official long form."""

    KINDS = [("former", _("former name")), ("alias", _("also called")), ("official", _("official name"))]

    country = models.ForeignKey(Country, models.CASCADE, related_name="names")
    kind = models.CharField(max_length=10, choices=KINDS)
    name_en = models.CharField(max_length=200, blank=True)
    name_fr = models.CharField(max_length=200, blank=True)
    starts_on = PartialDateField()
    ends_on = PartialDateField()
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)

    name = Bilingual("name")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return str(self.name)

    def stood_on(self, day: date) -> bool:
        """Whether this name was in use on a day; an end given as a year or month lasts to its last day."""
        begun = not self.starts_on or PartialDate(self.starts_on).first <= day
        return begun and (not self.ends_on or day <= PartialDate(self.ends_on).last)
