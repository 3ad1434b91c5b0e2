"""Standing for a chair or another seat: ours, from the call to the report at the end of the term, and partners'."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual, SortKeyField

from .bodies import Body, Seat


class Side(models.TextChoices):
    OURS = "ours", _("ours")
    THEIRS = "theirs", _("a partner’s")


class CandidacyState(models.TextChoices):
    CALLED = "called", _("open")
    PROPOSED = "proposed", _("with the vice-president")
    APPROVED = "approved", pgettext_lazy("candidacy", "approved")
    REFUSED = "refused", pgettext_lazy("candidacy", "refused")
    LODGED = "lodged", pgettext_lazy("candidacy", "lodged")
    SUPPORTED = "supported", _("we support it")
    NOT_SUPPORTED = "not_supported", _("we do not support it")
    WON = "won", pgettext_lazy("candidacy", "won")
    LOST = "lost", pgettext_lazy("candidacy", "lost")
    WITHDRAWN = "withdrawn", pgettext_lazy("candidacy", "withdrawn")
    REPORTED = "reported", _("term reported on")


STANDING = (CandidacyState.CALLED, CandidacyState.PROPOSED, CandidacyState.APPROVED, CandidacyState.LODGED)
"""States in which a candidacy of ours still asks for something before its result."""
PRESENTED = (CandidacyState.LODGED, CandidacyState.WON, CandidacyState.LOST, CandidacyState.REPORTED)
"""States that a candidacy of ours reaches only after approval, with the President informed."""

REPORT_FROM = 60  # days before the end of a term; its holder may write the report before handing over
WARNS_WITHIN = 30  # days before a call closes or a term ends: from then on it waits for somebody


class Candidacy(models.Model):
    """A call for a seat, and somebody who stands for it: we, or a partner who asks for our support."""

    State = CandidacyState

    key = models.SlugField(max_length=20, unique=True)  # CAN-2026-0001
    side = models.CharField(_("whose"), max_length=10, choices=Side, default=Side.OURS)
    body = models.ForeignKey(Body, models.PROTECT, related_name="candidacies", verbose_name=_("body"))
    kind = models.CharField(_("seat"), max_length=20, choices=Seat.KINDS, default="chair")
    title_en = models.CharField(_("title of the seat in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title of the seat in French"), max_length=200, blank=True)
    candidate = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("candidate"))
    called_on = models.DateField(_("called on"))
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead branch")
    )
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead"))
    rationale_en = models.TextField(_("rationale in English"), blank=True)
    rationale_fr = models.TextField(_("rationale in French"), blank=True)
    returns_en = models.TextField(_("expected returns in English"), blank=True)
    returns_fr = models.TextField(_("expected returns in French"), blank=True)
    trips = models.PositiveSmallIntegerField(_("further trips a year"), null=True, blank=True)
    travel = models.DecimalField(
        _("further travel a year, in CAD"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=15, choices=CandidacyState, default=CandidacyState.CALLED)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    informed_on = models.DateField(_("President informed on"), null=True, blank=True)
    lodged_on = models.DateField(_("lodged on"), null=True, blank=True)
    decided_on = models.DateField(_("result of"), null=True, blank=True)
    term_starts_on = models.DateField(_("term from"), null=True, blank=True)
    term_ends_on = models.DateField(_("term to"), null=True, blank=True)
    seat = models.OneToOneField(Seat, models.PROTECT, null=True, blank=True, related_name="candidacy")
    report_en = models.TextField(_("report in English"), blank=True)
    report_fr = models.TextField(_("report in French"), blank=True)
    reported_on = models.DateField(_("reported on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)  # goes up with every change a calendar must hear of
    changed_at = models.DateTimeField()
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    rationale = Bilingual("rationale")
    returns = Bilingual("returns")
    report = Bilingual("report")

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        constraints = [
            models.CheckConstraint(
                name="candidacy_stands_by_approval",
                condition=~Q(side="ours", state__in=["lodged", "won", "lost", "reported"])
                | Q(approved_at__isnull=False, informed_on__isnull=False),
                violation_error_message=_(
                    "No candidacy of ours is lodged before the vice-president approved it and the President was "
                    "informed."
                ),
            ),
            models.CheckConstraint(
                name="candidacy_term_ends_after_it_begins",
                condition=Q(term_ends_on__isnull=True)
                | Q(term_starts_on__isnull=True)
                | Q(term_ends_on__gte=F("term_starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
        ]
        indexes = [
            models.Index(fields=["marking", "closes_on", "id"], name="candidacy_list"),
            models.Index(fields=["state", "closes_on"], name="candidacy_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.body}"

    def get_absolute_url(self) -> str:
        return reverse("forums:candidacy", args=[self.key])

    @property
    def name(self) -> Any:
        """The title of the seat, or its kind where it has none."""
        return self.title or self.get_kind_display()

    @property
    def is_ours(self) -> bool:
        """Whether it is we who stand."""
        return self.side == Side.OURS


class Step(models.Model):
    """One step in the life of a candidacy, with what was said. Steps are only ever added."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=15, choices=CandidacyState, blank=True)
    after = models.CharField(max_length=15, choices=CandidacyState)
    comment = models.TextField(_("comment"), blank=True)
    by = models.CharField(max_length=150)
    behalf = models.CharField(max_length=150, blank=True)  # whose authority it was, where it was another's
    paper = models.JSONField(default=dict, blank=True)  # the proposal as it was handed in, field by field
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step of a candidacy")
        verbose_name_plural = _("steps of candidacies")

    def __str__(self) -> str:
        return f"{self.candidacy_id}: {self.verb}"
