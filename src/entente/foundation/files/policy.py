"""Who may read and attach documents. What is not here is refused."""

from typing import Any

from django.db.models import QuerySet

from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import WORKING
from entente.kit.policy import Policy, holds

from .models import Document

keeper = holds(*WORKING)


def keeper_who_is_cleared(person: Any, document: Any) -> bool:
    """A desk or agreements officer, travel planner, visits officer or executive who is cleared for the document."""
    return keeper(person, document) and cleared(person, document)


# fmt: off
FILES = Policy({
    # act        who
    "view":      (cleared,),
    "attach":    (keeper_who_is_cleared,),
    "add":       (keeper_who_is_cleared,),
    "withdraw":  (keeper_who_is_cleared,),
})
# fmt: on


def visible_to(person: Any) -> QuerySet[Document]:
    """Every document this person may read: the "view" row, asked of many at once."""
    return Document.objects.filter(marking__in=markings_for(person))
