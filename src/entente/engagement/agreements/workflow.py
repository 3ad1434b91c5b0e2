"""The life of an instrument, one row a move. Signing and entering into force are two steps."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import Duty, Status

PROPOSED, NEGOTIATING, SIGNED = Status.PROPOSED, Status.NEGOTIATING, Status.SIGNED
IN_FORCE, SUSPENDED, ENDED = Status.IN_FORCE, Status.SUSPENDED, Status.ENDED
ALIVE = (PROPOSED, NEGOTIATING, SIGNED, IN_FORCE, SUSPENDED)

# “Not known” is no station of a life but what a source left open: it is corrected, with a reason, not passed.
# fmt: off
INSTRUMENT = Workflow(start=PROPOSED, field="status", moves=[
    #    move                from            to           only if
    Move("negotiate",        (PROPOSED,),    NEGOTIATING),
    Move("sign",             (NEGOTIATING,), SIGNED,      rules.SIGNATURE),
    Move("bring_into_force", (SIGNED,),      IN_FORCE,    rules.FORCE),
    Move("suspend",          (IN_FORCE,),    SUSPENDED,   needs_reason=True),
    Move("resume",           (SUSPENDED,),   IN_FORCE),
    Move("end",              ALIVE,          ENDED,       (rules.end_dated,), needs_reason=True),
])
# fmt: on

# A duty that comes again is open once more as soon as it is done with; its times are kept.
# fmt: off
OBLIGATION = Workflow(start=Duty.OPEN, field="state", moves=[
    #    move         from                       to           only if
    Move("discharge", (Duty.OPEN,),              Duty.DONE),
    Move("waive_duty", (Duty.OPEN,),              Duty.WAIVED, needs_reason=True),
    Move("take_up_duty", (Duty.DONE, Duty.WAIVED),  Duty.OPEN,   needs_reason=True),
])
# fmt: on

DATES = {"sign": ("signed_on",), "bring_into_force": ("signed_on", "in_force_on"), "end": ("ended_on",)}
"""The days a move records, which must have come."""

MOMENTS = {"suspend": "suspended_on", "resume": "resumed_on"}
"""The full day a move may be said to count from; without one it counts from now."""
