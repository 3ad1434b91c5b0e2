"""Who may do what with forums. What is not here is refused."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person, Unit
from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import Body, Candidacy, Committee, DatedQuerySet, Goal, Membership, Priority, Seat, Turn

CALLINGS = (Role.DESK_OFFICER, Role.TRAVEL_PLANNER, Role.EXECUTIVE)


def may_see(person: Any, thing: Any) -> bool:
    """Anyone cleared for the body, and for the partner or the agreement that the record names beside it."""
    others = [getattr(thing, name, None) for name in ("body", "partner", "holder", "candidate")]
    others.append(getattr(getattr(thing, "chapter", None), "agreement", None))
    return cleared(person, thing) and all(cleared(person, one) for one in others if one is not None)


def desk_officer(person: Any, thing: Any) -> bool:
    """A desk officer cleared for the body and the partner."""
    return person.role == Role.DESK_OFFICER and may_see(person, thing)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the body and the partner."""
    return person.role == Role.EXECUTIVE and may_see(person, thing)


def branch_of(thing: Any) -> Unit | None:
    """The branch that leads a candidacy: the office named, or the one above it that stands under the agency's head.

    Asked once of a record: a page asks for a dozen acts, and the row is loaded anew for each of them that is done.
    """
    unit = getattr(thing, "unit", None)
    return _once(thing, ("branch", unit.pk), lambda: people.branch_of(unit)) if unit else None


def _once(thing: Any, question: tuple[Any, ...], ask: Callable[[], Any]) -> Any:
    known = thing.__dict__.setdefault("_chart", {})
    if question not in known:
        known[question] = ask()
    return known[question]


def lead_branch(person: Any, thing: Any) -> bool:
    """A desk officer, travel planner or executive of the branch that leads the candidacy."""
    if person.role not in CALLINGS or person.unit is None or not may_see(person, thing):
        return False
    branch = branch_of(thing)
    of_person = ("branch", person.unit.pk)
    return branch is not None and _once(thing, of_person, lambda: people.branch_of(person.unit)) == branch


def vice_president(person: Any, thing: Any) -> bool:
    """The head of the lead branch or of an office above it, or who holds that head's authority today."""
    return may_see(person, thing) and exercised_for(person, thing) is not None


def exercised_for(person: Any, thing: Any) -> Person | None:
    """The head in whose place a person decides on a candidacy today; the person itself for an own authority."""
    branch = branch_of(thing)
    if branch is None:
        return None
    authority, today = Authority.APPROVE_CANDIDACY, timezone.localdate()
    found: Person | None = _once(
        thing, (person.pk, today), lambda: people.may_exercise(person, authority, over=branch, on=today)
    )
    return found


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
    "name_committee": (desk_officer,),
    "release_committee": (desk_officer,),
    "expect_turn":    (desk_officer,),
    "decide_turn":    (desk_officer,),
    "drop_turn":      (desk_officer,),
})

CANDIDACIES = Policy({
    # act                  who
    "view":               (may_see,),
    "open_call":          (desk_officer,),
    "describe_candidacy": (desk_officer, lead_branch),
    "move_closing":       (desk_officer, lead_branch),
    "propose_candidacy":  (desk_officer, lead_branch),
    "approve_candidacy":  (vice_president,),
    "send_back":          (vice_president,),
    "refuse_candidacy":   (vice_president,),
    "inform_president":   (desk_officer, vice_president),
    "lodge":              (desk_officer, lead_branch),
    "win_seat":           (desk_officer,),
    "lose_seat":          (desk_officer, lead_branch),
    "stand_down":         (desk_officer, lead_branch, vice_president),
    "move_term":        (desk_officer,),
    "report_term":        (desk_officer, lead_branch),
    "support_candidacy":  (vice_president,),
    "decline_support":    (vice_president,),
    "comment":            (desk_officer, lead_branch, vice_president),
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


def committees_visible_to(person: Any) -> DatedQuerySet[Committee]:
    """Bodies that look after a chapter, where this person may view the body and the chapter's agreement."""
    readable = markings_for(person)
    found: DatedQuerySet[Committee] = Committee.objects.filter(
        body__marking__in=readable, chapter__agreement__marking__in=readable
    )
    return found


def priorities_visible_to(person: Any) -> QuerySet[Priority]:
    """Priority forums this person may view."""
    return Priority.objects.filter(body__marking__in=markings_for(person))


def goals_visible_to(person: Any) -> QuerySet[Goal]:
    """Goals in the forums this person may view."""
    return Goal.objects.filter(body__marking__in=markings_for(person))


def candidacies_visible_to(person: Any) -> QuerySet[Candidacy]:
    """Candidacies this person may view, with their body and their candidate."""
    readable = markings_for(person)
    return Candidacy.objects.filter(marking__in=readable, body__marking__in=readable, candidate__marking__in=readable)


def turns_visible_to(person: Any) -> QuerySet[Turn]:
    """Turns whose body and holder this person may view."""
    readable = markings_for(person)
    return Turn.objects.filter(body__marking__in=readable, holder__marking__in=readable)
