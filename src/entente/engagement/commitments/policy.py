"""Who may do what with commitments. What is not here is refused."""

from typing import Any

from django.db.models import Q

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import WORKING, Marking, Role
from entente.kit.policy import Policy

from .models import Commitment, CommitmentQuerySet

NAMED = ("partner", "body", "agreement")
"""What a promise belongs to and carries a marking of its own."""


def cleared_for_all(person: Any, thing: Any) -> bool:
    """Anyone cleared for the promise and for the partner, forum and instrument it belongs to."""
    named = [getattr(thing, name, None) for name in NAMED]
    return all(cleared(person, one) for one in (thing, *named))


def at_work(person: Any, thing: Any) -> bool:
    """Anyone whose role is to keep or decide something, cleared for the promise."""
    return person.role in WORKING and cleared_for_all(person, thing)


def who_was_there(person: Any, thing: Any) -> bool:
    """Anyone cleared who writes minutes or a report, for the page of the meeting, trip or visit has let them."""
    return person.role not in (Role.AUDITOR, Role.ADMINISTRATOR) and cleared_for_all(person, thing)


def desk_officer(person: Any, thing: Any) -> bool:
    """A desk officer cleared for the promise."""
    return person.role == Role.DESK_OFFICER and cleared_for_all(person, thing)


def executive(person: Any, thing: Any) -> bool:
    """An executive cleared for the promise."""
    return person.role == Role.EXECUTIVE and cleared_for_all(person, thing)


def owner(person: Any, thing: Any) -> bool:
    """The owner, whatever the role, while cleared for the promise."""
    return thing is not None and thing.owner_id == person.pk and cleared_for_all(person, thing)


def author(person: Any, thing: Any) -> bool:
    """Who wrote it down, while cleared for the promise."""
    return thing is not None and thing.author_id == person.pk and cleared_for_all(person, thing)


# fmt: off
COMMITMENTS = Policy({
    # act             who
    "view":          (cleared_for_all,),
    "promise":       (at_work,),
    "witness":       (who_was_there,),
    "import":        (desk_officer,),
    "change":        (desk_officer, author),
    "remark":        (owner, author, desk_officer, executive),
    "give_evidence": (owner, desk_officer),
    "close":         (owner, desk_officer),
    "report":        (owner, desk_officer),
    "verify":        (desk_officer, executive),
    "send_back":     (desk_officer, executive),
    "slip":          (owner, desk_officer),
    "pass_on":       (owner, desk_officer, executive),
    "drop":          (desk_officer, executive),
    "reopen":        (desk_officer, executive),
})
# fmt: on


def visible_to(person: Any) -> CommitmentQuerySet:
    """Every promise this person may view: the "view" row, asked of many at once."""
    readable = markings_for(person)
    found: CommitmentQuerySet = Commitment.objects.all()
    if len(readable) == len(Marking):
        return found
    for name in NAMED:
        found = found.filter(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__marking__in": readable}))
    return found.filter(marking__in=readable)
