"""The routing rule: who coordinates a visit.

Framework 2008, section 4A: International Affairs coordinates senior visits (at the level of a director general or
above) when the meeting relates to horizontal, cross-cutting issues *and* these are directly linked to the international
strategic objectives, the multilateral priorities and the regional priorities of the framework. When a visit does not
relate to a cross-cutting issue or does not pertain to a country the framework prioritises, the lead branch makes all
arrangements, with advice from International Affairs when it asks for it.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entente.foundation.people.roles import Rank, at_least

from ..models import Coordinator, Visit
from ..queries.facts import Pair, RoutingFacts

HORIZONTAL = 2  # branches that one topic concerns before it is cross-cutting


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the tests found, with the evidence of each, and who coordinates by the rule."""

    senior: bool
    crosscutting: bool
    linked: bool
    evidence: dict[str, list[Pair]]
    coordinator: str


def senior(facts: RoutingFacts) -> tuple[bool, list[Pair]]:
    """VIS-1. The delegation is led at the level of a director general or above.

    Source: framework 2008, section 4A (senior level: director-general-level-equivalent and above).
    """
    if not facts.rank:
        return False, []
    said = {lang: f"{facts.office.get(lang, '')} ({facts.rank_words.get(lang, '')})" for lang in ("en", "fr")}
    return at_least(facts.rank, Rank.DIRECTOR_GENERAL), [said]


def crosscutting(facts: RoutingFacts) -> tuple[bool, list[Pair]]:
    """VIS-2. At least one topic concerns two branches or more: the issue is horizontal.

    Source: framework 2008, section 4A, first condition (horizontal, crosscutting issues).
    """
    found = [one for one in facts.topics if len(one.branches) >= HORIZONTAL]
    return bool(found), [_listed(one.title, one.branches) for one in found]


def linked(facts: RoutingFacts) -> tuple[bool, list[Pair]]:
    """VIS-3. A topic serves an objective, a multilateral or a regional priority, or the country is a priority partner.

    Source: framework 2008, section 4A, second condition, and the sentence on countries prioritised in the framework.
    """
    found = [_listed(one.title, one.serves) for one in facts.topics if one.serves]
    if facts.standing:
        found.append(facts.standing)
    return bool(found), found


def coordinator(*, senior: bool, crosscutting: bool, linked: bool) -> str:
    """VIS-4. All three tests met: International Affairs. Otherwise: the lead branch, with advice on request.

    Source: framework 2008, section 4A.
    """
    met = senior and crosscutting and linked
    return (Coordinator.INTERNATIONAL_AFFAIRS if met else Coordinator.LEAD_BRANCH).value


def route(facts: RoutingFacts) -> Outcome:
    """The three tests, their evidence, and who coordinates."""
    (high, who), (wide, what), (tied, why) = senior(facts), crosscutting(facts), linked(facts)
    return Outcome(
        senior=high,
        crosscutting=wide,
        linked=tied,
        evidence={"senior": who, "crosscutting": what, "linked": why},
        coordinator=coordinator(senior=high, crosscutting=wide, linked=tied),
    )


def routing_decided(visit: Visit) -> ValidationError | None:
    """VIS-5. Nobody is received before it is decided who coordinates, and the lead branch is named.

    Source: framework 2008, section 4A (either International Affairs coordinates or the lead branch does).
    """
    if visit.unit_id is None:
        return ValidationError(_("VIS-5: name the lead branch."), code="no_lead_branch")
    if not visit.coordinator or not visit.routings.exists():
        return ValidationError(
            _("VIS-5: it is not decided who coordinates. Add the visitors with their rank, and the topics."),
            code="not_routed",
        )
    return None


def overrule_says_otherwise(visit: Visit, to: str) -> ValidationError | None:
    """VIS-6. Who overrules the routing gives the coordination to somebody else than who has it.

    Source: design, decisions (what changes nothing is not decided).
    """
    if not visit.coordinator:
        return ValidationError(_("VIS-6: there is no routing to overrule yet."), code="not_routed")
    if visit.coordinator == to:
        return ValidationError({"coordinator": _("VIS-6: this is who coordinates already.")}, code="same")
    return None


def _listed(title: Pair, parts: tuple[Pair, ...]) -> Pair:
    colons = {"en": ": ", "fr": "\u00a0: "}
    return {lang: f"{title[lang]}{colon}{', '.join(one[lang] for one in parts)}" for lang, colon in colons.items()}
