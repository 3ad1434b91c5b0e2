"""What a visit is about, and who coordinates it, by which rule and on what evidence."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Edition, Element, RegionalPage
from entente.foundation.people.models import Unit
from entente.kit.bilingual import Bilingual

from .visits import Coordinator, Visit


class Topic(models.Model):
    """A subject of the talks: the branches it concerns and what in the framework it serves."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="topics")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("branches concerned"))
    elements = models.ManyToManyField(
        Element, blank=True, related_name="+", verbose_name=_("objectives and priorities served")
    )
    bodies = models.ManyToManyField(Body, blank=True, related_name="+", verbose_name=_("forums where it is treated"))
    regions = models.ManyToManyField(RegionalPage, blank=True, related_name="+", verbose_name=_("regional priorities"))

    title = Bilingual("title")

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                name="topic_has_a_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)


class Routing(models.Model):
    """Who coordinates, as the rule found it or as somebody overruled it. Rows are only added; the last one stands.

    The three tests are kept with the evidence they had: pairs of words in both languages. ``met`` is what the rule
    says, ``coordinator`` what stands; they differ only where somebody overruled, with a ``reason``.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="routings")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("edition")
    )
    senior = models.BooleanField(_("senior level"))
    crosscutting = models.BooleanField(_("cross-cutting issues"))
    linked = models.BooleanField(_("linked to the framework"))
    evidence = models.JSONField(default=dict)  # {"senior": [{"en": …, "fr": …}], "crosscutting": …, "linked": …}
    coordinator = models.CharField(_("coordinated by"), max_length=25, choices=Coordinator)
    overruled = models.BooleanField(_("overruled"), default=False)
    reason = models.TextField(_("reason"), blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("routing")
        verbose_name_plural = _("routings")
        constraints = [
            models.CheckConstraint(
                name="routing_is_overruled_for_a_reason",
                condition=Q(overruled=False) | ~Q(reason=""),
                violation_error_message=_("Give the reason for this step."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.coordinator}"

    @property
    def by_the_rule(self) -> str:
        """Who coordinates by the three tests alone."""
        met = self.senior and self.crosscutting and self.linked
        return (Coordinator.INTERNATIONAL_AFFAIRS if met else Coordinator.LEAD_BRANCH).value
