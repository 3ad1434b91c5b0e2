"""Who may do what with editions of the framework. What is not here is refused."""

from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Marking, Role
from entente.kit.policy import Policy, holds

from .models import Edition, EditionQuerySet, Linkage

M = TypeVar("M", bound=models.Model)


def edition_of(thing: Any) -> Edition | None:
    """The edition a thing belongs to; nothing for a term that belongs to none."""
    if thing is None or isinstance(thing, Edition):
        return thing
    return thing.from_element.edition if isinstance(thing, Linkage) else thing.edition


def drafter(person: Any, thing: Any) -> bool:
    """A desk officer, while the edition is a draft."""
    edition = edition_of(thing)
    return person.role == Role.DESK_OFFICER and (edition is None or edition.is_draft)


def corrector(person: Any, thing: Any) -> bool:
    """A desk officer or executive, once the edition was decided; what the source says stays beside it."""
    edition = edition_of(thing)
    return person.role in (Role.DESK_OFFICER, Role.EXECUTIVE) and (edition is None or edition.is_decided)


desk_officer = holds(Role.DESK_OFFICER)
executive = holds(Role.EXECUTIVE)

# fmt: off
FRAMEWORK = Policy({
    # act                  who
    "view":                (cleared,),
    "draft":               (drafter,),
    "submit":              (desk_officer,),
    "send_back":           (executive,),
    "bring_into_effect":   (executive,),
    "supersede":           (executive,),
    "correct":             (corrector,),
    "withdraw_correction": (corrector,),
})
# fmt: on


def visible_to(person: Any) -> EditionQuerySet:
    """Every edition this person may view: the "view" row, asked of many at once. Editions are unclassified."""
    return Edition.objects.all() if _reads_unclassified(person) else Edition.objects.none()


def parts_visible_to(person: Any, model: type[M]) -> QuerySet[M]:
    """Every element, linkage, regional page, responsibility or term this person may view."""
    rows: QuerySet[M] = model._default_manager.all()
    return rows if _reads_unclassified(person) else rows.none()


def _reads_unclassified(person: Any) -> bool:
    return Marking.UNCLASSIFIED in markings_for(person)
