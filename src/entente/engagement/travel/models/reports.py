"""Trip reports: due fifteen days after the meeting, versioned, with a protected and a public part.

Source: framework 2008, section 3B (mandatory within 15 days of the meeting's completion).
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Case, DateField, DateTimeField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings.models import Meeting
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.foundation.reference.queries import deadline
from entente.kit.bilingual import Bilingual
from entente.kit.deadlines import CALENDAR, Deadline

from .quarters import Proposal


class Told(models.Model):
    """What a trip report says. Everything but the public part is protected by the report's marking."""

    MET = [("yes", _("yes")), ("partly", _("in part")), ("no", _("no"))]
    NEXT = [("yes", _("yes")), ("smaller", _("yes, with fewer people")), ("on_line", _("on line")), ("no", _("no"))]

    purpose_met = models.CharField(_("was the purpose met"), max_length=10, choices=MET, blank=True)
    summary_en = models.TextField(_("what happened, in English"), blank=True)
    summary_fr = models.TextField(_("what happened, in French"), blank=True)
    decisions_en = models.TextField(_("decisions, in English"), blank=True)
    decisions_fr = models.TextField(_("decisions, in French"), blank=True)
    positions_en = models.TextField(_("positions taken and by whom, in English"), blank=True)
    positions_fr = models.TextField(_("positions taken and by whom, in French"), blank=True)
    contacts_en = models.TextField(_("contacts met, in English"), blank=True)
    contacts_fr = models.TextField(_("contacts met, in French"), blank=True)
    evidence_en = models.TextField(_("evidence for indicators, in English"), blank=True)
    evidence_fr = models.TextField(_("evidence for indicators, in French"), blank=True)
    follow_up_en = models.TextField(_("follow-up, in English"), blank=True)
    follow_up_fr = models.TextField(_("follow-up, in French"), blank=True)
    value_en = models.TextField(_("value for money, in English"), blank=True)
    value_fr = models.TextField(_("value for money, in French"), blank=True)
    attend_next = models.CharField(_("attend next time"), max_length=10, choices=NEXT, blank=True)
    attend_next_reason = models.TextField(_("why"), blank=True)
    public_en = models.TextField(_("public part in English"), blank=True)
    public_fr = models.TextField(_("public part in French"), blank=True)
    public_none = models.TextField(_("why there is no public part"), blank=True)

    summary = Bilingual("summary")
    decisions = Bilingual("decisions")
    positions = Bilingual("positions")
    contacts = Bilingual("contacts")
    evidence = Bilingual("evidence")
    follow_up = Bilingual("follow_up")
    value = Bilingual("value")
    public = Bilingual("public")

    class Meta:
        abstract = True

    def telling(self) -> dict[str, str]:
        """Everything it says, by field."""
        return {name: getattr(self, name) for name in TOLD}


PAIRS = ("summary", "decisions", "positions", "contacts", "evidence", "follow_up", "value", "public")
"""What is told in two languages, in the order in which it is asked and read."""
TOLD = tuple(field.name for field in Told._meta.local_fields)
"""Every field that a report and its versions share."""


class ReportState(models.TextChoices):
    DUE = "due", _("due")
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    LAPSED = "lapsed", _("no longer owed")


OWED = (ReportState.DUE, ReportState.DRAFT, ReportState.RETURNED)
"""States in which the traveller owes the report."""


NEVER_HANDED_IN = Q(submitted_at__isnull=True)
CALLED_OFF = NEVER_HANDED_IN & Q(meeting__state=Meeting.State.CANCELLED)
"""Never handed in, and its meeting was cancelled: nobody owes it, be it that the house has not said so yet."""


def deadline_of(meeting: Any) -> Deadline:
    """When the report on a meeting is due: so many days after its last day, as the settings count."""
    return _after(meeting.ends_on)


def _after(day: date) -> Deadline:
    return deadline(day, settings.ENTENTE_REPORT_DAYS, counting=settings.ENTENTE_REPORT_COUNTING)


class ReportQuerySet(models.QuerySet["Report"]):
    def owed(self) -> "ReportQuerySet":
        """Reports that are still owed. Once a version was accepted nothing is, whatever becomes of a correction."""
        return self.filter(state__in=OWED, accepted_version=0).exclude(CALLED_OFF)

    def timed(self) -> "models.QuerySet[Any]":
        """Each with its ``due_day``, which conditions and orders ask for, as ``Report.due`` says it to pages.

        It follows the meeting of a report that was never handed in. No query where calendar days are counted, else one.
        """
        if settings.ENTENTE_REPORT_COUNTING == CALENDAR:
            last = ExpressionWrapper(F("meeting__ends_on") + timedelta(settings.ENTENTE_REPORT_DAYS), DateTimeField())
            running: Any = [When(NEVER_HANDED_IN, then=Cast(last, DateField()))]
        else:
            waiting = self.model._default_manager.filter(NEVER_HANDED_IN).order_by()
            days = waiting.values_list("meeting__ends_on", flat=True).distinct()
            running = [When(NEVER_HANDED_IN, meeting__ends_on=day, then=Value(_after(day).day)) for day in days]
        return self.annotate(due_day=Case(*running, default=F("due_on"), output_field=DateField()))

    def handed_in(self) -> "ReportQuerySet":
        """Reports of which a version was handed in and did not come back."""
        return self.filter(Q(state__in=(ReportState.SUBMITTED, ReportState.ACCEPTED)) | Q(accepted_version__gt=0))


class Report(Told):
    """The report of one branch's delegation to one meeting: the working text. What was handed in is a ``Version``.

    Who writes sees the working text; everybody else reads versions. ``submitted_on`` is the local day on which it was
    first handed in: compliance is measured by it and nothing moves it. ``due_on`` is the day the delegation was told
    last, and from then on the day it was due; ask ``due``, which follows the meeting until then.
    """

    State = ReportState

    key = models.SlugField(max_length=20, unique=True)  # RPT-2026-0001
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="report")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", verbose_name=_("meeting"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("to be written by"))
    office = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office of the author")
    )  # held at that time: people move on
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=ReportState, default=ReportState.DUE)
    submitted_at = models.DateTimeField(null=True, blank=True)  # first time
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("accepted by")
    )
    accepted_version = models.PositiveSmallIntegerField(_("accepted version"), default=0)  # 0: none yet
    revision = models.PositiveIntegerField(default=0)  # two people editing: who comes second is told
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("trip report")
        verbose_name_plural = _("trip reports")
        constraints = [
            models.CheckConstraint(
                name="accepted_report_has_a_version", condition=~Q(state="accepted") | Q(accepted_version__gt=0)
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], name="report_by_due_day"),
            models.Index(fields=["state", "due_on", "id"], name="report_list"),
            models.Index(fields=["meeting", "state"], name="report_by_meeting"),
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("travel:report", args=[self.key])

    @property
    def due(self) -> date:
        """The day it is due: that of its meeting as it stands now, until it is handed in."""
        return self.due_on if self.submitted_at else deadline_of(self.meeting).day

    @property
    def is_owed(self) -> bool:
        """Whether it is still owed."""
        called_off = self.submitted_at is None and self.meeting.state == Meeting.State.CANCELLED
        return self.state in OWED and not self.accepted_version and not called_off

    @property
    def is_late(self) -> bool:
        """Whether it was first handed in after its day. Nothing heals that."""
        return bool(self.submitted_on and self.submitted_on > self.due)

    def days_late(self, today: Any) -> int:
        """Days since its day, until it was handed in or until today; negative before, 0 on the day itself."""
        return int(((self.submitted_on or today) - self.due).days)


class Version(Told):
    """A report as it was handed in, frozen. A correction after acceptance is a further version with its reason."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    reason = models.TextField(_("reason of the correction"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a trip report")
        verbose_name_plural = _("versions of trip reports")
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_report_version_a_number")]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"


class Remark(models.Model):
    """A word on a report by who returned, accepted or read it. Kept for good."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="remarks")
    version = models.PositiveSmallIntegerField(default=0)  # 0: before the first version
    move = models.CharField(max_length=10, blank=True)  # the step it came with, if any
    text = models.TextField(_("remark"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.text[:60]


class Born(models.Model):
    """The commitment that a report brought home."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="born")
    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("commitment of a report")
        verbose_name_plural = _("commitments of reports")

    def __str__(self) -> str:
        return f"{self.report}: {self.commitment}"
