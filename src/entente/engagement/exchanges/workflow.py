"""The life of an exchange, from the request to the day on which nothing of it is kept any more."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import BEFORE_DECISION, LOOKED_AT, State

UNDECIDED = (*BEFORE_DECISION, State.DECIDED)
EARLY = (State.RECORDED, State.MATCHED, State.COMPLETE, State.TESTED, State.ASSESSED)

# fmt: off
EXCHANGE = Workflow(start=State.RECORDED, moves=[
    #    move                from                                    to                  only if
    Move("match",           (State.RECORDED, State.RETURNED),        State.MATCHED),
    Move("complete",        (State.MATCHED,),                        State.COMPLETE,     (rules.says_what_is_asked,)),
    Move("test_purpose",    (State.COMPLETE,),                       State.TESTED),
    Move("assess_risk",     (State.TESTED,),                         State.ASSESSED),
    Move("look_again",      LOOKED_AT,                               State.MATCHED),
    Move("decide",          (State.ASSESSED,),                       State.DECIDED),
    Move("reconsider",      (State.DECIDED,),                        State.RECORDED,     needs_reason=True),
    Move("release",         (State.DECIDED,),                        State.RELEASED,     (rules.something_goes,)),
    Move("acknowledge",     (State.RELEASED,),                       State.ACKNOWLEDGED),
    Move("report_use",      (State.RELEASED, State.ACKNOWLEDGED),    State.USED),
    Move("settle",          (State.RELEASED, State.ACKNOWLEDGED, State.USED), State.SETTLED),
    Move("close_exchange",  (State.USED, State.SETTLED),             State.CLOSED),
    Move("send_back",       EARLY,                                   State.RETURNED,     needs_reason=True),
    Move("postpone",        UNDECIDED,                               State.POSTPONED,    needs_reason=True),
    Move("resume",          (State.POSTPONED,),                      State.RECORDED),
    Move("refuse",          (*UNDECIDED, State.POSTPONED),           State.REFUSED,      needs_reason=True),
])
# fmt: on
