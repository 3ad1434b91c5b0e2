"""Who is expected to take a seat when it passes on: the years ahead of a rotation."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Partner
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual
from entente.kit.days import PartialDateField

from .bodies import Body, Seat


class TurnState(models.TextChoices):
    EXPECTED = "expected", _("expected")
    DECIDED = "decided", _("decided")
    DROPPED = "dropped", _("will not happen")


class Turn(Cited):
    """A turn in a rotation: who is expected to hold a seat, from a day to a day. Once decided it is a seat."""

    State = TurnState

    body = models.ForeignKey(Body, models.CASCADE, related_name="turns", verbose_name=_("body"))
    kind = models.CharField(_("seat"), max_length=20, choices=Seat.KINDS, default="chair")
    holder = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("who follows"))
    starts_on = PartialDateField(verbose_name=_("from"))
    ends_on = PartialDateField(verbose_name=_("to"))
    state = models.CharField(_("state"), max_length=10, choices=TurnState, default=TurnState.EXPECTED)
    seat = models.OneToOneField(Seat, models.PROTECT, null=True, blank=True, related_name="turn")
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)

    note = Bilingual("note")

    class Meta:
        verbose_name = _("turn of a rotation")
        verbose_name_plural = _("turns of rotations")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "holder", "starts_on"],
                condition=~models.Q(state="dropped"),
                name="one_turn_a_beginning",
                violation_error_message=_("This turn is recorded already."),
            ),
            models.CheckConstraint(
                name="turn_has_a_beginning",
                condition=~models.Q(starts_on=""),
                violation_error_message=_("Say from when it is expected."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.body}: {self.holder}"

    @property
    def name(self) -> Any:
        """The kind of seat, in words."""
        return self.get_kind_display()
