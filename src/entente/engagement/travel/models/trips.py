"""Trips: one person, one journey, one authority, and what it needs before it starts."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.foundation.reference.models import Country

from .quarters import Traveller
from .reports import Report


class TripState(models.TextChoices):
    DRAFT = "draft", _("authority not asked for yet")
    REQUESTED = "requested", _("authority asked for")
    AUTHORISED = "authorised", _("authorised")
    RETURNED = "returned", _("returned")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")


class Trip(models.Model):
    """The journey of one approved traveller and its individual authority."""

    State = TripState

    key = models.SlugField(max_length=20, unique=True)  # TRP-2026-0001
    traveller = models.OneToOneField(Traveller, models.PROTECT, related_name="trip")
    person = models.ForeignKey(Person, models.PROTECT, related_name="trips", verbose_name=_("traveller"))
    starts_on = models.DateField(_("leaves on"))
    ends_on = models.DateField(_("returns on"))
    state = models.CharField(_("state"), max_length=12, choices=TripState, default=TripState.DRAFT)
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="trips", verbose_name=_("trip report")
    )
    authorised_at = models.DateTimeField(null=True, blank=True)
    overlap_reason = models.TextField(_("why it overlaps another trip"), blank=True)
    absence_reason = models.TextField(_("why an absence does not stand in the way"), blank=True)
    # What these reasons were given about; what came later is asked about anew. None: from before this was kept.
    overlaps_explained = models.JSONField(null=True, blank=True, editable=False)
    absences_explained = models.JSONField(null=True, blank=True, editable=False)
    exception_reason = models.TextField(_("why it goes past a limit"), blank=True)
    variance_reason = models.TextField(_("why it cost more or less than estimated"), blank=True)
    state_reason = models.TextField(_("why it stands so"), blank=True)  # of the last negative step; others: trail
    asked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked for by")
    )
    revision = models.PositiveIntegerField(default=0)  # goes up with every change a calendar or decider must hear of
    changed_at = models.DateTimeField()
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)

    class Meta:
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        constraints = [
            models.CheckConstraint(
                name="trip_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            )
        ]
        indexes = [
            models.Index(fields=["person", "starts_on", "ends_on"], name="trip_by_person"),
            models.Index(fields=["state", "starts_on", "id"], name="trip_list"),
        ]

    today: date | None = None
    """No column: the day on which rules judge it, set by whoever asks them."""

    def __str__(self) -> str:
        return f"{self.key}, {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("travel:trip", args=[self.key])

    @property
    def days(self) -> int:
        """How many days it lasts, both ends counted."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def office(self) -> Unit:
        """The office whose head answers first: the traveller’s own, else the branch that proposed the delegation."""
        return self.traveller.unit or self.person.unit or self.traveller.proposal.unit

    @property
    def is_exception(self) -> bool:
        """Whether it was not on the approved list or goes past a limit: then the head of the agency answers last."""
        return self.traveller.proposal.exception or bool(self.exception_reason)


class Step(models.Model):
    """One step of an authority: an office's head, or who holds the head's authority on that day. Kept for good.

    A return or refusal begins a new ``round``; the steps of the rounds before stay as they were answered.
    """

    ANSWERS = [
        ("waiting", _("waiting")),
        ("approved", _("approved")),
        ("returned", _("returned")),
        ("refused", _("refused")),
        ("skipped", _("skipped")),
        ("lapsed", _("no longer asked")),
    ]

    SKIPPED = [
        ("travels", _("travels with the delegation")),
        ("vacant", _("the office has no head on that day")),
        ("away", _("away, with nobody acting")),
        ("above", _("answers for a higher office, too")),
    ]

    trip = models.ForeignKey(Trip, models.PROTECT, related_name="steps")
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("office"))
    head = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("head"))
    decider = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=ANSWERS, default="waiting")
    skipped_because = models.CharField(_("skipped because"), max_length=20, blank=True, choices=SKIPPED)
    asked_at = models.DateTimeField(null=True, blank=True)  # when its turn came
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step of an authority")
        verbose_name_plural = _("steps of an authority")
        constraints = [
            models.UniqueConstraint(fields=["trip", "round", "position"], name="one_step_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.trip_id}: {self.unit}"


class Formality(models.Model):
    """A passport or visa task of a traveller. Only the expiry date is kept: no number, no scan."""

    KINDS = [("passport", _("passport")), ("visa", _("visa"))]
    STATES = [
        ("needed", _("to be checked")),
        ("applied", _("applied for")),
        ("held", _("held")),
        ("not_needed", _("not needed")),
    ]

    person = models.ForeignKey(Person, models.PROTECT, related_name="formalities", verbose_name=_("traveller"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    trip = models.ForeignKey(
        Trip, models.SET_NULL, null=True, blank=True, related_name="formalities", verbose_name=_("trip")
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES, default="needed")
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("passport or visa task")
        verbose_name_plural = _("passport and visa tasks")
        constraints = [
            models.UniqueConstraint(
                fields=["trip"],
                name="one_passport_task_a_trip",
                condition=Q(kind="passport", trip__isnull=False),
                violation_error_message=_("This trip has this task already."),
            ),
            models.UniqueConstraint(
                fields=["trip", "country"],
                name="one_visa_task_a_trip_and_country",
                condition=Q(kind="visa", trip__isnull=False),
                violation_error_message=_("This trip has this task already."),
            ),
            models.CheckConstraint(
                name="held_until_a_day",
                condition=~Q(state="held") | Q(expires_on__isnull=False),
                violation_error_message=_("Say until when it is valid."),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="formality_list"),
            models.Index(fields=["person", "kind", "expires_on"], name="formality_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("travel:formality", args=[self.pk])


class Ceiling(models.Model):
    """What one trip may cost us without the head of the agency, from a day on. Kept by International Affairs."""

    amount = models.DecimalField(_("most for one trip, in CAD"), max_digits=10, decimal_places=2)
    starts_on = models.DateField(_("from"), unique=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("set by"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ceiling of a trip")
        verbose_name_plural = _("ceilings of a trip")
        constraints = [
            models.CheckConstraint(
                name="ceiling_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("A ceiling is more than nothing."),
            ),
            models.CheckConstraint(
                name="ceiling_ends_after_it_begins",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount}, {self.starts_on}"
