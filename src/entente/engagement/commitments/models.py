"""What was promised, by us or to us: one record that outlives the meeting and the person it was made in."""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, CharField, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Concat, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from entente.engagement.agreements.models import Agreement
from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Element
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking, highest
from entente.foundation.sources.models import Cited
from entente.foundation.trail.models import Entry
from entente.kit.bilingual import Bilingual, SortKeyField, Text

LONGEST = 20_000  # characters of a text: some eight pages; what is longer is a document to attach


class Side(models.TextChoices):
    OURS = "ours", _("ours")
    THEIRS = "theirs", _("theirs")


class Level(models.TextChoices):
    """Who gave the word."""

    OFFICIALS = "officials", _("officials")
    HEADS = "heads", _("heads of agency")
    MINISTERS = "ministers", _("ministers")
    LEADERS = "leaders", _("heads of government")


class State(models.TextChoices):
    OPEN = "open", _("open")
    REPORTED = "reported", _("reported done, to be verified")
    CLOSED = "closed", _("kept")
    DROPPED = "dropped", _("dropped")


STANDING = (State.OPEN, State.REPORTED)
"""States in which a promise still asks for something."""
ENDED = (State.CLOSED, State.DROPPED)


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def standing(self) -> Self:
        """Promises that still ask for something."""
        return self.filter(state__in=STANDING)

    def overdue(self, day: date | str) -> Self:
        """Standing promises whose day has passed."""
        return self.standing().filter(due_on__lt=day)

    def told(self, day: str, *, past: bool) -> Self:
        """Promises made by a day (full ISO), with ``state_then``, ``ended_then`` and ``due_then``: how they stood.

        What was kept or dropped later still stood then, and what was reopened later was still over; a date that moved
        later was still the old one. The trail says which state a later step found; a promise that entered the record
        as over has no such step, and was open until the day it ended.
        """
        asked = Value(day, CharField())
        if not past:
            return self.annotate(
                state_then=F("state"),
                due_then=F("due_on"),
                ended_then=F("ended_on"),
                urgency=F("urgent_on"),
                asked_on=asked,
            )
        moved = Slip.objects.filter(commitment=OuterRef("pk"), at__date__gt=day).order_by("at", "id")
        turns = Entry.objects.filter(subject=Concat(Value(SUBJECT), OuterRef("key")), changes__has_key="state")
        found = turns.filter(at__date__gt=day).order_by("id").values(found=KT("changes__state__0"))[:1]
        over = turns.filter(at__date__lte=day).order_by("-id").values(day=TruncDate("at"))[:1]
        later = When(ended_on__gt=day, then=Value(State.OPEN.value))
        stood = Case(later, default=F("state"), output_field=CharField())
        rows = self.filter(made_on__lte=day).annotate(
            asked_on=asked,
            moved=models.Exists(moved),
            state_then=Coalesce(Subquery(found, output_field=CharField()), stood, output_field=CharField()),
            due_then=Case(
                When(moved=True, then=Subquery(moved.values("before")[:1])),
                default=F("due_on"),
                output_field=DateField(),
            ),
        )
        dated = Coalesce(F("due_then"), Value(FAR, DateField()))
        ended = Coalesce(Subquery(over, output_field=DateField()), F("ended_on"))
        return rows.annotate(
            ended_then=Case(When(state_then__in=ENDED, then=ended), output_field=DateField()),
            urgency=Case(
                When(state_then__in=STANDING, then=dated), default=Value(OVER, DateField()), output_field=DateField()
            ),
        )


SUBJECT = "commitments.commitment:"
"""How the trail calls a promise, before its key."""
FAR, OVER = date(9000, 1, 1), date(9999, 12, 31)


class UrgencyField(models.DateField):
    """The day a list is sorted by: what is owed and dated first, then what has no day, last what is over.

    Filled whenever the row is saved, so that an index holds the order.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs | {"editable": False, "default": FAR})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("editable", "default"):
            kwargs.pop(given, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> date:
        one: Any = model_instance
        key = (one.due_on or FAR) if one.state in STANDING else OVER
        setattr(one, self.attname, key)
        return key


def long_text(label: Any) -> "models.TextField[str, str]":
    """A column for a few pages at most."""
    said = _("At most 20,000 characters. Attach what is longer as a document.")
    return models.TextField(label, blank=True, validators=[MaxLengthValidator(LONGEST, said)])


class Commitment(Cited):
    """A promise: who owes what to whom by when, and what came of it.

    Its author is who wrote it down; its owner is who must keep it (ours) or chase it (theirs). Rooms in which it was
    born hold the link to it.
    """

    State = State

    key = models.SlugField(max_length=20, unique=True)  # COM-2026-0001
    side = models.CharField(_("whose"), max_length=10, choices=Side)
    level = models.CharField(_("given by"), max_length=10, choices=Level, default=Level.OFFICIALS)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_fr = models.CharField(_("title in French"), max_length=200, blank=True)
    text_en = long_text(_("words of the promise, in English"))
    text_fr = long_text(_("words of the promise, in French"))
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("partner")
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("forum"))
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instrument")
    )
    objective = models.ForeignKey(
        Element, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("objective")
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office of primary interest")
    )
    owner = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("written down by"))
    made_on = models.DateField(_("made on"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    ended_on = models.DateField(_("kept or dropped on"), null=True, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)  # sent back or reopened: what showed it no longer does
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    urgent_on = UrgencyField()
    revision = models.PositiveIntegerField(default=0)  # goes up with every change: calendars must know
    changed_at = models.DateTimeField(auto_now=True)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    text = Bilingual("text")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.CheckConstraint(
                name="commitment_has_a_title",
                condition=~Q(title_en="") | ~Q(title_fr=""),
                violation_error_message=_("Give a title in at least one language."),
            )
        ]
        indexes = [
            models.Index(fields=["urgent_on", "id"], name="commitment_list"),
            models.Index(fields=["state", "due_on"], name="commitment_by_state"),
            models.Index(fields=["partner", "state", "due_on"], name="commitment_by_partner"),
            models.Index(fields=["body", "state", "due_on"], name="commitment_by_body"),
            models.Index(fields=["owner", "state", "due_on"], name="commitment_by_owner"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("commitments:commitment", args=[self.key])

    @classmethod
    def written(cls, *, by: Person, owner: Person | None = None, unit: Unit | None = None, **given: Any) -> Self:
        """A promise as somebody writes it down, not saved: its author’s, and of the owner’s office, unless said."""
        owner = owner or by
        return cls(author=by, owner=owner, unit=unit or owner.unit, **given)

    @property
    def is_standing(self) -> bool:
        """Whether it still asks for something."""
        return self.state in STANDING

    @property
    def belongs_to(self) -> list[Any]:
        """The partner, forum and instrument it belongs to, as far as they are named."""
        return [one for one in (self.partner, self.body, self.agreement) if one is not None]

    @property
    def office(self) -> Unit | None:
        """The office that answers for it: its own, else that which keeps its partner's file."""
        return self.unit or (self.partner.owner if self.partner else None)

    @property
    def is_orphaned(self) -> bool:
        """Whether nobody can keep it any more: its owner's account is closed."""
        return self.owner is not None and not self.owner.is_active

    @property
    def bears(self) -> str:
        """The highest marking of it and of all it belongs to: what a page that shows it bears."""
        return highest([self.marking, *(one.marking for one in self.belongs_to)])


class Slip(models.Model):
    """A date that moved: the old one is kept, with the reason."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="slips")
    before = models.DateField(_("was due on"), null=True, blank=True)
    after = models.DateField(_("now due on"))
    reason = models.TextField(_("reason"), validators=[MaxLengthValidator(LONGEST)])
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("slip")
        verbose_name_plural = _("slips")

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.before} → {self.after}"


class Evidence(models.Model):
    """What shows that a promise was kept: words, an address, or a document attached to the commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="evidence")
    text_en = long_text(_("what shows it, in English"))
    text_fr = long_text(_("what shows it, in French"))
    url = models.URLField(_("address"), max_length=400, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    text = Bilingual("text")

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                name="evidence_says_something",
                condition=~Q(text_en="") | ~Q(text_fr="") | ~Q(url=""),
                violation_error_message=_("Say what shows it, or give an address."),
            )
        ]

    def __str__(self) -> str:
        return str(self.text) or self.url


class Remark(models.Model):
    """What somebody noted on the way: a call made, an answer awaited. It stands in the language it was written in."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="remarks")
    words = models.TextField(_("remark"), validators=[MaxLengthValidator(LONGEST)])
    language = models.CharField(max_length=2, default="en")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self) -> str:
        return self.words

    @property
    def text(self) -> Text:
        """Its words, which remember their language."""
        return Text(self.words, self.language)
