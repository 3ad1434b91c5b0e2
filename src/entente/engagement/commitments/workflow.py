"""The life of a promise, one row a move. It is kept only when something shows it."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import State

OPEN, REPORTED, CLOSED, DROPPED = State.OPEN, State.REPORTED, State.CLOSED, State.DROPPED

# Said to be done by who wrote it down or where that person is the owner too: “reported”, until somebody else verifies.
# fmt: off
PROMISE = Workflow(start=OPEN, moves=[
    #    move         from                to        only if
    Move("slip",      (OPEN,),            OPEN,     needs_reason=True),
    Move("pass_on",   (OPEN,),            OPEN,     needs_reason=True),
    Move("report",    (OPEN,),            REPORTED, (rules.something_shows_it,)),
    Move("close",     (OPEN,),            CLOSED,   (rules.something_shows_it,)),
    Move("verify",    (REPORTED,),        CLOSED,   (rules.something_shows_it,)),
    Move("send_back", (REPORTED,),        OPEN,     needs_reason=True),
    Move("drop",      (OPEN, REPORTED),   DROPPED,  needs_reason=True),
    Move("reopen",    (CLOSED, DROPPED),  OPEN,     needs_reason=True),
])
# fmt: on
