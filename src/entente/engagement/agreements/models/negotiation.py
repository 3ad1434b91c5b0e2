"""What a negotiation leaves behind: steps, rounds, texts, brackets and who moved them, reviews, tablings.

Rows of this file are added and never overwritten, brackets and reviews apart, whose every change is a row of its own.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual
from entente.kit.days import PartialDateField

from .register import Agreement
from .stages import Stage

SIDES = [("us", _("us")), ("them", _("them")), ("both", _("both sides"))]


class Step(models.Model):
    """One step of an instrument: from where, to where, on which day, why, and by when what follows is due.

    ``on`` is the day it happened, ``at`` the moment it was recorded. A day that is moved is a step that stays at its
    stage.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="steps")
    move = models.CharField(_("step"), max_length=30)
    from_stage = models.CharField(_("from"), max_length=20, choices=Stage, blank=True)
    to_stage = models.CharField(_("to"), max_length=20, choices=Stage)
    on = PartialDateField(verbose_name=_("on"))
    due_on = models.DateField(_("what follows is due on"), null=True, blank=True)
    reason = models.TextField(_("reason or remark"), blank=True)
    reference = models.CharField(_("reference"), max_length=200, blank=True)
    at = models.DateTimeField(_("recorded at"))
    by = models.CharField(_("recorded by"), max_length=150)

    class Meta:
        verbose_name = _("step of an instrument")
        verbose_name_plural = _("steps of instruments")
        indexes = [models.Index(fields=["agreement", "id"], name="step_by_instrument")]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_to_stage_display()}"


class Tabling(models.Model):
    """A treaty tabled in the House, or the exception that lets it go on without. The latest of each counts."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="tablings")
    tabled_on = models.DateField(_("tabled on"), null=True, blank=True)
    urgent = models.BooleanField(_("urgency exception"), default=False)
    reason = models.TextField(_("reason of the urgency"), blank=True)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("tabling")
        verbose_name_plural = _("tablings")
        constraints = [
            models.CheckConstraint(
                name="tabled_or_urgent",
                condition=Q(urgent=False, tabled_on__isnull=False)
                | Q(urgent=True, tabled_on__isnull=True, approved_on__isnull=False)
                & ~Q(reason="") & ~Q(approved_by=""),
                violation_error_message=_("An urgency exception has a reason, who approved it and the day."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.agreement}: {self.tabled_on or self.approved_on}"


class Round(models.Model):
    """A round of negotiation: when, where, led by whom. Heads are offices, never names."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("to"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    our_head = models.CharField(_("head of our delegation (office)"), max_length=200, blank=True)
    their_head = models.CharField(_("head of their delegation (office)"), max_length=200, blank=True)
    summary_en = models.TextField(_("what came of it, in English"), blank=True)
    summary_fr = models.TextField(_("what came of it, in French"), blank=True)

    summary = Bilingual("summary")

    class Meta:
        verbose_name = _("round of negotiation")
        verbose_name_plural = _("rounds of negotiation")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="one_round_a_number",
                violation_error_message=_("This round is already recorded."),
            ),
            models.CheckConstraint(
                name="round_ends_after_it_begins",
                condition=Q(last_on__gte=models.F("first_on")),
                violation_error_message=_("A round cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, {self.number}"


class TableText(models.Model):
    """A version of the text on the table, typed or as the file attached to its round. Versions are never changed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="table_texts")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="table_texts")
    number = models.PositiveSmallIntegerField(_("version"))
    side = models.CharField(_("proposed by"), max_length=5, choices=SIDES)
    on = models.DateField(_("of"))
    body = models.TextField(_("text"), blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("version of the text")
        verbose_name_plural = _("versions of the text")
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_table_text_a_version")]

    def __str__(self) -> str:
        return f"{self.agreement}, v{self.number}"


class Bracket(models.Model):
    """A point on which the sides do not agree yet, as it stands between brackets in the text."""

    OPEN, AGREED, DROPPED = "open", "agreed", "dropped"
    STATES = [(OPEN, _("open")), (AGREED, _("agreed")), (DROPPED, _("dropped"))]

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="brackets")
    number = models.PositiveSmallIntegerField(_("number"))
    article = models.CharField(_("article"), max_length=60)
    topic = models.CharField(_("what it is about"), max_length=200)
    our_text = models.TextField(_("our text"), blank=True)
    their_text = models.TextField(_("their text"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=STATES, default=OPEN)
    agreed_text = models.TextField(_("agreed text"), blank=True)

    class Meta:
        verbose_name = _("bracketed point")
        verbose_name_plural = _("bracketed points")
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="one_bracket_a_number")]

    def __str__(self) -> str:
        return f"{self.article}: {self.topic}"


class Movement(models.Model):
    """Who moved a bracketed point, in which round, and how each side's text read from then on."""

    bracket = models.ForeignKey(Bracket, models.CASCADE, related_name="movements")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="movements")
    side = models.CharField(_("who moved"), max_length=5, choices=SIDES)
    status = models.CharField(_("status"), max_length=8, choices=Bracket.STATES)
    our_text = models.TextField(_("our text"), blank=True)
    their_text = models.TextField(_("their text"), blank=True)
    note = models.TextField(_("remark"), blank=True)
    on = models.DateField(_("on"))
    by = models.CharField(_("recorded by"), max_length=150)

    class Meta:
        verbose_name = _("movement on a point")
        verbose_name_plural = _("movements on points")
        indexes = [models.Index(fields=["bracket", "id"], name="movement_by_bracket")]

    def __str__(self) -> str:
        return f"{self.bracket}: {self.get_side_display()}"


class Review(models.Model):
    """What the lawyers or the privacy office say of a text before it is signed.

    The latest asked of a kind counts, unless the text was reopened since. ``asked_at`` is the moment it was asked; rows
    older than that column have the day alone.
    """

    LEGAL, PRIVACY = "legal", "privacy"
    KINDS = [(LEGAL, _("legal review")), (PRIVACY, _("privacy review"))]
    FAVOURABLE, CONDITIONAL, UNFAVOURABLE = "favourable", "conditional", "unfavourable"
    OPINIONS = [
        (FAVOURABLE, _("favourable")),
        (CONDITIONAL, _("favourable with conditions")),
        (UNFAVOURABLE, _("unfavourable")),
    ]

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="reviews")
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    office = models.CharField(_("reviewing office"), max_length=200)
    asked_on = models.DateField(_("asked on"))
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    opinion = models.CharField(_("opinion"), max_length=12, choices=OPINIONS, blank=True)
    conditions = models.TextField(_("conditions or reasons"), blank=True)
    met = models.TextField(_("how the conditions are met"), blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)

    class Meta:
        verbose_name = _("review before signature")
        verbose_name_plural = _("reviews before signature")
        constraints = [
            models.CheckConstraint(
                name="opinion_given_on_a_day",
                condition=Q(opinion="", given_on__isnull=True) | Q(given_on__isnull=False) & ~Q(opinion=""),
                violation_error_message=_("An opinion is given on a day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_kind_display()}"
