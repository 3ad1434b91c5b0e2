"""One file a country: where its cooperation on removals stands, in words."""

from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person
from entente.foundation.people.roles import Marking, highest
from entente.kit.bilingual import Bilingual

LONGEST = 10_000  # characters of a text: some four pages; what is longer is a document to attach


def long_text(label: Any) -> "models.TextField[str, str]":
    """A column for a few pages at most."""
    said = _("At most 10,000 characters. Attach what is longer as a document.")
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(LONGEST, said)])


class CountryFileQuerySet(models.QuerySet["CountryFile"]):
    def opened_by(self, day: str) -> Self:
        """Files that had been opened by a full ISO day."""
        return self.filter(opened_on__lte=day)


class CountryFile(models.Model):
    """What we know of one country's cooperation on removals. Its key is that of the partner."""

    key = models.SlugField(max_length=80, unique=True)
    partner = models.OneToOneField(Partner, models.PROTECT, related_name="+", verbose_name=_("country"))
    officer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )
    opened_on = models.DateField(_("opened on"))
    standing_en = long_text(_("where cooperation stands, in English"))
    standing_fr = long_text(_("where cooperation stands, in French"))
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)
    changed_at = models.DateTimeField(auto_now=True)

    standing = Bilingual("standing")

    objects = CountryFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("country file")
        verbose_name_plural = _("country files")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("removals:file", args=[self.key])

    @property
    def title_en(self) -> str:
        """“Removals: Mexico”, as the trail and the index know it."""
        return self._titled("en")

    @property
    def title_fr(self) -> str:
        """The same in French."""
        return self._titled("fr")

    title = Bilingual("title")

    def _titled(self, lang: str) -> str:
        name = getattr(self.partner, f"name_{lang}") or self.partner.name_en
        with override(lang):
            return str(_("Removals: %(country)s") % {"country": name})

    @property
    def bears(self) -> str:
        """The marking of a page about it: its own or the country's, whichever is higher."""
        return highest([self.marking, self.partner.marking])
