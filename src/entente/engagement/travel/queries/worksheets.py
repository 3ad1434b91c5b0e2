"""What the record knows for a participation worksheet, and what boxes an edition's form has.

The record is asked with the eyes of the proposal's author, so that one worksheet says one thing to whoever opens it.
"""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from entente.engagement.forums.models import Body, Membership, Priority
from entente.engagement.forums.queries import trees
from entente.engagement.framework import queries as framework
from entente.engagement.framework.models import Edition, Element
from entente.engagement.meetings import queries as meetings
from entente.engagement.meetings.models import Delegate, Meeting
from entente.engagement.partners.models import Partner, Standing
from entente.foundation.people.models import Unit, Work

from .. import policy
from ..models import Proposal, ProposalState, Report, ReportState


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of the form under one edition, in the order in which the edition names them."""

    branches: list[Unit]
    objectives: list[Element]
    partners: list[Partner]
    forums: list[Body]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows about a meeting that somebody wants to attend: checked, not asked.

    ``attendees`` were there last time; ``memory`` are those of them who do not go again.
    """

    last: Meeting | None = None
    attendees: list[str] = field(default_factory=list)
    memory: list[str] = field(default_factory=list)
    report: Report | None = None
    branches: frozenset[int] = frozenset()
    objectives: frozenset[int] = frozenset()
    partners: frozenset[int] = frozenset()
    forums: frozenset[int] = frozenset()
    event: tuple[Any, ...] = ()

    @property
    def digest(self) -> str:
        """One word for all of it: another one means that the record has changed."""
        said = [self.last and self.last.pk, self.attendees, self.report and self.report.pk, list(self.event)]
        said += [sorted(ids) for ids in (self.objectives, self.partners, self.forums)]
        return hashlib.sha256(repr(said).encode()).hexdigest()


def edition_for(meeting: Meeting) -> Edition | None:
    """The edition that rules today: objectives, partners and forums of a worksheet are its own. One query."""
    return framework.in_effect_on(timezone.localdate().isoformat())


def editions(person: Any) -> list[Edition]:
    """The editions a worksheet may speak of, the latest first. One query."""
    return framework.in_order(person)


def boxes(edition: Edition) -> Boxes:
    """The boxes of the form under an edition. Five queries.

    Under the framework of 2008 they are those of its Appendix G: four objectives, 18 partners, eight forums, seven
    branches.
    """
    standings = Standing.objects.filter(edition=edition).select_related("partner", "tier")
    placed = sorted(standings, key=lambda one: (one.tier.position if one.tier else 99, one.position, one.pk))
    first = Priority.objects.filter(edition=edition).select_related("body").order_by("position", "id")
    objectives = Element.objects.filter(edition=edition, kind=Element.Kind.OBJECTIVE)
    return Boxes(
        branches=branches(edition),
        objectives=list(objectives.order_by("parent__position", "position", "id")),
        partners=[one.partner for one in placed],
        forums=[one.body for one in first],
    )


def branches(edition: Edition) -> list[Unit]:
    """The branches of the agency: those its chart has now, or those that a past edition names. At most two queries.

    A branch stands right under the office that heads the agency. The offices of a past edition are not hung into the
    chart; there a branch is an office at the top that is called one.
    """
    top = Unit.objects.filter(parent=None, name_en__endswith=" Branch").order_by("sort_en", "id")
    if (
        edition.state == Edition.State.SUPERSEDED
        and edition.source
        and (named := top.filter(source=edition.source.key))
    ):
        return list(named)
    serving = [Work.HEAD_OF_AGENCY, Work.EXECUTIVE_SERVICES]
    chart = Unit.objects.filter(parent__work=Work.HEAD_OF_AGENCY).exclude(work__in=serving)
    return list(chart.order_by("sort_en", "id")) or list(top)


def known(proposal: Proposal, edition: Edition | None = None) -> Known:
    """What the record says about the meeting of a proposal. About ten queries."""
    meeting, person = proposal.meeting, proposal.author
    sheet = getattr(proposal, "worksheet", None)
    edition = edition or (sheet.edition if sheet else edition_for(meeting))
    last = meetings.last_attended(person, meeting)
    there = list(meetings.our_delegates(last)) if last else []
    going = {one.person_id for one in proposal.travellers.all() if one.person_id}
    above = trees.line_above(meeting.body)
    return Known(
        last=last,
        attendees=[str(one) for one in there if one.attended is not False],
        memory=[str(one) for one in there if one.attended is not False and one.person_id not in going],
        report=report_of(last, proposal),
        branches=frozenset(_branches(proposal)),
        objectives=frozenset(meeting.objectives.filter(edition=edition).values_list("pk", flat=True)),
        partners=frozenset(_partners(meeting, edition, above)),
        forums=frozenset(Priority.objects.filter(edition=edition, body__in=above).values_list("body", flat=True)),
        event=(
            *(meeting.title_en, meeting.title_fr, str(meeting.starts_on), str(meeting.ends_on), meeting.form),
            *(meeting.city_en, meeting.city_fr, meeting.country_id),
        ),
    )


def location(meeting: Meeting, lang: str) -> str:
    """City and country of a meeting in one language; on line where it has neither."""
    parts = [getattr(meeting, f"city_{lang}") or meeting.city_en or meeting.city_fr]
    if meeting.country:
        parts.append(getattr(meeting.country, f"name_{lang}"))
    if not any(parts) and meeting.form == "on_line":
        return {"en": "on line", "fr": "en ligne"}[lang]
    return ", ".join(part for part in parts if part)


def report_of(last: Meeting | None, proposal: Proposal) -> Report | None:
    """The report of the last session, once it was handed in: our branch's before that of another. One query."""
    if last is None:
        return None
    said = (ReportState.SUBMITTED, ReportState.ACCEPTED)
    found = Report.objects.filter(meeting=last, state__in=said).select_related("proposal").order_by("-submitted_at")
    return min(found, key=lambda one: one.proposal.unit_id != proposal.unit_id, default=None)


def _branches(proposal: Proposal) -> list[int]:
    """The branch that asks, and every other that has put forward a delegation to the same meeting."""
    out = (ProposalState.DRAFT, ProposalState.WITHDRAWN, ProposalState.REFUSED)
    others = Proposal.objects.filter(meeting=proposal.meeting).exclude(state__in=out).values_list("unit", flat=True)
    return [proposal.unit_id, *others]


def _partners(meeting: Meeting, edition: Edition | None, above: list[int]) -> QuerySet[Any]:
    """Priority partners met there: members of the body, else of the one above it; the other side; who is announced."""
    day = meeting.starts_on.isoformat()
    sitting = Membership.objects.on(day)
    seats = next(
        (found for pk in above if (found := list(sitting.filter(body=pk).values_list("partner", flat=True)))), []
    )
    announced = Delegate.objects.filter(meeting=meeting, partner__isnull=False).values("partner")
    met = Q(partner__in=seats) | Q(partner=meeting.partner_id) | Q(partner__in=announced)
    return Standing.objects.filter(met, edition=edition).values_list("partner", flat=True)


def told_last_time(person: Any, report: Report | None) -> Report | None:
    """The last report of the same table as far as this person may read it: its follow-up, and whether to go again."""
    return report if report and policy.REPORTS.allows(person, "view", report) else None
