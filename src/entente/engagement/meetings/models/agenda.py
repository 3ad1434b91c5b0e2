"""What is on the table: items, our positions in their versions, who cleared them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual

from .meetings import Meeting


class ItemState(models.TextChoices):
    PLANNED = "planned", _("on the agenda")
    DISCUSSED = "discussed", _("discussed")
    CARRIED = "carried", _("carried to the next session")
    DROPPED = "dropped", _("dropped")


class Item(models.Model):
    """One item of the agenda: ours, theirs or the body's own."""

    SIDES = [("ours", _("ours")), ("theirs", _("theirs")), ("common", _("common"))]

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("number"), default=1)
    side = models.CharField(_("whose"), max_length=10, choices=SIDES, default="common")
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    text_en = models.TextField(_("what it asks, in English"), blank=True)
    text_fr = models.TextField(_("what it asks, in French"), blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead office")
    )
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead"))
    minutes = models.PositiveSmallIntegerField(pgettext_lazy("duration", "minutes"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ItemState, default=ItemState.PLANNED)
    outcome_reason = models.TextField(_("why it was dropped or carried"), blank=True)
    carried_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="carried_to")
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)

    title = Bilingual("title")
    text = Bilingual("text")

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.CheckConstraint(
                name="item_has_a_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:item", args=[self.pk])


class PositionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("circulated for clearance")
    CLEARED = "cleared", _("cleared")
    REPLACED = "replaced", _("replaced by a later version")


class Position(models.Model):
    """What we shall say on an item, in one of its versions. A version is never rewritten after it was circulated."""

    State = PositionState

    item = models.ForeignKey(Item, models.CASCADE, related_name="positions")
    version = models.PositiveSmallIntegerField(_("version"))
    text_en = models.TextField(_("our position in English"), blank=True)
    text_fr = models.TextField(_("our position in French"), blank=True)
    fallback_en = models.TextField(_("if they do not agree, in English"), blank=True)
    fallback_fr = models.TextField(_("if they do not agree, in French"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=PositionState, default=PositionState.DRAFT)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    text = Bilingual("text")
    fallback = Bilingual("fallback")

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="one_position_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.version})"

    def get_absolute_url(self) -> str:
        return reverse("meetings:position", args=[self.pk])

    @property
    def objected(self) -> bool:
        """Whether a branch objects to it while it is circulated. Reads ``answers`` where a question fetched them."""
        answers = getattr(self, "answers", None)
        answers = self.clearances.all() if answers is None else answers
        return self.state == PositionState.CIRCULATED and any(one.answer == "objected" for one in answers)


class Clearance(models.Model):
    """A branch asked to clear a version of a position, and its answer."""

    ANSWERS = [
        ("asked", pgettext_lazy("branch", "asked")),
        ("cleared", pgettext_lazy("branch", "cleared")),
        ("objected", pgettext_lazy("branch", "objected")),
    ]

    position = models.ForeignKey(Position, models.CASCADE, related_name="clearances")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("branch"))
    answer = models.CharField(_("answer"), max_length=10, choices=ANSWERS, default="asked")
    comment = models.TextField(_("comment"), blank=True)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("position", "clearance")
        verbose_name_plural = _("clearances")
        constraints = [models.UniqueConstraint(fields=["position", "unit"], name="one_clearance_a_branch")]

    def __str__(self) -> str:
        return f"{self.position}: {self.unit}"


class Attitude(models.TextChoices):
    """How a partner stands to what an item asks, as far as we know."""

    SUPPORTS = "supports", _("supports it")
    LEANS = "leans", _("leans towards it")
    UNKNOWN = "unknown", _("not known")
    DOUBTS = "doubts", _("has doubts")
    OPPOSES = "opposes", _("opposes it")


class Stance(models.Model):
    """What is known of a partner's position on an item. What was noted stays; a later note stands above it."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="stances")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    attitude = models.CharField(_("attitude"), max_length=10, choices=Attitude, default=Attitude.UNKNOWN)
    text_en = models.TextField(_("what they say, in English"), blank=True)
    text_fr = models.TextField(_("what they say, in French"), blank=True)
    heard_on = models.DateField(_("heard on"))
    heard_from = models.CharField(_("how we know"), max_length=200, blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("known position")
        verbose_name_plural = _("known positions")

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_attitude_display()}"
