"""The question of a reviewer: how much, how often, to whom, under what."""

from typing import Any

from django.utils import timezone
from ninja import Query, Router

from entente.engagement.exchanges import queries
from entente.engagement.exchanges.policy import RISK
from entente.foundation.trail import actions as trail
from entente.kit.table import Ask

from . import saying
from .access import Asking, person_of
from .shapes import REFUSALS, LedgerAsked, LedgerOut

router = Router()


@router.get("ledger", response={200: LedgerOut} | REFUSALS, url_name="ledger", summary="The ledger")
def ledger(request: Asking, asked: Query[LedgerAsked]) -> Any:
    """How much, how often, to whom, under what, in the year asked for and the two before it. Noted in the trail."""
    person = person_of(request)
    RISK.require(person, "view")
    said = asked.model_dump(mode="json", exclude_none=True)
    ask = Ask(person, timezone.localdate().isoformat(), chosen={name: str(value) for name, value in said.items()})
    trail.note_export(by=person, register="exchanges-reviewed", form="api", asked=request.GET.urlencode())
    years = queries.years_of(ask)
    rows = [saying.row(row, years) for row in queries.reviewed(ask)]
    return {"flow": asked.flow, "years": years, "rows": rows, "refused": queries.refused(ask)}
