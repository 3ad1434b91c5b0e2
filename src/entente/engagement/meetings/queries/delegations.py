"""Questions about who sits at the table."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person
from entente.kit.bilingual import language, other_language
from entente.kit.table import Ask

from .. import policy
from ..models import Delegate, Meeting
from .meetings import ladder


def delegates(ask: Ask) -> QuerySet[Any]:
    """Delegates of every meeting this person may view. Unordered, one query.

    Each carries what sorts: ``delegation_sort`` (ours first), ``who_sort``, ``rank_sort``, ``there_sort``.
    """
    name = language()
    office, other = (f"office_{one}" for one in (name, other_language(name)))
    return (
        policy.delegates_visible_to(ask.person)
        .annotate(
            delegation_sort=Coalesce(f"partner__sort_{name}", Value("")),
            who_sort=Lower(
                Coalesce(
                    NullIf("person__last_name", Value("")),
                    "person__username",
                    NullIf(office, Value("")),
                    other,
                )
            ),
            rank_sort=ladder("rank"),
            there_sort=Case(When(attended=True, then=0), When(attended=False, then=1), default=2),
        )
        .select_related("meeting", "partner", "person", "unit")
    )


def who(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose name or office holds every word, in either language."""
    for word in text.split():
        found = Q(office_en__icontains=word) | Q(office_fr__icontains=word)
        for name in ("first_name", "last_name", "username"):
            found |= Q(**{f"person__{name}__icontains": word})
        rows = rows.filter(found)
    return rows


def with_delegates(ask: Ask) -> QuerySet[Partner]:
    """The partners whose delegations are known, by name, for a filter. One query."""
    sit = policy.delegates_visible_to(ask.person).filter(partner=OuterRef("pk"))
    return partners.choices(ask.person).filter(Exists(sit))


def of_meeting(person: Any, meeting: Meeting) -> QuerySet[Delegate]:
    """Both delegations to a meeting: ours first, then by partner; heads first. One query."""
    found = policy.delegates_visible_to(person).filter(meeting=meeting)
    return found.select_related("partner", "person", "unit").order_by(f"partner__sort_{language()}", "id")


def delegate(person: Any, pk: int) -> QuerySet[Delegate]:
    """One delegate with the meeting, as a queryset of one or none."""
    found = policy.delegates_visible_to(person).filter(pk=pk)
    return found.select_related("meeting__body", "meeting__partner", "partner", "person", "unit")


def our_delegates(meeting: Meeting) -> QuerySet[Delegate]:
    """Our own delegation to a meeting, in the order in which it was named. One query."""
    found = Delegate.objects.filter(meeting=meeting, partner__isnull=True)
    return found.select_related("person", "unit").order_by("id")


def heads(meeting: Meeting, partner: Any) -> QuerySet[Delegate]:
    """Who heads a delegation to a meeting; no partner means ours. Rules ask, not people."""
    return Delegate.objects.filter(meeting=meeting, partner=partner, part="head").order_by("id")


def colleagues() -> QuerySet[Person]:
    """Everybody with an open account, by name, to choose from: anybody may be sent to a meeting."""
    return Person.objects.filter(is_active=True).order_by("last_name", "first_name", "username", "id")
