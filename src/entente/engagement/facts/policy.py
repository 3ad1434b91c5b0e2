"""Who may do what with facts. What is not here is refused."""

from typing import Any

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import Statistic, StatisticQuerySet, Value, ValueQuerySet


def desk_officer(person: Any, fact: Any) -> bool:
    """A desk officer cleared for the fact's marking."""
    return person.role == Role.DESK_OFFICER and cleared(person, fact)


def executive(person: Any, fact: Any) -> bool:
    """An executive cleared for the fact's marking."""
    return person.role == Role.EXECUTIVE and cleared(person, fact)


# fmt: off
FACTS = Policy({
    # act                  who
    "view":                (cleared,),
    "add":                 (desk_officer,),
    "add_value":           (desk_officer,),
    "change":              (desk_officer,),
    "correct":             (desk_officer, executive),
    "withdraw_correction": (desk_officer, executive),
})
# fmt: on


def visible_to(person: Any) -> StatisticQuerySet:
    """Every fact this person may view: the "view" row, asked of many at once."""
    return Statistic.objects.filter(marking__in=markings_for(person))


def values_for(person: Any) -> ValueQuerySet:
    """The values of the facts this person may view."""
    return Value.objects.filter(statistic__marking__in=markings_for(person))
