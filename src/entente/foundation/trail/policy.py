"""Who may read the trail. What is not here is refused; nothing here lets anybody change it."""

from typing import Any

from django.db.models import QuerySet

from entente.kit.policy import Policy

from .models import Entry

READERS = ("auditor", "administrator")  # the roles' codes: people stand above the trail


def auditor_or_administrator(person: Any, entry: Any) -> bool:
    """An auditor or an administrator."""
    return person.role in READERS


def whoever_may_see_the_record(person: Any, entry: Any) -> bool:
    """Whoever may see the record it is about: the record's own page has asked."""
    return bool(person.is_authenticated)


# fmt: off
TRAIL = Policy({
    # act       who
    "list":     (auditor_or_administrator,),
    "view":     (auditor_or_administrator,),
    "export":   (auditor_or_administrator,),
    "about":    (whoever_may_see_the_record,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Entry]:
    """Every entry this person may read: the "view" row, asked of many at once."""
    return Entry.objects.all() if TRAIL.allows(person, "view") else Entry.objects.none()
