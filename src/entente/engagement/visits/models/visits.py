"""One visit of a foreign delegation, and the steps it took."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking, Rank, highest
from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.deadlines import due_day

PRE_BRIEF_DAYS = 5  # before the first day: who receives has read the book and may still ask
FEEDBACK_DAYS = 10  # after the last day: what was heard is still fresh


class State(models.TextChoices):
    REQUESTED = "requested", pgettext_lazy("visit", "requested")
    TRIAGE = "triage", _("in triage")
    ACCEPTED = "accepted", pgettext_lazy("visit", "accepted")
    DECLINED = "declined", pgettext_lazy("visit", "declined")
    CONSULTATION = "consultation", _("in consultation")
    PROGRAMME = "programme", _("programme in preparation")
    PRE_BRIEFED = "pre_briefed", _("ready, pre-brief held")
    UNDER_WAY = "under_way", _("under way")
    FEEDBACK = "feedback", _("over, feedback awaited")
    FOLLOW_UP = "follow_up", _("report and follow-up")
    CLOSED = "closed", pgettext_lazy("visit", "closed")
    CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")


AHEAD = (State.ACCEPTED, State.CONSULTATION, State.PROGRAMME, State.PRE_BRIEFED)
"""States of a visit that will take place."""
BEGUN = (State.UNDER_WAY, State.FEEDBACK, State.FOLLOW_UP, State.CLOSED)
"""States of a visit that took place or does."""
ENDED = (State.DECLINED, State.CLOSED, State.CANCELLED)
"""States in which nothing is asked any more."""


class Coordinator(models.TextChoices):
    INTERNATIONAL_AFFAIRS = "international_affairs", _("International Affairs")
    LEAD_BRANCH = "lead_branch", _("the lead branch")


class VisitQuerySet(models.QuerySet["Visit"]):
    def between(self, first: Any, last: Any) -> "VisitQuerySet":
        """Visits of which at least one day falls in a period, both ends included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Visit(models.Model):
    """A foreign delegation that asks to come, comes, and is heard of afterwards.

    ``level`` is the highest rank among the visitors and ``coordinator`` what the last routing says; both follow from
    other rows and are kept for lists.
    """

    State = State

    key = models.SlugField(max_length=20, unique=True)  # VIS-2026-0001
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("delegation of"))
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    purpose_en = models.TextField(_("what it is about, in English"), blank=True)
    purpose_fr = models.TextField(_("what it is about, in French"), blank=True)
    requester_en = models.CharField(_("asked for by, in English"), max_length=200, blank=True)
    requester_fr = models.CharField(_("asked for by, in French"), max_length=200, blank=True)
    requested_on = models.DateField(_("asked for on"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    city_en = models.CharField(_("city in English"), max_length=100, blank=True)
    city_fr = models.CharField(_("city in French"), max_length=100, blank=True)
    zone = models.CharField(_("time zone of the place"), max_length=40, default="America/Toronto")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead branch")
    )
    host = models.CharField(_("received by"), max_length=20, choices=Rank, blank=True)
    officer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("officer in charge")
    )
    media_plan_en = models.TextField(_("media plan in English"), blank=True)
    media_plan_fr = models.TextField(_("media plan in French"), blank=True)
    media_outcome_en = models.TextField(_("what the media said, in English"), blank=True)
    media_outcome_fr = models.TextField(_("what the media said, in French"), blank=True)
    security_note = models.TextField(_("security note"), blank=True)
    security_marking = models.CharField(
        _("marking of the security note"), max_length=20, choices=Marking, default=Marking.PROTECTED_A
    )
    level = models.CharField(_("level"), max_length=20, choices=Rank, blank=True, editable=False)
    level_place = models.PositiveSmallIntegerField(default=0, editable=False)  # the level's place on the ladder
    coordinator = models.CharField(
        _("coordinated by"),
        max_length=25,
        choices=Coordinator,
        blank=True,
        editable=False,
    )
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.REQUESTED)
    pre_briefed_on = models.DateField(_("pre-brief held on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)  # goes up with every change a calendar must hear of
    changed_at = models.DateTimeField()
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    purpose = Bilingual("purpose")
    requester = Bilingual("requester")
    city = Bilingual("city")
    media_plan = Bilingual("media_plan")
    media_outcome = Bilingual("media_outcome")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.CheckConstraint(
                name="visit_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
            models.CheckConstraint(
                name="visit_has_a_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            ),
        ]
        indexes = [
            models.Index(fields=["marking", "starts_on", "id"], name="visit_list"),
            models.Index(fields=["partner", "starts_on"], name="visit_by_partner"),
            models.Index(fields=["state", "starts_on"], name="visit_by_state"),
            models.Index(fields=["changed_at"], name="visit_changed"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("visits:visit", args=[self.key])

    @property
    def pre_brief_due(self) -> date:
        """The last day for the pre-brief."""
        return due_day(self.starts_on, -PRE_BRIEF_DAYS)

    @property
    def feedback_due(self) -> date:
        """The day by which visitors and hosts are heard."""
        return due_day(self.ends_on, FEEDBACK_DAYS)

    @property
    def kept_as(self) -> str:
        """The marking that protects it: its own or that of its partner, whichever is higher. Reads ``partner``."""
        return highest([self.marking, self.partner.marking])


class Step(models.Model):
    """A step a visit took, who took it and why. Rows are only added: no reason is ever lost."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20)
    before = models.CharField(max_length=60, blank=True)  # the state before, or the days before
    after = models.CharField(max_length=60, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.move}"
