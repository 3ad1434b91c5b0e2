"""A framework edition: what the agency wants from the world, for how long, and in both languages."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Unit
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import LANGUAGES, Bilingual, SortKeyField, other_language
from entente.kit.days import UNKNOWN, PartialDate, PartialDateField


def lacking(lang: str, pairs: Iterable[str]) -> Q:
    """Rows that say something in the other official language and not in this one. A mark counts as said."""
    other, found = other_language(lang), Q()
    for name in pairs:
        found |= Q(**{f"{name}_{lang}": ""}) & ~Q(**{f"{name}_{other}": ""})
    return found


def unsaid(thing: models.Model, lang: str, pairs: Iterable[str]) -> list[str]:
    """The pairs a thing says in the other official language and not in this one: ``lacking``, asked of one."""
    other = other_language(lang)
    return [name for name in pairs if getattr(thing, f"{name}_{other}") and not getattr(thing, f"{name}_{lang}")]


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    IN_EFFECT = "in_effect", _("in effect")
    SUPERSEDED = "superseded", _("superseded")


DECIDED = (State.IN_EFFECT, State.SUPERSEDED)


class EditionQuerySet(QuerySet["Edition"]):
    def decided(self) -> "EditionQuerySet":
        """Editions that are or were in effect."""
        return self.filter(state__in=DECIDED)

    def in_effect(self) -> "EditionQuerySet":
        """Editions that are in effect."""
        return self.filter(state=State.IN_EFFECT)


class Edition(Cited):
    """One edition of a framework, with the period it covers."""

    IDENTITY = ("key",)
    PAIRS = ("title", "approved_by", "summary")
    State = State

    key = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    agency = models.CharField(max_length=80)  # a partner's key: partners stand above the framework
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    starts_on = PartialDateField(verbose_name=_("covers from"))
    ends_on = PartialDateField(verbose_name=_("covers to"))
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followers")
    approved_by_en = models.CharField(_("approved by, in English"), max_length=200, blank=True)
    approved_by_fr = models.CharField(_("approved by, in French"), max_length=200, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_fr = models.TextField(_("summary in French"), blank=True)

    title = Bilingual("title")
    approved_by = Bilingual("approved_by")
    summary = Bilingual("summary")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_draft(self) -> bool:
        """Whether it may still be rewritten."""
        return self.state == State.DRAFT

    @property
    def is_decided(self) -> bool:
        """Whether it is or was in effect."""
        return self.state in DECIDED

    @property
    def begins(self) -> str:
        """The first day it may cover, as a full ISO day; from the day of its source when it does not say."""
        known = next((day for day in (self.starts_on, self.as_of) if day not in UNKNOWN), "")
        return PartialDate(known).first.isoformat() if known else ""

    @property
    def ends(self) -> str:
        """The last day it may cover, as a full ISO day; nothing when its end is open or not known."""
        return "" if self.ends_on in UNKNOWN else PartialDate(self.ends_on).last.isoformat()

    def covers(self, day: str) -> bool:
        """Whether its period holds a full ISO day."""
        return bool(self.begins) and self.begins <= day and (not self.ends or day <= self.ends)


class Kind(models.TextChoices):
    MANDATE = "mandate", _("mandate")
    MISSION = "mission", _("mission")
    PRINCIPLE = "principle", _("guiding principle")
    DRIVER = "driver", _("international trend")
    CORPORATE_PRIORITY = "corporate_priority", _("corporate priority")
    OBJECTIVE = "objective", _("international strategic objective")
    THEME = "theme", _("thematic priority")
    ISSUE = "issue", _("priority issue")
    TOOL = "tool", _("instrument or tool")
    INITIATIVE = "initiative", _("corporate initiative")
    DECISION = "decision", _("kind of decision it guides")
    BENEFIT = "benefit", _("benefit of engagement")
    CRITERION = "criterion", _("criterion of choice")
    STEP = "step", _("step of the method")
    CHALLENGE = "challenge", _("challenge")


class Reviewed(models.TextChoices):
    DRAFT = "draft", _("draft")
    REVIEWED = "reviewed", _("reviewed")


class ElementQuerySet(QuerySet["Element"]):
    def lacking(self, lang: str) -> "ElementQuerySet":
        """Elements that have no title in a language, or a text in the other one only."""
        return self.filter(Q(**{f"title_{lang}": ""}) | lacking(lang, ["text"]))


class Element(Cited):
    """A principle, trend, priority, objective, theme, issue, tool … of one edition."""

    IDENTITY = ("key",)
    PAIRS = ("title", "text")
    Kind = Kind

    key = models.SlugField(max_length=120, unique=True)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="elements", verbose_name=_("edition"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    text_en = models.TextField(_("text in English"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    state_en = models.CharField(max_length=10, choices=Reviewed, default=Reviewed.DRAFT)
    state_fr = models.CharField(max_length=10, choices=Reviewed, default=Reviewed.DRAFT)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("office of primary interest"))
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    text = Bilingual("text")

    objects = ElementQuerySet.as_manager()

    class Meta:
        verbose_name = _("framework element")
        verbose_name_plural = _("framework elements")
        indexes = [models.Index(fields=["edition", "kind", "position"], name="element_by_kind")]

    def __str__(self) -> str:
        return str(self.title)

    def words_in(self, lang: str) -> str:
        """The state of its words in a language: ``missing``, ``draft`` or ``reviewed``."""
        if not getattr(self, f"title_{lang}") or unsaid(self, lang, ["text"]):
            return "missing"
        return str(getattr(self, f"state_{lang}"))

    @property
    def words(self) -> dict[str, str]:
        """The state of its words in both languages: ``{"en": …, "fr": …}``."""
        return {lang: self.words_in(lang) for lang in LANGUAGES}


class Linkage(Cited):
    """One element serves another: a corporate priority and the objective that supports it."""

    IDENTITY = ("from_element", "to_element")
    PAIRS = ("note",)

    from_element = models.ForeignKey(Element, models.CASCADE, related_name="links_out")
    to_element = models.ForeignKey(Element, models.CASCADE, related_name="links_in")
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)

    note = Bilingual("note")

    class Meta:
        verbose_name = _("linkage")
        verbose_name_plural = _("linkages")
        constraints = [models.UniqueConstraint(fields=["from_element", "to_element"], name="one_linkage_a_pair")]

    def __str__(self) -> str:
        return f"{self.from_element} → {self.to_element}"


class Area(models.TextChoices):
    AMERICAS = "americas", _("the Americas")
    NORTH_AMERICA = "north_america", _("North America")
    ASIA_PACIFIC = "asia_pacific", _("Asia-Pacific")
    INDO_PACIFIC = "indo_pacific", _("Indo-Pacific")
    EUROPE = "europe", _("Europe")
    AFRICA = "africa", _("Africa")
    MIDDLE_EAST = "middle_east", _("the Middle East")
    GLOBAL = "global", _("worldwide")


class RegionalPage(Cited):
    """How an edition sees one region."""

    IDENTITY = ("edition", "region")
    PAIRS = ("title", "overview", "issues")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="regions")
    region = models.CharField(_("region"), max_length=20, choices=Area)
    position = models.PositiveSmallIntegerField(default=1)
    title_en = models.CharField(max_length=300, blank=True)
    title_fr = models.CharField(max_length=300, blank=True)
    overview_en = models.TextField(blank=True)
    overview_fr = models.TextField(blank=True)
    issues_en = models.TextField(blank=True)
    issues_fr = models.TextField(blank=True)

    title = Bilingual("title")
    overview = Bilingual("overview")
    issues = Bilingual("issues")

    class Meta:
        verbose_name = _("regional page")
        verbose_name_plural = _("regional pages")
        constraints = [models.UniqueConstraint(fields=["edition", "region"], name="one_page_a_region")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def address(self) -> str:
        """What names the page in an address: its edition's key and its region. Reads ``edition``."""
        return f"{self.edition.key}-{self.region}"


class Part(models.TextChoices):
    LEAD = "lead", _("leads")
    SUPPORT = "support", _("supports")
    CONTRIBUTE = "contribute", _("contributes")
    ADVISE = "advise", _("advises")
    APPROVE = "approve", _("approves")


class Responsibility(Cited):
    """Which office does what kind of work, under one edition."""

    IDENTITY = ("edition", "unit", "position")
    PAIRS = ("work",)

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="responsibilities")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("office"))
    position = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(_("part"), max_length=12, choices=Part, blank=True)
    work_en = models.TextField(blank=True)
    work_fr = models.TextField(blank=True)

    work = Bilingual("work")

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        constraints = [
            models.UniqueConstraint(fields=["edition", "unit", "position"], name="one_responsibility_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.work}"


class Term(Cited):
    """A word or acronym of the field in both languages, with the gender of the French noun."""

    IDENTITY = ("key",)
    PAIRS = ("term", "definition")
    GENDERS = [
        ("m", _("masculine")),
        ("f", _("feminine")),
        ("mpl", _("masculine plural")),
        ("fpl", _("feminine plural")),
    ]

    key = models.SlugField(max_length=80, unique=True)
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, verbose_name=_("edition"))
    term_en = models.CharField(_("English term"), max_length=300, blank=True)
    term_fr = models.CharField(_("French term"), max_length=300, blank=True)
    acronym_en = models.CharField(_("English acronym"), max_length=40, blank=True)
    acronym_fr = models.CharField(_("French acronym"), max_length=40, blank=True)
    gender_fr = models.CharField(_("gender"), max_length=3, choices=GENDERS, blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    definition_fr = models.TextField(_("definition in French"), blank=True)
    sort_en = SortKeyField(source="term_en", fallback="term_fr")
    sort_fr = SortKeyField(source="term_fr", fallback="term_en")

    term = Bilingual("term")
    acronym = Bilingual("acronym")
    definition = Bilingual("definition")

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return str(self.term)
