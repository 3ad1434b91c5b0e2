"""What a dossier asks: everything about one instrument, and every instrument of one partner."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, Model, OuterRef, Prefetch, Q, QuerySet

from entente.engagement.partners.models import ABROAD, Partner
from entente.foundation.sources import queries as sources
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import (
    Act,
    Agreement,
    AgreementQuerySet,
    Candidate,
    Link,
    Party,
    PartyAction,
    Status,
    abroad,
)
from . import registers

# A request for an instrument is open until somebody sits down; one for an update until something amends it.
WAITING = (Status.PROPOSED, Status.UNKNOWN)
AMENDING = ("amends", "replaces")


def agreement(person: Any, key: str) -> AgreementQuerySet:
    """One instrument with what its pages need, as a queryset of one or none. One query."""
    found = policy.visible_to(person).filter(key=key)
    return found.select_related("source", "owner", "administered_for")


def is_loaded(thing: Model) -> bool:
    """Whether a record came from an edition package and not from a person here. One query."""
    return sources.package_of(thing) is not None


def _foreign_or_not(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(is_abroad=ExpressionWrapper(abroad(), BooleanField()))


# ── One instrument ────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Whole:
    """Everything this room keeps about one instrument, as far as a person may see it and a day knew it.

    ``status`` is that of the day. Lists are in reading order; parties and actions carry ``is_abroad``.
    """

    agreement: Agreement
    status: str
    parties: list[Any]
    links: list[Link]
    party_actions: list[Any]
    candidates: list[Candidate]

    @property
    def foreign_parties(self) -> list[Party]:
        """The parties that are neither our own agency nor our own country."""
        return [party for party in self.parties if party.is_abroad]

    @property
    def links_out(self) -> list[Link]:
        """What this instrument does to others."""
        return [link for link in self.links if link.from_agreement_id == self.agreement.pk]

    @property
    def links_in(self) -> list[Link]:
        """What others do to this instrument."""
        return [link for link in self.links if link.to_agreement_id == self.agreement.pk]

    @property
    def unanswered(self) -> list[PartyAction]:
        """What the other side asked for and nobody has taken up."""
        amended = any(link.kind in AMENDING for link in self.links_in)
        return [one for one in self.party_actions if is_waiting(one, self.status, amended=amended) and one.is_abroad]


def is_waiting(action: PartyAction, status: str, *, amended: bool) -> bool:
    """Whether a request is still open, given the instrument's status and whether another amends it."""
    if action.action == "requested":
        return status in WAITING
    return action.action == "requested_update" and not amended and status != Status.ENDED


def whole(ask: Ask, agreement: Agreement) -> Whole:
    """Everything about one instrument. Four queries the first time a page asks (five for a past day), none
    after.
    """
    asked = (ask.person.pk, ask.on if ask.past else "")
    kept: dict[Any, Whole] = agreement.__dict__.setdefault("_whole", {})
    if asked not in kept:
        kept[asked] = _gather(ask, agreement)
    return kept[asked]


def _gather(ask: Ask, agreement: Agreement) -> Whole:
    person, name = ask.person, f"sort_{language()}"
    parties = _foreign_or_not(policy.visible_parties(person).filter(agreement=agreement))
    links = policy.visible_links(person).filter(Q(from_agreement=agreement) | Q(to_agreement=agreement))
    if ask.past:
        then = Agreement.objects.known_on(ask.on)
        links = links.filter(from_agreement__in=then, to_agreement__in=then)
    actions = _foreign_or_not(registers.party_actions(ask).filter(agreement=agreement))
    bound = Q(partner__in=parties.order_by().values("partner"), sought=agreement.kind)
    candidates = registers.candidates(_any_edition(ask)).filter(Q(agreement=agreement) | bound)
    named = list(parties.select_related("partner", "source").order_by(f"partner__{name}", "id"))
    acted = list(actions.order_by("-on", "id"))
    for one in (*named, *acted):
        one.agreement = agreement  # policies ask each record for it
    return Whole(
        agreement=agreement,
        status=_status(ask, agreement),
        parties=named,
        links=list(
            links.select_related("source", "from_agreement", "to_agreement").order_by(
                "kind", f"to_agreement__{name}", f"from_agreement__{name}", "id"
            )
        ),
        party_actions=acted,
        candidates=list(candidates.order_by("-edition__starts_on", "position", "id")),
    )


def _any_edition(ask: Ask) -> Ask:
    return Ask(ask.person, ask.on, ask.past)


def _status(ask: Ask, agreement: Agreement) -> str:
    if not ask.past:
        return agreement.status_today(date.fromisoformat(ask.on))
    of_day: QuerySet[Any] = Agreement.objects.with_status_on(ask.on).filter(pk=agreement.pk)
    return str(of_day.values_list("status_on", flat=True).get())


# ── One partner ───────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Family:
    """The instruments of a partner: with itself, with what is part of it, with what it is part of.

    Instruments carry ``status_on``, ``asked_on`` and ``foreign_parties``. A partner at home has what it is
    party to and what is ``administered`` for it.
    """

    partner: Partner
    belongs_to: set[int] = field(default_factory=set)
    itself: list[Any] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)
    above: list[Any] = field(default_factory=list)
    administered: list[Any] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    party_actions: list[Any] = field(default_factory=list)

    @property
    def instruments(self) -> list[Any]:
        """What the partner, its parts or what it belongs to are bound by, each once."""
        return [*self.itself, *self.parts, *self.above]

    @property
    def requests(self) -> list[PartyAction]:
        """What the partner asked for and nobody has taken up."""
        return [
            one
            for one in self.party_actions
            if one.is_abroad and is_waiting(one, one.agreement.status, amended=one.is_amended)
        ]


def family(ask: Ask, partner: Partner) -> Family:
    """What this room knows of a partner. Four queries the first time a page asks, none after."""
    asked = (ask.person.pk, ask.on if ask.past else "")
    kept: dict[Any, Family] = partner.__dict__.setdefault("_instruments", {})
    if asked not in kept:
        kept[asked] = _relatives(ask, partner)
    return kept[asked]


def _relatives(ask: Ask, partner: Partner) -> Family:
    name = f"sort_{language()}"
    above = {pk for pk in (partner.parent_id, partner.parent and partner.parent.parent_id) if pk}
    found = Family(partner, belongs_to=above)
    at_home = partner.kind not in ABROAD
    theirs = _of(partner) if at_home else _of(partner) | Q(partner__in=above)
    bound = policy.visible_parties(ask.person).filter(theirs, agreement=OuterRef("pk"))
    rows: Any = registers.agreements(ask).filter(Exists(bound) | Q(administered_for=partner))
    for one in rows.prefetch_related(None).prefetch_related(_parties(ask)).order_by(name, "id"):
        parties: list[Any] = one.all_parties
        one.foreign_parties = [party for party in parties if party.is_abroad]
        _placed(found, one, {party.partner_id for party in parties}, above)
    actions = _foreign_or_not(registers.party_actions(ask).filter(_of(partner)))
    amended = Link.objects.filter(to_agreement=OuterRef("agreement"), kind__in=AMENDING)
    found.party_actions = list(actions.annotate(is_amended=Exists(amended)).order_by("-on", "id"))
    if at_home:
        found.acts = list(registers.acts(ask).filter(department=partner).order_by(name, "id"))
    else:
        targets = registers.candidates(_any_edition(ask)).filter(partner__in=[partner.pk, *above])
        found.candidates = list(targets.order_by("-edition__starts_on", "position", "id"))
    return found


def _of(partner: Partner) -> Q:
    """A partner, its administrations, and their directorates."""
    return Q(partner=partner) | Q(partner__parent=partner) | Q(partner__parent__parent=partner)


def _parties(ask: Ask) -> "Prefetch[Any]":
    rows = _foreign_or_not(policy.visible_parties(ask.person)).select_related("partner")
    if ask.past:
        rows = rows.select_related("partner__country").prefetch_related("partner__country__names")
    return Prefetch("parties", rows.order_by(f"partner__sort_{language()}", "id"), to_attr="all_parties")


def _placed(found: Family, one: Any, parties: set[int], above: set[Any]) -> None:
    """Put an instrument where a reader of the partner's dossier looks for it."""
    if found.partner.pk in parties:
        found.itself.append(one)
    elif one.administered_for_id == found.partner.pk:
        found.administered.append(one)
    elif parties & above and not parties - above - _home(one):
        found.above.append(one)
    else:
        found.parts.append(one)


def _home(one: Any) -> set[int]:
    return {party.partner_id for party in one.all_parties if not party.is_abroad}


def requests(ask: Ask) -> QuerySet[Any]:
    """What foreign partners asked for and nobody has taken up, as the record stands today. Unordered. One
    query.
    """
    amended = Link.objects.filter(to_agreement=OuterRef("agreement"), kind__in=AMENDING)
    asked = Q(action="requested", agreement__status__in=WAITING)
    to_update = Q(action="requested_update") & ~Exists(amended) & ~Q(agreement__status=Status.ENDED)
    return registers.party_actions(ask).filter(abroad(), asked | to_update)
