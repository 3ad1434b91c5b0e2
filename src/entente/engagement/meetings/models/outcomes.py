"""What came of a meeting: minutes in their versions, what was shared of them, decisions, promises."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.commitments.models import Commitment
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual

from .agenda import Item
from .meetings import Meeting


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def latest_ones(self) -> "MinutesQuerySet":
        """The last version of each meeting's minutes."""
        later = Minutes.objects.filter(meeting=models.OuterRef("meeting"), version__gt=models.OuterRef("version"))
        return self.filter(~models.Exists(later))


class Minutes(models.Model):
    """One version of the minutes. It is never rewritten: who changes the minutes writes the next version.

    The restricted part is for those cleared for its marking and is never shared.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minutes")
    version = models.PositiveSmallIntegerField(_("version"))
    text_en = models.TextField(_("minutes in English"), blank=True)
    text_fr = models.TextField(_("minutes in French"), blank=True)
    restricted_en = models.TextField(_("restricted part in English"), blank=True)
    restricted_fr = models.TextField(_("restricted part in French"), blank=True)
    restricted_marking = models.CharField(
        _("marking of the restricted part"), max_length=20, choices=Marking, default=Marking.PROTECTED_B
    )
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.CharField(max_length=150, blank=True)

    text = Bilingual("text")
    restricted = Bilingual("restricted")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="one_version_of_minutes")]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.version})"

    def get_absolute_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting.key])


class Share(models.Model):
    """What was given to the other side: the text as it was that day, without the restricted part. Never rewritten."""

    LANGUAGES = [("en", _("English")), ("fr", _("French")), ("both", _("both languages"))]

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="shares")
    language = models.CharField(_("language"), max_length=4, choices=LANGUAGES)
    to = models.CharField(_("shared with"), max_length=300)
    note = models.TextField(_("note"), blank=True)
    paper = models.JSONField(default=dict)  # by language: title, when, where, text, decisions
    digest = models.CharField(max_length=64)  # SHA-256 of the paper, to prove what was given
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("shared minutes")
        verbose_name_plural = _("shared minutes")

    def __str__(self) -> str:
        return f"{self.minutes}: {self.to}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:share", args=[self.pk])


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> "DecisionQuerySet":
        """Decisions that were neither worded anew nor struck out."""
        return self.filter(replaced_by__isnull=True, struck_because="")


class Decision(models.Model):
    """What a meeting decided. A new wording is a new row; the old one stays and points at it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="decisions")
    position = models.PositiveSmallIntegerField(_("number"), default=1)
    text_en = models.TextField(_("decision in English"), blank=True)
    text_fr = models.TextField(_("decision in French"), blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    reason = models.TextField(_("why it was worded anew"), blank=True)
    struck_because = models.TextField(_("why it was struck out"), blank=True)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    text = Bilingual("text")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                name="decision_says_something",
                condition=~Q(text_en="") | ~Q(text_fr=""),
                violation_error_message=_("Write the decision in at least one language."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=Q(replaced_by__isnull=True),
                name="one_decision_a_number",
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    def get_absolute_url(self) -> str:
        return f"{self.meeting.get_absolute_url()}#decision-{self.position}"

    @property
    def number(self) -> Any:
        """Its number in the meeting."""
        return self.position


class Born(models.Model):
    """The commitment that was made in a meeting, and on which item."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="born")
    item = models.ForeignKey(Item, models.SET_NULL, null=True, blank=True, related_name="born")
    commitment = models.OneToOneField(Commitment, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("commitment of a meeting")
        verbose_name_plural = _("commitments of meetings")

    def __str__(self) -> str:
        return f"{self.meeting}: {self.commitment}"
