"""The life of an edition."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import State

COMPLETE = (
    rules.period_given,
    rules.both_languages,
    rules.issues_under_a_theme,
    rules.objectives_linked,
    rules.approver_named,
    rules.has_an_objective,
    rules.begins_after_the_present,
)

# fmt: off
EDITION = Workflow(start=State.DRAFT, moves=[
    #    move                 from                to                only if
    Move("submit",            (State.DRAFT,),     State.IN_REVIEW,  COMPLETE),
    Move("send_back",         (State.IN_REVIEW,), State.DRAFT,      needs_reason=True),
    Move("bring_into_effect", (State.IN_REVIEW,), State.IN_EFFECT,  COMPLETE),
    Move("supersede",         (State.IN_EFFECT,), State.SUPERSEDED, needs_reason=True),
])
# fmt: on
