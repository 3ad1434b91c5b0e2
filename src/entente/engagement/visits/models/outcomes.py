"""What was asked and answered, what visitors and hosts said, what came of it. Nothing here is ever rewritten."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.engagement.commitments.models import Commitment
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual

from .visits import Visit


class Consultation(models.Model):
    """A question to an office and its answer: views on the talks, or the advice of International Affairs."""

    class Kind(models.TextChoices):
        VIEWS = "views", _("consultation")
        ADVICE = "advice", _("advice")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="consultations")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VIEWS)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("office asked"))
    question = models.TextField(_("question"))
    due_on = models.DateField(_("answer by"), null=True, blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    waived = models.TextField(_("why we went on without an answer"), blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.unit}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None and not self.waived


class Feedback(models.Model):
    """What visitors or hosts say afterwards; where nothing came, why not."""

    class Side(models.TextChoices):
        VISITORS = "visitors", _("visitors")
        HOSTS = "hosts", _("hosts")

    MARKS = [(5, _("very good")), (4, _("good")), (3, _("fair")), (2, _("poor")), (1, _("very poor"))]

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="feedback")
    side = models.CharField(_("who speaks"), max_length=10, choices=Side)
    given = models.BooleanField(_("feedback was given"), default=True)
    mark = models.PositiveSmallIntegerField(_("on the whole"), choices=MARKS, null=True, blank=True)
    kept = models.TextField(_("what went well"), blank=True)
    changed = models.TextField(_("what to do otherwise next time"), blank=True)
    reason = models.TextField(_("why none was given"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                name="feedback_says_something",
                condition=Q(given=True) & (~Q(kept="") | ~Q(changed="")) | Q(given=False) & ~Q(reason=""),
                violation_error_message=_("Say what went well or what to change; if nothing came, say why."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}: {self.side}"


class Report(models.Model):
    """What came of a visit. A later correction is a new version; the last one stands."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()
    text_en = models.TextField(_("what came of it, in English"), blank=True)
    text_fr = models.TextField(_("what came of it, in French"), blank=True)
    protected = models.TextField(_("protected part"), blank=True)
    protected_marking = models.CharField(
        _("marking of the protected part"), max_length=20, choices=Marking, default=Marking.PROTECTED_A
    )
    reason = models.TextField(_("why there is a new version"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("visit report")
        verbose_name_plural = _("visit reports")
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="one_visit_report_a_number"),
            models.CheckConstraint(
                name="visit_report_says_something",
                condition=~Q(text_en="") | ~Q(text_fr=""),
                violation_error_message=_("Say what came of it in at least one language."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id}/{self.number}"


class Promised(models.Model):
    """A commitment that was born in a visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="promises")
    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("commitment of a visit")
        verbose_name_plural = _("commitments of visits")

    def __str__(self) -> str:
        return str(self.commitment)
