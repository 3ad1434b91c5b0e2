"""Who opens, balances and decides a quarter."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from ..models import Quarter
from . import chart


def anyone(person: Any, quarter: Any) -> bool:
    """Anyone who is signed in: which quarters there are and how far they have come is unclassified."""
    return bool(getattr(person, "is_authenticated", True))


def balancing_planner(person: Any, quarter: Any) -> bool:
    """A travel planner of International Affairs."""
    return chart.balances(person)


def president(person: Any, quarter: Any) -> bool:
    """Who heads the agency on that day, or holds that person's authority to decide the quarter."""
    return chart.decides_for(person) is not None


def who_reads_all_travel(person: Any, quarter: Any) -> bool:
    """Executives, auditors and International Affairs."""
    return person.role in (Role.EXECUTIVE, Role.AUDITOR) or chart.place_of(person).international


# fmt: off
QUARTERS = Policy({
    # act              who
    "view":            (anyone,),
    "see_money":       (who_reads_all_travel,),
    "open":            (balancing_planner,),
    "change":          (balancing_planner,),
    "balance":         (balancing_planner, who_reads_all_travel),
    "close_forecast":  (balancing_planner,),
    "reopen_forecast": (balancing_planner,),
    "submit":          (balancing_planner,),
    "take_back":       (balancing_planner,),
    "decide":          (president,),
    "close":           (president,),
    "reopen":          (president,),
})
# fmt: on


def quarters_visible_to(person: Any) -> QuerySet[Quarter]:
    """Every quarter this person may view."""
    return Quarter.objects.all()
