"""What the lists ask: the registers, their filters, and what there is to choose from."""

from typing import Any

from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce

from entente.engagement.framework import policy as framework
from entente.engagement.framework.models import Edition
from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners.models import Partner, Standing
from entente.foundation.people.models import Unit
from entente.foundation.sources import queries as sources
from entente.foundation.sources.models import LoadedRow, Package, label_of
from entente.kit.bilingual import fold, language
from entente.kit.days import UNKNOWN
from entente.kit.table import Ask

from .. import policy
from ..models import (
    Act,
    Agreement,
    Candidate,
    Kind,
    PartyAction,
    abroad,
    reached,
)

ENTERED_HERE = "entered-here"
"""Stands for no package: what people registered by hand. No package may have this name: a dump writes it."""


# ── The registers ─────────────────────────────────────────────────────────────────────────────────


def agreements(ask: Ask) -> QuerySet[Agreement]:
    """Instruments as they stood on the day asked about. Unordered: registers order them.

    Each carries ``status_on``, ``owner_en``, ``owner_fr``, ``binding_order``, ``asked_on`` (empty today) and
    the list ``foreign_parties``. Two queries; two more for a past day's names.
    """
    day = ask.on if ask.past else ""
    rows = policy.visible_to(ask.person)
    if day:
        rows = rows.known_on(day)
    owner = Unit.objects.filter(pk=OuterRef("owner"))  # not joined, so that the count stays cheap
    return (
        rows.with_status_on(day)
        .annotate(
            owner_en=Coalesce(Subquery(owner.values("sort_en")), Value("")),
            owner_fr=Coalesce(Subquery(owner.values("sort_fr")), Value("")),
            binding_order=Coalesce(Cast("binding", IntegerField()), Value(-1)),
            asked_on=Value(day, CharField()),
        )
        .select_related("owner", "source")
        .prefetch_related(_foreign_parties(ask))
    )


def _foreign_parties(ask: Ask, path: str = "parties") -> "Prefetch[Any]":
    rows = policy.visible_parties(ask.person).filter(abroad()).select_related("partner")
    if ask.past:
        rows = rows.select_related("partner__country").prefetch_related("partner__country__names")
    by_name = rows.order_by(f"partner__sort_{language()}", "id")
    return Prefetch(path, queryset=by_name, to_attr="foreign_parties")


def conventions(ask: Ask) -> QuerySet[Agreement]:
    """Multilateral conventions, as ``agreements``; each carries ``for_en`` and ``for_fr`` to sort by."""
    known = partners_policy.visible_to(ask.person)
    return (
        agreements(ask)
        .filter(kind=Kind.CONVENTION)
        .annotate(
            for_en=Coalesce(F("administered_for__sort_en"), Value("")),
            for_fr=Coalesce(F("administered_for__sort_fr"), Value("")),
        )
        .prefetch_related(Prefetch("administered_for", queryset=known))
    )


def acts(ask: Ask) -> QuerySet[Act]:
    """Acts a source had vouched for by the day asked about, or all today. Unordered. One query."""
    rows = policy.visible_acts(ask.person)
    if ask.past:
        rows = rows.filter(reached("as_of", ask.on))
    return rows.annotate(
        for_en=Coalesce(F("department__sort_en"), Value("")),
        for_fr=Coalesce(F("department__sort_fr"), Value("")),
    ).select_related("department", "source")


def candidates(ask: Ask) -> QuerySet[Candidate]:
    """Partners in line for negotiation: under the edition asked about, or under all. Unordered. One query.

    Each carries ``is_priority``: whether that edition puts the partner in a tier.
    """
    rows = policy.visible_candidates(ask.person).filter(edition__in=framework.visible_to(ask.person))
    if ask.edition:
        rows = rows.filter(edition__key=ask.edition)
    if ask.past:
        rows = rows.filter(reached("as_of", ask.on))
    tiered = Standing.objects.filter(edition=OuterRef("edition"), partner=OuterRef("partner"), tier__isnull=False)
    return rows.annotate(is_priority=Exists(tiered)).select_related("edition", "partner", "agreement", "source")


def party_actions(ask: Ask) -> QuerySet[PartyAction]:
    """What parties did on their own, by the day asked about. Unordered. One query."""
    rows = policy.visible_party_actions(ask.person)
    if ask.past:
        undated = Q(on__in=UNKNOWN) & reached("as_of", ask.on)
        rows = rows.filter(reached("on", ask.on) | undated)
    return rows.select_related("agreement", "partner", "source")


def act(person: Any, key: str) -> QuerySet[Act]:
    """One act with what its page needs, as a queryset of one or none."""
    return policy.visible_acts(person).filter(key=key).select_related("department", "source")


# ── Narrowing ─────────────────────────────────────────────────────────────────────────────────────


def matching(rows: QuerySet[Agreement], text: str, person: Any) -> QuerySet[Agreement]:
    """Those with these words in a title, the number, the place in the source, or a party's name."""
    said, words = text.strip(), fold(text.strip())
    if not words:
        return rows
    titled = Q(sort_en__contains=words) | Q(sort_fr__contains=words)
    numbered = Q(number__icontains=said) | Q(treaty_id__icontains=said) | Q(place__icontains=said) | Q(key=said)
    called = Partner.objects.filter(Q(sort_en__contains=words) | Q(sort_fr__contains=words))
    named = policy.visible_parties(person).filter(partner__in=called.values("pk")).values("agreement")
    return rows.filter(titled | numbered | Q(pk__in=named))


def acts_titled(rows: QuerySet[Act], text: str) -> QuerySet[Act]:
    """Acts with these words in a title of either language."""
    words = fold(text.strip())
    return rows.filter(Q(sort_en__contains=words) | Q(sort_fr__contains=words)) if words else rows


def with_partner(rows: QuerySet[Agreement], key: str, person: Any) -> QuerySet[Agreement]:
    """Those with a partner or with what belongs to it: its administrations and their parts."""
    # Itself, an administration, or the directorate of an institution: nothing is nested deeper.
    family = Partner.objects.filter(Q(key=key) | Q(parent__key=key) | Q(parent__parent__key=key))
    theirs = policy.visible_parties(person).filter(partner__in=family.values("pk"))
    return rows.filter(pk__in=theirs.values("agreement"))


def on_subject(rows: QuerySet[Agreement], code: str) -> QuerySet[Agreement]:
    """Those about goods, people or security: no code is part of another."""
    return rows.filter(subjects__contains=code)


def from_package(rows: QuerySet[Agreement], name: str) -> QuerySet[Agreement]:
    """Those an edition package brought, or with ``ENTERED_HERE`` those no package brought."""
    brought = LoadedRow.objects.filter(label=label_of(Agreement), record=OuterRef("pk"))
    if name == ENTERED_HERE:
        return rows.filter(~Exists(brought))
    return rows.filter(Exists(brought.filter(package__name=name)))


# ── To choose from ────────────────────────────────────────────────────────────────────────────────


def packages() -> QuerySet[Package]:
    """The packages that brought instruments, in the order they were loaded. One query."""
    brought = LoadedRow.objects.filter(package=OuterRef("pk"), label=label_of(Agreement))
    return sources.packages().filter(Exists(brought))


def partners_with_instruments(person: Any) -> QuerySet[Partner]:
    """Foreign partners that are party to something, or have a part that is, by name. One query."""
    visible = policy.visible_parties(person)
    bound, part = visible.filter(partner=OuterRef("pk")), visible.filter(partner__parent=OuterRef("pk"))
    found = partners_policy.visible_to(person).filter(Exists(bound) | Exists(part)).filter(abroad(""))
    return found.order_by(f"sort_{language()}", "id")


def units() -> QuerySet[Unit]:
    """The agency's offices, by name."""
    return Unit.objects.order_by(f"sort_{language()}", "id")


def partners(person: Any, *kinds: str) -> QuerySet[Partner]:
    """Partners to choose from in a form, of some kinds or of all, by name in the reader's language."""
    rows: QuerySet[Partner] = partners_policy.visible_to(person)
    return (rows.filter(kind__in=kinds) if kinds else rows).order_by(f"sort_{language()}", "id")


def departments(person: Any) -> QuerySet[Partner]:
    """Who an instrument or act may be administered for, by name."""
    return partners(person, Partner.Kind.DEPARTMENT, Partner.Kind.OWN, Partner.Kind.REGIONAL)


def choices(person: Any, *, but: Agreement | None = None) -> QuerySet[Agreement]:
    """Instruments to choose from in a form, by title in the reader's language."""
    rows = policy.visible_to(person)
    return (rows.exclude(pk=but.pk) if but else rows).order_by(f"sort_{language()}", "id")


def editions(person: Any) -> QuerySet[Edition]:
    """The editions this person may see, the latest first."""
    return framework.visible_to(person).order_by("-starts_on", "-id")


def editions_with_candidates(person: Any) -> QuerySet[Edition]:
    """Editions that name partners to negotiate with, the latest first. One query."""
    named = Candidate.objects.filter(edition=OuterRef("pk"))
    return editions(person).filter(Exists(named))
