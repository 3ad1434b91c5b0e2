"""The matrix of partners by forum, on any day and under any edition.

Source: framework 2008, Appendix D (membership of prioritized bilateral partners in multilateral forums).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from entente.engagement.framework.models import Edition
from entente.engagement.partners import policy as partners_policy
from entente.engagement.partners import queries as partners
from entente.engagement.partners.models import Standing
from entente.kit import days
from entente.kit.bilingual import language
from entente.kit.table import Ask

from .. import policy
from ..models import Body, Membership, Priority
from .editions import LAST, shown

UNION = "eu-member-states"  # the body whose members carry the asterisk
# Appendix D marks the officers of the migration integrity network, since called liaison officers. Counsellors
# belong to the policy network (section 4D) and carry no mark there.
OFFICERS = ("migration_integrity_officer", "liaison_officer")
MOST_COLUMNS = 12  # where an edition names no priority forum: as many as a page holds


@dataclass(frozen=True, slots=True)
class Cell:
    """How a partner sits in a forum; without a membership it does not."""

    membership: Membership | None = None
    through: Any = None  # the administration that sits there, when it is not the partner itself

    @property
    def is_member(self) -> bool:
        return self.membership is not None and self.membership.role == "member"

    @property
    def word(self) -> Any:
        """The role in words, with the administration that has it when it is not the partner; or nothing."""
        if self.membership is None:
            return ""
        role = self.membership.get_role_display()
        if self.through is None:
            return role
        return _("%(role)s, through %(partner)s") % {"role": role, "partner": self.through.name}


@dataclass(slots=True)
class Line:
    """One partner across the chosen forums."""

    standing: Any
    name: Any
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(1 for cell in self.cells if cell.membership)


@dataclass(slots=True)
class Group:
    """The partners of one tier; ``name`` is the tier's, or the mark that stands in its place."""

    name: Any
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Matrix:
    """The whole picture: which edition, which forums (all there are, and those chosen), which partners."""

    edition: Edition | None
    editions: list[Edition]
    forums: list[Body]  # those the edition puts first, and those in which some partner sits
    chosen: list[Body]
    groups: list[Group]
    empty: list[Body]  # priority forums in which no partner sits

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    @property
    def totals(self) -> list[int]:
        """How many partners sit in each chosen forum."""
        return [sum(1 for line in self.lines if line.cells[at].membership) for at in range(len(self.chosen))]

    @property
    def total(self) -> int:
        return sum(self.totals)

    @property
    def keys(self) -> set[str]:
        """The keys of the chosen forums."""
        return {one.key for one in self.chosen}

    @property
    def is_drawn(self) -> bool:
        """Whether there is anything to draw."""
        return bool(self.groups and self.chosen)

    @property
    def width(self) -> int:
        """How many columns the table has, with the partner's and the sum's."""
        return len(self.chosen) + 2

    @property
    def memberships(self) -> list[tuple[Body, list[Membership]]]:
        """The memberships behind each column."""
        return [
            (one, [line.cells[at].membership for line in self.lines if line.cells[at].membership])  # type: ignore[misc]
            for at, one in enumerate(self.chosen)
        ]


def matrix(ask: Ask, wanted: Iterable[str] = ()) -> Matrix:
    """Partners with a standing in the edition, tier by tier, by forum. Four queries at most.

    ``wanted`` are keys of forums; without any, the priority forums of the edition in which one of the
    partners sat on the day. Where the edition names none, the forums in which most of them sat.
    """
    everything = list(_standings(ask))
    editions = list({one.edition_id: one.edition for one in everything}.values())
    edition = shown(ask, sorted(editions, key=lambda one: (one.starts_on, one.pk), reverse=True))
    rows = [one for one in everything if edition and one.edition_id == edition.pk]
    sits = _sittings(ask, rows)
    forums = list(_forums(ask, edition, {body for _partner, body in sits}))
    chosen = _chosen(forums, list(wanted), sits)
    return Matrix(
        edition=edition,
        editions=editions,
        forums=forums,
        chosen=chosen,
        groups=_grouped(rows, chosen, sits, ask),
        empty=[one for one in forums if one.rank < LAST and not _many(one, sits) and one not in chosen],
    )


def _standings(ask: Ask) -> QuerySet[Any]:
    """Standings in every edition the person may see, tier by tier, with the partner's marks on the day."""
    officers = partners_policy.presences_for(ask.person).filter(days.on(ask.on), kind__in=OFFICERS)
    union = policy.memberships_visible_to(ask.person).on(ask.on).filter(body__key=UNION)
    found: QuerySet[Standing] = partners_policy.standings_for(ask.person).filter(
        edition__in=partners.editions(ask.person).order_by().values("pk")
    )
    rows: QuerySet[Any] = found.annotate(
        officer=Exists(officers.filter(partner=OuterRef("partner"))),
        in_union=Exists(union.filter(partner=OuterRef("partner"))),
        rank=Coalesce(F("tier__position"), Value(LAST)),
    ).select_related("edition", "partner__country", "tier", "source")
    rows = rows.prefetch_related("partner__country__names") if ask.past else rows
    return rows.order_by("-edition__starts_on", "-edition_id", "rank", "tier_gap", "position", "id")


def _sittings(ask: Ask, rows: list[Any]) -> dict[tuple[int, int], Membership]:
    """``{(partner, body): membership}`` on the day; a partner's own wins over an administration's."""
    there = [one.partner_id for one in rows]
    found = policy.memberships_visible_to(ask.person).on(ask.on).exclude(body__key=UNION)
    found = found.filter(Q(partner__in=there) | Q(partner__parent__in=there))
    sits: dict[tuple[int, int], Membership] = {}
    for one in found.select_related("body", "partner", "source").order_by("-starts_on", "id"):
        sits[one.partner_id, one.body_id] = sits.get((one.partner_id, one.body_id), one)
    for one in list(sits.values()):
        if (above := one.partner.parent_id) in there:
            sits.setdefault((above, one.body_id), one)  # type: ignore[arg-type]
    return sits


def _forums(ask: Ask, edition: Edition | None, sat_in: set[int]) -> QuerySet[Any]:
    placed = Priority.objects.filter(edition=edition, body=OuterRef("pk")).values("position")[:1]
    found = policy.visible_to(ask.person).annotate(rank=Coalesce(Subquery(placed), Value(LAST)))
    known = found.filter(Q(pk__in=sat_in) | Q(rank__lt=LAST))
    return known.order_by("rank", f"sort_{language()}", "id")


def _many(forum: Body, sits: dict[tuple[int, int], Membership]) -> int:
    return sum(1 for _partner, body in sits if body == forum.pk)


def _chosen(forums: list[Any], wanted: list[str], sits: dict[tuple[int, int], Membership]) -> list[Any]:
    if wanted:
        return [one for one in forums if one.key in wanted]
    first = [one for one in forums if one.rank < LAST and _many(one, sits)]
    return first or sorted(forums, key=lambda one: -_many(one, sits))[:MOST_COLUMNS]


def _grouped(rows: list[Any], chosen: list[Body], sits: dict[tuple[int, int], Membership], ask: Ask) -> list[Group]:
    groups: dict[tuple[int | None, str], Group] = {}
    for one in rows:
        name = one.partner.name_on(ask.on) if ask.past else one.partner.name
        line = Line(one, name, [_cell(one.partner_id, forum.pk, sits) for forum in chosen])
        group = groups.setdefault((one.tier_id, one.tier_gap), Group(one.tier_name))
        group.lines.append(line)
    return list(groups.values())


def _cell(partner: int, body: int, sits: dict[tuple[int, int], Membership]) -> Cell:
    one = sits.get((partner, body))
    if one is None:
        return Cell()
    return Cell(one, one.partner if one.partner_id != partner else None)
