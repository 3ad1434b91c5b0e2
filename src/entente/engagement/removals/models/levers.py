"""What may move a country, what was done with it, how the country took it, and what the working group decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entente.engagement.forums.models import Body
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person
from entente.kit.bilingual import Bilingual

from .files import CountryFile, long_text
from .plans import Plan


class Kind(models.TextChoices):
    """Kinds of lever. The framework of 2019 to 2022 names the network, capacity building, technical assistance and
    communications; what else it names is withheld. The others are of general practice.
    """

    DEMARCHE = "demarche", _("diplomatic demarche")
    VISIT = "visit", _("high-level meeting or visit")
    NETWORK = "network", _("liaison officer")
    CAPACITY = "capacity", _("capacity building")
    ASSISTANCE = "assistance", _("technical assistance")
    COMMUNICATIONS = "communications", _("communications strategy")
    ARRANGEMENT = "arrangement", _("removal arrangement")
    RETURN = "voluntary_return", _("assisted voluntary return")
    VISA = "visa", _("visa measure")
    FORUM = "forum", _("multilateral forum")
    OTHER = "other", _("other lever")


class Level(models.TextChoices):
    """Who spoke for us."""

    OFFICIALS = "officials", _("officials")
    MISSION = "mission", _("head of mission")
    HEADS = "heads", _("heads of agency")
    MINISTERS = "ministers", _("ministers")
    LEADERS = "leaders", _("heads of government")


class Temper(models.TextChoices):
    """How a country took it, the best first."""

    COOPERATES = "cooperates", _("cooperates")
    PROMISES = "promises", _("promises to cooperate")
    UNMOVED = "unmoved", _("no change")
    HARDENS = "hardens", _("cooperates less")


class Lever(models.Model):
    """Something that may move a country, from a day on; a lever that is gone keeps the day and the reason."""

    file = models.ForeignKey(CountryFile, models.CASCADE, related_name="levers", verbose_name=_("country file"))
    kind = models.CharField(_("kind of lever"), max_length=20, choices=Kind)
    text_en = long_text(_("what it is, in English"))
    text_fr = long_text(_("what it is, in French"))
    available_on = models.DateField(_("available from"))
    gone_on = models.DateField(_("no longer available from"), null=True, blank=True)
    gone_why = long_text(_("why it is gone"))

    text = Bilingual("text")

    class Meta:
        verbose_name = _("lever")
        verbose_name_plural = _("levers")
        ordering = ["available_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}" if self.text else self.get_kind_display()

    @property
    def is_called_off(self) -> bool:
        """Whether it was given up before it came."""
        return self.gone_on is not None and self.gone_on <= self.available_on

    def is_available(self, day: object) -> bool:
        """Whether it could be used on a day."""
        return self.available_on <= day and (self.gone_on is None or day < self.gone_on)  # type: ignore[operator]


class Use(models.Model):
    """A lever was used: a demarche made, an offer put, a measure taken."""

    lever = models.ForeignKey(Lever, models.CASCADE, related_name="uses", verbose_name=_("lever"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name=_("engagement plan")
    )
    used_on = models.DateField(_("used on"))
    level = models.CharField(_("who spoke for us"), max_length=10, choices=Level, default=Level.OFFICIALS)
    jointly = models.ManyToManyField(Partner, blank=True, related_name="+", verbose_name=_("together with"))
    text_en = long_text(_("what was said or done, in English"))
    text_fr = long_text(_("what was said or done, in French"))
    answer_due_on = models.DateField(_("answer expected by"), null=True, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("use of a lever")
        verbose_name_plural = _("uses of levers")
        ordering = ["used_on", "id"]

    def __str__(self) -> str:
        return str(self.text)


class Reaction(models.Model):
    """How the country took it. A later reaction stands beside the earlier one, the last one counts."""

    use = models.ForeignKey(Use, models.CASCADE, related_name="reactions")
    temper = models.CharField(_("reaction"), max_length=12, choices=Temper)
    noted_on = models.DateField(_("noted on"))
    text_en = long_text(_("in what it shows, in English"))
    text_fr = long_text(_("in what it shows, in French"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        ordering = ["noted_on", "id"]

    def __str__(self) -> str:
        return self.get_temper_display()


class Decision(models.Model):
    """What the working group decided about a country."""

    file = models.ForeignKey(CountryFile, models.CASCADE, related_name="decisions", verbose_name=_("country file"))
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("engagement plan")
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    decided_on = models.DateField(_("decided on"))
    text_en = long_text(_("decision in English"))
    text_fr = long_text(_("decision in French"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("decision on removals")
        verbose_name_plural = _("decisions on removals")
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return str(self.text)
