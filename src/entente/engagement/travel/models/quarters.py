"""The quarter: proposals of the branches, their travellers and costs, and what was decided about each."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.meetings.models import Meeting
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking, Rank
from entente.kit.bilingual import Bilingual


class Category(models.TextChoices):
    """Purpose categories of the public return.

    Source: Guide to the proactive publication of travel, annual expenditures (travela).
    """

    OPERATIONAL = "operational", _("operational activities")
    KEY_STAKEHOLDERS = "key_stakeholders", _("key stakeholders")
    GOVERNANCE = "governance", _("internal governance")
    TRAINING = "training", _("training")
    OTHER = "other", _("other travel")


class QuarterState(models.TextChoices):
    FORECASTING = "forecasting", _("branches forecast")
    BALANCING = "balancing", _("International Affairs balances")
    SUBMITTED = "submitted", _("before the President")
    DECIDED = "decided", _("decided")


FISCAL_YEAR_BEGINS = 4  # April; Financial Administration Act, section 2


def quarter_of(day: date) -> tuple[str, date, date]:
    """Key, first and last day of the quarter of the fiscal year in which a day falls."""
    number = (day.month - FISCAL_YEAR_BEGINS) % 12 // 3
    year = day.year if day.month >= FISCAL_YEAR_BEGINS else day.year - 1
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    following = (first.replace(day=28) + timedelta(days=70)).replace(day=1)
    return f"{year}-{(year + 1) % 100:02}-q{number + 1}", first, following - timedelta(days=1)


class Quarter(models.Model):
    """A quarter of the fiscal year, which begins on 1 April: its list, its budget, its decision."""

    State = QuarterState

    key = models.SlugField(max_length=12, unique=True)  # 2026-27-q3
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    forecast_due_on = models.DateField(_("forecasts due on"), null=True, blank=True)
    budget = models.DecimalField(_("budget, in CAD"), max_digits=12, decimal_places=2, null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=QuarterState, default=QuarterState.FORECASTING)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("quarter")
        verbose_name_plural = _("quarters")
        constraints = [
            models.CheckConstraint(name="quarter_ends_after_it_begins", condition=Q(ends_on__gt=F("starts_on")))
        ]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("travel:quarter", args=[self.key])

    @property
    def decided_day(self) -> date | None:
        """The day its list was decided, where we are."""
        return timezone.localdate(self.decided_at) if self.decided_at else None

    @property
    def title_en(self) -> str:
        """“Quarter 3 of 2026–27”."""
        return f"Quarter {self.key[-1]} of {self.key[:4]}\u2013{self.key[5:7]}"

    @property
    def title_fr(self) -> str:
        """« 3e trimestre de 2026-2027 »."""
        return (
            f"{self.key[-1]}{'er' if self.key[-1] == '1' else 'e'}\u00a0trimestre de {self.key[:4]}-20{self.key[5:7]}"
        )


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("draft")
    FORECAST = "forecast", _("forecast by the branch")
    LISTED = "listed", _("on the list")
    HELD_BACK = "held_back", _("held back by International Affairs")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned to the branch")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Proposal(models.Model):
    """One branch asks to send a delegation to one meeting in one quarter.

    ``exception`` marks what was not on the approved list: it goes one level higher, and says why.
    """

    State = ProposalState
    PRIORITIES = [(1, _("must attend")), (2, _("should attend")), (3, _("could attend"))]

    key = models.SlugField(max_length=20, unique=True)  # PRP-2026-0001
    quarter = models.ForeignKey(Quarter, models.PROTECT, related_name="proposals", verbose_name=_("quarter"))
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", verbose_name=_("meeting"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("branch"))
    category = models.CharField(_("purpose"), max_length=20, choices=Category, default=Category.KEY_STAKEHOLDERS)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=PRIORITIES, default=2)
    rationale_en = models.TextField(_("why we should go, in English"), blank=True)
    rationale_fr = models.TextField(_("why we should go, in French"), blank=True)
    exception = models.BooleanField(_("exception"), default=False)
    exception_reason = models.TextField(_("why it was not on the list"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    revision = models.PositiveIntegerField(default=0)  # two deciders on one list: who comes second is told
    author = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    made_at = models.DateTimeField()
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)

    rationale = Bilingual("rationale")

    class Meta:
        verbose_name = _("travel proposal")
        verbose_name_plural = _("travel proposals")
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "meeting", "unit"],
                condition=~Q(state="withdrawn"),
                name="one_proposal_a_branch_and_meeting",
                violation_error_message=_("This branch has a proposal for this meeting already."),
            ),
            models.CheckConstraint(
                name="exception_has_a_reason",
                condition=Q(exception=False) | ~Q(exception_reason=""),
                violation_error_message=_("Say why it was not on the list."),
            ),
        ]
        indexes = [models.Index(fields=["quarter", "state", "id"], name="proposal_list")]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.unit})"

    def get_absolute_url(self) -> str:
        return reverse("travel:proposal", args=[self.key])


class TravellerState(models.TextChoices):
    ASKED = "asked", _("asked for")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Traveller(models.Model):
    """One member of a proposed delegation, with the office and rank held at that time."""

    State = TravellerState

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="travellers")
    position = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who"))
    office_en = models.CharField(_("office, in English"), max_length=200, blank=True)  # before the name is known
    office_fr = models.CharField(_("office, in French"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office"))
    rank = models.CharField(_("rank"), max_length=20, choices=Rank, default=Rank.EXPERT)
    is_head = models.BooleanField(_("heads the delegation"), default=False)
    reason = models.TextField(_("why this person is needed"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=TravellerState, default=TravellerState.ASKED)

    office = Bilingual("office")

    class Meta:
        verbose_name = _("traveller")
        verbose_name_plural = _("travellers")
        constraints = [
            models.CheckConstraint(
                name="traveller_is_somebody",
                condition=Q(person__isnull=False) | ~Q(office_en="") | ~Q(office_fr=""),
                violation_error_message=_("Name the person or the office."),
            ),
            models.UniqueConstraint(
                fields=["proposal", "person"],
                name="once_in_a_proposal",
                violation_error_message=_("This person is in the delegation already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.office)


class CostKind(models.TextChoices):
    AIRFARE = "airfare", _("airfare")
    OTHER_TRANSPORT = "other_transport", _("other transport")
    LODGING = "lodging", _("lodging")
    MEALS = "meals", _("meals and incidentals")
    OTHER = "other", _("other expenses")


class CostLine(models.Model):
    """What one traveller is expected to cost, and did, of one kind. In Canadian dollars.

    ``paid_by_others`` is what somebody else pays of the estimate or the actual; ``funder`` says who.
    """

    traveller = models.ForeignKey(Traveller, models.CASCADE, related_name="costs")
    kind = models.CharField(_("kind of cost"), max_length=15, choices=CostKind)
    estimate = models.DecimalField(_("estimate, in CAD"), max_digits=10, decimal_places=2, default=0)
    actual = models.DecimalField(_("actual, in CAD"), max_digits=10, decimal_places=2, null=True, blank=True)
    paid_by_others = models.DecimalField(_("paid by others, in CAD"), max_digits=10, decimal_places=2, default=0)
    funder = models.CharField(_("who pays that part"), max_length=200, blank=True)
    reimbursed_on = models.DateField(_("reimbursed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("cost line")
        verbose_name_plural = _("cost lines")
        constraints = [
            models.UniqueConstraint(fields=["traveller", "kind"], name="one_cost_line_a_kind"),
            models.CheckConstraint(
                name="costs_are_not_negative",
                condition=Q(estimate__gte=0) & (Q(actual__isnull=True) | Q(actual__gte=0)) & Q(paid_by_others__gte=0),
                violation_error_message=_("An amount cannot be negative."),
            ),
            models.CheckConstraint(
                name="others_pay_by_name",
                condition=Q(paid_by_others=0) | ~Q(funder=""),
                violation_error_message=_("Say who pays."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.traveller}: {self.get_kind_display()}"


class Outcome(models.TextChoices):
    """The steps of a proposal that somebody answers for, by the names of their moves."""

    PUT_FORWARD = "put_forward", _("put forward by the branch")
    TAKE_BACK = "take_back", _("taken back by the branch")
    LIST = "list", _("put on the list")
    HOLD_BACK = "hold_back", _("held back")
    ASK_BRANCH = "ask_branch", _("sent to the branch with a question")
    RECOMMEND = "recommend", _("recommended as an exception")
    DECLINE = "decline", _("not recommended")
    APPROVE = "approve", _("approved")
    REDUCE = "reduce", _("approved with fewer travellers")
    REFUSE = "refuse", _("refused")
    RETURN = "return", _("returned")
    RECONSIDER = "reconsider", _("decision taken back")
    WITHDRAW = "withdraw", _("withdrawn")


class Verdict(models.Model):
    """What was decided about a proposal or one of its travellers, by whom and why. Never changed, never deleted."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="verdicts")
    traveller = models.ForeignKey(Traveller, models.PROTECT, null=True, blank=True, related_name="verdicts")
    outcome = models.CharField(_("decision"), max_length=15, choices=Outcome)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    on_behalf_of = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision on travel")
        verbose_name_plural = _("decisions on travel")
        indexes = [models.Index(fields=["proposal", "at"], name="verdict_by_proposal")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_outcome_display()}"

    @property
    def day(self) -> date:
        """The day it was said, where we are."""
        return timezone.localdate(self.at)
