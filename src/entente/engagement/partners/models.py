"""Partners abroad and at home: countries, administrations, organisations, departments, stakeholders."""

from functools import lru_cache

from django.db import models
from django.db.models import F, Q, QuerySet
from django.urls import get_urlconf, reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition, Element
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Cited
from entente.kit import days
from entente.kit.bilingual import Bilingual, SortKeyField, Text, language
from entente.kit.days import PartialDate, PartialDateField


class Kind(models.TextChoices):
    COUNTRY = "country", _("country")
    TERRITORY = "territory", _("territory")
    UNION = "union", _("union of countries")
    ADMINISTRATION = "administration", _("administration")
    ORGANISATION = "organisation", _("international organisation")
    GROUP = "group", _("group of countries")
    OWN = "own", _("our own agency")
    DEPARTMENT = "department", _("federal department or agency")
    REGIONAL = "regional", _("provincial, territorial or municipal partner")
    STAKEHOLDER = "stakeholder", _("stakeholder")
    INDIGENOUS = "indigenous", _("Indigenous government or organisation")
    BARGAINING_AGENT = "bargaining_agent", _("bargaining agent")


ABROAD = (Kind.COUNTRY, Kind.TERRITORY, Kind.UNION, Kind.ADMINISTRATION, Kind.ORGANISATION, Kind.GROUP)
AT_HOME = (
    Kind.OWN,
    Kind.DEPARTMENT,
    Kind.REGIONAL,
    Kind.STAKEHOLDER,
    Kind.INDIGENOUS,
    Kind.BARGAINING_AGENT,
)
PLACES = (Kind.COUNTRY, Kind.TERRITORY)  # whose name follows the country's over time


class Subject(models.TextChoices):
    GOODS = "goods", _("goods")
    PEOPLE = "people", _("people")
    SECURITY = "security", _("national security")


class Sector(models.TextChoices):
    AIR = "air", _("air")
    LAND = "land", _("land")
    MARINE = "marine", _("marine")
    TRADE = "trade", _("import and export")
    ASYLUM = "asylum", _("refugees and asylum")
    TRAVEL = "travel", _("travel and tourism")
    RIGHTS = "rights", _("human and civil rights")
    PORTS = "ports", _("port of entry infrastructure")
    OTHER = "other", _("other")


SEPARATOR = " · "  # between sentences kept in one column


def sentences(words: Text) -> list[Text]:
    """Sentences kept in one column, one by one, each still knowing its language."""
    return [Text(part.strip(), words.lang) for part in words.split(SEPARATOR.strip()) if part.strip()]


ANY_KEY = "any-key"


@lru_cache(maxsize=8)
def _page(lang: str, urlconf: str | None) -> str:
    """The address of a partner’s page in a language, made once: a list links to fifty of them."""
    return reverse("partners:partner", args=[ANY_KEY], urlconf=urlconf)


@lru_cache(maxsize=8)
def _labels(vocabulary: type[models.TextChoices], lang: str) -> dict[str, str]:
    """The words of a vocabulary in a language, translated once: a list says hundreds of them."""
    return {code: str(label) for code, label in vocabulary.choices}


class PartnerQuerySet(QuerySet["Partner"]):
    def on(self, day: str) -> "PartnerQuerySet":
        """Partners that stood on a full ISO day."""
        return self.filter(days.on(day))


class Partner(Cited):
    """Whoever we work with. A country has several administrations; each is a partner of its own under it."""

    IDENTITY = ("key",)
    Kind = Kind

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    name_en = models.CharField(_("name in English"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    acronym_en = models.CharField(_("acronym in English"), max_length=20, blank=True)
    acronym_fr = models.CharField(_("acronym in French"), max_length=20, blank=True)
    sector = models.CharField(_("sector"), max_length=10, choices=Sector, blank=True)
    subjects = models.CharField(_("subjects"), max_length=40, blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_fr = models.TextField(_("summary in French"), blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("office of primary interest"))
    starts_on = PartialDateField(verbose_name=_("exists from"))
    ends_on = PartialDateField(verbose_name=_("exists to"))
    sort_en = SortKeyField(source="name_en", fallback="name_fr")
    sort_fr = SortKeyField(source="name_fr", fallback="name_en")

    name = Bilingual("name")
    acronym = Bilingual("acronym")
    summary = Bilingual("summary")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [
            models.CheckConstraint(
                name="partner_is_no_part_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A partner cannot be part of itself."),
            )
        ]
        indexes = [
            models.Index(fields=["marking", "sort_en", "id"], name="partner_list_en"),
            models.Index(fields=["marking", "sort_fr", "id"], name="partner_list_fr"),
            models.Index(fields=["kind", "sort_en"], name="partner_by_kind"),
            models.Index(fields=["kind", "id"], name="partner_list_kind"),
            models.Index(fields=["as_of", "id"], name="partner_list_as_of"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return _page(language(), get_urlconf()).replace(ANY_KEY, self.key)

    @property
    def kind_label(self) -> str:
        """The kind in the reader’s language; ``get_kind_display`` would translate every kind to name one."""
        return _labels(Kind, language())[self.kind]

    @property
    def sector_label(self) -> str:
        """The sector in the reader’s language, or nothing."""
        return _labels(Sector, language())[self.sector] if self.sector else ""

    def name_on(self, day: str) -> Text:
        """The name on a full ISO day: a country’s former name while it bore it, otherwise the partner’s own.

        Reads ``country.names``: prefetch them for more than one partner.
        """
        if self.kind in PLACES and self.country:
            then = self.country.name_on(day)
            if str(then) != str(self.country.name):
                return then
        words: Text = self.name
        return words

    @property
    def marking_label(self) -> str:
        """The marking in the reader’s language."""
        return _labels(Marking, language())[self.marking]

    @property
    def is_own(self) -> bool:
        """Whether this is an agency whose framework is kept here."""
        return self.kind == Kind.OWN

    @property
    def subject_list(self) -> list[str]:
        """The subjects as their labels, in the reader’s language."""
        known = _labels(Subject, language())
        return [known[code] for code in self.subjects.split("|") if code in known]


class Succession(Cited):
    """One agency became another: renamed, split, merged, or its work moved."""

    IDENTITY = ("from_partner", "to_partner", "kind")
    KINDS = [
        ("rename", _("renamed")),
        ("split", _("split")),
        ("merge", _("merged")),
        ("transfer", _("transferred")),
    ]

    from_partner = models.ForeignKey(Partner, models.CASCADE, related_name="successors")
    to_partner = models.ForeignKey(Partner, models.CASCADE, related_name="predecessors")
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    on = PartialDateField(verbose_name=_("on"))
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)

    note = Bilingual("note")

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(
                fields=["from_partner", "to_partner", "kind"],
                name="one_succession_a_kind",
                violation_error_message=_("This succession is already recorded."),
            ),
            models.CheckConstraint(
                name="succession_joins_two_partners",
                condition=~Q(from_partner=F("to_partner")),
                violation_error_message=_("A partner cannot succeed itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_partner} → {self.to_partner}"


class Office(Cited):
    """A contact or office-holder, as an office with dates and never a name in a shipped edition."""

    IDENTITY = ("key",)
    ROLES = [
        ("head", _("head")),
        ("minister", _("minister")),
        ("contact", _("contact")),
        ("representative", _("representative")),
        ("attache", _("attaché")),
    ]

    key = models.SlugField(max_length=120, unique=True)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="offices")
    title_en = models.CharField(_("office in English"), max_length=200)
    title_fr = models.CharField(_("office in French"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=ROLES)
    location = models.CharField(_("place"), max_length=120, blank=True)
    starts_on = PartialDateField(verbose_name=_("from"))
    ends_on = PartialDateField(verbose_name=_("to"))
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)

    title = Bilingual("title")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("contact by office")
        verbose_name_plural = _("contacts by office")

    def __str__(self) -> str:
        return str(self.title)

    def is_over(self, day: str) -> bool:
        """Whether it had ended before a full ISO day; a month or year lasts to its last day."""
        return self.ends_on not in days.UNKNOWN and PartialDate(self.ends_on).last.isoformat() < day


class Tier(Cited):
    """One grade of an edition: core, key, emerging … with the tests a partner must meet."""

    IDENTITY = ("edition", "key")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="tiers")
    key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField(default=1)
    name_en = models.CharField(max_length=120)
    name_fr = models.CharField(max_length=120, blank=True)
    tests_en = models.TextField(blank=True)
    tests_fr = models.TextField(blank=True)

    name = Bilingual("name")
    tests = Bilingual("tests")

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="one_tier_of_a_key")]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def test_list(self) -> list[Text]:
        """The tests, one by one."""
        return sentences(self.tests)


class Standing(Cited):
    """Where a partner stands in an edition: its tier, whether it is in scope, on what evidence."""

    IDENTITY = ("edition", "partner")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="standings")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="standings")
    tier = models.ForeignKey(Tier, models.PROTECT, null=True, blank=True, related_name="standings")
    tier_gap = models.CharField(max_length=12, blank=True)
    position = models.PositiveSmallIntegerField(default=1)
    in_scope = models.BooleanField(_("in the scope of the edition"), default=True)
    tests_met_en = models.TextField(_("tests met, in English"), blank=True)
    tests_met_fr = models.TextField(_("tests met, in French"), blank=True)
    evidence_en = models.TextField(_("evidence in English"), blank=True)
    evidence_fr = models.TextField(_("evidence in French"), blank=True)

    tests_met = Bilingual("tests_met")
    evidence = Bilingual("evidence")

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [models.UniqueConstraint(fields=["edition", "partner"], name="one_standing_an_edition")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.tier or self.tier_gap}"

    @property
    def tier_name(self) -> str:
        """The tier’s name, the mark that stands in its place, or nothing."""
        return self.tier.name if self.tier else self.tier_gap


class Aim(Cited):
    """What we want with one partner under one edition."""

    IDENTITY = ("edition", "partner", "position")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="aims")
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="aims")
    position = models.PositiveSmallIntegerField(default=1)
    objective = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="aims", verbose_name=_("objective")
    )
    text_en = models.TextField(_("aim in English"), blank=True)
    text_fr = models.TextField(_("aim in French"), blank=True)

    text = Bilingual("text")

    class Meta:
        verbose_name = _("aim")
        verbose_name_plural = _("aims")
        constraints = [models.UniqueConstraint(fields=["edition", "partner", "position"], name="one_aim_a_place")]

    def __str__(self) -> str:
        return str(self.text)


class Presence(Cited):
    """That we have an officer in or for a partner; posts and positions are another room's."""

    IDENTITY = ("partner", "kind", "as_of")
    KINDS = [
        ("migration_integrity_officer", _("migration integrity officer")),
        ("liaison_officer", _("liaison officer")),
        ("intelligence_liaison_officer", _("intelligence liaison officer")),
        ("counsellor", _("counsellor")),
    ]

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="presences")
    kind = models.CharField(_("kind"), max_length=40, choices=KINDS)
    starts_on = PartialDateField(verbose_name=_("from"))
    ends_on = PartialDateField(verbose_name=_("to"))

    class Meta:
        verbose_name = _("officer presence")
        verbose_name_plural = _("officer presences")

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_kind_display()}"
