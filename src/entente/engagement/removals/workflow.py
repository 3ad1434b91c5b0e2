"""The life of an engagement plan, one row a move."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import State

DRAFTED, CONSULTED, APPROVED = State.DRAFTED, State.CONSULTED, State.APPROVED
ACTIVE, REVIEWED, GIVEN_UP = State.ACTIVE, State.REVIEWED, State.GIVEN_UP

READY = (rules.can_be_judged, rules.every_item_is_led)

# fmt: off
PLAN = Workflow(start=DRAFTED, moves=[
    #    move         from                                    to         only if
    Move("consult",   (DRAFTED,),                             CONSULTED, READY),
    Move("send_back", (CONSULTED,),                           DRAFTED,   needs_reason=True),
    Move("approve",   (CONSULTED,),                           APPROVED,  READY),
    Move("take_back", (APPROVED,),                            DRAFTED,   needs_reason=True),
    Move("activate",  (APPROVED,),                            ACTIVE,    (rules.one_at_work,)),
    Move("redraft",   (ACTIVE,),                              DRAFTED,   needs_reason=True),
    Move("review",    (ACTIVE,),                              REVIEWED,  (rules.nothing_is_open,)),
    Move("reopen",    (REVIEWED,),                            ACTIVE,    (rules.one_at_work,), needs_reason=True),
    Move("give_up",   (DRAFTED, CONSULTED, APPROVED, ACTIVE), GIVEN_UP,  needs_reason=True),
])
# fmt: on
