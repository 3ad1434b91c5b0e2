"""What happens on which day and where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual

from .visits import Visit


class Site(models.Model):
    """A place the delegation is shown: a port of entry, a laboratory, a college."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="sites")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office that shows it")
    )
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)

    name = Bilingual("name")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        constraints = [
            models.CheckConstraint(
                name="site_has_a_name",
                condition=~Q(name_en="") | ~Q(name_fr=""),
                violation_error_message=_("Give a name in at least one language."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class Item(models.Model):
    """One line of the programme. ``note`` is for our own people and never on the visitors' copy."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="items")
    on = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    title_en = models.CharField(_("what, in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("what, in French"), max_length=200, blank=True)
    place_en = models.CharField(_("where, in English"), max_length=200, blank=True)
    place_fr = models.CharField(_("where, in French"), max_length=200, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("site"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("host office")
    )
    people = models.ManyToManyField(Person, blank=True, related_name="+", verbose_name=_("who attends for us"))
    note_en = models.TextField(_("note for our own people, in English"), blank=True)
    note_fr = models.TextField(_("note for our own people, in French"), blank=True)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)

    title = Bilingual("title")
    place = Bilingual("place")
    note = Bilingual("note")

    class Meta:
        verbose_name = _("item of the programme")
        verbose_name_plural = _("items of the programme")
        constraints = [
            models.CheckConstraint(
                name="programme_item_has_a_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            ),
            models.CheckConstraint(
                name="programme_item_ends_after_it_begins",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It ends after it begins, on the same day."),
            ),
        ]
        indexes = [models.Index(fields=["visit", "on", "starts_at"], name="programme_in_order")]

    def __str__(self) -> str:
        return str(self.title)
