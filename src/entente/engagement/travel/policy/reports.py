"""Who writes, accepts and reads a trip report.

The delegation writes, or the branch's planner on its behalf; the branch's head accepts, never what the head wrote or
brought home. International Affairs, desk officers, executives and auditors read every report they are cleared for.
Everybody else reads the public part of what was accepted. A text is the delegation's own until it is handed in.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from entente.engagement.forums.models import Body
from entente.engagement.partners.models import Partner
from entente.foundation.people import queries as people
from entente.foundation.people.models import Authority, Person, Work
from entente.foundation.people.policy import cleared, markings_for
from entente.foundation.people.roles import Role
from entente.kit.policy import Policy

from ..models import Report, ReportQuerySet, Trip, TripState, Version
from . import chart

READERS = (Role.DESK_OFFICER, Role.EXECUTIVE, Role.AUDITOR)
"""Roles that read the reports of every branch."""


def delegation(person: Any, report: Any) -> bool:
    """The author and every traveller of the delegation, cleared for it."""
    return _cleared(person, report) and _went(person, report)


def branch_planner(person: Any, report: Any) -> bool:
    """The travel planner of the branch, on the delegation's behalf, cleared for it."""
    return _cleared(person, report) and chart.plans_for_branch(person, report.proposal.unit)


def who_reads_all_reports(person: Any, report: Any) -> bool:
    """International Affairs, desk officers, executives and auditors, cleared for it."""
    return _cleared(person, report) and (person.role in READERS or people.is_international_affairs(person))


def head_of_the_branch(person: Any, report: Any) -> bool:
    """Who heads the branch or an office above it today, or holds the authority to accept its reports, without having
    written it or gone.
    """
    return _cleared(person, report) and accepts_for(person, report) is not None


def head_who_may_read(person: Any, report: Any) -> bool:
    """Who heads the branch or an office above it today, or holds the authority to accept its reports."""
    unit, today = report.proposal.unit, timezone.localdate()
    return (
        _cleared(person, report)
        and people.may_exercise(person, Authority.ACCEPT_REPORT, over=unit, on=today) is not None
    )


def anyone_once_accepted(person: Any, report: Any) -> bool:
    """Anyone cleared for the meeting, once a version with a public part was accepted."""
    return _cleared_for_the_meeting(person, report) and _public_versions().filter(report=report).exists()


def the_house(person: Any, report: Any) -> bool:
    """The house itself, when the trips it covers are cancelled or authorised again, or its meeting moves."""
    return isinstance(person, str)


# fmt: off
REPORTS = Policy({
    # act            who
    "view":          (delegation, branch_planner, who_reads_all_reports, head_who_may_read),
    "view_public":   (anyone_once_accepted,),
    "begin":         (delegation, branch_planner),
    "write":         (delegation, branch_planner),
    "hand_in":       (delegation, branch_planner),
    "correct":       (delegation, branch_planner),
    "add_promise":   (delegation, branch_planner),
    "send_back":     (head_of_the_branch,),
    "accept":        (head_of_the_branch,),
    "remark":        (delegation, branch_planner, who_reads_all_reports, head_who_may_read),
    "release":       (the_house,),
    "resume":        (the_house,),
})
# fmt: on


def reports_visible_to(person: Any) -> ReportQuerySet:
    """Every report this person may view: the "view" row, asked of many at once."""
    found: ReportQuerySet = Report.objects.filter(_readable(person), _reach(person))
    return found


def public_reports_visible_to(person: Any) -> QuerySet[Version]:
    """The accepted versions whose public part this person may view: the "view_public" row, asked of many at once."""
    return _public_versions().filter(_readable_meeting(person, "report__"))


def accepts_for(person: Any, report: Report) -> Person | None:
    """The head on whose behalf a person may accept a report today, itself included; nobody for who wrote it or went.

    Nor does an authority count that comes from somebody who did: nobody accepts the own report through a deputy.
    """
    unit, today = report.proposal.unit, timezone.localdate()
    barred = hands_in(report)
    if person.pk in barred:
        return None
    for head in people.deciding_for(person, Authority.ACCEPT_REPORT, today):
        if head.pk not in barred and people.may_exercise(head, Authority.ACCEPT_REPORT, over=unit, on=today) == head:
            return head
    return None


def hands_in(report: Report) -> set[int]:
    """Who has a hand in a report: its author, who went, and who handed a version in. Keys of people, two queries."""
    went = Trip.objects.filter(report=report).exclude(state__in=(TripState.CANCELLED, TripState.REFUSED))
    versions = Version.objects.filter(report=report)
    return {report.author_id, *went.values_list("person_id", flat=True), *versions.values_list("by_id", flat=True)}


def _went(person: Any, report: Report) -> bool:
    return report.author_id == person.pk or bool(
        report.pk and Trip.objects.filter(report=report, person=person, state=TripState.AUTHORISED).exists()
    )


def _cleared(person: Any, report: Any) -> bool:
    return cleared(person, report) and _cleared_for_the_meeting(person, report)


def _cleared_for_the_meeting(person: Any, report: Any) -> bool:
    meeting = report.meeting
    return all(cleared(person, one) for one in (meeting, meeting.body, meeting.partner))


def _readable(person: Any) -> Q:
    return Q(marking__in=markings_for(person)) & _readable_meeting(person)


def _readable_meeting(person: Any, path: str = "") -> Q:
    """Written as what is hidden, which is little: rows without a body or partner need no look at theirs."""
    readable = markings_for(person)
    found = Q(**{f"{path}meeting__marking__in": readable})
    for name, model in (("body", Body), ("partner", Partner)):
        hidden = model._default_manager.exclude(marking__in=readable)
        found &= Q(**{f"{path}meeting__{name}__isnull": True}) | ~Q(**{f"{path}meeting__{name}__in": hidden})
    return found


def _reach(person: Any) -> Q:
    """Whose reports a person reads: everybody's, the own branch's, the own, those of offices it answers for."""
    if person.role in READERS:
        return Q()
    if person.pk is None:  # a reader without an account
        return Q(pk__in=[])
    graph = chart.drawn_for(person)
    unit = graph.units.get(person.unit_id)
    if unit and any(one.work == Work.INTERNATIONAL_AFFAIRS for one in graph.above(unit)):
        return Q()
    went = Trip.objects.filter(report=OuterRef("pk"), person=person, state=TripState.AUTHORISED)
    offices = _answered_for(person, graph)
    if person.role == Role.TRAVEL_PLANNER and unit:
        offices.add(graph.branch(unit).pk)
    return Q(author=person) | Q(Exists(went)) | Q(proposal__unit__in=offices)


def _answered_for(person: Any, graph: people.Chart) -> set[int]:
    """The offices whose reports a person may accept today, as head of one above or by delegation. One query."""
    if not person.is_active:
        return set()
    today = timezone.localdate()
    givers = people.delegations_on(today, authority=Authority.ACCEPT_REPORT).filter(receiver=person)
    headed = people.units_headed_by(Q(pk=person.pk) | Q(pk__in=givers.order_by().values("giver")), today)
    return {part.pk for unit in headed if unit in graph.units for part in graph.under(graph.units[unit])}


def _public_versions() -> QuerySet[Version]:
    accepted = Report.objects.filter(pk=OuterRef("report"), accepted_version=OuterRef("number"))
    return Version.objects.filter(Exists(accepted)).exclude(public_en="", public_fr="")
