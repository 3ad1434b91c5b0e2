"""What the rank of a guest asks for, what is given and received, and what it costs."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual

from .visits import Visit


class Need(models.Model):
    """One line of the protocol checklist; what follows from the rank is put there, the rest is added by hand."""

    class Kind(models.TextChoices):
        WELCOME = "welcome", _("welcome and name plates")
        DIET = "diet", _("meals and dietary needs")
        ACCESS = "access", _("accessibility")
        INTERPRETERS = "interpreters", _("interpretation")
        BADGES = "badges", _("access badges and escort")
        PRECEDENCE = "precedence", _("order of precedence and seating")
        HOST = "host", _("host of the same rank")
        GIFTS = "gifts", _("exchange of gifts")
        RECEPTION = "reception", _("reception or official meal")
        FLAGS = "flags", _("flags")
        PICTURE = "picture", _("official picture and guest book")
        ARRIVAL = "arrival", _("courtesies at arrival and departure")
        PROTECTION = "protection", _("close protection")
        TRANSPORT = "transport", _("transport")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        TO_DO = "to_do", _("to do")
        DONE = "done", _("done")
        NOT_NEEDED = "not_needed", _("not needed")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="needs")
    kind = models.CharField(_("what"), max_length=15, choices=Kind)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.TO_DO)
    reason = models.TextField(_("why it is not needed"), blank=True)
    from_rank = models.BooleanField(_("follows from the rank"), default=False)
    by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("protocol need")
        verbose_name_plural = _("protocol needs")
        constraints = [
            models.CheckConstraint(
                name="need_is_dropped_for_a_reason",
                condition=~Q(state="not_needed") | ~Q(reason=""),
                violation_error_message=_("Give the reason for this step."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Gift(models.Model):
    """A gift given or received, with its value, so that nobody has to remember."""

    class Way(models.TextChoices):
        GIVEN = "given", _("given")
        RECEIVED = "received", _("received")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="gifts")
    way = models.CharField(_("given or received"), max_length=10, choices=Way)
    what_en = models.CharField(_("what, in English"), max_length=200, blank=True)
    what_fr = models.CharField(_("what, in French"), max_length=200, blank=True)
    value = models.DecimalField(
        _("value in Canadian dollars"), max_digits=9, decimal_places=2, validators=[MinValueValidator(0)]
    )
    estimated = models.BooleanField(_("the value is an estimate"), default=False)
    office = models.CharField(_("by or to which office of ours"), max_length=200, blank=True)
    kept = models.CharField(_("where it is now"), max_length=200, blank=True)

    what = Bilingual("what")

    class Meta:
        verbose_name = _("gift")
        verbose_name_plural = _("gifts")
        constraints = [
            models.CheckConstraint(
                name="gift_is_described",
                condition=~Q(what_en="") | ~Q(what_fr=""),
                violation_error_message=_("Say what it is in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return str(self.what)


class Cost(models.Model):
    """What a line of the visit is estimated at, and what it came to, in Canadian dollars."""

    class Line(models.TextChoices):
        HOSPITALITY = "hospitality", _("hospitality")
        INTERPRETATION = "interpretation", _("interpretation and translation")
        TRANSPORT = "transport", _("transport")
        ROOMS = "rooms", _("rooms and equipment")
        GIFTS = "gifts", _("gifts")
        OTHER = "other", _("other")

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="costs")
    line = models.CharField(_("cost line"), max_length=15, choices=Line)
    estimate = models.DecimalField(_("estimate"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)])
    actual = models.DecimalField(
        _("actual"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "line", "note"],
                name="one_cost_line_a_note",
                violation_error_message=_("This line is there already; say in the note how this one differs."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_line_display())
