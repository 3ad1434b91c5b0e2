"""When the House of Commons sits: its sessions, the calendars that were published, the days themselves."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class HouseSession(models.Model):
    """One session of a Parliament: from its opening to the prorogation or dissolution that ends it.

    While ``ended_on`` is empty the session goes on. The day of the end is the last day the session may sit on.
    """

    PROROGUED, DISSOLVED = "prorogued", "dissolved"
    ENDINGS = [(PROROGUED, _("prorogation")), (DISSOLVED, _("dissolution"))]

    parliament = models.PositiveSmallIntegerField(_("Parliament"))
    number = models.PositiveSmallIntegerField(_("session"))
    opened_on = models.DateField(_("opened on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=10, choices=ENDINGS, blank=True)

    class Meta:
        verbose_name = _("session of Parliament")
        verbose_name_plural = _("sessions of Parliament")
        constraints = [
            models.UniqueConstraint(
                fields=["parliament", "number"],
                name="one_session_a_number",
                violation_error_message=_("This session of this Parliament is already recorded."),
            ),
            models.CheckConstraint(
                name="session_ends_as_it_was_ended",
                condition=Q(ended_on__isnull=True, ending="") | Q(ended_on__isnull=False) & ~Q(ending=""),
                violation_error_message=_("A session that ended was prorogued or dissolved, on a day."),
            ),
            models.CheckConstraint(
                name="session_ends_after_it_opened",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")),
                violation_error_message=_("A session cannot end before it opened."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.parliament}-{self.number}"


class SittingCalendar(models.Model):
    """What a source said of a period: every sitting day in it is known, and no other day is one.

    A later calendar for the same days takes their place; the earlier one stays as the record of what was said.
    """

    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"))
    source = models.CharField(_("source"), max_length=200)
    address = models.URLField(_("public address of the source"), blank=True)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("sitting calendar")
        verbose_name_plural = _("sitting calendars")
        constraints = [
            models.CheckConstraint(
                name="calendar_ends_after_it_begins",
                condition=Q(last_on__gte=F("first_on")),
                violation_error_message=_("A calendar cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_on.isoformat()}/{self.last_on.isoformat()}"


class SittingDay(models.Model):
    """A day on which the House sits or sat, and the calendar that says so."""

    day = models.DateField(_("sitting day"), unique=True)
    calendar = models.ForeignKey(SittingCalendar, models.PROTECT, related_name="days")

    class Meta:
        verbose_name = _("sitting day")
        verbose_name_plural = _("sitting days")

    def __str__(self) -> str:
        return str(self.day.isoformat())
