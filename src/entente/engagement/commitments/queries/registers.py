"""The question behind the register, the conditions a reader may set on it, and what those conditions offer."""

from typing import Any

from django.db.models import CharField, Count, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from entente.engagement.agreements.models import Agreement
from entente.engagement.forums.models import Body
from entente.engagement.framework.models import Element
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Person, Unit
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import CommitmentQuerySet, Slip
from .standing import RELATED


def all_commitments(ask: Ask) -> CommitmentQuerySet:
    """The rows of ``commitments`` without what its columns read: enough to count them."""
    rows = policy.visible_to(ask.person)
    return rows.filter(made_on__lte=ask.on) if ask.past else rows


def commitments(ask: Ask) -> QuerySet[Any]:
    """Promises made by the day asked about, as they stood on it. Unordered, one query.

    Each carries ``state_then``, ``due_then``, ``ended_then``, ``urgency`` (what it is sorted by), ``asked_on``,
    ``moves`` (how often its day moved) and, to sort by, ``partner_sort``, ``body_sort``, ``owner_sort``, ``unit_sort``.
    """
    lang = language()
    moves = Slip.objects.filter(commitment=OuterRef("pk"), at__date__lte=ask.on, before__isnull=False)
    counted = moves.order_by().values("commitment").annotate(many=Count("pk")).values("many")
    owner = Lower(Coalesce(NullIf(F("owner__last_name"), Value("")), F("owner__username"), Value("")))
    return (
        policy.visible_to(ask.person)
        .told(ask.on, past=ask.past)
        .annotate(
            moves=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)),
            partner_sort=Coalesce(F(f"partner__sort_{lang}"), Value("")),
            body_sort=Coalesce(F(f"body__sort_{lang}"), Value("")),
            owner_sort=Coalesce(owner, Value(""), output_field=CharField()),
            unit_sort=Coalesce(F(f"unit__sort_{lang}"), Value("")),
        )
        .select_related(*RELATED)
    )


def named(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose title in either language or key holds every word."""
    for word in text.split():
        folded = fold(word)
        rows = rows.filter(Q(sort_en__contains=folded) | Q(sort_fr__contains=folded) | Q(key__icontains=word))
    return rows


def _named(model: type[Model], ask: Ask, name: str, order: str) -> QuerySet[Any]:
    held = all_commitments(ask).filter(**{name: OuterRef("pk")})
    return model._default_manager.filter(Exists(held)).order_by(order, "id")


def partners_named(ask: Ask) -> QuerySet[Partner]:
    """The partners of promises this person may see, by name, for a filter. One query."""
    return _named(Partner, ask, "partner", f"sort_{language()}")


def bodies_named(ask: Ask) -> QuerySet[Body]:
    """Their forums, by name. One query."""
    return _named(Body, ask, "body", f"sort_{language()}")


def agreements_named(ask: Ask) -> QuerySet[Agreement]:
    """Their instruments, by title. One query."""
    return _named(Agreement, ask, "agreement", f"sort_{language()}")


def objectives_named(ask: Ask) -> QuerySet[Element]:
    """Their objectives, by title. One query."""
    return _named(Element, ask, "objective", f"sort_{language()}")


def units_named(ask: Ask) -> QuerySet[Unit]:
    """Their offices, by name. One query."""
    return _named(Unit, ask, "unit", f"sort_{language()}")


def owners_named(ask: Ask) -> QuerySet[Person]:
    """Their owners, by name. One query."""
    return _named(Person, ask, "owner", "last_name")
