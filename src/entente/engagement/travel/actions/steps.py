"""One step of a proposal: who asks, what stands in the way, what is written down."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from entente.foundation.people.models import Person
from entente.foundation.trail import actions as trail

from ..models import Proposal, Traveller, Verdict
from ..policy import PROPOSALS, chart
from ..queries import proposals as questions
from ..rules.proposals import on_the_way
from ..workflow import PROPOSAL

AT_THE_HEAD = ("approve", "reduce", "refuse", "return", "reconsider")
BY_THE_BRANCH = ("recommend", "decline")


@transaction.atomic
def step(
    proposal: Proposal, move: str, *, by: Any, reason: str = "", more: list[ValidationError] | None = None
) -> Proposal:
    """Take a proposal one step and keep what was said: a verdict is only ever added.

    ``more`` are obstacles beside those of the table and of TRV-10; all are told at once.

    Raises:
        PermissionDenied: ``by`` may not take this step.
        ValidationError: every obstacle at once.
    """
    proposal = questions.held(proposal)
    PROPOSALS.require(by, move, proposal)
    today = timezone.localdate()
    obstacles = [*PROPOSAL.obstacles(proposal, move, reason=reason), *on_the_way(proposal, move, today=today)]
    obstacles += more or []
    if obstacles:
        raise ValidationError(obstacles)
    before = proposal.state
    PROPOSAL.take(proposal, move, reason=reason)
    proposal.revision += 1
    proposal.full_clean()
    proposal.save()
    _say(proposal, move, by=by, reason=reason)
    trail.record(by=by, verb=move, subject=proposal, reason=reason, state=[before, proposal.state])
    return proposal


def _enter(thing: models.Model) -> None:
    """Save something new. Who enters the same at the same moment and comes second is told so, as who comes later is."""
    thing.full_clean()
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError:
        thing.full_clean()
        raise


def _say(proposal: Proposal, outcome: str, *, by: Any, reason: str = "", traveller: Traveller | None = None) -> Verdict:
    verdict = Verdict(
        proposal=proposal,
        traveller=traveller,
        outcome=outcome,
        reason=reason.strip(),
        by=by,
        on_behalf_of=_principal(proposal, outcome, by),
        at=timezone.now(),
    )
    verdict.full_clean()
    verdict.save()
    return verdict


def _principal(proposal: Proposal, outcome: str, by: Any) -> Person | None:
    """For whom a delegate speaks; nobody where a head speaks for itself."""
    head = None
    if outcome in AT_THE_HEAD:
        head = chart.decides_for(by)
    elif outcome in BY_THE_BRANCH:
        head = chart.answers_for(by, proposal.unit)
    return head if head and head.pk != by.pk else None
