"""Who may keep accounts, the chart, delegations, absences and access tokens. What is not here is refused."""

from typing import Any

from django.db.models import Q, QuerySet

from entente.kit.policy import Policy, holds

from .models import Absence, Delegation, Person, Token, Unit
from .roles import Role, up_to


def oneself(person: Any, other: Any) -> bool:
    """The person the account belongs to."""
    return other is not None and person.pk == other.pk


def anyone(person: Any, thing: Any) -> bool:
    """Anyone who is signed in: which offices the agency has and who heads them is unclassified."""
    return bool(getattr(person, "is_authenticated", True))


def giver(person: Any, delegation: Any) -> bool:
    """Who gives the authority."""
    return delegation is not None and delegation.giver_id == person.pk


def receiver(person: Any, delegation: Any) -> bool:
    """Who holds the authority."""
    return delegation is not None and delegation.receiver_id == person.pk


def absent(person: Any, absence: Any) -> bool:
    """The person who is away."""
    return absence is not None and absence.person_id == person.pk


def bearer(person: Any, token: Any) -> bool:
    """The person the token belongs to."""
    return token is not None and token.person_id == person.pk


administrator = holds(Role.ADMINISTRATOR)
auditor = holds(Role.AUDITOR)
WATCHERS = (Role.ADMINISTRATOR, Role.AUDITOR)

# fmt: off
PEOPLE = Policy({
    # act              who
    "view":            (administrator, auditor, oneself),
    "list":            (administrator, auditor),
    "open_account":    (administrator,),
    "change_account":  (administrator,),
    "close_account":   (administrator,),
    "reopen_account":  (administrator,),
    "export":          (administrator, auditor),
    "choose_language": (oneself,),
    "choose_mail":     (oneself,),
    "view_offices":    (anyone,),
    "keep_chart":      (administrator,),
})
DELEGATIONS = Policy({
    # act              who
    "view":            (administrator, auditor, giver, receiver),
    "delegate":        (administrator, giver),
    "revoke":          (administrator, giver),
})
ABSENCES = Policy({
    # act              who
    "view":            (administrator, auditor, absent),
    "record":          (administrator, absent),
    "withdraw":        (administrator, absent),
    "import":          (administrator,),
})
TOKENS = Policy({
    # act              who
    "view":            (administrator, auditor, bearer),
    "open_token":      (bearer,),
    "revoke_token":    (administrator, bearer),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Person]:
    """Every account this person may view: the "view" row, asked of many at once."""
    if person.role in WATCHERS:
        return Person.objects.all()
    return Person.objects.filter(pk=person.pk)


def units_for(person: Any) -> QuerySet[Unit]:
    """Every office this person may view."""
    return Unit.objects.all()


def delegations_for(person: Any) -> QuerySet[Delegation]:
    """Every delegation this person may view."""
    if person.role in WATCHERS:
        return Delegation.objects.all()
    return Delegation.objects.filter(Q(giver=person.pk) | Q(receiver=person.pk))


def absences_for(person: Any) -> QuerySet[Absence]:
    """Every absence this person may view."""
    if person.role in WATCHERS:
        return Absence.objects.all()
    return Absence.objects.filter(person=person.pk)


def tokens_for(person: Any) -> QuerySet[Token]:
    """Every access token this person may view: what it is for and until when, never the token itself."""
    if person.role in WATCHERS:
        return Token.objects.all()
    return Token.objects.filter(person=person.pk)


def markings_for(person: Any) -> list[str]:
    """The markings this person may read; every room's ``visible_to`` rests on it."""
    return up_to(person.clearance)


def cleared(person: Any, thing: Any) -> bool:
    """Anyone cleared for the record's marking."""
    return thing is None or getattr(thing, "marking", "unclassified") in up_to(person.clearance)
