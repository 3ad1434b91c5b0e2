"""Who comes: by office and rank, never by name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Rank
from entente.kit.bilingual import Bilingual

from .visits import Visit


class Part(models.TextChoices):
    HEAD = "head", _("head of delegation")
    MEMBER = "member", _("member")
    ADVISER = "adviser", _("adviser")
    INTERPRETER = "interpreter", _("interpreter")
    SPOUSE = "spouse", _("accompanying person")
    MEDIA = "media", _("journalist")


class Language(models.TextChoices):
    """Languages a visitor may speak, by ISO 639-1 code."""

    EN = "en", _("English")
    FR = "fr", _("French")
    AR = "ar", _("Arabic")
    DE = "de", _("German")
    ES = "es", _("Spanish")
    HI = "hi", _("Hindi")
    IT = "it", _("Italian")
    JA = "ja", _("Japanese")
    KO = "ko", _("Korean")
    NL = "nl", _("Dutch")
    PA = "pa", _("Punjabi")
    PL = "pl", _("Polish")
    PT = "pt", _("Portuguese")
    RU = "ru", _("Russian")
    TR = "tr", _("Turkish")
    UK = "uk", _("Ukrainian")
    UR = "ur", _("Urdu")
    VI = "vi", _("Vietnamese")
    ZH = "zh", _("Chinese")
    OTHER = "other", _("another language")


OURS = {Language.EN.value, Language.FR.value}


class Visitor(models.Model):
    """Somebody of the delegation: the office held and the rank. ``position`` is the order of precedence."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="visitors")
    position = models.PositiveSmallIntegerField(_("order of precedence"), default=1)
    office_en = models.CharField(_("office held, in English"), max_length=200, blank=True)
    office_fr = models.CharField(_("office held, in French"), max_length=200, blank=True)
    rank = models.CharField(_("rank"), max_length=20, choices=Rank, default=Rank.EXPERT)
    part = models.CharField(_("part"), max_length=12, choices=Part, default=Part.MEMBER)
    languages = models.CharField(_("languages spoken"), max_length=60, blank=True)  # codes between bars
    interpretation = models.BooleanField(_("needs interpretation"), default=False)

    office = Bilingual("office")

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        constraints = [
            models.CheckConstraint(
                name="visitor_holds_an_office",
                condition=~Q(office_en="") | ~Q(office_fr=""),
                violation_error_message=_("Name the office in at least one language."),
            ),
            models.UniqueConstraint(
                fields=["visit", "position"],
                name="one_visitor_a_place",
                violation_error_message=_("Somebody else has this place in the order of precedence."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.office)

    @property
    def spoken(self) -> list[str]:
        """The languages in words."""
        return [str(Language(code).label) for code in self.languages.split("|") if code]

    @property
    def needs_interpreter(self) -> bool:
        """Whether somebody must interpret: it was asked for, or neither English nor French is spoken."""
        return self.interpretation or (bool(self.languages) and not OURS & set(self.languages.split("|")))
