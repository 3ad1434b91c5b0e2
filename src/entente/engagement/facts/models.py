"""Figures and statements with unit, day, place and source; two values for one fact stand side by side."""

from typing import Any

from django.db import models
from django.db.models import Case, F, Q, QuerySet, TextField, When
from django.db.models import Value as Fixed
from django.db.models.functions import StrIndex, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Cited
from entente.kit import numerals, periods
from entente.kit.bilingual import Bilingual, SortKeyField, language
from entente.kit.days import UNKNOWN
from entente.kit.gaps import GAPS


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


PRECISION: dict[str, str | Promise] = {
    Qualifier.ABOUT: _("about %(figure)s"),
    Qualifier.MORE_THAN: _("more than %(figure)s"),
    Qualifier.AT_LEAST: _("at least %(figure)s"),
    Qualifier.LESS_THAN: _("less than %(figure)s"),
    Qualifier.ESTIMATE: _("%(figure)s (estimate)"),
    Qualifier.PROJECTION: _("%(figure)s (projection)"),
}
STRICT = (Qualifier.MORE_THAN, Qualifier.LESS_THAN)
"""A figure so qualified says that the number itself is not reached, or passed."""

# Units as people count in them. Money and percentages are written by ``kit.numerals``; a code that is not
# here is shown with spaces for its lines.
UNITS: dict[str, Promise] = {
    "acts": ngettext_lazy("%(figure)s act", "%(figure)s acts", "n"),
    "agencies": ngettext_lazy("%(figure)s agency", "%(figure)s agencies", "n"),
    "agents": ngettext_lazy("%(figure)s bargaining agent", "%(figure)s bargaining agents", "n"),
    "agreements": ngettext_lazy("%(figure)s agreement", "%(figure)s agreements", "n"),
    "airlines": ngettext_lazy("%(figure)s airline", "%(figure)s airlines", "n"),
    "airports": ngettext_lazy("%(figure)s airport", "%(figure)s airports", "n"),
    "arrangements": ngettext_lazy("%(figure)s arrangement", "%(figure)s arrangements", "n"),
    "calls": ngettext_lazy("%(figure)s call", "%(figure)s calls", "n"),
    "circles": ngettext_lazy("%(figure)s circle", "%(figure)s circles", "n"),
    "claims": ngettext_lazy("%(figure)s claim", "%(figure)s claims", "n"),
    "committees": ngettext_lazy("%(figure)s committee", "%(figure)s committees", "n"),
    "countries": ngettext_lazy("%(figure)s country", "%(figure)s countries", "n"),
    "days": ngettext_lazy("%(figure)s day", "%(figure)s days", "n"),
    "departments": ngettext_lazy("%(figure)s department", "%(figure)s departments", "n"),
    "doses": ngettext_lazy("%(figure)s dose", "%(figure)s doses", "n"),
    "employees": ngettext_lazy("%(figure)s employee", "%(figure)s employees", "n"),
    "forums": ngettext_lazy("%(figure)s forum", "%(figure)s forums", "n"),
    "fte": ngettext_lazy("%(figure)s full-time equivalent", "%(figure)s full-time equivalents", "n"),
    "g": ngettext_lazy("%(figure)s g", "%(figure)s g", "n"),
    "initiatives": ngettext_lazy("%(figure)s initiative", "%(figure)s initiatives", "n"),
    "kg": ngettext_lazy("%(figure)s kg", "%(figure)s kg", "n"),
    "members": ngettext_lazy("%(figure)s member", "%(figure)s members", "n"),
    "officers": ngettext_lazy("%(figure)s officer", "%(figure)s officers", "n"),
    "partners": ngettext_lazy("%(figure)s partner", "%(figure)s partners", "n"),
    "pathways": ngettext_lazy("%(figure)s pathway", "%(figure)s pathways", "n"),
    "persons": ngettext_lazy("%(figure)s person", "%(figure)s persons", "n"),
    "persons_per_year": ngettext_lazy("%(figure)s person a year", "%(figure)s persons a year", "n"),
    "pillars": ngettext_lazy("%(figure)s pillar", "%(figure)s pillars", "n"),
    "places": ngettext_lazy("%(figure)s place", "%(figure)s places", "n"),
    "plans": ngettext_lazy("%(figure)s plan", "%(figure)s plans", "n"),
    "ports": ngettext_lazy("%(figure)s port of entry", "%(figure)s ports of entry", "n"),
    "positions": ngettext_lazy("%(figure)s position", "%(figure)s positions", "n"),
    "projects": ngettext_lazy("%(figure)s project", "%(figure)s projects", "n"),
    "rank": ngettext_lazy("rank %(figure)s", "rank %(figure)s", "n"),
    "ships": ngettext_lazy("%(figure)s ship", "%(figure)s ships", "n"),
    "years": ngettext_lazy("%(figure)s year", "%(figure)s years", "n"),
}
MONEY: dict[str, str | Promise] = {
    "cad": _("Canadian dollars"),
    "usd": _("US dollars"),
    "eur": _("euros"),
    "gbp": _("pounds sterling"),
}
PERCENT = "percent"


def unit_name(code: str) -> str:
    """What is counted, without a figure: “claims”, « demandes », “Canadian dollars”, “%”."""
    if code == PERCENT:
        return "%"
    if code in MONEY:
        return str(MONEY[code])
    named = UNITS[code] % {"figure": "", "n": 2} if code in UNITS else code.replace("_", " ")
    return str(named).strip()


def unit_names() -> list[tuple[str, str]]:
    """Every unit that has a name, ``(code, name)``, by name."""
    return sorted(((code, unit_name(code)) for code in (PERCENT, *MONEY, *UNITS)), key=lambda one: one[1].casefold())


def counted(number: numerals.Number, unit: str) -> str:
    """A number with its unit in the active language: “50,500 claims”, « 41 % », “CAD 1.18 billion”."""
    if unit == PERCENT:
        return numerals.percent(number)
    if unit in MONEY:
        return numerals.money(number, unit)
    said = numerals.scaled(number, counted=bool(unit))
    if unit not in UNITS:
        return f"{said}\u00a0{unit.replace('_', ' ')}" if unit else said
    words = str(UNITS[unit] % {"figure": said, "n": _grammatical(number)})
    words = words.replace(f"{said} ", f"{said}\u00a0") if said[-1].isdigit() else words
    return numerals.elided(words) if language() == "fr" else words


def _grammatical(number: numerals.Number) -> int:
    """The whole number whose plural this one takes: English counts 1.5 persons, French 1,5 personne."""
    value = abs(numerals.exact(number))
    if numerals.is_scaled(value):
        return 2
    return int(value) if value == int(value) or value >= 2 else 0


class StatisticQuerySet(QuerySet["Statistic"]):
    """Facts, narrowed by names that questions use."""

    def known_on(self, day: str) -> "StatisticQuerySet":
        """Those that a source, or a person, had vouched for by a day (a full ISO day)."""
        return self.filter(Q(as_of__in=UNKNOWN) | Q(as_of__lte=day))


class Statistic(Cited):
    """One thing that is measured or stated: its values may come from many sources and days."""

    IDENTITY = ("key",)
    Kind = Kind

    key = models.SlugField(max_length=80, unique=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
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
    objects = StatisticQuerySet.as_manager()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return str(self.name)


class ValueQuerySet(QuerySet["Value"]):
    """Values, narrowed and ordered by names that questions use."""

    def known_on(self, day: str) -> "ValueQuerySet":
        """Those that a source, or a person, had vouched for by a day (a full ISO day)."""
        return self.filter(Q(as_of__in=UNKNOWN) | Q(as_of__lte=day))

    def dated(self) -> "ValueQuerySet":
        """Each with ``stated_for`` (its period, else the day the source speaks for) and ``until`` (the end of
        that).
        """
        bar = StrIndex("period", Fixed("/"))
        until = Case(
            When(period="", then=F("as_of")),
            When(period__contains="/", then=Substr("period", bar + 1)),
            default=F("period"),
            output_field=TextField(),
        )
        stated = Case(When(period="", then=F("as_of")), default=F("period"), output_field=TextField())
        return self.annotate(stated_for=stated, until=until)

    def newest_first(self) -> "ValueQuerySet":
        """The value that speaks for the latest day first; what has happened before what is projected."""
        projected = Case(When(qualifier=Qualifier.PROJECTION, then=Fixed(1)), default=Fixed(0))
        rows = self.dated().annotate(projected=projected)
        return rows.order_by("projected", "-until", "-as_of", "id")  # type: ignore[misc]


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
    objects = ValueQuerySet.as_manager()

    class Meta:
        verbose_name = _("value")
        verbose_name_plural = _("values")
        indexes = [models.Index(fields=["statistic", "period"], name="value_by_period")]

    def __str__(self) -> str:
        return f"{self.statistic}, {self.when}: {self.said}"

    @property
    def when(self) -> str:
        """The period in words, else the day the source speaks for."""
        return periods.spoken(self.period or self.as_of)

    @property
    def said(self) -> Any:
        """The value in words: “more than 50,400 claims”, a statement (``kit.bilingual.Text``), or a mark."""
        if self.number_gap:
            return self.number_gap
        if self.number is None:
            return self.text
        figure = counted(self.number, self.unit)
        return str(PRECISION[self.qualifier]) % {"figure": figure} if self.qualifier else figure

    @property
    def plain(self) -> int | float | str:
        """The value as a file carries it: a number, a statement in the active language, or a mark."""
        if self.number is None:
            return self.number_gap or str(self.text)
        return int(self.number) if self.number == int(self.number) else float(self.number)

    @property
    def is_silent(self) -> bool:
        """Whether the source withholds, lost or left blank what would stand here."""
        return bool(self.number_gap) or (self.number is None and str(self.text) in GAPS)

    def contradicts(self, other: "Value") -> bool:
        """Whether two values of one fact, unit and time cannot both be so; a source that is silent
        contradicts nobody.

        A qualifier does not reconcile two figures: “more than 50,400” and “50,500” are two statements. The
        same figure qualified as “about” or “at least” agrees with the bare one; “more than” it does not.
        """
        if self.is_silent or other.is_silent:
            return False
        if self.number is None or other.number is None:
            return _plainly(self) != _plainly(other)
        strictly = {value.qualifier for value in (self, other) if value.qualifier in STRICT}
        return self.number != other.number or (bool(strictly) and self.qualifier != other.qualifier)


def _plainly(value: Value) -> str:
    """A statement without what does not change its meaning: case, spaces, the full stop."""
    return " ".join((value.text_en or value.text_fr).casefold().split()).rstrip(".")
