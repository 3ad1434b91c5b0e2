"""A proposal as its own page shows it."""

from decimal import Decimal
from typing import Any

from .. import queries
from ..models import CostKind, Proposal, Traveller, TravellerState
from ..queries.history import last_time
from ..rules import worksheets as completeness


def whole(person: Any, proposal: Proposal, *, may_edit: bool, decides: bool) -> dict[str, Any]:
    """Everything the page of a proposal shows. About fifteen queries.

    ``decides``: the person judges it, and so sees where else the travellers would go in that quarter.
    """
    others = queries.to_meetings(person, [proposal.meeting]).get(proposal.meeting_id, [])
    elsewhere = queries.elsewhere([proposal], proposal.quarter) if decides else {}
    return {
        "proposal": proposal,
        "quarter": proposal.quarter,
        "meeting": proposal.meeting,
        "members": [_member(one, elsewhere, proposal) for one in proposal.travellers.all()],
        "costs": costs(proposal),
        "others": [one for one in others if one.pk != proposal.pk],
        "last": last_time(person, proposal.meeting),
        "verdicts": list(queries.verdicts_of(proposal)),
        "sheet": getattr(proposal, "worksheet", None),
        "sheet_missing": completeness.worksheet_is_complete(proposal),
        "sheet_outdated": completeness.worksheet_agrees_with_the_record(proposal),
    }


def _member(one: Traveller, elsewhere: dict[int, list[Traveller]], proposal: Proposal) -> dict[str, Any]:
    trips = [other for other in elsewhere.get(one.person_id or 0, []) if other.proposal_id != proposal.pk]
    return {
        "traveller": one,
        "money": asked_for(one),
        "elsewhere": trips,
        "out": one.state in (TravellerState.REFUSED, TravellerState.WITHDRAWN),
    }


def asked_for(one: Traveller) -> Decimal:
    """What a traveller would cost us, in CAD: the estimate less what others pay."""
    return sum((line.estimate - line.paid_by_others for line in one.costs.all()), start=Decimal(0))


def costs(proposal: Proposal) -> dict[str, Any]:
    """The estimate as a table: a row for each traveller, a column for each kind, what others pay, what remains.

    Travellers who do not go are left out. No query when the delegation is at hand.
    """
    rows = []
    sums = dict.fromkeys([*CostKind.values, "others", "total"], Decimal(0))
    funders: set[str] = set()
    for one in proposal.travellers.all():
        if one.state in (TravellerState.REFUSED, TravellerState.WITHDRAWN):
            continue
        lines = {line.kind: line for line in one.costs.all()}
        amounts = {kind: lines[kind].estimate if kind in lines else Decimal(0) for kind in CostKind.values}
        amounts["others"] = sum((line.paid_by_others for line in lines.values()), start=Decimal(0))
        amounts["total"] = sum((line.estimate for line in lines.values()), start=Decimal(0)) - amounts["others"]
        funders |= {line.funder for line in lines.values() if line.funder}
        for name, value in amounts.items():
            sums[name] += value
        rows.append((one, list(amounts.values())))
    heads = list(CostKind.labels)
    return {
        "heads": heads,
        "rows": rows,
        "sums": list(sums.values()),
        "total": sums["total"],
        "funders": sorted(funders),
    }
