"""Who may do what with reference data. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.roles import Role
from entente.kit.policy import Policy, holds

from .models import Country


def anyone(person: Any, thing: Any) -> bool:
    """Anyone who is signed in: reference data are unclassified."""
    return getattr(person, "role", "") in Role.values


administrator = holds(Role.ADMINISTRATOR)
calendar_keeper = holds(Role.AGREEMENTS_OFFICER, Role.ADMINISTRATOR)

# fmt: off
REFERENCE = Policy({
    # act               who
    "view":             (anyone,),
    "take_in":          (administrator,),
    "record_session":   (calendar_keeper,),
    "publish_calendar": (calendar_keeper,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Country]:
    """Every country this person may view: the "view" row, asked of many at once."""
    return Country.objects.all() if anyone(person, None) else Country.objects.none()
