"""One step of a proposal as a page: what it means, what stands in the way, the reason beside the button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entente.kit import typed

from .. import actions, queries
from ..forms import quarters as forms
from ..models import Proposal, ProposalState
from ..policy import PROPOSALS
from ..rules.proposals import on_the_way
from ..workflow import PROPOSAL
from .answers import answer, crumbs, told
from .cures import cure_of


@dataclass(frozen=True, slots=True)
class Said:
    """How a step is spoken of: the button, what happens next, what the box asks."""

    button: Any
    meaning: Any
    asks: Any = _("Reason")
    danger: bool = False


NOTE = _("A word for the record")
STEPS = {
    "put_forward": Said(
        _("Put forward"),
        _("International Affairs balances it for the list; an exception goes to the head of the branch."),
        _("A word for the record, or your answer"),
    ),
    "take_back": Said(_("Take back"), _("It is a draft again; put it forward once more when it is ready.")),
    "list": Said(_("Put on the list"), _("It goes to the President with the list of the quarter."), NOTE),
    "hold_back": Said(_("Hold back"), _("It stays off the list. The branch is told why.")),
    "ask_branch": Said(
        _("Ask the branch"), _("It goes to the branch, which answers and puts it forward again."), _("Question")
    ),
    "recommend": Said(_("Recommend to the President"), _("The exception goes to the President, who decides."), NOTE),
    "decline": Said(_("Do not recommend"), _("It goes to the planner of the branch with your reason.")),
    "approve": Said(_("Approve"), _("Each traveller may ask for an individual authority."), NOTE),
    "reduce": Said(_("Reduce the delegation"), _("Who stays ticked goes; the others do not.")),
    "refuse": Said(_("Refuse"), _("Nobody goes. The branch is told why."), danger=True),
    "return": Said(_("Return to the branch"), _("The branch answers and puts it forward again.")),
    "reconsider": Said(
        _("Take the decision back"), _("It stands on the list again. What was decided stays on file with its reason.")
    ),
    "withdraw": Said(_("Withdraw"), _("Nobody travels on it any more. It cannot be put forward again."), danger=True),
}
DO: dict[str, Callable[..., Proposal]] = {
    "put_forward": actions.put_forward,
    "take_back": actions.take_back,
    "list": actions.put_on_list,
    "hold_back": actions.hold_back,
    "ask_branch": actions.ask_branch,
    "recommend": actions.recommend,
    "decline": actions.decline,
    "reconsider": actions.reconsider,
    "withdraw": actions.withdraw,
}
BY_THE_PRESIDENT = ("approve", "reduce", "refuse", "return")


def step_of(proposal: Proposal, move: str) -> dict[str, Any]:
    """A step as a link of the proposal's page: address, button, whether it is a grave one."""
    said = STEPS[move]
    return {
        "move": move,
        "button": said.button,
        "url": reverse("travel:proposal_step", args=[proposal.key, move]),
        "danger": said.danger,
    }


def proposal_step(request: HttpRequest, key: str, move: str) -> HttpResponse:
    """Take a proposal one step."""
    one = get_object_or_404(queries.proposal(request.user, key))
    if move not in STEPS:
        return redirect(one)
    PROPOSALS.require(request.user, move, one)
    said, needed = STEPS[move], PROPOSAL.moves[move].needs_reason
    president = move in BY_THE_PRESIDENT
    form = typed.form(
        forms.President if president else forms.Step,
        request,
        label=said.asks,
        needed=needed,
        **({"proposal": one, "choosing": move == "reduce"} if president else {}),
    )
    obstacles = [] if request.method == "POST" else _obstacles(one, move)
    cure = cure_of(one)
    return answer(
        request,
        form,
        _act(one, move),
        template="travel/proposals/step.html",
        done=_("It is done: the proposal is now “%(state)s”.")
        % {"state": ProposalState(PROPOSAL.moves[move].target).label},
        to=lambda made: made.get_absolute_url(),
        cure=cure,
        missing=told(ValidationError(obstacles), cure) if obstacles else [],
        page_title=said.button,
        lead_text=said.meaning,
        proposal=one,
        submit=said.button,
        danger=said.danger,
        cancel=one.get_absolute_url(),
        breadcrumb=crumbs(
            (one.quarter.title, one.quarter.get_absolute_url()), (one.meeting.title, one.get_absolute_url())
        ),
        marking=one.marking,
    )


def _obstacles(one: Proposal, move: str) -> list[ValidationError]:
    late = on_the_way(one, move, today=timezone.localdate())
    return [*PROPOSAL.obstacles(one, move, reason="given"), *late]


def _act(one: Proposal, move: str) -> Callable[..., Proposal]:
    if move in BY_THE_PRESIDENT:
        return lambda **said: actions.decide(one, outcome=move, **said)
    return lambda **said: DO[move](one, **said)
