"""Instruments of every kind: what was agreed, between whom, since when, and what stands in line to be
negotiated.
"""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import ABROAD, Partner
from entente.foundation.people.models import Unit
from entente.foundation.people.roles import Marking
from entente.foundation.sources.models import Cited
from entente.kit.bilingual import Bilingual, SortKeyField
from entente.kit.days import UNKNOWN, PartialDateField

from .stages import STAGES_OF, Stage, stage_of


class Kind(models.TextChoices):
    CMAA = "cmaa", _("customs mutual assistance agreement")
    CUSTOMS_MOU = "customs_mou", _("memorandum of understanding on customs")
    MOU = "mou", _("memorandum of understanding")
    LETTER_OF_UNDERSTANDING = "letter_of_understanding", _("letter of understanding")
    INFORMATION_SHARING = "information_sharing", _("information-sharing agreement")
    MUTUAL_UNDERSTANDING = "mutual_understanding", _("statement of mutual understanding")
    REMOVAL = "removal", _("removal arrangement")
    API_PNR = "api_pnr", _("advance passenger information or passenger name record agreement")
    CSI_DECLARATION = "csi_declaration", _("declaration of principles on container security")
    MRA = "mra", _("mutual recognition arrangement")
    DECLARATION_OF_INTENT = "declaration_of_intent", _("declaration of intent")
    COOPERATION_PLAN = "cooperation_plan", _("cooperation plan")
    FTA = "fta", _("free trade agreement")
    PRECLEARANCE = "preclearance", _("preclearance agreement")
    SAFE_THIRD_COUNTRY = "safe_third_country", _("safe third country agreement")
    PERSONNEL_EXCHANGE = "personnel_exchange", _("personnel exchange")
    MEMBERSHIP_MOU = "membership_mou", _("memorandum of understanding on membership")
    LEGAL_ASSISTANCE = "legal_assistance", _("mutual legal assistance agreement")
    CONVENTION = "convention", _("multilateral convention")
    DECLARATION = "declaration", _("declaration")
    ACTION_PLAN = "action_plan", _("action plan")
    OTHER = "other", _("other instrument")


class Status(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    NEGOTIATING = "negotiating", _("under negotiation")
    SIGNED = "signed", _("signed")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    UNKNOWN = "unknown", _("not known")


ENDS = ("ended_on", "expires_on")
NOT_YET_SIGNED = (Status.PROPOSED, Status.NEGOTIATING)


def is_known(field: str) -> Q:
    """A date column that holds a date: neither nothing nor a mark."""
    return ~Q(**{f"{field}__in": UNKNOWN})


def reached(field: str, day: str) -> Q:
    """A known date that had come by a day; a month or year counts from its first day."""
    return is_known(field) & Q(**{f"{field}__lte": day})


def still_ahead(field: str, day: str) -> Q:
    """A known date that was still to come on a day."""
    return is_known(field) & Q(**{f"{field}__gt": day})


def day_end(day: str) -> datetime:
    """The instant at which a full ISO day is over in the agency's zone: the next day's 00:00."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day) + timedelta(days=1), time()))


class AgreementQuerySet(QuerySet["Agreement"]):
    """Instruments as they stood on a day. ``day`` is a full ISO day."""

    def known_on(self, day: str) -> "AgreementQuerySet":
        """Those that had been asked for, signed, brought into force, or vouched for by a source, by then."""
        told = Q()
        for field in ("requested_on", "signed_on", "in_force_on", "as_of"):
            told |= reached(field, day)
        return self.filter(told)

    def with_status_on(self, day: str = "") -> "AgreementQuerySet":
        """Annotate ``status_on``: for no day (today) the stored status of what is not over, else what the dates say.

        An instrument is over from the first day its end or expiry may mean, as the switch has it.

        What the dates leave open is what the source vouched for, from its own day (``as_of``) on; before
        that, a signed instrument is called signed and no more. One whose signature or entry into force was
        still to come was at most in negotiation. Suspensions carry no date: on a past day the instrument
        counts as in force.
        """
        over = Q()
        for field in ENDS:
            over |= reached(field, day or timezone.localdate().isoformat())
        if not day:
            today = Case(When(over, then=Value(Status.ENDED)), default=F("status"), output_field=models.CharField())
            return self.annotate(status_on=today)
        vouched = reached("as_of", day)
        ends_later = Q(status=Status.ENDED) & is_known("ended_on")
        dated = Exists(Suspension.objects.filter(agreement=OuterRef("pk")))
        was_suspended = Exists(Suspension.objects.reaching(day_end(day)).filter(agreement=OuterRef("pk")))
        stored = Q(status=Status.SUSPENDED)
        by_source = stored & ~dated & vouched
        undated = vouched & ~is_known("in_force_on")
        counted = reached("in_force_on", day) | (undated & Q(status__in=(Status.IN_FORCE, Status.SUSPENDED)))
        return self.annotate(
            status_on=Case(
                When(over, then=Value(Status.ENDED)),
                When(counted & (was_suspended | by_source), then=Value(Status.SUSPENDED)),
                When(reached("in_force_on", day), then=Value(Status.IN_FORCE)),
                When(undated & stored, then=Value(Status.IN_FORCE)),
                When(reached("signed_on", day) & is_known("in_force_on"), then=Value(Status.SIGNED)),
                When(reached("signed_on", day) & vouched & ~ends_later, then=F("status")),
                When(reached("signed_on", day), then=Value(Status.SIGNED)),
                When(vouched & Q(status__in=NOT_YET_SIGNED), then=F("status")),
                When(still_ahead("signed_on", day), then=Value(Status.PROPOSED)),
                When(still_ahead("in_force_on", day), then=Value(Status.PROPOSED)),
                When(vouched & ~ends_later, then=F("status")),
                When(vouched, then=Value(Status.UNKNOWN)),
                default=Value(Status.PROPOSED),
                output_field=models.CharField(),
            )
        )

    def with_stage(self) -> "AgreementQuerySet":
        """Annotate ``stage_at``: ``Agreement.stage_now`` asked of many at once."""
        kept = [When(status=status, stage__in=stages, then=F("stage")) for status, stages in STAGES_OF.items()]
        implied = [When(status=status, then=Value(stages[0])) for status, stages in STAGES_OF.items()]
        return self.annotate(stage_at=Case(*kept, *implied, default=Value(""), output_field=models.CharField()))


class Agreement(Cited):
    """An instrument: treaty, agreement, memorandum of understanding, arrangement, declaration.

    Signing and entry into force are different days. An instrument whose days are not known counts from the
    day a source first vouches for it (``as_of``).
    """

    IDENTITY = ("key",)
    Kind, Status = Kind, Status

    key = models.SlugField(max_length=80, unique=True)
    number = models.CharField(_("reference number"), max_length=20, blank=True)
    title_en = models.CharField(_("title in English"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    kind = models.CharField(_("type"), max_length=30, choices=Kind)
    binding = models.BooleanField(_("binding in international law"), null=True, blank=True)
    subjects = models.CharField(_("subjects"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PROPOSED)
    stage = models.CharField(_("stage"), max_length=20, choices=Stage, blank=True, editable=False)
    requested_on = PartialDateField(verbose_name=_("requested on"))
    signed_on = PartialDateField(verbose_name=_("signed on"))
    in_force_on = PartialDateField(verbose_name=_("in force on"))
    expires_on = PartialDateField(verbose_name=_("expires on"))
    ended_on = PartialDateField(verbose_name=_("ended on"))
    treaty_id = models.CharField(_("treaty identifier"), max_length=60, blank=True)
    authority_en = models.TextField(_("legal authority, in English"), blank=True)
    authority_fr = models.TextField(_("legal authority, in French"), blank=True)
    administered_for = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("administered for")
    )
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name=_("office of primary interest"))
    marking = models.CharField(_("marking"), max_length=20, choices=Marking, default=Marking.UNCLASSIFIED)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_fr = models.TextField(_("summary in French"), blank=True)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    authority = Bilingual("authority")
    summary = Bilingual("summary")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        indexes = [
            models.Index(fields=["marking", "sort_en", "id"], name="agreement_list_en"),
            models.Index(fields=["marking", "sort_fr", "id"], name="agreement_list_fr"),
            # The register sorts by any of these; each ends in id, so that pages never shuffle.
            models.Index(fields=["kind", "id"], name="agreement_by_kind"),
            models.Index(fields=["status", "id"], name="agreement_by_status"),
            models.Index(fields=["signed_on", "id"], name="agreement_by_signature"),
            models.Index(fields=["in_force_on", "id"], name="agreement_by_force"),
            models.Index(fields=["as_of", "id"], name="agreement_by_as_of"),
            models.Index(fields=["number", "id"], name="agreement_by_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="one_agreement_a_number"
            ),
            models.CheckConstraint(
                name="agreement_signed_not_after_it_ends",
                condition=Q(signed_on="") | Q(ended_on="") | Q(signed_on__startswith="[")
                | Q(ended_on__startswith="[") | Q(signed_on__lte=F("ended_on"))
                | Q(signed_on__startswith=F("ended_on")),
                violation_error_message=_("The end cannot come before the signature."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.title)

    def status_today(self, today: date) -> str:
        """``with_status_on`` for no day, asked of one: ended from the first day that its end or expiry may mean."""
        known = [day for name in ENDS if (day := getattr(self, name)) not in UNKNOWN]
        return Status.ENDED if any(day <= today.isoformat() for day in known) else self.status

    @property
    def stage_now(self) -> str:
        """The stage it stands at, kept or implied by its status; empty where no source tells the status."""
        return stage_of(self.stage, self.status)


class SuspensionQuerySet(QuerySet["Suspension"]):
    """Suspensions as they stood."""

    def reaching(self, instant: datetime) -> "SuspensionQuerySet":
        """Those that began before an instant and were not over just before it."""
        return self.filter(Q(to_at__isnull=True) | Q(to_at__gte=instant), from_at__lt=instant)


class Suspension(models.Model):
    """A time during which an instrument in force does not apply: from an instant on, up to another or still open."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="suspensions", verbose_name=_("instrument"))
    from_at = models.DateTimeField(_("suspended from"))
    to_at = models.DateTimeField(_("applies again from"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        indexes = [models.Index(fields=["agreement", "from_at"], name="suspension_by_instrument")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(to_at__isnull=True), name="one_open_suspension",
                violation_error_message=_("The instrument is suspended already."),
            ),
            models.CheckConstraint(
                name="suspension_ends_after_it_begins",
                condition=Q(to_at__isnull=True) | Q(to_at__gte=F("from_at")),
                violation_error_message=_("It cannot apply again before it was suspended."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.agreement}: {self.from_at:%Y-%m-%d}"


def abroad(path: str = "partner__") -> Q:
    """Partners of the foreign side: not at home by their kind, nor the country our own agency belongs to."""
    home = Partner.objects.filter(kind=Partner.Kind.OWN, parent__isnull=False).values("parent")
    return Q(**{f"{path}kind__in": ABROAD}) & ~Q(**{f"{path}pk__in": home})


class Party(Cited):
    """Who is bound: at agency level where the source says so."""

    IDENTITY = ("agreement", "partner")
    ROLES = [
        ("party", _("party")),
        ("signatory", _("signatory")),
        ("depositary", _("depositary")),
        ("observer", _("observer")),
    ]

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    role = models.CharField(_("role"), max_length=12, choices=ROLES, default="party")

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [models.UniqueConstraint(fields=["agreement", "partner"], name="one_party_a_partner")]

    def __str__(self) -> str:
        return f"{self.partner}"


class Link(Cited):
    """One instrument amends, replaces, implements, complements or rests on another."""

    IDENTITY = ("from_agreement", "to_agreement", "kind")
    RESTS_ON = "rests_on"
    KINDS = [
        ("amends", _("amends")),
        ("replaces", _("replaces")),
        ("implements", _("implements")),
        ("complements", _("complements")),
        (RESTS_ON, _("rests on")),
    ]

    from_agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="links_out")
    to_agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS)
    note_en = models.TextField(blank=True)
    note_fr = models.TextField(blank=True)

    note = Bilingual("note")

    class Meta:
        verbose_name = _("link between instruments")
        verbose_name_plural = _("links between instruments")
        constraints = [
            models.UniqueConstraint(fields=["from_agreement", "to_agreement", "kind"], name="one_link_of_a_kind"),
            models.CheckConstraint(
                name="link_leads_elsewhere",
                condition=~Q(from_agreement=F("to_agreement")),
                violation_error_message=_("An instrument cannot be linked to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_agreement} {self.get_kind_display()} {self.to_agreement}"


class PartyAction(Cited):
    """What one party did about an instrument, on its own: asked, signed, ratified, notified, applied, withdrew.

    Signing and putting into effect are two days: a source that gives one says nothing of the other.
    """

    IDENTITY = ("agreement", "partner", "action", "on")
    ACTIONS = [
        ("requested", _("asked for it")),
        ("requested_update", _("asked to update it")),
        ("signed", _("signed")),
        ("ratified", _("ratified")),
        ("accepted", _("accepted")),
        ("acceded", _("acceded")),
        ("notified", _("notified")),
        ("implemented", _("put it into effect")),
        ("withdrew", _("withdrew")),
    ]

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="party_actions")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    action = models.CharField(_("action"), max_length=20, choices=ACTIONS)
    on = PartialDateField(verbose_name=_("on"))
    note_en = models.TextField(_("note in English"), blank=True)
    note_fr = models.TextField(_("note in French"), blank=True)

    note = Bilingual("note")

    class Meta:
        verbose_name = _("action of a party")
        verbose_name_plural = _("actions of parties")
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "partner", "action", "on"],
                name="one_action_a_day",
                violation_error_message=_("This action of this party is already recorded."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} {self.get_action_display()}"


class Act(Cited):
    """A law the agency administers or enforces, often for another department."""

    IDENTITY = ("key",)

    key = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300)
    title_fr = models.CharField(_("title in French"), max_length=300, blank=True)
    department = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for")
    )
    role_en = models.TextField(_("our part, in English"), blank=True)
    role_fr = models.TextField(_("our part, in French"), blank=True)
    sort_en = SortKeyField(source="title_en", fallback="title_fr")
    sort_fr = SortKeyField(source="title_fr", fallback="title_en")

    title = Bilingual("title")
    role = Bilingual("role")

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")

    def __str__(self) -> str:
        return str(self.title)


class Reason(models.TextChoices):
    PRIORITY_PARTNER = "priority_partner", _("priority partner")
    FTA_OBLIGATION = "fta_obligation", _("obligation under a free trade agreement")
    NEGOTIATIONS_UNDER_WAY = "negotiations_under_way", _("negotiations under way")
    REQUESTED_BY_PARTNER = "requested_by_partner", _("requested by the partner")
    POSSIBLE_CMAA = "possible_cmaa", _("possible customs mutual assistance agreement")
    COMPLEMENTS_EXISTING = "complements_existing", _("complements an existing instrument")
    CSI_OUTREACH = "csi_outreach", _("container security outreach")


class Candidate(Cited):
    """A partner in line for negotiation under an edition: what is sought, why, and when it was asked for."""

    IDENTITY = ("edition", "partner")
    VARIOUS = "various"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="candidates")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"))
    position = models.PositiveSmallIntegerField(default=1)
    sought = models.CharField(_("sought"), max_length=30, choices=[*Kind.choices, (VARIOUS, _("various"))])
    reasons = models.CharField(_("reasons"), max_length=160, blank=True)
    requested_on = PartialDateField(verbose_name=_("requested on"))
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="candidates",
        verbose_name=_("instrument"),
    )
    details_en = models.TextField(_("details in English"), blank=True)
    details_fr = models.TextField(_("details in French"), blank=True)

    details = Bilingual("details")

    class Meta:
        verbose_name = _("negotiation candidate")
        verbose_name_plural = _("negotiation candidates")
        constraints = [models.UniqueConstraint(fields=["edition", "partner"], name="one_candidacy_an_edition")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_sought_display()}"
