"""People who use the product, and the offices they work for."""

import hashlib
import secrets
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.days import PartialDateField

from .roles import Marking, Rank, Role


class Work(models.TextChoices):
    """What an office does for the whole agency, where a rule must know it."""

    HEAD_OF_AGENCY = "head_of_agency", _("heads the agency")
    INTERNATIONAL_AFFAIRS = "international_affairs", _("coordinates international affairs")
    EXECUTIVE_SERVICES = "executive_services", _("serves the executives")


class Unit(models.Model):
    """A branch, directorate or office of the agency: the office of primary interest of something."""

    key = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    name_en = models.CharField(max_length=200)
    name_fr = models.CharField(max_length=200)
    acronym_en = models.CharField(max_length=20, blank=True)
    acronym_fr = models.CharField(max_length=20, blank=True)
    work = models.CharField(_("work for the whole agency"), max_length=25, choices=Work, blank=True)
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


class Mail(models.TextChoices):
    AT_ONCE = "at_once", _("each notice at once")
    DAILY = "daily", _("one digest a day")
    NONE = "none", _("no mail: notices in Entente only")


class Person(AbstractUser):
    """An account. Its role says what it may do, its clearance what it may read."""

    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.READER)
    clearance = models.CharField(_("clearance"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, blank=True, verbose_name=_("office"))
    language = models.CharField(
        _("language"), max_length=2, choices=[("en", "English"), ("fr", "Français")], default="en"
    )
    rank = models.CharField(_("rank"), max_length=20, choices=Rank, default=Rank.EXPERT)
    mail = models.CharField(_("mail"), max_length=10, choices=Mail, default=Mail.AT_ONCE)

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


class Headship(models.Model):
    """Who heads an office, from a day to a day: the organisation chart that approvals follow."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="headships", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="headships", verbose_name=_("head"))
    rank = models.CharField(_("rank"), max_length=20, choices=Rank)
    acting = models.BooleanField(_("acting"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("head of an office")
        verbose_name_plural = _("heads of offices")
        constraints = [
            models.CheckConstraint(
                name="headship_ends_after_it_begins",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.unit}"


class Authority(models.TextChoices):
    """What may be delegated: acts of an office's head that somebody else may do for a time."""

    APPROVE_TRAVEL = "approve_travel", _("approve travel")
    DECIDE_QUARTER = "decide_quarter", _("decide the quarter")
    ACCEPT_REPORT = "accept_report", _("accept trip reports")
    APPROVE_CANDIDACY = "approve_candidacy", _("approve candidacies")
    CLEAR_POSITION = "clear_position", _("clear positions")
    RELEASE_INFORMATION = "release_information", _("decide on exchanges of information")


class Delegation(models.Model):
    """An authority that one person gives another, from a day to a day."""

    giver = models.ForeignKey(
        Person, models.PROTECT, related_name="delegations_given", verbose_name=pgettext_lazy("delegation", "given by")
    )
    receiver = models.ForeignKey(Person, models.PROTECT, related_name="delegations_held", verbose_name=_("given to"))
    authority = models.CharField(_("authority"), max_length=20, choices=Authority)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.TextField(_("reason"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("delegation of authority")
        verbose_name_plural = _("delegations of authority")
        constraints = [
            models.CheckConstraint(
                name="delegation_ends_after_it_begins",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
            models.CheckConstraint(
                name="delegation_goes_to_another",
                condition=~models.Q(giver=models.F("receiver")),
                violation_error_message=_("An authority is given to somebody else."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}: {self.get_authority_display()}"


class Absence(models.Model):
    """Days on which a person is away from the office, both ends included."""

    KINDS = [
        ("leave", _("leave")),
        ("training", _("training")),
        ("travel", _("travel")),
        ("other", _("other absence")),
    ]

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences", verbose_name=_("person"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default="leave")

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["person", "starts_on", "ends_on"],
                name="one_absence_a_period",
                violation_error_message=_("This absence is already recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.starts_on} – {self.ends_on}"


TOKEN_MARK = "entente_"  # noqa: S105 - the part of every token that is no secret
"""How a token begins, so that whoever finds one somewhere knows what it is."""


def new_token() -> str:
    """What nobody guesses: 256 bits."""
    return TOKEN_MARK + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is kept of a token. It is long and random, so that one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Token(models.Model):
    """With it a program signs in as a person, up to a day. The token itself is shown once and kept nowhere.

    One that does not write reads and asks, whatever else its person may do.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens", verbose_name=_("person"))
    name = models.CharField(_("what it is for"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    opened_at = models.DateTimeField(_("opened"))
    ends_on = models.DateField(_("last day"))
    writes = models.BooleanField(_("also writes"), default=False)
    used_on = models.DateField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return self.name

    @property
    def opened_on(self) -> date:
        """The day on which it was opened."""
        return timezone.localdate(self.opened_at)

    def works(self, today: date) -> bool:
        """Whether a program may sign in with it on a day."""
        return self.revoked_at is None and self.ends_on >= today and self.person.is_active
