"""Balancing a quarter: the whole of it on one page, and many lines sorted in one go."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entente.kit import typed

from .. import actions, queries
from ..forms import verdicts as forms
from ..models import ProposalState
from ..policy import QUARTERS
from ..queries import balance as balances
from .answers import crumbs
from .quarters import steps_for
from .tabs import tabs


def balance(request: HttpRequest, key: str) -> HttpResponse:
    """Totals by objective, partner, forum, branch and money; what is shared, missed, outside; the list itself."""
    quarter = get_object_or_404(queries.quarter(request.user, key))
    QUARTERS.require(request.user, "balance", quarter)
    found = balances.balance(request.user, quarter)
    waiting = found.in_state(ProposalState.FORECAST)
    sorts = QUARTERS.allows(request.user, "submit", quarter) and quarter.state != quarter.State.DECIDED
    lines = [typed.form(forms.Sorted, request, proposal=one) for one in found.proposals if one.state in SORTED]
    lines = [line for line in lines if sorts and not line.proposal.exception]
    if request.method == "POST" and not sorts:
        QUARTERS.require(request.user, "submit", quarter)
    if any(line.is_bound for line in lines):
        good = [line for line in lines if line.is_valid() and line.chosen]
        outcome = actions.sort_list(quarter, by=request.user, lines=[line.line() for line in good])
        for line in lines:
            if refusal := outcome.problems.get(line.proposal.key):
                line.add_error(None, refusal)
        if outcome.done:
            messages.success(request, _sorted(len(outcome.done)))
        if not any(line.errors for line in lines):
            return redirect(request.path)
    context = {
        "page_title": _("Balance the quarter"),
        "tabs": tabs("index"),
        "breadcrumb": crumbs((quarter.title, quarter.get_absolute_url())),
        "quarter": quarter,
        "balance": found,
        "lines": lines,
        "waiting": len(waiting),
        "elsewhere": queries.elsewhere(found.proposals, quarter),
        "steps": steps_for(request.user, quarter),
        "tables": _tables(found),
        "obstacles": [problem for line in lines for problem in line.obstacles],
    }
    wrong = bool(context["obstacles"])
    return render(request, "travel/quarters/balance.html", context, status=422 if wrong else 200)


SORTED = (ProposalState.FORECAST, ProposalState.LISTED, ProposalState.HELD_BACK)


def _tables(found: balances.Balance) -> list[tuple[str, str, Any]]:
    return [
        (_("By objective"), _("Objective"), found.by_objective),
        (_("By partner"), _("Partner"), found.by_partner),
        (_("By forum"), _("Forum"), found.by_forum),
        (_("By branch"), _("Branch"), found.by_branch),
    ]


def _sorted(count: int) -> str:
    return ngettext("%(count)s proposal is sorted.", "%(count)s proposals are sorted.", count) % {"count": count}
