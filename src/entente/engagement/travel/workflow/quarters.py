"""What can happen to a quarter, as one table."""

from entente.kit.workflow import Move, Workflow

from ..models import QuarterState
from ..rules import quarters as rules

FORECASTING, BALANCING = QuarterState.FORECASTING, QuarterState.BALANCING
SUBMITTED, DECIDED = QuarterState.SUBMITTED, QuarterState.DECIDED

# fmt: off
QUARTER = Workflow(start=FORECASTING, moves=[
    #    move               from            to            only if
    Move("close_forecast",  (FORECASTING,), BALANCING),
    Move("reopen_forecast", (BALANCING,),   FORECASTING,  needs_reason=True),
    Move("submit",          (BALANCING,),   SUBMITTED,    (rules.the_budget_is_known,
                                                           rules.nothing_waits_for_the_balance,
                                                           rules.something_is_listed,
                                                           rules.every_listed_worksheet_is_complete)),
    Move("take_back",       (SUBMITTED,),   BALANCING,    needs_reason=True),
    Move("close",           (SUBMITTED,),   DECIDED,      (rules.everything_listed_is_decided,)),
    Move("reopen",          (DECIDED,),     SUBMITTED,    needs_reason=True),
])
# fmt: on
