"""Questions about candidacies: the register, one of them, what came before it, and for whom it waits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from entente.engagement.partners.models import Kind, Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person, Work
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Candidacy, CandidacyState, Seat, Side
from ..models.candidacies import STANDING, WARNS_WITHIN
from .reach import of_family, ours

RELATED = ("body", "candidate", "unit", "lead", "seat")


def candidacies(ask: Ask) -> QuerySet[Any]:
    """Candidacies that had been called for by the day. Unordered, one query.

    Each carries, to sort by, ``unit_sort``, ``closes_sort`` and ``term_sort``; what has no day stands last.
    """
    found = policy.candidacies_visible_to(ask.person).filter(called_on__lte=ask.on)
    told: QuerySet[Any] = found.annotate(
        unit_sort=Coalesce(F(f"unit__sort_{language()}"), Value("")),
        closes_sort=Coalesce(F("closes_on"), Value(date.max, DateField())),
        term_sort=Coalesce(F("term_ends_on"), Value(date.max, DateField())),
    )
    return told.select_related("body", "candidate", "unit")


def candidacy(person: Any, key: str) -> QuerySet[Candidacy]:
    """One candidacy with what its pages need, as a queryset of one or none."""
    return policy.candidacies_visible_to(person).filter(key=key).select_related(*RELATED)


def open_ones(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those without a result yet: ours that stand, and partners’ that are not decided."""
    return rows.filter(state__in=[*STANDING, CandidacyState.SUPPORTED, CandidacyState.NOT_SUPPORTED])


def terms_that_ran_out(rows: QuerySet[Any], today: str) -> QuerySet[Any]:
    """Terms of ours that ended by the day and that nobody reported on."""
    return rows.filter(side=Side.OURS, state=CandidacyState.WON, term_ends_on__lte=today)


def own_agency() -> Partner | None:
    """Our agency, as partners know it."""
    return Partner.objects.filter(kind=Kind.OWN).order_by("id").first()


def others_standing(candidacy: Candidacy) -> QuerySet[Candidacy]:
    """Other open candidacies of the same candidate for the same seat, whoever may see them: rules ask, not people."""
    same = Candidacy.objects.filter(body=candidacy.body, kind=candidacy.kind, candidate=candidacy.candidate)
    return open_ones(same.exclude(pk=candidacy.pk)).order_by("id")


# ── What came before ──────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Past:
    """What the record of forums tells of a seat: who held it, and what we held and stood for in that body."""

    holders: list[Seat] = field(default_factory=list)
    ours: list[Seat] = field(default_factory=list)
    earlier: list[Candidacy] = field(default_factory=list)


def past(ask: Ask, candidacy: Candidacy) -> Past:
    """Who held this seat before and holds it, our seats in the body, our earlier candidacies there. Two queries."""
    held = policy.seats_visible_to(ask.person).filter(body=candidacy.body).told(ask.on)
    seats = list(held.select_related("holder", "source").order_by("-starts_on", "-as_of", "id"))
    mine = set(ours().values_list("pk", flat=True)) if seats else set()
    before = policy.candidacies_visible_to(ask.person).filter(body=candidacy.body, side=Side.OURS)
    before = before.exclude(pk=candidacy.pk).filter(called_on__lte=candidacy.called_on)
    for seat in seats:
        seat.body = candidacy.body
    return Past(
        holders=[one for one in seats if one.kind == candidacy.kind],
        ours=[one for one in seats if one.holder_id in mine],
        earlier=list(before.select_related("body", "candidate").order_by("-called_on", "-id")),
    )


def of_body(ask: Ask, body: Body) -> list[Any]:
    """The candidacies for seats of a body, the newest first. One query."""
    found = candidacies(ask).filter(body=body)
    return list(found.order_by("-called_on", "-id"))


def of_partner(ask: Ask, partner: Partner) -> list[Any]:
    """The candidacies of a partner and its administrations, the newest first. One query."""
    found = candidacies(ask).filter(of_family(partner, "candidate"))
    return list(found.order_by("-called_on", "-id"))


# ── Who decides, who keeps it ─────────────────────────────────────────────────────────────────────


def decider(candidacy: Candidacy, today: date) -> Person | None:
    """Who decides on it now: the head of the lead branch, or who acts for the head, or the next one up."""
    branch = policy.branch_of(candidacy)
    links = people.chain(branch, on=today, authority=Authority.APPROVE_CANDIDACY) if branch else []
    return next((one.decider for one in links if one.decider is not None), None)


def president(candidacy: Candidacy, today: date) -> Person | None:
    """The head of the agency on the day, by the organisation chart."""
    top = people.line_of(candidacy.unit)[-1] if candidacy.unit else None
    headship = people.head_of(top, on=today) if top and top.work == Work.HEAD_OF_AGENCY else None
    return headship.person if headship else None


def keepers(candidacy: Candidacy) -> list[Person]:
    """Who hears what becomes of it: its lead and who opened it."""
    first = candidacy.steps.order_by("id").values_list("by", flat=True).first() or ""
    opener = Q(username=first) if first else Q(pk=None)
    return list(Person.objects.filter(opener | Q(pk=candidacy.lead_id), is_active=True).order_by("id"))


# ── For whom it waits ─────────────────────────────────────────────────────────────────────────────


def proposed(person: Any) -> list[Candidacy]:
    """What is with a vice-president. One query."""
    found = policy.candidacies_visible_to(person).filter(state=CandidacyState.PROPOSED, side=Side.OURS)
    return list(found.select_related(*RELATED).order_by("closes_on", "id"))


def asking(person: Any, today: date) -> list[Candidacy]:
    """Open ones whose call closes soon or closed, terms that end soon or ended, and what may be lodged. One query.

    And what was lodged and whose term should have begun: its result is known by then, and nobody has written it down.
    """
    soon = today + timedelta(days=WARNS_WITHIN)
    before_result = (CandidacyState.CALLED, CandidacyState.APPROVED)
    closing = Q(state__in=before_result, closes_on__lte=soon)
    ready = Q(state=CandidacyState.APPROVED)
    ending = Q(state=CandidacyState.WON, side=Side.OURS, term_ends_on__lte=soon)
    begun = Q(state=CandidacyState.LODGED, term_starts_on__lte=today)
    found = policy.candidacies_visible_to(person).filter(closing | ready | ending | begun)
    return list(found.select_related(*RELATED).order_by("closes_on", "id"))


def support_asked(person: Any) -> list[Candidacy]:
    """Partners’ candidacies on which nobody has decided. One query."""
    found = policy.candidacies_visible_to(person).filter(side=Side.THEIRS, state=CandidacyState.CALLED)
    return list(found.select_related(*RELATED).order_by("closes_on", "id"))


def between(person: Any, first: date, last: date) -> QuerySet[Candidacy]:
    """Candidacies whose call closes or whose term ends in a period. One query."""
    closing = Q(closes_on__range=(first, last), state__in=[*STANDING])
    ending = Q(term_ends_on__range=(first, last), state__in=[CandidacyState.WON, CandidacyState.REPORTED])
    found = policy.candidacies_visible_to(person).filter(closing | ending)
    return found.select_related("body", "candidate", "unit").order_by("id")


def to_remind(today: date) -> Iterable[Candidacy]:
    """Calls that close soon with nothing lodged, and terms that end soon with no report: whoever may see them."""
    soon = today + timedelta(days=WARNS_WITHIN)
    open_ones = [CandidacyState.CALLED, CandidacyState.PROPOSED, CandidacyState.APPROVED]
    closing = Q(side=Side.OURS, state__in=open_ones)
    closing &= Q(closes_on__range=(today, soon))
    ending = Q(side=Side.OURS, state=CandidacyState.WON, term_ends_on__lte=soon)
    return Candidacy.objects.filter(closing | ending).select_related(*RELATED).order_by("id")


def bodies_with_candidacies(ask: Ask) -> QuerySet[Body]:
    """The bodies for whose seats somebody stands or stood, by name, for a filter. One query."""
    seen = policy.candidacies_visible_to(ask.person).values("body")
    return policy.visible_to(ask.person).filter(pk__in=seen).order_by(f"sort_{language()}", "id")


def leads() -> QuerySet[Person]:
    """Who may lead a candidacy, by name: open accounts that work on the record."""
    found = Person.objects.filter(is_active=True, role__in=policy.CALLINGS)
    return found.order_by("last_name", "first_name", "username", "id")
