"""Who reads a notice: whom it was told, and nobody else."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.kit.policy import Policy

from .models import Notice


def addressee(person: Any, notice: Any) -> bool:
    """The person it was told to, while cleared for what it is about."""
    return notice is not None and notice.person_id == person.pk and cleared(person, notice)


# fmt: off
NOTICES = Policy({
    # act           who
    "view":        (addressee,),
    "mark":        (addressee,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Notice]:
    """Every notice this person may read: the "view" row, asked of many at once."""
    return Notice.objects.filter(person=person.pk, marking__in=markings_for(person))
