"""The life of an instrument, one row a move. Signing and entering into force are two steps.

INSTRUMENT moves the status that the register tells; NEGOTIATION moves the stage of what is negotiated here.
"""

from datetime import date

from entente.kit.days import PartialDate
from entente.kit.workflow import Move, Workflow

from . import queries, rules
from .models import Agreement, Duty, Stage, Status

PROPOSED, NEGOTIATING, SIGNED = Status.PROPOSED, Status.NEGOTIATING, Status.SIGNED
IN_FORCE, SUSPENDED, ENDED = Status.IN_FORCE, Status.SUSPENDED, Status.ENDED
ALIVE = (PROPOSED, NEGOTIATING, SIGNED, IN_FORCE, SUSPENDED)

# “Not known” is no station of a life but what a source left open: it is corrected, with a reason, not passed.
# fmt: off
INSTRUMENT = Workflow(start=PROPOSED, field="status", moves=[
    #    move                from            to           only if
    Move("negotiate",        (PROPOSED,),    NEGOTIATING),
    Move("sign",             (NEGOTIATING,), SIGNED,      rules.SIGNATURE),
    Move("bring_into_force", (SIGNED,),      IN_FORCE,    (*rules.FORCE, rules.waited_before_force)),
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

# ── Stages: THE table of a negotiation and the life after it ──────────────────────────────────────

S = Stage
BEGUN = (S.IDEA, S.REQUESTED, S.SCREENED, S.PRIORITISED, S.MANDATED)
OPEN_TEXT = (S.NEGOTIATING, S.INITIALLED, S.IN_REVIEW)
BEFORE_FORCE = (*OPEN_TEXT, S.SIGNED, S.TABLED, S.RATIFIED, S.NOTIFIED)
IN_USE = (S.IN_FORCE, S.IMPLEMENTED, S.UNDER_REVIEW)
APPLIES = (S.IN_FORCE, S.IMPLEMENTED, S.UNDER_REVIEW, S.BEING_AMENDED, S.RENEGOTIATED, S.DORMANT)

# One table for treaty and arrangement: the rules say which path. Signing, force and the end are judged by the moves of
# INSTRUMENT as well, which each change of status takes with it (see COARSE).
# fmt: off
NEGOTIATION = Workflow(start=S.IDEA, field="stage", moves=[
    #    move                     from                            to                  only if
    Move("ask",                   (S.IDEA,),                      S.REQUESTED),
    Move("receive",               (S.IDEA,),                      S.REQUESTED),
    Move("screen",                (S.IDEA, S.REQUESTED),          S.SCREENED),
    Move("prioritise",            (S.SCREENED,),                  S.PRIORITISED),
    Move("mandate",               (S.PRIORITISED,),               S.MANDATED),
    Move("set_aside",             BEGUN,                          S.SET_ASIDE,        needs_reason=True),
    Move("revive",                (S.SET_ASIDE,),                 S.SCREENED),
    Move("open_rounds",           (S.MANDATED,),                  S.NEGOTIATING),
    Move("initial",               (S.NEGOTIATING,),               S.INITIALLED,       rules.READY),
    Move("reopen_text",           (S.INITIALLED, S.IN_REVIEW),    S.NEGOTIATING,      needs_reason=True),
    Move("send_for_review",       (S.INITIALLED,),                S.IN_REVIEW),
    Move("conclude",              (S.IN_REVIEW,),                 S.SIGNED,           rules.REVIEWED),
    Move("table_treaty",          (S.SIGNED, S.TABLED),           S.TABLED,           rules.TREATY),
    Move("ratify",                (S.SIGNED, S.TABLED),           S.RATIFIED,         rules.TREATY),
    Move("notify_sides",          (S.RATIFIED,),                  S.NOTIFIED,         rules.NOTIFIED),
    Move("enter_into_force",      (S.NOTIFIED,),                  S.IN_FORCE,         rules.TREATY),
    Move("take_effect",           (S.SIGNED,),                    S.IN_FORCE,         rules.ARRANGEMENT),
    Move("implement",             (S.IN_FORCE,),                  S.IMPLEMENTED),
    Move("begin_review",          (S.IN_FORCE, S.IMPLEMENTED),    S.UNDER_REVIEW),
    Move("close_review",          (S.UNDER_REVIEW,),              S.IMPLEMENTED),
    Move("amend",                 IN_USE,                         S.BEING_AMENDED),
    Move("close_amendment",       (S.BEING_AMENDED,),             S.IMPLEMENTED),
    Move("renegotiate",           IN_USE,                         S.RENEGOTIATED,     needs_reason=True),
    Move("close_renegotiation",   (S.RENEGOTIATED,),              S.IMPLEMENTED),
    Move("lay_dormant",           IN_USE,                         S.DORMANT,          needs_reason=True),
    Move("wake",                  (S.DORMANT,),                   S.IMPLEMENTED),
    Move("stop_applying",         APPLIES,                        S.SUSPENDED,        needs_reason=True),
    Move("apply_again",           (S.SUSPENDED,),                 S.IN_FORCE),
    Move("terminate",             (*APPLIES, S.SUSPENDED),        S.TERMINATED,       needs_reason=True),
    Move("expire",                (*APPLIES, S.SUSPENDED),        S.EXPIRED,          needs_reason=True),
    Move("abandon",               BEFORE_FORCE,                   S.ABANDONED,        needs_reason=True),
])
# fmt: on

COARSE = {
    ("proposed", "negotiating"): "negotiate",
    ("negotiating", "signed"): "sign",
    ("signed", "in_force"): "bring_into_force",
    ("in_force", "suspended"): "suspend",
    ("suspended", "in_force"): "resume",
    **{(status, "ended"): "end" for status in ("negotiating", "signed", "in_force", "suspended")},
}
"""Which move of INSTRUMENT a change of status is: a step between stages of two statuses takes it along."""


def standing_in_the_way(  # noqa: PLR0913 - what a step is told
    agreement: Agreement, name: str, *, on: str, today: date, due_on: date | None = None, reason: str = "",
    reference: str = "",
) -> rules.Obstacles:  # fmt: skip
    """Everything the table and the days have against a step, the register's own rules apart. Saves nothing."""
    agreement.stage = agreement.stage_now
    found = NEGOTIATION.obstacles(agreement, name, reason=reason)
    if any(one.code == "wrong_state" for one in found):
        return found
    return found + rules.all_of(
        [
            rules.has_come(on, today=today),
            rules.not_before_last(on, queries.last_move(agreement)),
            rules.reference_given(name, reference),
            rules.day_is_exact(name, on),
            rules.due_after(on, due_on),
            *rules.against_the_day(agreement, name, PartialDate(on).last),
        ]
    )
