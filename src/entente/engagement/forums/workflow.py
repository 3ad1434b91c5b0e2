"""The life of a candidacy: ours, from the call to the report on the term, and a partner's that asks for our support."""

from entente.kit.workflow import Move, Workflow

from . import rules
from .models import CandidacyState

CALLED, PROPOSED, APPROVED = CandidacyState.CALLED, CandidacyState.PROPOSED, CandidacyState.APPROVED
REFUSED, LODGED, REPORTED = CandidacyState.REFUSED, CandidacyState.LODGED, CandidacyState.REPORTED
SUPPORTED, NOT_SUPPORTED = CandidacyState.SUPPORTED, CandidacyState.NOT_SUPPORTED
WON, LOST, WITHDRAWN = CandidacyState.WON, CandidacyState.LOST, CandidacyState.WITHDRAWN

PROPOSAL = (rules.lead_branch_named, rules.rationale_given, rules.returns_named, rules.travel_told)
STANDS = (CALLED, PROPOSED, APPROVED, LODGED)
ASKED = (CALLED, SUPPORTED, NOT_SUPPORTED)

# That the President was informed is a day on record and no state of its own: it changes nothing for anybody else.
# fmt: off
OURS = Workflow(start=CALLED, moves=[
    #    move                from          to          only if
    Move("propose_candidacy", (CALLED,),   PROPOSED,   PROPOSAL),
    Move("send_back",         (PROPOSED,), CALLED,     needs_reason=True),
    Move("refuse_candidacy",  (PROPOSED,), REFUSED,    needs_reason=True),
    Move("approve_candidacy", (PROPOSED,), APPROVED,   PROPOSAL),
    Move("lodge",             (APPROVED,), LODGED,     (rules.approved_and_president_informed, rules.call_was_open)),
    Move("win_seat",          (LODGED,),   WON,        (rules.term_dated,)),
    Move("lose_seat",         (LODGED,),   LOST),
    Move("stand_down",        STANDS,      WITHDRAWN,  needs_reason=True),
    Move("report_term",       (WON,),      REPORTED,   (rules.term_reported, rules.term_is_ending)),
])
THEIRS = Workflow(start=CALLED, moves=[
    #    move                from                     to             only if
    Move("support_candidacy", (CALLED, NOT_SUPPORTED), SUPPORTED,     (rules.lead_branch_named,), needs_reason=True),
    Move("decline_support",   (CALLED, SUPPORTED),     NOT_SUPPORTED, (rules.lead_branch_named,), needs_reason=True),
    Move("win_seat",          ASKED,                   WON,           (rules.term_dated,)),
    Move("lose_seat",         ASKED,                   LOST),
    Move("stand_down",        ASKED,                   WITHDRAWN,     needs_reason=True),
])
# fmt: on


def life_of(candidacy: object) -> Workflow:
    """The table that holds for a candidacy: ours or a partner's."""
    return OURS if getattr(candidacy, "side", "ours") == "ours" else THEIRS
