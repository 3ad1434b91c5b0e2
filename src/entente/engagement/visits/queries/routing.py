"""The facts that the routing rule looks at, as the record knows them."""

from typing import Any

from django.utils.translation import override

from entente.engagement.forums.models import Priority
from entente.engagement.framework import queries as framework
from entente.engagement.framework.models import Edition
from entente.engagement.partners.models import Standing
from entente.foundation.people.roles import LADDER, Rank
from entente.kit.bilingual import LANGUAGES

from ..models import Topic, Visit, Visitor
from .facts import Pair, RoutingFacts, TopicFacts


def edition_for(visit: Visit) -> Edition | None:
    """The edition that rules on the first day of the visit. One query."""
    return framework.in_effect_on(visit.starts_on.isoformat())


def facts_of(visit: Visit, edition: Edition | None) -> RoutingFacts:
    """Who comes, what about, and how the edition names the partner. Eight queries at most. Reads ``partner``."""
    first = highest(visit.visitors.order_by("position", "id"))
    topics = visit.topics.prefetch_related("units", "elements", "bodies", "regions").order_by("position", "id")
    placed = dict(Priority.objects.filter(edition=edition).values_list("body_id", "position")) if edition else {}
    return RoutingFacts(
        rank=first.rank if first else "",
        office=_pair(first, "office") if first else {},
        rank_words=_label(Rank, first.rank) if first else {},
        topics=tuple(_topic(one, edition, placed) for one in topics),
        standing=_standing(visit, edition),
    )


def highest(visitors: Any) -> Visitor | None:
    """Who has the highest rank; among equals, who comes first in the order of precedence."""
    found = list(visitors)
    return max(found, key=lambda one: (LADDER.index(Rank(one.rank)), -one.position), default=None)


def _topic(topic: Topic, edition: Edition | None, placed: dict[int, int]) -> TopicFacts:
    """What a topic serves counts where it belongs to the edition in effect."""
    key = edition.pk if edition else None
    serves = [_pair(one, "title") for one in topic.elements.all() if one.edition_id == key]
    serves += [_pair(one, "name") for one in topic.bodies.all() if one.pk in placed]
    serves += [_pair(one, "title") for one in topic.regions.all() if one.edition_id == key]
    return TopicFacts(
        title=_pair(topic, "title"),
        branches=tuple(_pair(one, "name") for one in topic.units.all()),
        serves=tuple(serves),
    )


def _standing(visit: Visit, edition: Edition | None) -> Pair:
    """How the edition names the partner, or the country it is an administration of."""
    if edition is None:
        return {}
    named = [visit.partner_id, *([visit.partner.parent_id] if visit.partner.parent_id else [])]
    found = Standing.objects.filter(edition=edition, partner__in=named, in_scope=True)
    standing = found.select_related("partner", "tier").order_by("position", "id").first()
    if standing is None:
        return {}
    who, tier = _pair(standing.partner, "name"), _pair(standing.tier, "name") if standing.tier else {}
    return {lang: f"{who[lang]} ({tier[lang]})" if tier else who[lang] for lang in LANGUAGES}


def _pair(thing: Any, name: str) -> Pair:
    en, fr = getattr(thing, f"{name}_en"), getattr(thing, f"{name}_fr")
    return {"en": str(en or fr), "fr": str(fr or en)}


def _label(vocabulary: Any, code: str) -> Pair:
    said = {}
    for lang in LANGUAGES:
        with override(lang):
            said[lang] = str(vocabulary(code).label)
    return said
