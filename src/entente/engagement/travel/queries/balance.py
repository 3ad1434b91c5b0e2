"""The quarter as a whole: what is asked for, measured by objective, partner, forum, branch and money."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from entente.engagement.forums.models import Body, Priority
from entente.engagement.meetings.models import Meeting

from ..models import Proposal, ProposalState, Quarter
from .history import LastTime, last_times
from .proposals import OUT, amount, of_quarter
from .quarters import sessions
from .worksheets import edition_for

COUNTED = (ProposalState.FORECAST, ProposalState.LISTED, ProposalState.APPROVED)
"""States that claim money and people of the quarter."""


@dataclass(slots=True)
class Share:
    """What falls to one objective, partner, forum or branch. ``part`` is its share of the largest, in percent."""

    name: Any
    proposals: int = 0
    travellers: int = 0
    money: Decimal = Decimal(0)
    part: int = 0


@dataclass(slots=True)
class Money:
    """The budget of a quarter and what it is asked to bear, in CAD."""

    budget: Decimal | None
    approved: Decimal
    listed: Decimal
    forecast: Decimal

    @property
    def left(self) -> Decimal | None:
        """What is left of the budget after what is approved."""
        return None if self.budget is None else self.budget - self.approved

    @property
    def left_if_all(self) -> Decimal | None:
        """What would be left if the whole list were approved."""
        return None if self.budget is None else self.budget - self.approved - self.listed


@dataclass(slots=True)
class Balance:
    """One page of the quarter."""

    proposals: list[Proposal]
    money: Money
    by_branch: list[Share] = field(default_factory=list)
    by_forum: list[Share] = field(default_factory=list)
    by_partner: list[Share] = field(default_factory=list)
    by_objective: list[Share] = field(default_factory=list)
    shared: list[tuple[Meeting, list[Proposal]]] = field(default_factory=list)
    missed: list[Meeting] = field(default_factory=list)
    outside: list[Proposal] = field(default_factory=list)

    def in_state(self, *states: str) -> list[Proposal]:
        """The proposals in some states."""
        return [one for one in self.proposals if one.state in states]


@dataclass(slots=True)
class Asked:
    """One proposal as somebody decides on it: its money, what would be left, the last time."""

    proposal: Proposal
    money: Decimal
    left: Decimal | None = None
    last: LastTime | None = None
    form: Any = None


@dataclass(slots=True)
class Group:
    """Proposals to one forum or with one partner."""

    name: Any
    lines: list[Asked]


def money_of(quarter: Quarter, found: Iterable[Proposal]) -> Money:
    """The budget and what the proposals of a quarter ask of it. No query when the delegations are at hand."""
    sums: dict[str, Decimal] = dict.fromkeys(COUNTED, Decimal(0))
    for one in found:
        if one.state in sums:
            sums[one.state] += amount(one)
    return Money(quarter.budget, *(sums[state] for state in reversed(COUNTED)))


def balance(person: Any, quarter: Quarter) -> Balance:
    """Everything about a quarter that its balance needs. About a dozen queries, whatever its size."""
    related = ("worksheet__objectives", "worksheet__partners", "worksheet__forums")
    found = list(of_quarter(person, quarter).prefetch_related(*related))
    asked = [one for one in found if one.state in COUNTED]
    return Balance(
        proposals=found,
        money=money_of(quarter, found),
        by_branch=_shares(asked, lambda one: [one.unit.name]),
        by_forum=_shares(asked, lambda one: _ticked(one, "forums") or [_("no priority forum")]),
        by_partner=_shares(asked, lambda one: _ticked(one, "partners") or [_("no priority partner")]),
        by_objective=_shares(asked, lambda one: _ticked(one, "objectives") or [_("no objective")]),
        shared=_shared(asked),
        missed=_missed(person, quarter, found),
        outside=[one for one in asked if not _ticked(one, "forums") and not _ticked(one, "partners")],
    )


def grouped(person: Any, quarter: Quarter, found: list[Proposal]) -> list[Group]:
    """Proposals by forum, else by partner, as the President reads them; ``left`` runs down the page. Four queries.

    Priority forums first, then the other forums and partners, each by name.
    """
    last = last_times(person, [one.meeting for one in found])
    groups: dict[tuple[int, str], Group] = {}
    for one in found:
        forums = list(one.worksheet.forums.all()) if hasattr(one, "worksheet") else []
        name = forums[0].name if forums else (one.meeting.body or one.meeting.partner)
        key = (0 if forums else 1 if name else 2, str(name or ""))
        group = groups.setdefault(key, Group(name or _("Other meetings"), []))
        group.lines.append(Asked(one, amount(one), last=last.get(one.meeting_id)))
    ordered = [groups[key] for key in sorted(groups)]
    left = quarter.budget
    for line in (line for group in ordered for line in group.lines):
        if left is not None:
            left -= line.money
            line.left = left
    return ordered


def _ticked(proposal: Proposal, name: str) -> list[Any]:
    if not hasattr(proposal, "worksheet"):
        return []
    return [str(one) for one in getattr(proposal.worksheet, name).all()]


def _shares(found: list[Proposal], names: Callable[[Proposal], list[Any]]) -> list[Share]:
    """What falls to each name, the most money first. A proposal with several counts for each of them."""
    shares: dict[str, Share] = {}
    for one in found:
        for name in names(one):
            share = shares.setdefault(str(name), Share(name))
            share.proposals += 1
            share.travellers += sum(traveller.state not in OUT for traveller in one.travellers.all())
            share.money += amount(one)
    most = max((share.money for share in shares.values()), default=Decimal(0))
    for share in shares.values():
        share.part = round(share.money * 100 / most) if most else 0
    return sorted(shares.values(), key=lambda share: (-share.money, str(share.name)))


def _shared(asked: list[Proposal]) -> list[tuple[Meeting, list[Proposal]]]:
    """Meetings to which more than one branch wants to go, with the whole delegation."""
    by_meeting: dict[int, list[Proposal]] = {}
    for one in asked:
        by_meeting.setdefault(one.meeting_id, []).append(one)
    return [(several[0].meeting, several) for several in by_meeting.values() if len(several) > 1]


def _missed(person: Any, quarter: Quarter, found: list[Proposal]) -> list[Meeting]:
    """Meetings of priority forums, or of bodies under them, that nobody proposed. At most four queries."""
    alive = {one.meeting_id for one in found if one.state not in (ProposalState.WITHDRAWN, ProposalState.REFUSED)}
    coming = [one for one in sessions(person, quarter) if one.pk not in alive and one.body_id]
    edition = edition_for(coming[0]) if coming else None
    if edition is None:
        return []
    first = set(Priority.objects.filter(edition=edition).values_list("body", flat=True))
    above = dict(Body.objects.values_list("pk", "parent").order_by("id"))
    return [one for one in coming if first & set(_line(one.body_id, above))]


def _line(pk: int | None, above: dict[int, int | None]) -> list[int]:
    found: list[int] = []
    while pk is not None and pk not in found:
        found.append(pk)
        pk = above.get(pk)
    return found
