"""The words of the ledger: what kind of exchange, which way, how it travelled, where it stands, what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entente.engagement.agreements.models import Element


class Kind(models.TextChoices):
    RECEIVED = "received", _("request received")
    SENT = "sent", _("request sent")
    SPONTANEOUS = "spontaneous", _("spontaneous exchange")
    AUTOMATIC = "automatic", _("automatic exchange")


class Flow(models.TextChoices):
    FROM_US = "from_us", _("from us to the partner")
    TO_US = "to_us", _("from the partner to us")


FLOW_OF = {Kind.RECEIVED: Flow.FROM_US, Kind.SENT: Flow.TO_US}
"""Which way the information of a request goes. The other kinds say it themselves."""


class Way(models.TextChoices):
    """How an exchange is made."""

    WRITTEN = "written", _("in writing")
    ELECTRONIC = "electronic", _("electronically, system to system")
    VERBAL = "verbal", pgettext_lazy("exchange", "verbally")


class Urgency(models.TextChoices):
    ROUTINE = "routine", pgettext_lazy("urgency", "routine")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")


class State(models.TextChoices):
    RECORDED = "recorded", pgettext_lazy("exchange", "recorded")
    RETURNED = "returned", pgettext_lazy("exchange", "returned for completion")
    MATCHED = "matched", _("legal basis matched")
    COMPLETE = "complete", pgettext_lazy("exchange", "complete")
    TESTED = "tested", _("purpose tested")
    ASSESSED = "assessed", _("risk assessed")
    DECIDED = "decided", pgettext_lazy("exchange", "decided")
    RELEASED = "released", pgettext_lazy("exchange", "released")
    ACKNOWLEDGED = "acknowledged", _("receipt confirmed")
    USED = "used", _("use reported")
    SETTLED = "settled", _("retention settled")
    CLOSED = "closed", pgettext_lazy("exchange", "closed")
    POSTPONED = "postponed", pgettext_lazy("exchange", "postponed")
    REFUSED = "refused", pgettext_lazy("exchange", "refused")


BEFORE_DECISION = (
    State.RECORDED, State.RETURNED, State.MATCHED, State.COMPLETE, State.TESTED, State.ASSESSED,
)  # fmt: skip
"""States in which nothing is decided yet."""
LOOKED_AT = (State.COMPLETE, State.TESTED, State.ASSESSED)
"""States in which what is asked was looked at, at least in part."""
LEFT = (State.RELEASED, State.ACKNOWLEDGED, State.USED, State.SETTLED, State.CLOSED)
"""States of an exchange of which something left the house or came in."""
UNANSWERED = (*BEFORE_DECISION, State.DECIDED, State.POSTPONED)
"""States of a request that nobody has answered: one that was put off still waits."""
AFTER_RELEASE = (State.RELEASED, State.ACKNOWLEDGED, State.USED, State.SETTLED)
"""States in which the other side, or we, may still owe a word, in whatever order the words come."""
OVER = (State.CLOSED, State.REFUSED)
"""States in which nothing is asked any more."""


class Verdict(models.TextChoices):
    """What may be done with one element, the mildest first."""

    RELEASE = "release", _("may be released")
    HIGHER = "higher", _("needs a higher decider")
    CONSENT = "consent", _("needs consent")
    REFUSE = "refuse", pgettext_lazy("element", "refused")


class Level(models.TextChoices):
    """How great the risk is that somebody is mistreated."""

    LOW = "low", pgettext_lazy("risk", "low")
    MEDIUM = "medium", pgettext_lazy("risk", "medium")
    SUBSTANTIAL = "substantial", pgettext_lazy("risk", "substantial")


RISING = list(Level)

ABOUT_PEOPLE = frozenset({
    Element.IDENTITY, Element.BIOGRAPHIC, Element.TRAVEL_DOCUMENT, Element.BIOMETRIC, Element.ITINERARY,
    Element.PASSENGER_NAME_RECORD, Element.INTELLIGENCE_PRODUCT, Element.RISK_ASSESSMENT, Element.SEIZURE,
})  # fmt: skip
"""Elements that tell something about somebody who can be found by them."""
CUSTOMS = frozenset({
    Element.DECLARATION, Element.CARGO_MANIFEST, Element.VALUATION, Element.SEIZURE, Element.COMPANY,
    Element.CONVEYANCE, Element.FINANCIAL, Element.MEMBERSHIP_STATUS, Element.RISK_ASSESSMENT,
})  # fmt: skip
"""Elements obtained for the purposes of the Customs Act: customs information."""
