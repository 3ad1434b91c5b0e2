"""Who may do what with the addresses of calendars. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.roles import Role
from entente.kit.policy import Policy, holds

from .models import Feed


def oneself(person: Any, feed: Any) -> bool:
    """The person the address belongs to."""
    return feed is not None and feed.person_id == person.pk


def anyone(person: Any, feed: Any) -> bool:
    """Anyone who is signed in: what an address shows is what its owner may see of the unclassified."""
    return bool(getattr(person, "is_active", False))


administrator = holds(Role.ADMINISTRATOR)

# fmt: off
FEEDS = Policy({
    # act      who
    "view":   (oneself,),
    "open":   (anyone,),
    "renew":  (oneself,),
    "revoke": (oneself, administrator),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Feed]:
    """The person's own addresses that work."""
    return Feed.objects.filter(person=person, revoked_at__isnull=True)
