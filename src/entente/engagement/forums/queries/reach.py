"""Who meets whom: the forums we share with a partner, and the priority partners a forum reaches."""

from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Kind, Partner, Standing
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Membership, Seat
from .editions import LAST


def ours() -> QuerySet[Partner]:
    """Our own agency and the country it belongs to, for a subquery."""
    own = Partner.objects.filter(kind=Kind.OWN).order_by()
    country = own.filter(parent__isnull=False).values("parent")
    return Partner.objects.filter(Q(kind=Kind.OWN) | Q(pk__in=country)).order_by()


def of_family(partner: Partner, path: str = "partner") -> Q:
    """Rows of a partner, of one of its administrations, or of a directorate of theirs."""
    return Q(**{path: partner}) | Q(**{f"{path}__parent": partner}) | Q(**{f"{path}__parent__parent": partner})


def sittings(ask: Ask, partner: Partner) -> QuerySet[Any]:
    """Where a partner and its administrations sit or have sat by the day, by body. One query.

    Each carries ``stands`` (on the day) and ``shared``: whether we have a part in the body ourselves.
    """
    found = policy.memberships_visible_to(ask.person).filter(of_family(partner)).begun(ask.on)
    we = Membership.objects.on(ask.on).filter(body=OuterRef("body"), partner__in=ours())
    shared = Case(
        When(~Q(body__our_roles="") | Exists(we), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    told: QuerySet[Any] = found.told(ask.on).annotate(shared=shared)
    return told.select_related("body", "partner", "source").order_by(f"body__sort_{language()}", "id")


def held_by(ask: Ask, partner: Partner) -> QuerySet[Seat]:
    """The seats a partner and its administrations hold or have held by the day, latest first. One query."""
    found = policy.seats_visible_to(ask.person).filter(of_family(partner, "holder")).begun(ask.on)
    told: QuerySet[Any] = found.told(ask.on).select_related("body", "holder", "source")
    return told.order_by("-starts_on", f"body__sort_{language()}", "id")


def reached(ask: Ask, body: Body) -> QuerySet[Any]:
    """The partners with a standing in the edition asked about, tier by tier. One query.

    Each standing carries ``sits``: whether the partner, or an administration of it, sat in the body then.
    """
    there = policy.memberships_visible_to(ask.person).on(ask.on).filter(body=body)
    own, part = there.filter(partner=OuterRef("partner")), there.filter(partner__parent=OuterRef("partner"))
    found: QuerySet[Standing] = partners_policy.standings_for(ask.person).filter(edition=partners.edition_asked(ask))
    return (
        found.annotate(
            sits=Case(When(Exists(own) | Exists(part), then=Value(True)), default=Value(False)),
            rank=Coalesce(F("tier__position"), Value(LAST)),
        )
        .select_related("partner", "tier", "edition", "source")
        .order_by("rank", "position", "id")
    )
