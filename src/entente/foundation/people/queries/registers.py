"""Lists of accounts and offices."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models import Value as Fixed
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.kit import days
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import Person, Unit


def accounts(ask: Ask) -> QuerySet[Person]:
    """The accounts this person may view, unordered: registers order them. Each carries ``sort_name``. One
    query.
    """
    name = Lower(Coalesce(NullIf(F("last_name"), Fixed("")), F("username")))
    return policy.visible_to(ask.person).annotate(sort_name=name).select_related("unit")


def account(person: Any, pk: int) -> QuerySet[Person]:
    """One account, as a queryset of one or none."""
    return policy.visible_to(person).filter(pk=pk).select_related("unit")


def called(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Accounts whose name, account name or address holds all the words."""
    for word in words.split():
        rows = rows.filter(
            Q(username__icontains=word)
            | Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
        )
    return rows


def offices(ask: Ask) -> QuerySet[Unit]:
    """The offices that stood on the day asked about, unordered: registers order them. One query."""
    return policy.units_for(ask.person).filter(days.on(ask.on)).select_related("parent")


def named(rows: QuerySet[Unit], words: str) -> QuerySet[Unit]:
    """Offices whose name or acronym holds all the words, in either language."""
    for word in fold(words).split():
        names = Q(sort_en__contains=word) | Q(sort_fr__contains=word)
        rows = rows.filter(names | Q(acronym_en__icontains=word) | Q(acronym_fr__icontains=word))
    return rows


def office(person: Any, key: str) -> QuerySet[Unit]:
    """One office, as a queryset of one or none."""
    return policy.units_for(person).filter(key=key).select_related("parent")


def parts_of(one: Unit) -> QuerySet[Unit]:
    """The offices that are part of one, by name. One query."""
    return one.parts.order_by(f"sort_{language()}", "id")


def every_office() -> QuerySet[Unit]:
    """Every office, by name in the active language. One query."""
    return Unit.objects.order_by(f"sort_{language()}", "id")


def colleagues(person: Any, one: Unit) -> QuerySet[Person]:
    """The open accounts of an office that this person may view, by account name. One query."""
    return policy.visible_to(person).filter(unit=one, is_active=True).order_by("username", "id")
