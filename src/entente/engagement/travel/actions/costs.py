"""What a journey is expected to cost, and did. The estimate stands on the proposal; a trip brings the actual."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from entente.foundation.trail import actions as trail

from ..models import CostKind, CostLine, Proposal, Traveller
from ..policy import PROPOSALS
from ..queries import proposals as questions
from ..rules import obey
from ..rules import proposals as rules

ESTIMATED = ("estimate", "paid_by_others", "funder")


@transaction.atomic
def estimate(traveller: Traveller, *, by: Any, lines: Mapping[str, Mapping[str, Any]]) -> list[CostLine]:
    """What one traveller is expected to cost: ``{kind: {"estimate": …, "paid_by_others": …, "funder": …}}``, in CAD.

    A kind that is not named stays as it was.

    Raises:
        PermissionDenied: ``by`` may not edit the proposal.
        ValidationError: an unknown kind, a negative amount, or others pay without a name.
    """
    proposal = questions.held(traveller.proposal)
    PROPOSALS.require(by, "edit", proposal)
    obey(rules.it_is_a_draft(proposal))
    known, before, after = _estimated(traveller, lines)
    proposal.revision += 1
    proposal.save()
    trail.record(by=by, verb="estimate_cost", subject=proposal, traveller=str(traveller), estimate=[before, after])
    return [known[kind] for kind in CostKind.values if kind in known]


@transaction.atomic
def estimate_all(
    proposal: Proposal, *, by: Any, lines: Mapping[Traveller, Mapping[str, Mapping[str, Any]]]
) -> Proposal:
    """Estimate a whole delegation at once, as its page shows it. Raises as ``estimate``, all or none."""
    proposal = questions.held(proposal)
    PROPOSALS.require(by, "edit", proposal)
    obey(rules.it_is_a_draft(proposal))
    sums = [_estimated(traveller, said)[1:] for traveller, said in lines.items()]
    proposal.revision += 1
    proposal.save()
    moved = [sum(one[0] for one in sums), sum(one[1] for one in sums)]
    trail.record(by=by, verb="estimate_cost", subject=proposal, estimate=moved)
    return proposal


def _estimated(
    traveller: Traveller, lines: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, CostLine], Decimal, Decimal]:
    """The lines of one traveller by kind, and the sum before and after. A kind with nothing in it is not kept."""
    known = {line.kind: line for line in traveller.costs.all()}
    before = sum((line.estimate for line in known.values()), start=Decimal(0))
    for kind, said in lines.items():
        if kind not in known and not any(said.values()):
            continue
        line = known.setdefault(kind, CostLine(traveller=traveller, kind=kind))
        for name in ESTIMATED:
            if name in said:
                setattr(line, name, said[name] or ("" if name == "funder" else 0))
        line.full_clean()
        line.save()
    return known, before, sum((Decimal(line.estimate) for line in known.values()), start=Decimal(0))
