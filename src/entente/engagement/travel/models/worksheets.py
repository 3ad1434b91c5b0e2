"""The International Participation Worksheet: why a meeting is worth a delegation.

Source: framework 2008, Appendix G, field for field.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Edition, Element
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual

from .quarters import Proposal
from .reports import Report


class Worksheet(models.Model):
    """One worksheet a proposal. What the record knows was filled in; ``checked_at`` says that a person looked.

    Whatever changes afterwards, the worksheet or the record behind it (``seen``), asks for another look.
    """

    proposal = models.OneToOneField(Proposal, models.CASCADE, related_name="worksheet")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", verbose_name=_("edition"))
    title_en = models.CharField(_("international event title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("international event title in French"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    location_en = models.CharField(_("location in English"), max_length=200, blank=True)
    location_fr = models.CharField(_("location in French"), max_length=200, blank=True)
    branches = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("branches involved"))
    first_time = models.BooleanField(_("we have never attended it"), default=False)
    last_attended_on = models.DateField(_("last session attended"), null=True, blank=True)
    last_attendee = models.CharField(_("who attended"), max_length=200, blank=True)
    report_attached = models.BooleanField(_("report attached"), null=True, blank=True)
    last_report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("last report")
    )
    objectives = models.ManyToManyField(Element, blank=True, related_name="+", verbose_name=_("objectives furthered"))
    agenda_en = models.TextField(_("how it furthers our international agenda, in English"), blank=True)
    agenda_fr = models.TextField(_("how it furthers our international agenda, in French"), blank=True)
    partners = models.ManyToManyField(
        Partner, blank=True, related_name="+", verbose_name=_("priority partners met there")
    )
    forums = models.ManyToManyField(Body, blank=True, related_name="+", verbose_name=_("priority forums it is part of"))
    regional = models.BooleanField(_("meeting of a regional forum"), null=True, blank=True)
    regional_en = models.TextField(_("details in English"), blank=True)
    regional_fr = models.TextField(_("details in French"), blank=True)
    memory_en = models.TextField(_("corporate memory, in English"), blank=True)
    memory_fr = models.TextField(_("corporate memory, in French"), blank=True)
    virtual = models.TextField(_("why it cannot be attended on line"), blank=True)
    mandate_en = models.TextField(_("mandate and state of our position, in English"), blank=True)
    mandate_fr = models.TextField(_("mandate and state of our position, in French"), blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=150, blank=True)
    seen = models.CharField(max_length=64, blank=True)  # digest of what the record said when it was checked
    revision = models.PositiveIntegerField(default=0)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)

    title = Bilingual("title")
    location = Bilingual("location")
    agenda = Bilingual("agenda")
    regional_details = Bilingual("regional")
    memory = Bilingual("memory")
    mandate = Bilingual("mandate")

    class Meta:
        verbose_name = _("participation worksheet")
        verbose_name_plural = _("participation worksheets")

    def __str__(self) -> str:
        return str(self.title)
