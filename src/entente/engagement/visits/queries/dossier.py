"""Everything this room keeps of one visit, asked once for a page."""

from dataclasses import dataclass
from typing import Any

from entente.engagement.commitments import policy as commitments
from entente.foundation.people.policy import markings_for
from entente.kit.table import Ask

from .. import policy
from ..models import (
    Consultation,
    Cost,
    Feedback,
    Gift,
    Item,
    Need,
    Promised,
    Report,
    Routing,
    Site,
    Step,
    Topic,
    Visit,
    Visitor,
)
from .routing import edition_for, facts_of


@dataclass(slots=True)
class Whole:
    """What is known of a visit, as far as its reader may see. Routings and steps: the latest first."""

    visit: Visit
    visitors: list[Visitor]
    topics: list[Topic]
    routings: list[Routing]
    facts: Any
    sites: list[Site]
    items: list[Item]
    needs: list[Need]
    gifts: list[Gift]
    costs: list[Cost]
    consultations: list[Consultation]
    feedback: list[Feedback]
    reports: list[Report]
    promises: list[Promised]
    steps: list[Step]
    readable: list[str]

    @property
    def routing(self) -> Routing | None:
        """The routing that stands."""
        return self.routings[0] if self.routings else None


def whole(ask: Ask, visit: Visit) -> Whole:
    """Everything this room keeps of a visit. About twenty queries the first time a page asks, none after."""
    kept = visit.__dict__.setdefault("_visits", {})
    asked = ask.person.pk
    if asked not in kept:
        kept[asked] = _gather(ask.person, visit)
    found: Whole = kept[asked]
    return found


def _gather(person: Any, visit: Visit) -> Whole:
    items = policy.items_visible_to(person).filter(visit=visit).select_related("site", "unit")
    questions = policy.consultations_visible_to(person).filter(visit=visit)
    born = Promised.objects.filter(visit=visit, commitment__in=commitments.visible_to(person))
    topics = visit.topics.prefetch_related("units", "elements", "bodies", "regions").order_by("position", "id")
    found = Whole(
        visit=visit,
        visitors=list(visit.visitors.order_by("position", "id")),
        topics=list(topics),
        routings=list(visit.routings.select_related("edition").order_by("-id")),
        facts=facts_of(visit, edition_for(visit)),
        sites=list(visit.sites.select_related("unit").order_by("id")),
        items=list(items.prefetch_related("people").order_by("on", "starts_at", "id")),
        needs=list(visit.needs.order_by("id")),
        gifts=list(visit.gifts.order_by("way", "id")),
        costs=list(visit.costs.order_by("id")),
        consultations=list(questions.select_related("unit", "asked_by", "answered_by").order_by("id")),
        feedback=list(visit.feedback.select_related("by").order_by("id")),
        reports=list(visit.reports.select_related("by").order_by("-number")),
        promises=list(born.select_related("commitment__owner").order_by("id")),
        steps=list(visit.steps.order_by("-id")),
        readable=markings_for(person),
    )
    for one in found.consultations:
        one.visit = visit  # the policy asks each for its visit: it is this one
    return found
