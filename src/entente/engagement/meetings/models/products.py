"""What is made together with others, and what each side owes to it."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums.models import Body
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual, SortKeyField

from .meetings import Meeting


class ProductState(models.TextChoices):
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class Product(models.Model):
    """Something made together with others in a body, such as a joint threat assessment."""

    STATES = ProductState.choices

    key = models.SlugField(max_length=20, unique=True)  # PRD-2026-0001
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="products", verbose_name=_("decided at")
    )
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    text_en = models.TextField(_("what it is to be, in English"), blank=True)
    text_fr = models.TextField(_("what it is to be, in French"), blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProductState, default=ProductState.PLANNED)
    ended_because = models.TextField(_("why it was dropped"), blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead office")
    )
    lead = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead"))
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    text = Bilingual("text")

    class Meta:
        verbose_name = _("joint product")
        verbose_name_plural = _("joint products")
        indexes = [models.Index(fields=["marking", "due_on", "id"], name="product_list")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("meetings:product", args=[self.key])

    @property
    def is_open(self) -> bool:
        """Whether something is still asked of it."""
        return self.state in (ProductState.PLANNED, ProductState.UNDER_WAY)


class Input(models.Model):
    """What one side or office owes to a joint product."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="inputs")
    title_en = models.CharField(_("title in English"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owed by our office")
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owed by the partner")
    )
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who sees to it")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivered = models.TextField(_("what was delivered"), blank=True)
    waived_because = models.TextField(_("why it is not needed any more"), blank=True)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("input")
        verbose_name_plural = _("inputs")
        constraints = [
            models.CheckConstraint(
                name="input_is_owed_by_one_side",
                condition=Q(unit__isnull=False, partner__isnull=True) | Q(unit__isnull=True, partner__isnull=False),
                violation_error_message=_("Say which of our offices owes it, or which partner: one of the two."),
            )
        ]
        indexes = [models.Index(fields=["delivered_on", "due_on"], name="input_by_due_day")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return f"{self.product.get_absolute_url()}#input-{self.pk}"

    @property
    def is_owed(self) -> bool:
        """Whether it is neither delivered nor let off."""
        return self.delivered_on is None and not self.waived_because

    def is_late(self, today: date) -> bool:
        """Whether it is owed and its day has passed."""
        return self.is_owed and self.due_on is not None and self.due_on < today
