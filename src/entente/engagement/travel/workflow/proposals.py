"""What can happen to a proposal, as one table. No row leads to ``approved`` without the complete worksheet."""

from entente.kit.workflow import Move, Workflow

from ..models import ProposalState
from ..rules import proposals as rules
from ..rules import worksheets

DRAFT, FORECAST, LISTED = ProposalState.DRAFT, ProposalState.FORECAST, ProposalState.LISTED
HELD_BACK, APPROVED = ProposalState.HELD_BACK, ProposalState.APPROVED
RETURNED, REFUSED, WITHDRAWN = ProposalState.RETURNED, ProposalState.REFUSED, ProposalState.WITHDRAWN

FIT = (
    rules.forecasts_are_open,
    rules.the_meeting_falls_in_the_quarter,
    rules.the_rationale_is_given,
    rules.an_exception_says_why,
    rules.somebody_travels,
    rules.each_further_traveller_is_needed,
    rules.every_traveller_is_costed,
    rules.others_pay_no_more_than_it_costs,
    worksheets.worksheet_is_complete,
    worksheets.worksheet_agrees_with_the_record,
)
"""What stands between a draft and a proposal, all told at once."""
BEFORE_THE_PRESIDENT = (
    rules.the_list_is_before_the_president,
    rules.the_meeting_falls_in_the_quarter,
    worksheets.worksheet_is_complete,
)
OPEN = (DRAFT, FORECAST, LISTED, HELD_BACK, RETURNED, APPROVED)

# fmt: off
PROPOSAL = Workflow(start=DRAFT, moves=[
    #    move           from                          to         only if
    Move("put_forward", (DRAFT, RETURNED),            FORECAST,  FIT),
    Move("take_back",   (FORECAST, HELD_BACK),        DRAFT,     (rules.the_list_is_being_balanced,),
         needs_reason=True),
    Move("list",        (FORECAST, HELD_BACK),        LISTED,    (rules.it_is_no_exception,
                                                                  rules.the_list_is_being_balanced,
                                                                  rules.the_meeting_falls_in_the_quarter,
                                                                  worksheets.worksheet_is_complete)),
    Move("hold_back",   (FORECAST, LISTED),           HELD_BACK, (rules.it_is_no_exception,
                                                                  rules.the_list_is_being_balanced), needs_reason=True),
    Move("ask_branch",  (FORECAST, LISTED, HELD_BACK), RETURNED, (rules.it_is_no_exception,), needs_reason=True),
    Move("recommend",   (FORECAST,),                  LISTED,    (rules.it_is_an_exception,
                                                                  rules.the_meeting_falls_in_the_quarter,
                                                                  worksheets.worksheet_is_complete)),
    Move("decline",     (FORECAST,),                  RETURNED,  (rules.it_is_an_exception,), needs_reason=True),
    Move("approve",     (LISTED,),                    APPROVED,  BEFORE_THE_PRESIDENT),
    Move("reduce",      (LISTED,),                    APPROVED,  BEFORE_THE_PRESIDENT, needs_reason=True),
    Move("refuse",      (LISTED,),                    REFUSED,   (rules.the_list_is_before_the_president,),
         needs_reason=True),
    Move("return",      (LISTED,),                    RETURNED,  (rules.the_list_is_before_the_president,),
         needs_reason=True),
    Move("reconsider",  (APPROVED, REFUSED),          LISTED,    (rules.the_list_is_before_the_president,
                                                                  rules.nobody_travels_on_it_yet), needs_reason=True),
    Move("withdraw",    OPEN,                         WITHDRAWN, (rules.nobody_travels_on_it_yet,), needs_reason=True),
])
# fmt: on
