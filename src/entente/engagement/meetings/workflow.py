"""The lives of a meeting, of an agenda item, of a position and of a joint product."""

from entente.kit.workflow import Move, Workflow

from .models import ItemState, PositionState, ProductState, State

# fmt: off
MEETING = Workflow(start=State.FORECAST, moves=[
    #    move         from                               to
    Move("confirm",   (State.FORECAST,),                 State.CONFIRMED),
    Move("hold",      (State.FORECAST, State.CONFIRMED), State.HELD),
    Move("cancel",    (State.FORECAST, State.CONFIRMED), State.CANCELLED, needs_reason=True),
    Move("reinstate", (State.CANCELLED,),                State.FORECAST,  needs_reason=True),
])
ITEM = Workflow(start=ItemState.PLANNED, moves=[
    Move("discuss",       (ItemState.PLANNED,),                     ItemState.DISCUSSED),
    Move("drop",          (ItemState.PLANNED,),                     ItemState.DROPPED, needs_reason=True),
    Move("carry",         (ItemState.PLANNED, ItemState.DISCUSSED), ItemState.CARRIED),
    Move("take_up_again", (ItemState.DROPPED, ItemState.DISCUSSED), ItemState.PLANNED, needs_reason=True),
])
POSITION = Workflow(start=PositionState.DRAFT, moves=[
    Move("circulate", (PositionState.DRAFT,),      PositionState.CIRCULATED),
    Move("clear",     (PositionState.CIRCULATED,), PositionState.CLEARED),
    Move("replace",   (PositionState.DRAFT, PositionState.CIRCULATED, PositionState.CLEARED), PositionState.REPLACED),
])
PRODUCT = Workflow(start=ProductState.PLANNED, moves=[
    Move("begin_product",   (ProductState.PLANNED,),                        ProductState.UNDER_WAY),
    Move("finish_product",  (ProductState.PLANNED, ProductState.UNDER_WAY), ProductState.DONE),
    Move("drop_product",    (ProductState.PLANNED, ProductState.UNDER_WAY), ProductState.DROPPED,   needs_reason=True),
    Move("take_up_product", (ProductState.DONE, ProductState.DROPPED),      ProductState.UNDER_WAY, needs_reason=True),
])
# fmt: on
