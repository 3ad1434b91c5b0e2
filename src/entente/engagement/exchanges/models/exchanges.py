"""One exchange of information with a partner, its lines and the steps it took. It holds no case."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from entente.engagement.agreements.models import Agreement, Element, Purpose
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.foundation.people.roles import Marking, Rank, highest
from entente.kit.bilingual import Bilingual

from .vocabulary import LEFT, Flow, Kind, State, Urgency, Verdict, Way


class Exchange(models.Model):
    """Information that was asked for or told: by whom, under what, for what. References only, never a case.

    ``received_at`` is the instant at which a request was received, or at which ours, or what we tell, was drafted.
    ``officer`` is who recorded it and answers for it. ``unit`` is the office whose head decides.
    """

    State = State

    key = models.SlugField(max_length=20, unique=True)  # EXC-2026-0001
    kind = models.CharField(_("kind of exchange"), max_length=12, choices=Kind)
    flow = models.CharField(_("direction"), max_length=8, choices=Flow)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    office = models.CharField(_("office of the contact"), max_length=200, blank=True)
    way = models.CharField(_("how it was made"), max_length=12, choices=Way, default=Way.WRITTEN)
    urgency = models.CharField(_("urgency"), max_length=8, choices=Urgency, default=Urgency.ROUTINE)
    urgent_because = models.CharField(_("why it could not wait"), max_length=300, blank=True)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instrument")
    )
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose, blank=True)
    received_at = models.DateTimeField(_("received at"))
    confirm_by = models.DateTimeField(_("to be confirmed in writing by"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed in writing at"), null=True, blank=True)
    confirmation = models.CharField(_("reference of the written confirmation"), max_length=100, blank=True)
    reply_by = models.DateField(_("reply due"), null=True, blank=True)
    reference = models.CharField(_("the partner’s reference"), max_length=100, blank=True)
    own_reference = models.CharField(_("our file reference"), max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office that decides")
    )
    officer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.RECORDED)
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.PROTECTED_A)

    title = Bilingual("title")

    class Meta:
        verbose_name = _("exchange of information")
        verbose_name_plural = _("exchanges of information")
        constraints = [
            models.CheckConstraint(
                name="exchange_request_goes_its_way",
                condition=~Q(kind="received", flow="to_us") & ~Q(kind="sent", flow="from_us"),
                violation_error_message=_("The answer to a request goes to whoever asked."),
            ),
            models.CheckConstraint(
                name="exchange_confirmed_with_reference",
                condition=Q(confirmed_at__isnull=True) | ~Q(confirmation=""),
                violation_error_message=_("Give the reference of the written confirmation."),
            ),
            models.CheckConstraint(
                name="exchange_moves_on_under_an_instrument",
                condition=Q(agreement__isnull=False)
                | Q(state__in=["recorded", "returned", "postponed", "refused"]),
                violation_error_message=_("Nothing is decided or released without an instrument."),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["marking", "received_at", "id"], name="exchange_list"),
            models.Index(fields=["partner", "received_at"], name="exchange_by_partner"),
            models.Index(fields=["agreement", "received_at"], name="exchange_by_agreement"),
            models.Index(fields=["state", "received_at"], name="exchange_by_state"),
            models.Index(fields=["officer", "received_at"], name="exchange_by_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("exchanges:exchange", args=[self.key])

    def _titled(self, lang: str) -> str:
        with override(lang):
            said = {"kind": str(Kind(self.kind).label), "partner": self.partner.name}
            title = _t("%(kind)s, %(partner)s") % said
        return title[:1].upper() + title[1:]

    @property
    def title_en(self) -> str:
        """What it is called in English: it has no title of its own, for that would tell the case."""
        return self._titled("en")

    @property
    def title_fr(self) -> str:
        """What it is called in French."""
        return self._titled("fr")

    @property
    def kept_as(self) -> str:
        """The marking that protects it: its own, its partner's or its instrument's, whichever is highest."""
        parts = [self.marking, self.partner.marking]
        return highest([*parts, self.agreement.marking] if self.agreement else parts)

    @property
    def is_ours(self) -> bool:
        """Whether we are the originator of what passes: then nobody passes it on without our consent."""
        return self.flow == Flow.FROM_US

    @property
    def needs_confirmation(self) -> bool:
        """Whether words were spoken that nobody has put on paper yet."""
        return self.way == Way.VERBAL and self.confirmed_at is None

    @property
    def has_left(self) -> bool:
        """Whether something of it left the house, or came in."""
        return self.state in LEFT

    def confirmation_due(self) -> datetime | None:
        """By when spoken words are to be confirmed in writing: so many hours after they were spoken."""
        if self.way != Way.VERBAL:
            return None
        return self.received_at + timedelta(hours=settings.ENTENTE_CONFIRM_HOURS)

    def reply_due(self) -> date | None:
        """By when a request is answered, counted from the day it was received (or sent)."""
        if self.kind not in (Kind.RECEIVED, Kind.SENT):
            return None
        return timezone.localdate(self.received_at) + timedelta(days=settings.ENTENTE_REPLY_DAYS)


class Line(models.Model):
    """One element of information in an exchange: how many records, what was decided and why, article by article.

    ``reasons`` are frozen with the decision: ``[{"code", "verdict", "place": {"en", "fr"}, "text": {"en", "fr"}}]``.
    ``origin`` is whose information it is where it came to us from somebody else; ``consent`` is the reference of the
    word that a clause asks for, ``originator_consent`` that of the originator: one does not stand for the other.
    """

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="lines")
    element = models.CharField(_("element"), max_length=30, choices=Element)
    count = models.PositiveIntegerField(_("number of records"), default=1)
    origin = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("came to us from")
    )
    consent = models.CharField(_("reference of the consent"), max_length=100, blank=True)
    originator_consent = models.CharField(_("reference of the originator’s consent"), max_length=100, blank=True)
    verdict = models.CharField(_("decision"), max_length=8, choices=Verdict, blank=True)
    level = models.CharField(_("level that decides"), max_length=20, choices=Rank, blank=True)
    withheld = models.BooleanField(_("withheld by the decider"), default=False)
    reasons = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("line of an exchange")
        verbose_name_plural = _("lines of an exchange")
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "element"],
                name="one_line_an_element",
                violation_error_message=_("This element already stands in the exchange."),
            ),
            models.CheckConstraint(
                name="line_has_records", condition=Q(count__gt=0), violation_error_message=_("Count at least one.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_element_display()} ({self.count})"

    @property
    def goes(self) -> bool:
        """Whether it was decided that this element may go."""
        return self.verdict == Verdict.RELEASE and not self.withheld


class Step(models.Model):
    """A step an exchange took, who took it, for whom and why. Rows are only added."""

    exchange = models.ForeignKey(Exchange, models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20)
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.CharField(max_length=150)
    on_behalf_of = models.CharField(max_length=150, blank=True)  # the head whose delegated authority was used
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return f"{self.exchange_id}: {self.move}"
