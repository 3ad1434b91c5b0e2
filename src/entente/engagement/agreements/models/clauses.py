"""What an instrument permits and obliges, clause by clause, as data that other rooms ask."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual
from entente.kit.days import PartialDateField

from .register import Agreement


class ClauseKind(models.TextChoices):
    PURPOSE = "purpose", _("purpose")
    ELEMENT = "element", _("data element")
    DIRECTION = "direction", _("direction")
    SECONDARY_USE = "secondary_use", _("secondary use")
    ONWARD_TRANSFER = "onward_transfer", _("onward transfer")
    RETENTION = "retention", _("retention")
    SECURITY = "security", _("security")
    NOTIFICATION = "notification", _("notification")
    AUDIT = "audit", _("audit")
    REVIEW = "review", _("review")
    NOTICE_PERIOD = "notice_period", _("period of notice")
    TERMINATION = "termination", _("termination")
    CAVEAT = "caveat", _("caveat")
    CHANNEL = "channel", _("channel")


class Purpose(models.TextChoices):
    """What information may be used for, as instruments of border agencies distinguish it."""

    CUSTOMS_ENFORCEMENT = "customs_enforcement", _("customs enforcement")
    IMMIGRATION_ENFORCEMENT = "immigration_enforcement", _("immigration enforcement")
    ADMISSIBILITY = "admissibility", _("admissibility")
    TRADE_FACILITATION = "trade_facilitation", _("trade facilitation")
    REVENUE = "revenue", _("revenue")
    SECURITY = "security", pgettext_lazy("purpose", "security")
    CRIMINAL_INVESTIGATION = "criminal_investigation", _("criminal investigation")
    STATISTICS = "statistics", _("statistics")
    REMOVAL = "removal", pgettext_lazy("purpose", "removal")
    PROGRAMME_ADMINISTRATION = "programme_administration", _("programme administration")
    EXPORT_CONTROL = "export_control", _("export control")
    INTELLECTUAL_PROPERTY = "intellectual_property", _("intellectual property")
    PUBLIC_HEALTH = "public_health", _("public health")
    TRAINING = "training", _("training and technical assistance")


class Element(models.TextChoices):
    """Kinds of information that pass between agencies."""

    IDENTITY = "identity", _("identity")
    BIOGRAPHIC = "biographic", _("biographic data")
    TRAVEL_DOCUMENT = "travel_document", _("travel document")
    BIOMETRIC = "biometric", _("biometric data")
    ITINERARY = "itinerary", _("itinerary")
    PASSENGER_NAME_RECORD = "passenger_name_record", _("passenger name record")
    DECLARATION = "declaration", pgettext_lazy("data element", "declaration")
    CARGO_MANIFEST = "cargo_manifest", _("cargo manifest")
    VALUATION = "valuation", _("valuation")
    SEIZURE = "seizure", _("seizure")
    COMPANY = "company", _("company")
    CONVEYANCE = "conveyance", _("conveyance")
    FINANCIAL = "financial", _("financial data")
    RISK_ASSESSMENT = "risk_assessment", _("risk assessment")
    MEMBERSHIP_STATUS = "membership_status", _("membership status")
    INTELLIGENCE_PRODUCT = "intelligence_product", _("intelligence product")
    STATISTICS = "statistics", _("statistics")
    METHOD = "method", _("methods and best practices")


class Direction(models.TextChoices):
    FROM_US = "from_us", _("from us")
    TO_US = "to_us", _("to us")
    BOTH = "both", _("both ways")


class Channel(models.TextChoices):
    """How information may travel."""

    WRITTEN = "written", _("in writing")
    VERBAL = "verbal", _("verbally, confirmed in writing")
    ELECTRONIC = "electronic", _("electronically, system to system")
    LIAISON_OFFICER = "liaison_officer", _("through a liaison officer")
    CENTRAL_AUTHORITY = "central_authority", _("through a central office")
    DIRECT = "direct", _("directly between offices")


CODES: dict[str, type[models.TextChoices]] = {
    ClauseKind.PURPOSE: Purpose,
    ClauseKind.ELEMENT: Element,
    ClauseKind.DIRECTION: Direction,
    ClauseKind.CHANNEL: Channel,
}
"""The list a clause of a kind takes its code from. The other kinds speak of an element, or of everything."""

CODE_LABELS = {code: label for listed in (Element, Purpose, Direction, Channel) for code, label in listed.choices}


class Permission(models.TextChoices):
    PERMITTED = "permitted", _("permitted")
    FORBIDDEN = "forbidden", _("forbidden")
    WITH_CONSENT = "with_consent", _("with consent")
    CONDITIONAL = "conditional", _("on conditions")


JUDGED = (
    ClauseKind.PURPOSE, ClauseKind.ELEMENT, ClauseKind.DIRECTION, ClauseKind.CHANNEL, ClauseKind.SECONDARY_USE,
    ClauseKind.ONWARD_TRANSFER,
)  # fmt: skip
"""Kinds that say whether something is permitted."""
TIMED = (ClauseKind.RETENTION, ClauseKind.NOTIFICATION, ClauseKind.REVIEW, ClauseKind.NOTICE_PERIOD)
"""Kinds that may give a length of time."""


class TimeUnit(models.TextChoices):
    DAYS = "days", _("days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


class Clause(Cited):
    """One thing an instrument says, in our own words, with the article that says it.

    ``code`` is what it speaks of: a purpose, an element, a direction or a channel, as its kind asks; for the
    other kinds an element it is limited to, or nothing. ``number`` and ``unit`` are a length of time. A clause
    without ``from_on`` counts from the instrument's own beginning; at the day ``to_on`` it no longer counts.
    """

    IDENTITY = ("agreement", "kind", "code", "article", "from_on")
    Kind = ClauseKind

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="clauses", verbose_name=_("instrument")
    )  # fmt: skip
    article = models.CharField(_("article"), max_length=60, blank=True)
    kind = models.CharField(_("what it is about"), max_length=20, choices=ClauseKind)
    code = models.CharField(_("what it speaks of"), max_length=40, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Permission, blank=True)
    number = models.PositiveIntegerField(_("length"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=6, choices=TimeUnit, blank=True)
    text_en = models.TextField(_("in our words, in English"), blank=True)
    text_fr = models.TextField(_("in our words, in French"), blank=True)
    from_on = PartialDateField(verbose_name=_("counts from"))
    to_on = PartialDateField(verbose_name=_("no longer counts on"))

    text = Bilingual("text")

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        indexes = [models.Index(fields=["kind", "code", "agreement"], name="clause_by_code")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "code", "article", "from_on"],
                name="one_clause_an_article",
                violation_error_message=_("This article already has a clause of this kind that counts from this day."),
            ),
            models.CheckConstraint(
                name="clause_length_has_its_unit",
                condition=Q(number__isnull=True, unit="") | (Q(number__isnull=False) & ~Q(unit="")),
                violation_error_message=_("Give the length together with its unit."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} {self.get_kind_display()} {self.get_code_display()}".strip()

    def get_code_display(self) -> str:
        """What the clause speaks of, in words; the empty string for everything."""
        listed = CODES.get(self.kind, Element)
        return str(listed(self.code).label) if self.code in listed.values else ""
