"""What the record knows of a trip before anybody writes: shown beside the questions, so that it is not asked again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from entente.engagement.commitments import policy as commitments
from entente.engagement.commitments.models import Commitment
from entente.engagement.meetings import policy as meetings
from entente.engagement.meetings.models import Born as BornInMeeting
from entente.engagement.meetings.models import Decision, Delegate, Item, Meeting, Position
from entente.foundation.people.policy import cleared, markings_for

from .. import policy
from ..models import Born, CostKind, CostLine, Report, ReportState, Traveller, TravellerState, Trip, Version
from .reports import last_report, newest_version, travelling


@dataclass(slots=True)
class Money:
    """One kind of cost: what was expected and what it was, in CAD. ``actual`` is nothing while nobody has said."""

    label: Any
    estimate: Decimal
    actual: Decimal | None


@dataclass(slots=True)
class Before:
    """The report on the session before: what it said would follow, and what became of its promises."""

    report: Report
    version: Version | None
    promises: list[Commitment] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """Everything on record about one trip, as far as a person may see it."""

    meeting: Meeting
    trips: list[Trip]
    ours: list[Delegate]
    others: list[Delegate]
    objectives: list[Any]
    items: list[Item]
    decisions: list[Decision]
    positions: list[Position]
    promises: list[Commitment]
    money: list[Money]
    before: Before | None

    @property
    def estimate(self) -> Decimal:
        """What the whole delegation was expected to cost."""
        return sum((one.estimate for one in self.money), start=Decimal(0))

    @property
    def actual(self) -> Decimal | None:
        """What it cost, as far as it is known."""
        said = [one.actual for one in self.money if one.actual is not None]
        return sum(said, start=Decimal(0)) if said else None

    @property
    def markings(self) -> Iterable[str]:
        """The markings of what is shown: the page bears the highest of them."""
        shown: list[Any] = [self.meeting, *self.items, *self.decisions, *self.positions, *self.promises]
        if self.before:
            shown += [self.before.report, *self.before.promises]
        return [one.marking for one in shown]


def known(person: Any, report: Report) -> Known:
    """What the record knows. About a dozen queries, however much it is."""
    meeting = report.meeting
    delegates = (
        meetings.delegates_visible_to(person).filter(meeting=meeting).select_related("partner", "person", "unit")
    )
    seats = list(delegates.order_by("partner__sort_en", "id"))
    positions = meetings.positions_visible_to(person).filter(item__meeting=meeting, state="cleared")
    decisions = Decision.objects.filter(meeting=meeting, marking__in=markings_for(person))
    items = meetings.items_visible_to(person).filter(meeting=meeting).exclude(state="dropped")
    return Known(
        meeting=meeting,
        trips=list(travelling(report)),
        ours=[one for one in seats if one.partner_id is None],
        others=[one for one in seats if one.partner_id is not None and one.attended is not False],
        objectives=_objectives(person, report),
        items=list(items.order_by("position", "id")),
        decisions=list(decisions.select_related("item").order_by("position", "id")),
        positions=list(positions.select_related("item").order_by("item__position", "-version")),
        promises=list(promises_of(person, report)),
        money=money(report),
        before=before(person, report),
    )


def _objectives(person: Any, report: Report) -> list[Any]:
    """The objectives of the worksheet, else those the meeting serves."""
    sheet = getattr(report.proposal, "worksheet", None)
    if sheet is not None and cleared(person, sheet):
        found = list(sheet.objectives.order_by("position", "id"))
        if found:
            return found
    return list(report.meeting.objectives.order_by("position", "id"))


def promises_of(person: Any, report: Report) -> QuerySet[Commitment]:
    """The promises born in the meeting or brought home in this report. One query."""
    born = Q(pk__in=BornInMeeting.objects.filter(meeting=report.meeting_id).values("commitment"))
    brought = Q(pk__in=Born.objects.filter(report=report).values("commitment"))
    found = commitments.visible_to(person).filter(born | brought)
    return found.select_related("partner", "body", "owner", "unit").order_by("due_on", "id")


def money(report: Report) -> list[Money]:
    """What the delegation was expected to cost and did, by kind. One query; kinds without any cost are left out."""
    out = (TravellerState.REFUSED, TravellerState.WITHDRAWN)
    lines = CostLine.objects.filter(traveller__proposal=report.proposal_id).exclude(traveller__state__in=out)
    sums = {
        one["kind"]: one
        for one in lines.order_by().values("kind").annotate(expected=Sum("estimate"), came=Sum("actual"))
    }
    return [
        Money(kind.label, sums[kind]["expected"] or Decimal(0), sums[kind]["came"])
        for kind in CostKind
        if kind in sums and (sums[kind]["expected"] or sums[kind]["came"] is not None)
    ]


def before(person: Any, report: Report) -> Before | None:
    """What the report on the session before promised, with its state now. A few queries."""
    earlier = last_report(person, report.meeting)
    if earlier is None:
        return None
    return Before(earlier, newest_version(earlier), list(promises_of(person, earlier)))


def delegation(report: Report) -> QuerySet[Traveller]:
    """The delegation as it was approved, the head first. One query."""
    found = Traveller.objects.filter(proposal=report.proposal_id).exclude(state=TravellerState.REFUSED)
    return found.select_related("person", "unit").order_by("-is_head", "position", "id")


def shown_to(person: Any, report: Report) -> Report | Version | None:
    """What a person reads of a report: the working text while writing it, else what was handed in last.

    While it waits for its acceptance both say the same.
    """
    if policy.REPORTS.allows(person, "write", report) and report.state != ReportState.SUBMITTED:
        return report
    return newest_version(report)
