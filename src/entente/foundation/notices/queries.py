"""Questions about notices: one's own list, what is unread, what mail is owed."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from entente.foundation.people.models import Mail, Person
from entente.foundation.people.roles import Marking, up_to
from entente.kit.table import Ask

from . import policy
from .models import Digest, Notice


def notices(ask: Ask) -> QuerySet[Notice]:
    """The notices of this person, unordered: registers order them. One query."""
    return policy.visible_to(ask.person)


def notice(person: Any, pk: int) -> QuerySet[Notice]:
    """One notice, as a queryset of one or none."""
    return policy.visible_to(person).filter(pk=pk)


def unread(person: Any) -> QuerySet[Notice]:
    """What a person has not read, the oldest debt first."""
    return policy.visible_to(person).filter(read_at__isnull=True).order_by("queue", "id")


def unread_count(person: Any) -> int:
    """How much a person has not read. One query, on an index of what is unread."""
    return policy.visible_to(person).filter(read_at__isnull=True).count()


def with_unread(pk: Any) -> QuerySet[Any]:
    """An account, as a queryset of one or none; it carries ``unread_notices``: how much it has not read.

    Every page shows the number, so that it comes with the person and not on its own. One query.
    """
    cleared = reduce(or_, (Q(person__clearance=one, marking__in=up_to(one)) for one in Marking))
    waiting = Notice.objects.filter(cleared, person=OuterRef("pk"), read_at__isnull=True)
    many = waiting.order_by().values("person").annotate(many=Count("pk")).values("many")
    return Person.objects.filter(pk=pk).annotate(unread_notices=Coalesce(Subquery(many), Value(0)))


def markings(person: Any) -> list[str]:
    """The markings of what a person was told: a page that lists it bears the highest. One query."""
    return list(policy.visible_to(person).order_by().values_list("marking", flat=True).distinct())


def free(now: datetime) -> Q:
    """Mail that no living worker is sending and that may be tried again."""
    lapsed = now - timedelta(seconds=settings.ENTENTE_MAIL_LEASE)
    taken = Q(mail_taken_at__isnull=True) | Q(mail_taken_at__lt=lapsed)
    return taken & (Q(mail_not_before__isnull=True) | Q(mail_not_before__lte=now))


def letters_due(now: datetime) -> QuerySet[Notice]:
    """The notices to be mailed on their own, the oldest first; the reader fetched."""
    owed = Notice.objects.filter(free(now), mail_due=True, digest__isnull=True, person__mail=Mail.AT_ONCE)
    return owed.select_related("person").order_by("at", "id")


def digests_due(now: datetime) -> QuerySet[Digest]:
    """The digests to be mailed, the oldest first; the reader fetched."""
    return Digest.objects.filter(free(now), mail_due=True).select_related("person").order_by("day", "id")


def undeliverable() -> QuerySet[Notice]:
    """Notices for which mail is noted as owed though nobody is to get it: not wanted, no address, a closed account."""
    nobody = Q(person__mail=Mail.NONE) | Q(person__email="") | Q(person__is_active=False)
    return Notice.objects.filter(nobody, mail_due=True)


def for_digest() -> QuerySet[Notice]:
    """What waits for the next digest, by person and the oldest debt first."""
    waiting = Notice.objects.filter(mail_due=True, digest__isnull=True, person__mail=Mail.DAILY, person__is_active=True)
    return waiting.exclude(person__email="").order_by("person", "queue", "id")


def in_digest(digest: Digest) -> QuerySet[Notice]:
    """What one digest holds, the oldest debt first. One query."""
    return digest.notices.order_by(F("due_on").asc(nulls_last=True), "at", "id")
