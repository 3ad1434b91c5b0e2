"""The risk that somebody is mistreated: one baseline for all desks, mitigations beside it, questions that went up."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.partners.models import Partner
from entente.foundation.people.roles import Marking, Rank
from entente.kit.bilingual import Bilingual

from .exchanges import Exchange
from .vocabulary import Level


class Baseline(models.Model):
    """How great the risk is with a country or an entity, from a day on, before anything is done about it.

    Rows are only added: the last that begins by a day stands, the same for every desk. Nothing that lowers the risk
    stands here.
    """

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("country or entity"))
    level = models.CharField(_("baseline"), max_length=12, choices=Level)
    starts_on = models.DateField(_("stands from"))
    review_on = models.DateField(_("to be reviewed by"))
    grounds_en = models.TextField(_("grounds in English"), blank=True)
    grounds_fr = models.TextField(_("grounds in French"), blank=True)
    rests_on = models.CharField(_("sources"), max_length=300)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    grounds = Bilingual("grounds")

    class Meta:
        verbose_name = _("mistreatment baseline")
        verbose_name_plural = _("mistreatment baselines")
        constraints = [
            models.CheckConstraint(
                name="baseline_has_grounds",
                condition=~Q(grounds_en="") | ~Q(grounds_fr=""),
                violation_error_message=_("Give the grounds in at least one language."),
            ),
            models.CheckConstraint(
                name="baseline_is_reviewed_later",
                condition=Q(review_on__gt=models.F("starts_on")),
                violation_error_message=_("The review comes after the day from which it stands."),
            ),
        ]
        indexes = [models.Index(fields=["partner", "starts_on", "id"], name="baseline_by_partner")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        return reverse("exchanges:baselines")


class Mitigation(models.Model):
    """What is done about the risk in one exchange. It stands beside the baseline and never changes it."""

    class Measure(models.TextChoices):
        ASSURANCE = "assurance", _("assurance of the other side")
        CAVEAT = "caveat", pgettext_lazy("mitigation", "caveat")
        SANITISED = "sanitised", _("information about people left out")
        MONITORING = "monitoring", pgettext_lazy("mitigation", "follow-up of the person’s treatment")
        OTHER = "other", pgettext_lazy("mitigation", "other measure")

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="mitigations")
    measure = models.CharField(_("measure"), max_length=12, choices=Measure)
    note = models.TextField(_("what was agreed, and how it is checked"))
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("mitigation")
        verbose_name_plural = _("mitigations")

    def __str__(self) -> str:
        return f"{self.get_measure_display()}"


class Escalation(models.Model):
    """An exchange put before a higher level: what was asked, and what was answered.

    ``about`` is frozen with an answer that authorises (``rules.put_down``): the answer counts for that alone.
    """

    class Answer(models.TextChoices):
        PENDING = "pending", pgettext_lazy("escalation", "not answered")
        AUTHORISED = "authorised", pgettext_lazy("escalation", "authorised")
        REFUSED = "refused", pgettext_lazy("escalation", "refused")

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="escalations")
    level = models.CharField(_("level"), max_length=20, choices=Rank)
    question = models.TextField(_("what is asked"))
    about_risk = models.BooleanField(_("about the risk of mistreatment"), default=False)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.PENDING)
    reason = models.TextField(_("reason"), blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    about = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.get_answer_display()}"


class YearlyReturn(models.Model):
    """What the head of the agency told the Minister about a calendar year. The figures are frozen when it is sent."""

    year = models.PositiveSmallIntegerField(_("calendar year"), unique=True)
    figures = models.JSONField(default=dict)
    text_en = models.TextField(_("in words, in English"), blank=True)
    text_fr = models.TextField(_("in words, in French"), blank=True)
    sent_on = models.DateField(_("sent to the Minister on"))
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("yearly return")
        verbose_name_plural = _("yearly returns")

    def __str__(self) -> str:
        return str(self.year)
