"""Which edition speaks on a day, its tiers, and whom it names."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from entente.engagement.framework import policy as framework_policy
from entente.engagement.framework import queries as framework
from entente.engagement.framework.models import Edition
from entente.kit import days, gaps
from entente.kit.bilingual import Text
from entente.kit.days import PartialDate
from entente.kit.table import Ask

from .. import policy
from ..models import Standing, Tier

SIGNS = {gaps.REDACTED: "×", gaps.BLANK: "–"}
YEAR = re.compile(r"\b(19|20)\d\d\b")


def begun(day: str, *, starts: str = "starts_on") -> Q:
    """What had begun by a full ISO day; a row without a date counts from the day its source speaks for."""
    unknown = Q(**{f"{starts}__in": days.UNKNOWN})
    return (unknown & Q(as_of__lte=day)) | (~unknown & Q(**{f"{starts}__lte": day}))


def editions(person: Any) -> QuerySet[Edition]:
    """The editions whose standings this person may see, the latest first. One query."""
    return framework_policy.visible_to(person).order_by("-starts_on", "-id")


def open_editions(person: Any) -> QuerySet[Edition]:
    """The editions that may still receive something: drafts, those in review and the one in effect. One query."""
    return editions(person).exclude(state=Edition.State.SUPERSEDED)


def edition_asked(ask: Ask) -> Edition | None:
    """The edition a page speaks of: the chosen one, otherwise the one that rules on the day.

    One query the first time a page asks, none after.
    """
    key = chosen(ask)
    if not key:
        return framework.ruling(ask)
    found: Edition | None = ask.once(("edition", key), lambda: editions(ask.person).filter(key=key).first())
    return found


def chosen(ask: Ask) -> str:
    """The key of the edition that was chosen, or nothing."""
    return ask.edition or ask.chosen.get("edition", "")


def tiers(person: Any) -> QuerySet[Tier]:
    """The tiers of every edition this person may see, the latest edition first, with their editions."""
    return (
        Tier.objects.filter(edition__in=editions(person).order_by())
        .select_related("edition", "source")
        .order_by("-edition__starts_on", "-edition_id", "position", "id")
    )


def called(edition: Edition) -> Text:
    """The edition's title, with the year it begins where the title has none: two editions may share a title."""
    title: Text = edition.title
    if YEAR.search(title) or edition.starts_on in days.UNKNOWN:
        return title
    return Text(f"{title} ({edition.starts_on[:4]})", title.lang)


def day_of(edition: Edition) -> str:
    """The day whose names an edition uses: the last day its beginning may mean, else today. Full ISO day."""
    known = edition.starts_on not in days.UNKNOWN
    return (PartialDate(edition.starts_on).last if known else timezone.localdate()).isoformat()


@dataclass(slots=True)
class Group:
    """The partners of one tier; ``tier`` is absent where the source gives none, and ``gap`` says why."""

    tier: Tier | None
    gap: str = ""
    standings: list[Standing] = field(default_factory=list)

    @property
    def number(self) -> str:
        """What stands for the tier where there is no room for its name; for a mark, a sign of its own."""
        return str(self.tier.position) if self.tier else SIGNS.get(self.gap, "?")


def by_tier(person: Any, edition: Edition) -> list[Group]:
    """The partners an edition names, tier by tier in its order, those without a tier last. Three queries.

    A tier without partners is kept: that nobody is in it is news.
    """
    groups: dict[tuple[int | None, str], Group] = {
        (tier.pk, ""): Group(tier) for tier in tiers(person).filter(edition=edition)
    }
    found = (
        policy.standings_for(person)
        .filter(edition=edition)
        .select_related("partner__country__region", "tier", "source")
        .prefetch_related("partner__country__names")
        .order_by("position", "id")
    )
    for standing in found:
        at = (standing.tier_id, standing.tier_gap)
        groups.setdefault(at, Group(None, standing.tier_gap)).standings.append(standing)
    return list(groups.values())
