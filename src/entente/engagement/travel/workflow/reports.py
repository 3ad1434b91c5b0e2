"""The life of a trip report."""

from entente.kit.workflow import Move, Workflow

from ..models import ReportState as State
from ..rules import reports as rules

COMPLETE = (rules.told_in_full, rules.says_whether_to_go_again, rules.public_in_both_languages)

# fmt: off
REPORT = Workflow(start=State.DUE, moves=[
    #    move          from                                       to               only if
    Move("begin",     (State.DUE,),                                State.DRAFT),
    Move("hand_in",   (State.DUE, State.DRAFT, State.RETURNED),    State.SUBMITTED, COMPLETE),
    Move("send_back", (State.SUBMITTED,),                          State.RETURNED,  needs_reason=True),
    Move("accept",    (State.SUBMITTED,),                          State.ACCEPTED),
    Move("correct",   (State.ACCEPTED,),                           State.SUBMITTED, COMPLETE),  # and a reason: TRV-76
    Move("release",   (State.DUE, State.DRAFT),                    State.LAPSED,    needs_reason=True),
    Move("resume",    (State.LAPSED,),                             State.DUE),
])
# fmt: on
