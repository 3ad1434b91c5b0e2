"""What waits in the quarter for a planner, for International Affairs, for a head of branch and for the President."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.foundation.people import queries as people
from entente.foundation.people.roles import Role
from entente.kit.occasion import Occasion
from entente.kit.waiting import Debt

from .. import queries
from ..models import Proposal, ProposalState, Quarter, QuarterState
from ..policy import chart, proposals_visible_to
from ..rules import proposals as rules


def waiting(person: Any, today: date) -> list[Debt]:
    """The debts of a person in the quarter. At most twelve queries."""
    debts: list[Debt] = []
    if person.role == Role.TRAVEL_PLANNER:
        debts += _to_sort(person) if chart.balances(person) else _to_forecast(person, today)
        debts += [*_to_answer(person), *_to_put_right(person, today)]
    if person.role == Role.EXECUTIVE or _holds_an_authority(person, today):
        debts += _to_decide(person) + _to_recommend(person)
    return debts


def occasions(person: Any, first: date, last: date) -> Iterable[Occasion]:
    """The days on which forecasts are due, for those who plan. One query."""
    if person.role != Role.TRAVEL_PLANNER:
        return
    found = Quarter.objects.filter(forecast_due_on__range=(first, last)).order_by("forecast_due_on", "id")
    for one in found:
        if one.forecast_due_on:
            yield Occasion(
                uid=f"travel-forecast-{one.key}",
                revision=one.forecast_due_on.toordinal(),
                kind="deadline",
                title_en=f"Forecasts due: {one.title_en}",
                title_fr=f"Prévisions à remettre\u00a0: {one.title_fr}",
                first=one.forecast_due_on,
                last=one.forecast_due_on,
                address=("travel:quarter", one.key),
                changed_at=timezone.make_aware(datetime.combine(one.starts_on, time())),
            )


def _to_forecast(person: Any, today: date) -> list[Debt]:
    open_ones = Quarter.objects.filter(state=QuarterState.FORECASTING, ends_on__gte=today).order_by("starts_on")
    return [
        Debt(
            title=_("Propose travel for %(quarter)s") % {"quarter": one.title},
            url=one.get_absolute_url(),
            why=_("Forecasts are open."),
            due=one.forecast_due_on,
        )
        for one in open_ones
    ]


def _to_answer(person: Any) -> list[Debt]:
    branch = people.branch_of(person.unit) if person.unit else None
    sent_back = proposals_visible_to(person).filter(unit=branch, state=ProposalState.RETURNED)
    found = sent_back.select_related("meeting").prefetch_related("verdicts").order_by("id")
    debts = []
    for one in found:
        last = max((verdict for verdict in one.verdicts.all()), key=lambda verdict: (verdict.at, verdict.pk))
        debts.append(
            Debt(
                title=_("Answer about %(meeting)s") % {"meeting": one.meeting.title},
                url=one.get_absolute_url(),
                why=last.reason,
                since=last.day,
            )
        )
    return debts


def _to_put_right(person: Any, today: date) -> list[Debt]:
    """Proposals whose meeting was cancelled, is not attended or begins outside their quarter."""
    debts = []
    for one in queries.proposals.to_put_right(person, today):
        problem = rules.the_meeting_is_to_come(one, today=today) or rules.the_meeting_falls_in_the_quarter(one)
        debts.append(
            Debt(
                title=_("Withdraw or change the proposal: %(meeting)s") % {"meeting": one.meeting.title},
                url=one.get_absolute_url(),
                why=problem.messages[0] if problem else "",
                due=one.meeting.starts_on,
            )
        )
    return debts


def _to_sort(person: Any) -> list[Debt]:
    found = proposals_visible_to(person).filter(
        state=ProposalState.FORECAST,
        exception=False,
        quarter__state__in=(QuarterState.FORECASTING, QuarterState.BALANCING, QuarterState.SUBMITTED),
    )
    return [
        Debt(
            title=_sorting(len(several)) % {"count": len(several), "quarter": quarter.title},
            url=reverse("travel:balance", args=[quarter.key]),
            why=_("Put on the list, hold back or ask the branch."),
            since=timezone.localdate(min(one.made_at for one in several)),
        )
        for quarter, several in _by_quarter(found)
    ]


def _to_decide(person: Any) -> list[Debt]:
    if chart.decides_for(person) is None:
        return []
    listed = proposals_visible_to(person).filter(state=ProposalState.LISTED)
    debts = []
    for quarter, several in _by_quarter(listed):
        before = [one for one in several if one.exception or quarter.state == QuarterState.SUBMITTED]
        if before:
            debts.append(
                Debt(
                    title=_deciding(len(before)) % {"count": len(before), "quarter": quarter.title},
                    url=reverse("travel:decide", args=[quarter.key]),
                    why=_("The whole list is decided on one page."),
                    since=timezone.localdate(quarter.submitted_at) if quarter.submitted_at else None,
                )
            )
    return debts


def _to_recommend(person: Any) -> list[Debt]:
    asked = proposals_visible_to(person).filter(state=ProposalState.FORECAST, exception=True)
    return [
        Debt(
            title=_("Recommend the exception or not: %(meeting)s") % {"meeting": one.meeting.title},
            url=one.get_absolute_url(),
            why=one.exception_reason,
            since=timezone.localdate(one.made_at),
        )
        for one in asked.select_related("meeting__body", "meeting__partner", "unit").order_by("id")
        if _recommends(person, one)
    ]


def _recommends(person: Any, one: Proposal) -> bool:
    head = chart.answers_for(person, one.unit)
    if head is None or chart.decides_for(person) is not None:
        return False
    return not one.travellers.filter(person__in=[person, head]).exists()


def _holds_an_authority(person: Any, today: date) -> bool:
    return people.delegations_on(today).filter(receiver=person).exists()


def _by_quarter(found: Any) -> list[tuple[Quarter, list[Proposal]]]:
    by_quarter: dict[Quarter, list[Proposal]] = {}
    for one in found.select_related("quarter").order_by("quarter__starts_on", "id"):
        by_quarter.setdefault(one.quarter, []).append(one)
    return list(by_quarter.items())


def _sorting(count: int) -> str:
    return ngettext("Sort %(count)s proposal of %(quarter)s", "Sort %(count)s proposals of %(quarter)s", count)


def _deciding(count: int) -> str:
    return ngettext("Decide %(count)s proposal of %(quarter)s", "Decide %(count)s proposals of %(quarter)s", count)
