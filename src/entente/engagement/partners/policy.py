"""Who may do what with partners. What is not here is refused."""

from typing import Any

from django.db import models
from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from .models import Aim, Office, Partner, PartnerQuerySet, Presence, Standing, Succession


def desk_officer(person: Any, partner: Any) -> bool:
    """A desk officer cleared for the partner's marking."""
    return person.role == Role.DESK_OFFICER and cleared(person, partner)


def executive(person: Any, partner: Any) -> bool:
    """An executive cleared for the partner's marking."""
    return person.role == Role.EXECUTIVE and cleared(person, partner)


# fmt: off
PARTNERS = Policy({
    # act                  who
    "view":                (cleared,),
    "register":            (desk_officer,),
    "import":              (desk_officer,),
    "change":              (desk_officer,),
    "add_office":          (desk_officer,),
    "record_succession":   (desk_officer,),
    "set_standing":        (desk_officer, executive),
    "add_aim":             (desk_officer, executive),
    "correct":             (desk_officer, executive),
    "withdraw_correction": (desk_officer, executive),
})
# fmt: on


def visible_to(person: Any) -> PartnerQuerySet:
    """Every partner this person may view: the "view" row, asked of many at once."""
    return Partner.objects.filter(marking__in=markings_for(person))


def _of_visible(model: type[models.Model], person: Any, *paths: str) -> Any:
    markings = markings_for(person)
    return model._default_manager.filter(**{f"{path}__marking__in": markings for path in paths})


def standings_for(person: Any) -> QuerySet[Standing]:
    """Standings of the partners this person may view."""
    found: QuerySet[Standing] = _of_visible(Standing, person, "partner")
    return found


def aims_for(person: Any) -> QuerySet[Aim]:
    """Aims with the partners this person may view."""
    found: QuerySet[Aim] = _of_visible(Aim, person, "partner")
    return found


def offices_for(person: Any) -> QuerySet[Office]:
    """Contacts of the partners this person may view."""
    found: QuerySet[Office] = _of_visible(Office, person, "partner")
    return found


def presences_for(person: Any) -> QuerySet[Presence]:
    """Officer presences with the partners this person may view."""
    found: QuerySet[Presence] = _of_visible(Presence, person, "partner")
    return found


def successions_for(person: Any) -> QuerySet[Succession]:
    """Successions both sides of which this person may view."""
    found: QuerySet[Succession] = _of_visible(Succession, person, "from_partner", "to_partner")
    return found
