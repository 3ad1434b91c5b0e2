"""The questions behind the room's lists, and the conditions a reader may set on them."""

from typing import Any

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from entente.engagement.framework import policy as framework
from entente.engagement.framework.models import Edition, Element
from entente.foundation.people.policy import markings_for
from entente.foundation.reference import policy as reference_policy
from entente.foundation.reference import queries as reference
from entente.foundation.reference.models import Region, sound
from entente.kit import days
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import PLACES, Aim, Kind, Office, Partner, Standing, Succession
from .editions import chosen, edition_asked, editions

NO_EDITION = 0  # no edition has this primary key
LAST = 999  # sorts what has no tier behind what has


def all_partners(ask: Ask) -> QuerySet[Partner]:
    """The rows of ``partners`` without what its columns read: enough to count them."""
    return policy.visible_to(ask.person).on(ask.on)


def partners(ask: Ask, edition: Edition | None = None) -> QuerySet[Partner]:
    """Partners that stood on the day asked about, with their standing in the edition asked about. Unordered.

    Each row carries ``standing_id``, ``tier_en``, ``tier_fr``, ``tier_gap``, ``tier_position``, ``in_scope``;
    ``whole_key``, ``whole_kind``, ``whole_en``, ``whole_fr`` of what it is part of (empty when the person may
    not see that); ``asked_on``, ``asked_past`` and ``asked_edition``. Two queries, one where the caller knows the
    ``edition``; one more for a past day's names.
    """
    edition = edition or edition_asked(ask)
    spoken_of = edition.pk if edition else NO_EDITION
    now = Q(standings__edition=spoken_of)
    seen = Q(parent__marking__in=markings_for(ask.person))
    rows = (
        policy.visible_to(ask.person)
        .on(ask.on)
        .annotate(now=FilteredRelation("standings", condition=now))
        .annotate(whole=FilteredRelation("parent", condition=seen))
        .annotate(
            standing_id=F("now__id"),
            in_scope=F("now__in_scope"),
            tier_en=F("now__tier__name_en"),
            tier_fr=F("now__tier__name_fr"),
            tier_gap=Coalesce(F("now__tier_gap"), Value("")),
            tier_position=Coalesce(F("now__tier__position"), Value(LAST)),
            whole_key=F("whole__key"),
            whole_kind=F("whole__kind"),
            whole_en=F("whole__name_en"),
            whole_fr=F("whole__name_fr"),
            owner_en=Coalesce(F("owner__sort_en"), Value("")),
            owner_fr=Coalesce(F("owner__sort_fr"), Value("")),
            asked_on=Value(ask.on, CharField()),
            asked_past=Value(ask.past),
            asked_edition=Value(spoken_of),
        )
        .select_related("country", "owner", "source")
    )
    found: QuerySet[Partner] = rows.prefetch_related("country__names") if ask.past else rows
    return found


def matching(rows: QuerySet[Partner], text: str) -> QuerySet[Partner]:
    """Those whose name in either language, acronym or country's other names hold these words in order."""
    words = fold(text.strip())
    if not words:
        return rows
    own = Q(sort_en__contains=words) | Q(sort_fr__contains=words)
    short = Q(acronym_en__istartswith=text.strip()) | Q(acronym_fr__istartswith=text.strip())
    known = Q(kind__in=PLACES, country__known_as__contains=sound(text)) if sound(text) else Q()
    return rows.filter(own | short | known)


def in_region(rows: QuerySet[Partner], key: str, person: Any) -> QuerySet[Partner]:
    """Those of a country in a region, of the United Nations or of engagement."""
    within = reference.within(reference_policy.visible_to(person), key)
    return rows.filter(country__in=within.values("pk"))


def without_owner(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Those no office of primary interest is named for. Our own agency needs none."""
    return rows.filter(owner__isnull=True).exclude(kind=Kind.OWN)


def without_contact(rows: QuerySet[Partner], day: str) -> QuerySet[Partner]:
    """Those without a contact on a day, neither their own nor one of their parts'."""
    there = Office.objects.filter(days.on(day))
    return rows.filter(
        ~Exists(there.filter(partner=OuterRef("pk"))), ~Exists(there.filter(partner__parent=OuterRef("pk")))
    ).exclude(kind=Kind.OWN)


def without_aim(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Partners in the scope of the edition asked about with whom it sets no aim. ``rows`` are ``partners``."""
    set_in = Aim.objects.filter(edition=OuterRef("asked_edition"), partner=OuterRef("pk"))
    return rows.filter(~Exists(set_in), Q(in_scope=True))


def in_tier(rows: QuerySet[Partner], edition: str, tier: str) -> QuerySet[Partner]:
    """Those of one tier of one edition, whichever edition the list speaks of."""
    held = Standing.objects.filter(partner=OuterRef("pk"), tier__key=tier, edition__key=edition)
    return rows.filter(Exists(held))


def with_standing(rows: QuerySet[Partner]) -> QuerySet[Partner]:
    """Priority partners: those the edition asked about names. ``rows`` are ``partners``."""
    return rows.filter(Q(standing_id__isnull=False))


def partner(person: Any, key: str) -> QuerySet[Partner]:
    """One partner with what its pages need, as a queryset of one or none."""
    return (
        policy.visible_to(person)
        .filter(key=key)
        .select_related("country", "owner", "source", "parent")
        .prefetch_related("country__names")
    )


def choices(person: Any, *kinds: str) -> QuerySet[Partner]:
    """Partners to choose from in a form, of some kinds or of all, by name in the reader's language."""
    found = policy.visible_to(person)
    return (found.filter(kind__in=kinds) if kinds else found).order_by(f"sort_{language()}", "id")


def objectives(person: Any) -> QuerySet[Element]:
    """The objectives of the editions this person may see, the latest edition first, with their editions."""
    found = framework.parts_visible_to(person, Element).filter(kind=Element.Kind.OBJECTIVE)
    return found.select_related("edition").order_by("-edition__starts_on", "-edition_id", "position", "id")


def standing_in(person: Any, partner: Partner, edition: Edition) -> Standing | None:
    """A partner's standing in an edition, with its tier. One query."""
    found = policy.standings_for(person).filter(partner=partner, edition=edition)
    return found.select_related("tier", "edition", "source").first()


def regions() -> QuerySet[Region]:
    """Regions to choose from: those of engagement, then those of the United Nations."""
    return reference.regions()


def namesakes(person: Any, *, kind: str, name: str) -> QuerySet[Partner]:
    """Partners of the same kind whose name in either language is this one, case and accents apart."""
    said = fold(name.strip())
    return policy.visible_to(person).filter(kind=kind).filter(Q(sort_en=said) | Q(sort_fr=said)).order_by("id")


def standings(ask: Ask) -> QuerySet[Standing]:
    """Standings in every edition the person may see, or in the one asked about. Unordered, one query.

    Each carries ``tier_position``.
    """
    within = editions(ask.person).order_by()
    if key := chosen(ask):
        within = within.filter(key=key)
    return (
        policy.standings_for(ask.person)
        .filter(edition__in=within)
        .annotate(tier_position=Coalesce(F("tier__position"), Value(LAST)))
        .select_related("partner", "edition", "tier", "source")
    )


def aims(ask: Ask) -> QuerySet[Aim]:
    """Aims in every edition the person may see, or in the one asked about. Unordered, one query.

    Each carries ``objective_en`` and ``objective_fr`` to sort by.
    """
    within = editions(ask.person).order_by()
    if key := chosen(ask):
        within = within.filter(key=key)
    return (
        policy.aims_for(ask.person)
        .filter(edition__in=within)
        .annotate(
            objective_en=Coalesce(F("objective__sort_en"), Value("")),
            objective_fr=Coalesce(F("objective__sort_fr"), Value("")),
        )
        .select_related("partner", "edition", "objective", "source")
    )


def contacts(ask: Ask) -> QuerySet[Office]:
    """Contacts by office that stood on the day asked about. Unordered, one query."""
    return policy.offices_for(ask.person).filter(days.on(ask.on)).select_related("partner", "source")


def naming(rows: QuerySet[Office], text: str) -> QuerySet[Office]:
    """Contacts whose title, place or partner holds these words in this order."""
    words, said = fold(text.strip()), text.strip()
    if not words:
        return rows
    own = Q(title_en__icontains=said) | Q(title_fr__icontains=said) | Q(location__icontains=said)
    return rows.filter(own | Q(partner__sort_en__contains=words) | Q(partner__sort_fr__contains=words))


def successions(ask: Ask) -> QuerySet[Succession]:
    """Every succession the person may see both sides of. Unordered, one query."""
    return policy.successions_for(ask.person).select_related("from_partner", "to_partner", "source")
