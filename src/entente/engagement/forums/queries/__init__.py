"""Questions about forums. Everything is asked for a person and, where it is dated, for a day.

This file holds the registers and the choices of forms; beside it stand the trees of bodies, the chairs of a
day, the matrix of partners by forum, and who meets whom.
"""

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat

from entente.engagement.agreements import policy as agreements_policy
from entente.engagement.agreements.models import Agreement
from entente.engagement.framework.models import Edition
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Partner
from entente.foundation.people.models import Unit
from entente.foundation.people.policy import markings_for
from entente.foundation.sources.models import Source
from entente.kit.bilingual import fold, language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Goal, Membership, Priority, Seat
from .committees import chapters_for as chapters_for
from .committees import committee as committee
from .committees import committee_of as committee_of
from .committees import committees as committees
from .committees import other_committees as other_committees
from .editions import LAST, shown
from .reach import ours

TECHNICAL = ("committee", "sub_committee", "working_group", "programme")
NAMES = ("name_en", "name_fr", "acronym_en", "acronym_fr")

# ── Bodies ────────────────────────────────────────────────────────────────────────────────────────


def bodies(ask: Ask) -> QuerySet[Any]:
    """Bodies that existed on the day asked about. Unordered, one query.

    Each carries ``readable`` (the markings its reader may see, for the names of what it points at),
    ``rank`` (its place among the priority forums of the edition asked about, else ``LAST``) and, to sort by,
    ``above_sort``, ``lead_sort``, ``owner_sort``.
    """
    readable = markings_for(ask.person)
    edition = partners.edition_asked(ask)
    placed = Priority.objects.filter(body=OuterRef("pk"), edition=edition)
    return (
        policy.visible_to(ask.person)
        .on(ask.on)
        .annotate(
            readable=Value("|".join(readable), CharField()),
            rank=Coalesce(Subquery(placed.values("position")[:1]), Value(LAST)),
            above_sort=_name_seen("parent", readable),
            lead_sort=_name_seen("lead", readable),
            owner_sort=Coalesce(F(f"owner__sort_{language()}"), Value("")),
        )
        .select_related("parent", "lead", "owner", "agreement", "source")
    )


def _name_seen(name: str, readable: list[str]) -> Case:
    """What sorts by the name of something pointed at, without telling what the reader may not see."""
    seen = When(**{f"{name}__marking__in": readable}, then=F(f"{name}__sort_{language()}"))
    return Case(seen, default=Value(""), output_field=CharField())


def named(rows: QuerySet[Any], text: str, path: str = "") -> QuerySet[Any]:
    """Those whose name or acronym in either language holds every word. ``path`` leads there (``body__``)."""
    for word in text.split():
        found = Q(**{f"{path}sort_en__contains": fold(word)}) | Q(**{f"{path}sort_fr__contains": fold(word)})
        for name in NAMES:
            found |= Q(**{f"{path}{name}__icontains": word})
        rows = rows.filter(found)
    return rows


def in_part(rows: QuerySet[Any], code: str) -> QuerySet[Any]:
    """Bodies in which our part is this one; ``none`` for those where none is recorded."""
    if code == "none":
        return rows.filter(our_roles="")
    parts = Concat(Value("|"), "our_roles", Value("|"))
    held: QuerySet[Any] = rows.annotate(between_bars=parts)
    return held.filter(between_bars__contains=f"|{code}|")


def about(rows: QuerySet[Any], movement: str) -> QuerySet[Any]:
    """Bodies on the movement of persons or of goods; one on both counts for each."""
    return rows.filter(movement__in=[movement, "both"])


def technical(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Committees, working groups and programmes of a forum abroad that have a subject.

    Source: framework 2008, Appendix E (issue-based technical committees, by movement of persons and goods).
    """
    return rows.filter(kind__in=TECHNICAL, home=False, parent__isnull=False).exclude(movement="")


def body(person: Any, key: str) -> QuerySet[Body]:
    """One body with what its pages need, as a queryset of one or none."""
    found = policy.visible_to(person).filter(key=key)
    return found.select_related("parent", "lead", "owner", "agreement", "source")


def resting_on(ask: Ask, agreement: Agreement) -> QuerySet[Body]:
    """Bodies that rested on an instrument on the day, by name. One query."""
    found = policy.visible_to(ask.person).on(ask.on).filter(agreement=agreement)
    return found.select_related("source").order_by(f"sort_{language()}", "id")


def leads(ask: Ask) -> QuerySet[Partner]:
    """The departments that lead a body on the day, by name. One query."""
    led = policy.visible_to(ask.person).on(ask.on).filter(lead=OuterRef("pk"))
    return partners.choices(ask.person).filter(Exists(led))


def choices(person: Any) -> QuerySet[Body]:
    """Bodies to choose from in a form, by name."""
    return policy.visible_to(person).order_by(f"sort_{language()}", "id")


def instruments(person: Any) -> QuerySet[Agreement]:
    """Instruments to choose from in a form, by title."""
    return agreements_policy.visible_to(person).order_by(f"sort_{language()}", "id")


def units() -> QuerySet[Unit]:
    """The agency's offices to choose from in a form, by name."""
    return Unit.objects.order_by(f"sort_{language()}", "id")


def sources() -> QuerySet[Source]:
    """Sources to choose from in a form, by title."""
    return Source.objects.order_by(f"sort_{language()}", "id")


def keys(model: type[Body] | type[Seat], beginning: str) -> set[str]:
    """The keys that begin so, whoever may see their records: a new key must be free for everyone."""
    return set(model._default_manager.filter(key__startswith=beginning).values_list("key", flat=True))


# ── Memberships and seats ─────────────────────────────────────────────────────────────────────────


def memberships(ask: Ask) -> QuerySet[Any]:
    """Memberships that stood on the day, or with the filter ``past`` all that had begun by it.

    Unordered, one query. Each carries ``stands``: whether it stood on the day.
    """
    found = policy.memberships_visible_to(ask.person)
    found = found.begun(ask.on) if ask.chosen.get("past") else found.on(ask.on)
    return found.told(ask.on).select_related("body", "partner", "source")


def seats(ask: Ask) -> QuerySet[Any]:
    """Seats now, before and, unless another day was asked about, to come. Unordered, one query.

    Each carries ``stands``: whether it was held on the day.
    """
    found = policy.seats_visible_to(ask.person)
    found = found.begun(ask.on) if ask.past else found
    return found.told(ask.on).select_related("body", "holder", "source")


def members(ask: Ask) -> QuerySet[Partner]:
    """Partners who sit somewhere, by name, for a filter. One query."""
    sits = policy.memberships_visible_to(ask.person).filter(partner=OuterRef("pk"))
    return partners.choices(ask.person).filter(Exists(sits))


def of_ours(rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """Rows whose partner or holder is us. ``path`` is that column."""
    return rows.filter(**{f"{path}__in": ours()})


def other_seats(seat: Seat) -> QuerySet[Seat]:
    """The other seats of the same kind in the same body, whoever may see them: rules ask, not people."""
    found = Seat.objects.filter(body=seat.body, kind=seat.kind).exclude(pk=seat.pk)
    return found.select_related("holder").order_by("id")


def other_memberships(membership: Membership) -> QuerySet[Membership]:
    """The same partner's other memberships of the same body."""
    found = Membership.objects.filter(body=membership.body, partner=membership.partner)
    return found.exclude(pk=membership.pk).order_by("id")


def membership(person: Any, pk: int) -> QuerySet[Membership]:
    """One membership with its body and partner, as a queryset of one or none."""
    found = policy.memberships_visible_to(person).filter(pk=pk)
    return found.select_related("body", "partner", "source")


def seat(person: Any, key: str) -> QuerySet[Seat]:
    """One seat with its body and holder, as a queryset of one or none."""
    return policy.seats_visible_to(person).filter(key=key).select_related("body", "holder", "source")


# ── Priority forums ───────────────────────────────────────────────────────────────────────────────


def priorities(ask: Ask) -> QuerySet[Priority]:
    """The priority forums of the edition a page speaks of, with their goals. Unordered, three queries."""
    return priorities_of(ask.person, shown(ask, partners.editions(ask.person)))


def priorities_of(person: Any, edition: Edition | None) -> QuerySet[Priority]:
    """The priority forums of an edition; ``body.wanted`` are its goals there, in their order. Two queries."""
    goals = Goal.objects.filter(edition=edition).select_related("source").order_by("position", "id")
    return (
        policy.priorities_visible_to(person)
        .filter(edition=edition)
        .select_related("edition", "body", "source")
        .prefetch_related(Prefetch("body__goals", goals, to_attr="wanted"))
    )
