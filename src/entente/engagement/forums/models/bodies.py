"""Forums and bodies at home and abroad: who sits where, since when, who chairs, what we want there."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Agreement
from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.foundation.sources.models import Cited
from entente.kit import days
from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.days import UNKNOWN, PartialDateField


class Kind(models.TextChoices):
    ORGANISATION = "organisation", _("organisation")
    FORUM = "forum", _("forum")
    COUNCIL = "council", _("council")
    COMMITTEE = "committee", _("committee")
    SUB_COMMITTEE = "sub_committee", _("sub-committee")
    WORKING_GROUP = "working_group", _("working group")
    PROGRAMME = "programme", _("programme or project")
    CONFERENCE = "conference", _("conference")
    BILATERAL = "bilateral", _("bilateral body")
    TRILATERAL = "trilateral", _("trilateral body")
    CONSULTATIVE = "consultative", _("consultative committee")
    INTERDEPARTMENTAL = "interdepartmental", _("interdepartmental group")
    INDIGENOUS_TABLE = "indigenous_table", _("table with Indigenous partners")
    BARGAINING_TABLE = "bargaining_table", _("bargaining table")
    TASK_FORCE = "task_force", _("task force")
    SUMMIT = "summit", _("summit")


class Part(models.TextChoices):
    CHAIR = "chair", _("chair")
    CO_CHAIR = "co_chair", _("co-chair")
    VICE_CHAIR = "vice_chair", _("vice-chair")
    LEAD = "lead", _("lead for the government")
    MEMBER = "member", _("member")
    OBSERVER = "observer", _("observer")
    TECHNICAL_ADVISER = "technical_adviser", _("technical adviser")
    SUPPORT = "support", _("support")


class Movement(models.TextChoices):
    PERSONS = "persons", _("movement of persons")
    GOODS = "goods", _("movement of goods")
    BOTH = "both", _("movement of persons and goods")


class Recurrence(models.TextChoices):
    ANNUAL = "annual", _("once a year")
    TWICE_A_YEAR = "twice_a_year", _("twice a year")
    QUARTERLY = "quarterly", _("every quarter")
    PERMANENT = "permanent", _("permanent")


Row = TypeVar("Row", bound=models.Model)


class DatedQuerySet(models.QuerySet[Row]):
    """Rows with a beginning, an end and the day their source speaks for."""

    def on(self, day: str) -> Self:
        """What stood on a day (full ISO)."""
        return self.filter(days.on(day))

    def begun(self, day: str) -> Self:
        """What had begun by a day, over or not; an unknown beginning counts from the day of the source."""
        known = ~Q(starts_on__in=UNKNOWN) & Q(starts_on__lte=day)
        return self.filter(known | Q(starts_on__in=UNKNOWN, as_of__lte=day))

    def told(self, day: str) -> Self:
        """Every row with ``stands``: whether it stood on the day."""
        stood = models.When(days.on(day), then=models.Value(True))
        return self.annotate(stands=models.Case(stood, default=models.Value(False), output_field=models.BooleanField()))


class Body(Cited):
    """A forum, a body of it, or a committee at home; bodies stand in a tree under their forum."""

    IDENTITY = ("key",)
    Kind = Kind

    key = models.SlugField(max_length=80, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("body of")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=300)
    name_fr = models.CharField(_("name in French"), max_length=300, blank=True)
    acronym_en = models.CharField(_("acronym in English"), max_length=20, blank=True)
    acronym_fr = models.CharField(_("acronym in French"), max_length=20, blank=True)
    home = models.BooleanField(_("at home"), default=False)
    lead = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead department")
    )
    our_roles = models.CharField(_("our role"), max_length=80, blank=True)
    movement = models.CharField(_("subject"), max_length=10, choices=Movement, blank=True)
    focus_en = models.TextField(_("focus in English"), blank=True)
    focus_fr = models.TextField(_("focus in French"), blank=True)
    recurrence = models.CharField(_("meets"), max_length=15, choices=Recurrence, blank=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("rests on")
    )
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("office of primary interest"))
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    starts_on = PartialDateField(verbose_name=_("exists from"))
    ends_on = PartialDateField(verbose_name=_("exists to"))
    sort_en = SortKeyField(source="name_en", fallback="name_fr")
    sort_fr = SortKeyField(source="name_fr", fallback="name_en")

    name = Bilingual("name")
    acronym = Bilingual("acronym")
    focus = Bilingual("focus")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        indexes = [
            models.Index(fields=["marking", "sort_en", "id"], name="body_list_en"),
            models.Index(fields=["marking", "sort_fr", "id"], name="body_list_fr"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("forums:body", args=[self.key])

    @property
    def roles(self) -> list[Any]:
        """What we are in it, in words."""
        return [Part(code).label for code in self.our_roles.split("|") if code]


class Membership(Cited):
    """A partner sits in a body, from a day to a day."""

    IDENTITY = ("body", "partner", "starts_on")
    ROLES = [
        ("member", _("member")),
        ("observer", _("observer")),
        ("associate", _("associate member")),
        ("participant", _("participant")),
    ]

    body = models.ForeignKey(Body, models.CASCADE, related_name="memberships")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    role = models.CharField(_("role"), max_length=12, choices=ROLES, default="member")
    starts_on = PartialDateField(verbose_name=_("from"))
    ends_on = PartialDateField(verbose_name=_("to"))
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)

    note = Bilingual("note")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["body", "partner", "starts_on"], name="one_membership_a_beginning")
        ]

    def __str__(self) -> str:
        return f"{self.partner} / {self.body}"


class Seat(Cited):
    """A chair, vice-chair or other seat, and who holds it from a day to a day."""

    IDENTITY = ("key",)
    KINDS = [
        ("chair", _("chair")),
        ("co_chair", _("co-chair")),
        ("vice_chair", _("vice-chair")),
        ("host", _("host")),
        ("representative", _("representative")),
    ]

    key = models.SlugField(max_length=120, unique=True)
    body = models.ForeignKey(Body, models.CASCADE, related_name="seats")
    kind = models.CharField(_("seat"), max_length=20, choices=KINDS)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    holder = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("held by"))
    rotational = models.BooleanField(_("rotates"), null=True, blank=True)
    starts_on = PartialDateField(verbose_name=_("from"))
    ends_on = PartialDateField(verbose_name=_("to"))
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)

    title = Bilingual("title")
    note = Bilingual("note")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")

    def __str__(self) -> str:
        return f"{self.name}, {self.body}"

    @property
    def name(self) -> Any:
        """Its title, or the kind of seat where it has none."""
        return self.title or self.get_kind_display()


class Priority(Cited):
    """A forum an edition puts first, what it is about and what we do there."""

    IDENTITY = ("edition", "body")

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="forum_priorities")
    body = models.ForeignKey(Body, models.CASCADE, related_name="priorities")
    position = models.PositiveSmallIntegerField(default=1)
    focus_en = models.TextField(blank=True)
    focus_fr = models.TextField(blank=True)
    involvement_en = models.TextField(blank=True)
    involvement_fr = models.TextField(blank=True)

    focus = Bilingual("focus")
    involvement = Bilingual("involvement")

    class Meta:
        verbose_name = _("priority forum")
        verbose_name_plural = _("priority forums")
        constraints = [models.UniqueConstraint(fields=["edition", "body"], name="one_priority_an_edition")]

    def __str__(self) -> str:
        return f"{self.body} ({self.edition})"


class Goal(Cited):
    """What an edition wants to achieve in a forum."""

    IDENTITY = ("edition", "body", "position")
    STATES = [("set", _("set")), ("to_be_finalised", _("to be finalised"))]

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="forum_goals")
    body = models.ForeignKey(Body, models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=20, choices=STATES, default="set")
    text_en = models.TextField(blank=True)
    text_fr = models.TextField(blank=True)

    text = Bilingual("text")

    class Meta:
        verbose_name = _("priority in a forum")
        verbose_name_plural = _("priorities in forums")
        constraints = [models.UniqueConstraint(fields=["edition", "body", "position"], name="one_goal_a_place")]

    def __str__(self) -> str:
        return str(self.text)
