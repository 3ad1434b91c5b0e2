"""The life of a visit, from the request to the last thing that was promised in it."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import AHEAD, State

READY = (rules.routing_decided, rules.programme_stands, rules.protocol_settled)
TOLD = (rules.report_written, rules.costs_known)

# fmt: off
VISIT = Workflow(start=State.REQUESTED, moves=[
    #    move                from                              to                  only if
    Move("triage",          (State.REQUESTED,),                State.TRIAGE),
    Move("accept",          (State.TRIAGE,),                   State.ACCEPTED,     (rules.routing_decided,)),
    Move("decline",         (State.REQUESTED, State.TRIAGE),   State.DECLINED,     needs_reason=True),
    Move("reopen",          (State.DECLINED,),                 State.TRIAGE,       needs_reason=True),
    Move("consult",         (State.ACCEPTED,),                 State.CONSULTATION, (rules.routing_decided,)),
    Move("draft_programme", (State.CONSULTATION,),             State.PROGRAMME,    (rules.every_question_answered,)),
    Move("pre_brief",       (State.PROGRAMME,),                State.PRE_BRIEFED,  (rules.programme_stands,)),
    Move("revise",          (State.PRE_BRIEFED,),              State.PROGRAMME,    needs_reason=True),
    Move("begin",           (State.PRE_BRIEFED,),              State.UNDER_WAY,    READY),
    Move("end",             (State.UNDER_WAY,),                State.FEEDBACK),
    Move("follow_up",       (State.FEEDBACK,),                 State.FOLLOW_UP,    (rules.both_sides_heard,)),
    Move("close",           (State.FOLLOW_UP,),                State.CLOSED,       TOLD),
    Move("cancel",          AHEAD,                             State.CANCELLED,    needs_reason=True),
])
# fmt: on
