"""The President's screen: the whole list on one page. And the plan that comes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import typed

from .. import actions, queries
from ..actions.verdicts import Decided
from ..forms import verdicts as forms
from ..models import Proposal, ProposalState, Quarter, QuarterState, TravellerState
from ..policy import QUARTERS
from ..queries import balance as balances
from .answers import crumbs
from .quarters import steps_for
from .tabs import tabs

REST = "approve_rest"
DECIDED = (ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.RETURNED)


def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Decide the list: approve, reduce, refuse, return, line by line or all the rest in one click."""
    quarter = get_object_or_404(queries.quarter(request.user, key))
    QUARTERS.require(request.user, "decide", quarter)
    found = list(queries.of_quarter(request.user, quarter).prefetch_related("worksheet__forums"))
    asked = [one for one in found if one.state == ProposalState.LISTED and _is_before_the_president(one, quarter)]
    lines = {one.pk: typed.form(forms.Decision, request, proposal=one) for one in asked}
    if any(line.is_bound for line in lines.values()):
        outcome = _take(request, quarter, list(lines.values()))
        if not outcome.problems and not any(line.errors for line in lines.values()):
            return redirect(quarter if outcome.closed else request.path)
        found = list(queries.of_quarter(request.user, quarter).prefetch_related("worksheet__forums"))
        _explain(outcome, lines, found)
        quarter.refresh_from_db()
        asked = [one for one in found if one.state == ProposalState.LISTED and _is_before_the_president(one, quarter)]
    groups = balances.grouped(request.user, quarter, asked)
    for group in groups:
        for line in group.lines:
            line.form = lines.get(line.proposal.pk) or forms.Decision(proposal=line.proposal)
    context = {
        "page_title": _("Decide the list"),
        "tabs": tabs("index"),
        "breadcrumb": crumbs((quarter.title, quarter.get_absolute_url())),
        "quarter": quarter,
        "groups": groups,
        "count": len(asked),
        "money": balances.money_of(quarter, found),
        "decided": [balances.Asked(one, queries.amount(one)) for one in found if one.state in DECIDED],
        "elsewhere": queries.elsewhere(asked, quarter),
        "steps": steps_for(request.user, quarter),
        "obstacles": [problem for line in lines.values() for problem in line.obstacles],
        "rest": REST,
    }
    return render(request, "travel/quarters/decide.html", context, status=422 if context["obstacles"] else 200)


def _is_before_the_president(proposal: Proposal, quarter: Quarter) -> bool:
    return proposal.exception or quarter.state == QuarterState.SUBMITTED


def _take(request: HttpRequest, quarter: Quarter, lines: list[forms.Decision]) -> Decided:
    """Decide what was chosen; with “approve all the rest” also what nobody chose about."""
    good = [line for line in lines if line.is_valid()]
    chosen = [line.line() for line in good if line.chosen]
    if REST in request.POST:
        chosen += [line.approving() for line in good if not line.chosen]
    outcome = actions.decide_list(quarter, by=request.user, lines=chosen)
    if outcome.done:
        count = len(outcome.done)
        said = ngettext("%(count)s proposal is decided.", "%(count)s proposals are decided.", count) % {"count": count}
        messages.success(request, said)
    if outcome.closed:
        messages.success(request, _("The whole list is decided. The branches are told."))
    if not outcome.done and not outcome.problems and all(line.is_valid() for line in lines):
        messages.info(request, _("Nothing was chosen, so nothing is decided."))
    return outcome


def _explain(outcome: Decided, lines: dict[int, forms.Decision], now: list[Proposal]) -> None:
    """Put what stands in the way beside its line, and let the line speak of the revision that is shown now."""
    revisions = {one.pk: one.revision for one in now}
    for pk, line in lines.items():
        if refusal := outcome.problems.get(line.proposal.key):
            line.add_error(None, refusal)
            if line.cleaned_data.get("reason") and revisions.get(pk) != line.proposal.revision:
                line.add_error(None, _("You had written: “%(reason)s”") % {"reason": line.cleaned_data["reason"]})
            told: Any = line.data
            line.data = told = told.copy()
            told[line.add_prefix("seen")] = str(revisions.get(pk, line.proposal.revision))


def plan(request: HttpRequest, key: str) -> HttpResponse:
    """The approved International Travel Plan of a quarter, as a page to print and a list to take away."""
    quarter = get_object_or_404(queries.quarter(request.user, key))
    found = list(queries.of_quarter(request.user, quarter))
    approved = [one for one in found if one.state == ProposalState.APPROVED]
    lines = [balances.Asked(one, queries.amount(one)) for one in approved]
    files = [
        (form.upper(), f"{reverse('travel:proposals')}?quarter={quarter.key}&state=approved&format={form}")
        for form in ("csv", "xlsx", "json")
    ]
    context: dict[str, Any] = {
        "page_title": _("International Travel Plan"),
        "tabs": tabs("index"),
        "breadcrumb": crumbs((quarter.title, quarter.get_absolute_url())),
        "quarter": quarter,
        "lines": lines,
        "travellers": sum(one.state == TravellerState.APPROVED for each in approved for one in each.travellers.all()),
        "total": sum((line.money for line in lines), start=0),
        "files": files,
        "sees_all": QUARTERS.allows(request.user, "see_money", quarter),
    }
    return render(request, "travel/quarters/plan.html", context)
