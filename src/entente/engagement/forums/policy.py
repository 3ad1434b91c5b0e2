"""Who may do what with forums. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import Body, DatedQuerySet, Goal, Membership, Priority, Seat


def may_see(person: Any, thing: Any) -> bool:
    """Anyone cleared for the body and for the partner who sits in it or holds its seat."""
    others = [getattr(thing, name, None) for name in ("body", "partner", "holder")]
    return cleared(person, thing) and all(cleared(person, one) for one in others if one is not None)


def desk_officer(person: Any, thing: Any) -> bool:
    """A desk officer cleared for the body and the partner."""
    return person.role == Role.DESK_OFFICER and may_see(person, thing)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the body and the partner."""
    return person.role == Role.EXECUTIVE and may_see(person, thing)


# fmt: off
FORUMS = Policy({
    # act             who
    "view":           (may_see,),
    "add":            (desk_officer,),
    "describe":       (desk_officer,),
    "set_role":       (desk_officer, executive),
    "add_membership": (desk_officer,),
    "end_membership": (desk_officer,),
    "add_seat":       (desk_officer,),
    "hand_over":      (desk_officer,),
    "correct":        (desk_officer, executive),
    "withdraw":       (desk_officer, executive),
})
# fmt: on


def visible_to(person: Any) -> DatedQuerySet[Body]:
    """Every body this person may view: the "view" row, asked of many at once."""
    found: DatedQuerySet[Body] = Body.objects.filter(marking__in=markings_for(person))
    return found


def memberships_visible_to(person: Any) -> DatedQuerySet[Membership]:
    """Memberships whose body and partner this person may view."""
    readable = markings_for(person)
    found: DatedQuerySet[Membership] = Membership.objects.filter(
        body__marking__in=readable, partner__marking__in=readable
    )
    return found


def seats_visible_to(person: Any) -> DatedQuerySet[Seat]:
    """Seats whose body and holder this person may view."""
    readable = markings_for(person)
    found: DatedQuerySet[Seat] = Seat.objects.filter(body__marking__in=readable, holder__marking__in=readable)
    return found


def priorities_visible_to(person: Any) -> QuerySet[Priority]:
    """Priority forums this person may view."""
    return Priority.objects.filter(body__marking__in=markings_for(person))


def goals_visible_to(person: Any) -> QuerySet[Goal]:
    """Goals in the forums this person may view."""
    return Goal.objects.filter(body__marking__in=markings_for(person))
