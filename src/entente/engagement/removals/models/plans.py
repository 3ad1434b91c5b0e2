"""The plan by which a country is engaged: what is to be reached, by what, by whom, by when; and every turn it took."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person
from entente.kit.bilingual import Bilingual

from .files import CountryFile, long_text


class State(models.TextChoices):
    DRAFTED = "drafted", _("drafted")
    CONSULTED = "consulted", _("under consultation")
    APPROVED = "approved", pgettext_lazy("plan", "approved")
    ACTIVE = "active", _("active")
    REVIEWED = "reviewed", pgettext_lazy("plan", "reviewed")
    GIVEN_UP = "given_up", _("given up")


LIVING = (State.DRAFTED, State.CONSULTED, State.APPROVED, State.ACTIVE)
"""States in which a plan still asks for something."""


class ItemState(models.TextChoices):
    OPEN = "open", pgettext_lazy("item of a plan", "open")
    DONE = "done", pgettext_lazy("item of a plan", "done")
    DROPPED = "dropped", pgettext_lazy("item of a plan", "dropped")


class Plan(models.Model):
    """A removals and repatriation engagement plan for one country."""

    State = State

    key = models.SlugField(max_length=20, unique=True)  # REM-2026-0001
    file = models.ForeignKey(CountryFile, models.PROTECT, related_name="plans", verbose_name=_("country file"))
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    aim_en = long_text(_("what it is to reach, in English"))
    aim_fr = long_text(_("what it is to reach, in French"))
    lead = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("lead"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    drafted_on = models.DateField(_("drafted on"))
    review_on = models.DateField(_("to be reviewed by"), null=True, blank=True)
    outcome_en = long_text(_("what came of it, in English"))
    outcome_fr = long_text(_("what came of it, in French"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFTED)
    changed_at = models.DateTimeField(auto_now=True)

    title = Bilingual("title")
    aim = Bilingual("aim")
    outcome = Bilingual("outcome")

    class Meta:
        verbose_name = _("engagement plan")
        verbose_name_plural = _("engagement plans")
        constraints = [
            models.CheckConstraint(
                name="removals_plan_has_a_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            ),
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(state="active"),
                name="removals_one_active_plan",
                violation_error_message=_("This country has an active plan already."),
            ),
        ]
        indexes = [models.Index(fields=["file", "state"], name="removals_plan_by_file")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("removals:plan", args=[self.key])

    @property
    def is_living(self) -> bool:
        """Whether it still asks for something."""
        return self.state in LIVING


class Item(models.Model):
    """One thing a plan sets out to do, with who leads it and by when."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items", verbose_name=_("engagement plan"))
    text_en = long_text(_("what is to be done, in English"))
    text_fr = long_text(_("what is to be done, in French"))
    lead = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead in the agency")
    )
    department = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department that leads")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.OPEN)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    result_en = long_text(_("what came of it, in English"))
    result_fr = long_text(_("what came of it, in French"))

    text = Bilingual("text")
    result = Bilingual("result")

    class Meta:
        verbose_name = _("item of a plan")
        verbose_name_plural = _("items of plans")
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return str(self.text)


class Turn(models.Model):
    """One move of a plan: from what to what, when, by whom, and why where it is a step back."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="turns")
    move = models.CharField(max_length=20)
    before = models.CharField(max_length=10, choices=State)
    after = models.CharField(max_length=10, choices=State)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = long_text(_("reason"))

    class Meta:
        verbose_name = _("turn of a plan")
        verbose_name_plural = _("turns of plans")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
