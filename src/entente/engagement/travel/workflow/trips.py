"""What can happen to a trip, as one table. No row leads to ``authorised`` past an open step or an owed report."""

from entente.kit.workflow import Move, Workflow

from ..models import TripState
from ..rules import trips as rules

DRAFT, REQUESTED, AUTHORISED = TripState.DRAFT, TripState.REQUESTED, TripState.AUTHORISED
RETURNED, REFUSED, CANCELLED = TripState.RETURNED, TripState.REFUSED, TripState.CANCELLED

# fmt: off
TRIP = Workflow(start=DRAFT, moves=[
    #    move         from                                      to          only if
    Move("ask",       (DRAFT, RETURNED),                        REQUESTED,  rules.ASKING),
    Move("recall",    (REQUESTED,),                             DRAFT,      needs_reason=True),
    Move("authorise", (REQUESTED,),                             AUTHORISED, rules.GIVING),
    Move("send_back", (REQUESTED,),                             RETURNED,   needs_reason=True),
    Move("refuse",    (REQUESTED,),                             REFUSED,    needs_reason=True),
    Move("cancel",    (DRAFT, REQUESTED, AUTHORISED, RETURNED), CANCELLED,  needs_reason=True),
    Move("reopen",    (REFUSED, CANCELLED),                     DRAFT,      needs_reason=True),
])
# fmt: on
