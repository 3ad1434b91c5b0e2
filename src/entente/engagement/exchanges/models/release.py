"""What left the house or came in, with its caveat, and what followed: receipt, use, retention, outcomes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.agreements.models import Agreement, Element, Purpose
from entente.engagement.partners.models import Partner
from entente.foundation.people.roles import Marking
from entente.kit.bilingual import Bilingual

from .exchanges import Exchange
from .vocabulary import Flow, Way


class Release(models.Model):
    """What was released, once: to which office, when, under which caveat. Its words are frozen in both languages."""

    exchange = models.OneToOneField(Exchange, models.PROTECT, related_name="release")
    at = models.DateTimeField(_("released at"))
    office = models.CharField(_("released to"), max_length=200)
    caveat_en = models.TextField(_("caveat in English"))
    caveat_fr = models.TextField(_("caveat in French"))
    marking = models.CharField(_("marking"), max_length=20, choices=Marking)
    receipt_by = models.DateField(_("receipt due"))
    use_by = models.DateField(_("use to be reported by"))
    keep_until = models.DateField(_("kept until"), null=True, blank=True)
    by = models.CharField(max_length=150)

    caveat = Bilingual("caveat")

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        indexes = [
            models.Index(fields=["receipt_by"], name="release_by_receipt"),
            models.Index(fields=["use_by"], name="release_by_use"),
            models.Index(fields=["keep_until"], name="release_by_retention"),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}: {self.at:%Y-%m-%d}"

    @property
    def has_ended(self) -> bool:
        """Whether what was released was returned or destroyed. Reads ``retentions``."""
        return any(one.end != Retention.End.EXTENDED for one in self.retentions.all())


class Entry(models.Model):
    """One line of the ledger: one element that was released, to whom, under what, for what, how many. Only added.

    It is what stood on the sheet on that day and does not follow later changes, so it holds its own columns. ``first``
    is true for one line of each release: their number is how often.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="entries")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"), db_index=False)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="+", verbose_name=_("instrument"), db_index=False
    )
    on = models.DateField(_("released on"))
    year = models.PositiveSmallIntegerField(_("year"))
    flow = models.CharField(_("direction"), max_length=8, choices=Flow)
    way = models.CharField(_("how it was made"), max_length=12, choices=Way)
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    element = models.CharField(_("element"), max_length=30, choices=Element)
    article = models.CharField(_("article"), max_length=60, blank=True)
    count = models.PositiveIntegerField(_("number of records"))
    first = models.BooleanField(default=False)
    kept_as = models.CharField(_("marking"), max_length=20, choices=Marking)

    class Meta:
        verbose_name = _("entry in the ledger")
        verbose_name_plural = _("entries in the ledger")
        constraints = [models.UniqueConstraint(fields=["release", "element"], name="one_entry_an_element")]
        indexes = [
            models.Index(fields=["on", "id"], name="entry_by_day"),
            models.Index(fields=["partner", "on"], name="entry_by_partner"),
            models.Index(fields=["agreement", "on"], name="entry_by_agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.get_element_display()} ({self.count})"


class Tally(models.Model):
    """How often and how much in a year, to whom, under what: of one element, or for one purpose.

    The ledger added up, kept by whoever adds to it in the same transaction; the question of the reviewer is answered
    from here. Each line counts twice: under its element and under its purpose.
    """

    class What(models.TextChoices):
        ELEMENT = "element", _("element")
        PURPOSE = "purpose", _("purpose")

    kept_as = models.CharField(_("marking"), max_length=20, choices=Marking)
    flow = models.CharField(_("direction"), max_length=8, choices=Flow)
    year = models.PositiveSmallIntegerField(_("year"))
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+", verbose_name=_("partner"), db_index=False)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="+", verbose_name=_("instrument"), db_index=False
    )
    what = models.CharField(max_length=7, choices=What)
    code = models.CharField(max_length=30)
    often = models.PositiveBigIntegerField(_("times"))
    much = models.PositiveBigIntegerField(_("number of records"))

    class Meta:
        verbose_name = _("tally of the ledger")
        verbose_name_plural = _("tallies of the ledger")
        constraints = [
            models.UniqueConstraint(
                fields=["kept_as", "flow", "year", "partner", "agreement", "what", "code"], name="one_tally_a_cell"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.code}: {self.often}, {self.much}"


class Receipt(models.Model):
    """The other side says that it has what was released."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="receipt")
    on = models.DateField(_("received on"))
    reference = models.CharField(_("reference of the receipt"), max_length=100)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")

    def __str__(self) -> str:
        return self.reference


class UseReport(models.Model):
    """What was done with what was released. A use that was not agreed is a breach, and is told so."""

    class Use(models.TextChoices):
        AS_AGREED = "as_agreed", _("used as agreed")
        NOT_USED = "not_used", _("not used")
        OTHERWISE = "otherwise", _("used otherwise than agreed")

    release = models.ForeignKey(Release, models.PROTECT, related_name="uses")
    use = models.CharField(_("use"), max_length=10, choices=Use)
    on = models.DateField(_("told on"))
    reference = models.CharField(_("reference"), max_length=100)
    note = models.TextField(_("what happened"), blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("report of use")
        verbose_name_plural = _("reports of use")

    def __str__(self) -> str:
        return f"{self.get_use_display()}"


class OnwardRequest(models.Model):
    """Somebody who holds what was released asks to pass it on; only the originator may say yes.

    For what we released the originator is ours to ask at home; for what came to us it is the partner.
    """

    class Answer(models.TextChoices):
        PENDING = "pending", pgettext_lazy("onward transfer", "not answered")
        GIVEN = "given", pgettext_lazy("onward transfer", "consent given")
        DENIED = "denied", pgettext_lazy("onward transfer", "consent denied")

    release = models.ForeignKey(Release, models.PROTECT, related_name="onward_requests")
    to_partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to be passed on to")
    )
    to_office = models.CharField(_("office it is meant for"), max_length=200, blank=True)
    purpose = models.CharField(_("purpose"), max_length=30, choices=Purpose)
    asked_on = models.DateField(_("asked on"))
    reference = models.CharField(_("reference of the request"), max_length=100, blank=True)
    answer = models.CharField(_("answer of the originator"), max_length=8, choices=Answer, default=Answer.PENDING)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answer_reference = models.CharField(_("reference of the answer"), max_length=100, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.CharField(max_length=150)
    answered_by = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("request to pass on")
        verbose_name_plural = _("requests to pass on")
        constraints = [
            models.CheckConstraint(
                name="onward_goes_to_somebody",
                condition=Q(to_partner__isnull=False) | ~Q(to_office=""),
                violation_error_message=_("Say to whom it is to be passed on."),
            ),
            models.CheckConstraint(
                name="onward_answer_has_its_reference",
                condition=Q(answer="pending") | (Q(answered_on__isnull=False) & ~Q(answer_reference="")),
                violation_error_message=_("An answer has its day and its reference."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.to_partner or self.to_office)


class Retention(models.Model):
    """How the time for which something may be kept ended, or was made longer. Rows are only added; the last stands."""

    class End(models.TextChoices):
        RETURNED = "returned", pgettext_lazy("retention", "returned")
        DESTROYED = "destroyed", pgettext_lazy("retention", "destroyed")
        EXTENDED = "extended", pgettext_lazy("retention", "extended")

    release = models.ForeignKey(Release, models.PROTECT, related_name="retentions")
    end = models.CharField(_("what was done"), max_length=10, choices=End)
    on = models.DateField(_("on"))
    until = models.DateField(_("now kept until"), null=True, blank=True)
    reference = models.CharField(_("reference"), max_length=100)
    reason = models.TextField(_("reason"), blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("end of retention")
        verbose_name_plural = _("ends of retention")
        constraints = [
            models.CheckConstraint(
                name="retention_is_extended_for_a_reason",
                condition=~Q(end="extended") | (Q(until__isnull=False) & ~Q(reason="")),
                violation_error_message=_("An extension has its new day and its reason."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_end_display()}"


class Outcome(models.Model):
    """What came of an exchange: a seizure, revenue, something else. A story says it for people outside."""

    class What(models.TextChoices):
        SEIZURE = "seizure", pgettext_lazy("outcome", "seizure")
        REVENUE = "revenue", pgettext_lazy("outcome", "revenue")
        REFUSAL = "refusal", pgettext_lazy("outcome", "entry refused")
        OTHER = "other", pgettext_lazy("outcome", "other outcome")

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="outcomes")
    what = models.CharField(_("outcome"), max_length=8, choices=What)
    on = models.DateField(_("on"))
    amount = models.DecimalField(
        _("amount in Canadian dollars"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    told_by = models.CharField(_("source"), max_length=200)
    story_en = models.TextField(_("what can be told, in English"), blank=True)
    story_fr = models.TextField(_("what can be told, in French"), blank=True)
    may_be_told = models.BooleanField(_("both sides agree that it may be told"), default=False)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    story = Bilingual("story")

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(
                name="outcome_told_in_both_languages",
                condition=Q(may_be_told=False) | (~Q(story_en="") & ~Q(story_fr="")),
                violation_error_message=_("What may be told is told in both languages."),
            ),
            models.CheckConstraint(
                name="outcome_amount_is_not_negative",
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                violation_error_message=_("An amount is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}"
