"""Which body looks after which chapter of an agreement."""

from typing import Any

from django.db.models import QuerySet

from entente.engagement.agreements import queries as agreements
from entente.engagement.agreements.models import Chapter
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Committee


def committees(ask: Ask) -> QuerySet[Any]:
    """Bodies and the chapters they look after, begun by the day asked about; each carries ``stands``. Unordered."""
    found = policy.committees_visible_to(ask.person)
    found = found.begun(ask.on) if ask.past else found
    return found.told(ask.on).select_related("body", "chapter", "source")


def committee_of(ask: Ask, body: Body) -> list[Any]:
    """The chapters a body looks after, by number; those it is released from last. One query."""
    found = committees(ask).filter(body=body).order_by(f"chapter__sort_{language()}", "id")
    return sorted(found, key=lambda one: (not one.stands, one.chapter.place_in_order))


def committee(person: Any, pk: int) -> QuerySet[Committee]:
    """One of them with its body and chapter, as a queryset of one or none."""
    found = policy.committees_visible_to(person).filter(pk=pk)
    return found.select_related("body", "chapter__agreement", "source")


def other_committees(one: Committee) -> QuerySet[Committee]:
    """The other rows of the same body and chapter, whoever may see them."""
    return Committee.objects.filter(body=one.body_id, chapter=one.chapter_id).exclude(pk=one.pk).order_by("id")


def chapters_for(person: Any, body: Body) -> QuerySet[Chapter]:
    """The chapters a body could look after: of the agreement that it, or the body above it, rests on."""
    above = body.parent.agreement_id if body.parent else None
    return agreements.chapter_choices(person, [pk for pk in (body.agreement_id, above) if pk])
