"""Who sits at the table, on both sides."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Rank
from entente.kit.bilingual import Bilingual

from .meetings import Meeting


class Delegate(models.Model):
    """Somebody in a delegation, ours or another: by office, with the rank and the office held at that time."""

    PARTS = [
        ("head", _("head of delegation")),
        ("member", _("member")),
        ("adviser", _("adviser")),
        ("observer", _("observer")),
        ("interpreter", _("interpreter")),
        ("chair", _("chair")),
    ]

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="delegates")
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("delegation of")
    )  # nothing: our own delegation
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    office_en = models.CharField(_("office held, in English"), max_length=200, blank=True)
    office_fr = models.CharField(_("office held, in French"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office"))
    rank = models.CharField(_("rank"), max_length=20, choices=Rank, default=Rank.EXPERT)
    part = models.CharField(_("part"), max_length=12, choices=PARTS, default="member")
    attended = models.BooleanField(_("was there"), null=True, blank=True)

    office = Bilingual("office")

    class Meta:
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = [
            models.CheckConstraint(
                name="delegate_is_somebody",
                condition=Q(person__isnull=False) | ~Q(office_en="") | ~Q(office_fr=""),
                violation_error_message=_("Name the person or the office."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="once_in_a_meeting",
                violation_error_message=_("This person is in the delegation already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.office)
