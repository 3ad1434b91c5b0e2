"""People who use the product, and the offices they work for."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.days import PartialDateField

from .roles import Marking, Role


class Unit(models.Model):
    """A branch, directorate or office of the agency: the office of primary interest of something."""

    key = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    acronym_en = models.CharField(max_length=20, blank=True)
    acronym_fr = models.CharField(max_length=20, blank=True)
    starts_on = PartialDateField()
    ends_on = PartialDateField()
    source = models.CharField(max_length=80, blank=True)  # a source's key: sources stand above people
    place = models.CharField(max_length=200, blank=True)
    as_of = PartialDateField()
    sort_en = SortKeyField(source="name_en", fallback="name_fr")
    sort_fr = SortKeyField(source="name_fr", fallback="name_en")

    name = Bilingual("name")
    acronym = Bilingual("acronym")

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")

    def __str__(self) -> str:
        return str(self.name)


class Person(AbstractUser):
    """An account. Its role says what it may do, its clearance what it may read."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.READER)
    clearance = models.CharField(_("clearance"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, verbose_name=_("office"))
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                name="person_has_a_known_role",
                condition=models.Q(role__in=Role.values),
                violation_error_message=_("This role is not known."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
