"""A series of meetings, and one session of a body or one meeting with a partner."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Element
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking, Rank
from entente.foundation.reference.models import Country
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual, SortKeyField


class Recurrence(models.TextChoices):
    ONCE = "once", _("once")
    ANNUAL = "annual", _("once a year")
    TWICE_A_YEAR = "twice_a_year", _("twice a year")
    QUARTERLY = "quarterly", _("every quarter")
    MONTHLY = "monthly", _("every month")


class Series(models.Model):
    """Meetings that follow each other: the sessions of a body, the regular talks with a partner, a table at home."""

    key = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    recurrence = models.CharField(_("meets"), max_length=15, choices=Recurrence, default=Recurrence.ANNUAL)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office of primary interest")
    )
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")

    class Meta:
        verbose_name = _("series of meetings")
        verbose_name_plural = _("series of meetings")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:series", args=[self.key])


class State(models.TextChoices):
    FORECAST = "forecast", pgettext_lazy("meeting", "forecast")
    CONFIRMED = "confirmed", pgettext_lazy("meeting", "confirmed")
    HELD = "held", pgettext_lazy("meeting", "held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")


class Attendance(models.TextChoices):
    """Whether we go."""

    UNDECIDED = "undecided", _("to be decided")
    ATTEND = "attend", _("we attend")
    SKIP = "skip", _("we do not attend")


class Form(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    HYBRID = "hybrid", _("in person and on line")
    ON_LINE = "on_line", _("on line")


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def between(self, first: Any, last: Any) -> "MeetingQuerySet":
        """Meetings of which at least one day falls in a period, both ends included."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)


class Meeting(Cited):
    """One session of a body or one meeting with a partner, from forecast to minutes."""

    State = State

    key = models.SlugField(max_length=20, unique=True)  # MTG-2026-0001
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("series")
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    number = models.CharField(_("number of the session"), max_length=20, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    starts_at = models.TimeField(_("begins at"), null=True, blank=True)  # local time of the place
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    zone = models.CharField(_("time zone of the place"), max_length=40, default="America/Toronto")
    city_en = models.CharField(_("city in English"), max_length=100, blank=True)
    city_fr = models.CharField(_("city in French"), max_length=100, blank=True)
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    form = models.CharField(_("form"), max_length=10, choices=Form, default=Form.IN_PERSON)
    level = models.CharField(_("level"), max_length=20, choices=Rank, default=Rank.EXPERT)
    host = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office of primary interest")
    )
    objectives = models.ManyToManyField(Element, blank=True, related_name="+", verbose_name=_("objectives served"))
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("follows")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.FORECAST)
    attendance = models.CharField(_("do we go"), max_length=10, choices=Attendance, default=Attendance.UNDECIDED)
    attendance_reason = models.TextField(_("why"), blank=True)
    attendance_by = models.CharField(max_length=150, blank=True)
    attendance_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)
    purpose_en = models.TextField(_("what it is about, in English"), blank=True)
    purpose_fr = models.TextField(_("what it is about, in French"), blank=True)
    revision = models.PositiveIntegerField(default=0)  # goes up with every change a calendar must hear of
    changed_at = models.DateTimeField()
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    city = Bilingual("city")
    purpose = Bilingual("purpose")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                name="meeting_ends_after_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
            models.CheckConstraint(
                name="meeting_is_skipped_for_a_reason",
                condition=~Q(attendance="skip") | ~Q(attendance_reason=""),
                violation_error_message=_("Say why we do not attend."),
            ),
        ]
        indexes = [
            models.Index(fields=["marking", "starts_on", "id"], name="meeting_list"),
            models.Index(fields=["body", "starts_on"], name="meeting_by_body"),
            models.Index(fields=["partner", "starts_on"], name="meeting_by_partner"),
            models.Index(fields=["changed_at"], name="meeting_changed"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.key])

    @property
    def days(self) -> int:
        """How many days it lasts, both ends counted."""
        return (self.ends_on - self.starts_on).days + 1

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.ends_on < today
